import { ConfirmDevice } from "../../contracts/index.ts";
import { deviceGroupKey, readDeviceSecret } from "../../crypto/device-secret.ts";
import { isRememberedOnPrompt } from "../../model/device.ts";
import { deviceKeyExists, invalidDeviceKey, invalidDeviceVerifier } from "../../model/device-refusals.ts";
import { missingParameter } from "../../model/refusals.ts";
import { implement, type UserContext } from "../../runtime/operation.ts";
import { AlreadyExists } from "../../storage/store.ts";
import { awsSdkVersion } from "../../triggers/sdk-version.ts";

/**
 * The family of the token, if its sign-in was given this key. Stops a user's token from registering a device that no
 * sign-in has met, and one that was forgotten from being registered again by a token it still holds.
 * @throws InvalidParameterException, DeviceKeyExistsException
 */
const requireFamily = async (ctx: UserContext, key: string) => {
  const { pool, user, token } = ctx;
  const family =
    token.originJti === null ? undefined : await ctx.store.refreshFamilies.byOrigin(pool.id, token.originJti);
  if (family?.device?.key !== key) throw invalidDeviceKey();
  if ((await ctx.store.devices.find(user, key)) !== undefined) throw deviceKeyExists();
  if (family.device.confirmed) throw invalidDeviceKey();
  return family;
};

/**
 * Registers the device that the caller's sign-in met, with the verifier of a secret that never leaves it. From now on the
 * refresh tokens of the sign-in are worth something together with the device's key alone.
 * Assumed: without a verifier the request is refused.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmDevice.html
 */
export const confirmDevice = implement(ConfirmDevice, async (ctx, input) => {
  const { pool, user } = ctx;
  if (input.DeviceSecretVerifierConfig === undefined) throw missingParameter("DeviceSecretVerifierConfig");
  const secret = readDeviceSecret(input.DeviceSecretVerifierConfig);
  if (secret === undefined) throw invalidDeviceVerifier();
  const family = await requireFamily(ctx, input.DeviceKey);
  const UserConfirmationNecessary = isRememberedOnPrompt(pool);

  try {
    await ctx.transaction(async (tx) => {
      await tx.users.guard(user);
      await tx.devices.insert({
        poolId: pool.id,
        sub: user.sub,
        key: input.DeviceKey,
        groupKey: deviceGroupKey(pool.id),
        name: input.DeviceName ?? null,
        ...secret,
        remembered: !UserConfirmationNecessary,
        sdk: awsSdkVersion(ctx.request.userAgent),
        lastIp: ctx.request.remoteAddress,
        createdAt: ctx.now,
        modifiedAt: ctx.now,
        lastAuthenticatedAt: family.authTime,
        version: 0,
      });
      await tx.refreshFamilies.confirmDevice(family);
    });
  } catch (error) {
    throw error instanceof AlreadyExists ? deviceKeyExists() : error;
  }
  return { UserConfirmationNecessary };
});
