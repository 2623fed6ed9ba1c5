import type { ApiException } from "../../contracts/exceptions.ts";
import { CompleteWebAuthnRegistration } from "../../contracts/index.ts";
import { judgeRegistration, type PasskeyFault } from "../../crypto/passkey-proof.ts";
import { readRegistrationResponse, type RegistrationResponse } from "../../crypto/passkey-response.ts";
import {
  passkeyName,
  requireRoomForPasskey,
  type CountedPasskey,
  type PasskeyRegistration,
} from "../../model/passkey.ts";
import {
  invalidPasskeyDocument,
  passkeyChallengeNotFound,
  passkeyClientMismatch,
  passkeyNotSupported,
  passkeyOriginNotAllowed,
  passkeyRelyingPartyMismatch,
  passkeyTaken,
} from "../../model/passkey-refusals.ts";
import { relyingPartyIdOf, requirePasskeysAllowed, userVerificationOf } from "../../model/relying-party.ts";
import { implement, type UserContext } from "../../runtime/operation.ts";
import { AlreadyExists } from "../../storage/store.ts";

/** What each fault is told as. */
const refusals: Readonly<Record<PasskeyFault, () => ApiException>> = {
  malformed: invalidPasskeyDocument,
  challenge: passkeyChallengeNotFound,
  origin: passkeyOriginNotAllowed,
  "relying-party": passkeyRelyingPartyMismatch,
  "user-verification": passkeyNotSupported,
  unsupported: passkeyNotSupported,
  "user-handle": invalidPasskeyDocument,
  signature: invalidPasskeyDocument,
  counter: invalidPasskeyDocument,
};

/** The caller's registration, begun through the same client. */
const requireRegistration = async ({ store, user, client, now }: UserContext): Promise<PasskeyRegistration> => {
  const registration = await store.passkeys.registration(user);
  if (registration === undefined || now >= registration.expiresAt) throw passkeyChallengeNotFound();
  if (registration.clientId !== client.id) throw passkeyClientMismatch();
  return registration;
};

/** The passkey that the response brings, once it is what the registration asked for. */
const requirePasskey = async (
  { pool, user, now }: UserContext,
  { challenge }: PasskeyRegistration,
  response: RegistrationResponse,
): Promise<CountedPasskey> => {
  const relyingPartyId = relyingPartyIdOf(pool);
  if (relyingPartyId === undefined) throw passkeyRelyingPartyMismatch();
  const expected = { challenge, relyingPartyId, userVerification: userVerificationOf(pool) };
  const verdict = await judgeRegistration(response, expected);
  if (verdict.kind === "fault") throw refusals[verdict.fault]();
  const { publicKey, counter, aaguid } = verdict.made;
  return {
    poolId: pool.id,
    sub: user.sub,
    credentialId: response.credentialId,
    relyingPartyId,
    publicKey,
    name: passkeyName(aaguid, response.attachment),
    attachment: response.attachment,
    transports: response.transports,
    createdAt: now,
    counter,
  };
};

/**
 * Registers the passkey that the caller's authenticator has made. The registration is spent with it; a refused one
 * leaves it, so that another authenticator may be tried until it expires.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CompleteWebAuthnRegistration.html
 */
export const completeWebAuthnRegistration = implement(CompleteWebAuthnRegistration, async (ctx, input) => {
  requirePasskeysAllowed(ctx.pool);
  const response = readRegistrationResponse(input.Credential);
  if (response === undefined) throw invalidPasskeyDocument();
  const registration = await requireRegistration(ctx);
  const passkey = await requirePasskey(ctx, registration, response);

  try {
    await ctx.transaction(async (tx) => {
      // Holds the user, so that of two registrations at once one counts the other.
      await tx.users.guard(ctx.user);
      if (!(await tx.passkeys.spend(registration, ctx.now))) throw passkeyChallengeNotFound();
      requireRoomForPasskey(await tx.passkeys.ofUser(ctx.user));
      await tx.passkeys.insert(passkey);
    });
  } catch (error) {
    // Stops a credential from signing in two users, or one user with somebody else's key.
    throw error instanceof AlreadyExists ? passkeyTaken() : error;
  }
  return {};
});
