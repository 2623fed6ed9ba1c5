/**
 * What a browser is told so that it makes a passkey, or uses one; bytes are base64url without padding.
 * @see https://www.w3.org/TR/webauthn-3/#dictdef-publickeycredentialcreationoptionsjson
 */
import { userHandleOf, type Passkey } from "./passkey.ts";
import type { Pool } from "./pool.ts";
import { userVerificationOf } from "./relying-party.ts";
import type { User } from "./user.ts";

/** ES256 and RS256, which every authenticator has one of. @see https://www.iana.org/assignments/cose/cose.xhtml#algorithms */
export const PASSKEY_ALGORITHMS: readonly number[] = [-7, -257];

/** How long the browser waits for a new passkey to be made, in milliseconds. */
const CREATION_TIMEOUT_MS = 60 * 1000;

const descriptors = (ids: readonly string[]) => ids.map((id) => ({ id, type: "public-key" }));

/** The name that the user knows; a username that is a sub says nothing. Assumed: which one. */
const displayedName = ({ settings }: Pool, { username, attributes }: User): string => {
  if ((settings.UsernameAttributes ?? []).length === 0) return username;
  return attributes["email"] ?? attributes["phone_number"] ?? username;
};

/** What registers a passkey. Authenticators that hold one of `passkeys` make no second one. */
export const creationOptions = (
  { pool, user }: { readonly pool: Pool; readonly user: User },
  relyingPartyId: string,
  challenge: string,
  passkeys: readonly Passkey[],
) => {
  const name = displayedName(pool, user);
  return {
    rp: { id: relyingPartyId, name: relyingPartyId },
    user: { id: userHandleOf(user), name, displayName: user.attributes["name"] ?? name },
    challenge,
    pubKeyCredParams: PASSKEY_ALGORITHMS.map((alg) => ({ type: "public-key", alg })),
    timeout: CREATION_TIMEOUT_MS,
    excludeCredentials: descriptors(passkeys.map(({ credentialId }) => credentialId)),
    authenticatorSelection: {
      requireResidentKey: true,
      residentKey: "required",
      userVerification: userVerificationOf(pool),
    },
  };
};

/** What asks for one of `credentialIds`, within `timeout` milliseconds. */
export const requestOptions = (
  pool: Pool,
  relyingPartyId: string,
  challenge: string,
  credentialIds: readonly string[],
  timeout: number,
) => ({
  hints: [],
  attestation: "none",
  attestationFormats: [],
  challenge,
  timeout,
  rpId: relyingPartyId,
  allowCredentials: descriptors(credentialIds),
  userVerification: userVerificationOf(pool),
});
