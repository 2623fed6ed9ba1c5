import { StartWebAuthnRegistration } from "../../contracts/index.ts";
import { newPasskeyChallenge, requireRoomForPasskey } from "../../model/passkey.ts";
import { creationOptions } from "../../model/passkey-options.ts";
import { requirePasskeysAllowed, requireRelyingPartyId } from "../../model/relying-party.ts";
import { implement } from "../../runtime/operation.ts";

/** How long a new passkey may take to come back, in milliseconds. Assumed: longer than the browser is told to wait. */
const REGISTRATION_LIFETIME_MS = 5 * 60 * 1000;

/**
 * Answers the options with which an authenticator makes a passkey for the caller. A registration that was begun before
 * is over with it. Refused at the most passkeys already, so that no authenticator makes one in vain.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_StartWebAuthnRegistration.html
 */
export const startWebAuthnRegistration = implement(StartWebAuthnRegistration, async (ctx) => {
  const { pool, client, user } = ctx;
  requirePasskeysAllowed(pool);
  const relyingPartyId = requireRelyingPartyId(pool);
  const passkeys = await ctx.store.passkeys.ofUser(user);
  requireRoomForPasskey(passkeys);
  const challenge = newPasskeyChallenge(ctx.random);
  const options = creationOptions({ pool, user }, relyingPartyId, challenge, passkeys);

  await ctx.transaction((tx) =>
    tx.passkeys.begin({
      poolId: pool.id,
      sub: user.sub,
      clientId: client.id,
      challenge,
      expiresAt: ctx.now + REGISTRATION_LIFETIME_MS,
    }),
  );
  return { CredentialCreationOptions: options };
});
