/**
 * A passkey: a credential of WebAuthn that signs a user in. What is stored of it is public, and worthless elsewhere.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_WebAuthnCredentialDescription.html
 */
import type { WebAuthnCredentialDescription } from "../contracts/shapes.ts";
import type { Value } from "../contracts/vocabulary.ts";
import type { Page, PageRequest } from "./page.ts";
import { tooManyPasskeys } from "./passkey-refusals.ts";
import type { User } from "./user.ts";

/** Passkeys that a user may have. @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html */
export const PASSKEYS_PER_USER = 20;

/** A registered passkey. Its signature counter is a row of its own. */
export interface Passkey {
  readonly poolId: string;
  readonly sub: string;
  /** What its authenticator calls it, in base64url without padding; one user's alone in the pool. */
  readonly credentialId: string;
  /** The domain that it was made for, and the only one at which it works. */
  readonly relyingPartyId: string;
  /** A COSE key. @see https://datatracker.ietf.org/doc/html/rfc9052#section-7 */
  readonly publicKey: Uint8Array;
  /** What the user recognises it by. */
  readonly name: string;
  readonly attachment: PasskeyAttachment | null;
  /** How its authenticator can be reached, as the browser said. */
  readonly transports: readonly string[];
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/** Whether the authenticator is part of the device or goes from one to another. */
export type PasskeyAttachment = "platform" | "cross-platform";

/** A passkey with the newest signature counter that it has shown. */
export interface CountedPasskey extends Passkey {
  readonly counter: number;
}

/** A registration that waits for its authenticator: one for each user, a newer one takes its place. */
export interface PasskeyRegistration {
  readonly poolId: string;
  readonly sub: string;
  /** The client whose token began it. */
  readonly clientId: string;
  /** Random, in base64url without padding. */
  readonly challenge: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** Of chance in a challenge. */
const CHALLENGE_BYTES = 16;

/** A new challenge, in base64url without padding. `random` is the chance that is handed in. */
export const newPasskeyChallenge = (random: { bytes(length: number): Buffer }): string =>
  random.bytes(CHALLENGE_BYTES).toString("base64url");

/** @throws LimitExceededException when the user has as many as one may have */
export const requireRoomForPasskey = (passkeys: readonly Passkey[]): void => {
  if (passkeys.length >= PASSKEYS_PER_USER) throw tooManyPasskeys();
};

/** What the authenticator knows the user by: the sub's text. @see https://www.w3.org/TR/webauthn-3/#user-handle */
export const userHandleOf = ({ sub }: Pick<User, "sub">): string => Buffer.from(sub, "utf8").toString("base64url");

/**
 * Whether a signature counter goes on from the newest one that was seen. Authenticators that do not count show 0 always.
 * Stops a copy of an authenticator's key: of the original and the copy one falls behind.
 * @see https://www.w3.org/TR/webauthn-3/#sctn-sign-counter
 */
export const isCounterNext = (seen: number, shown: number): boolean => shown > seen || (seen === 0 && shown === 0);

/** Providers by the model number (AAGUID) that their passkeys carry, for names alone: anybody can claim any. */
const PROVIDERS: ReadonlyMap<string, string> = new Map([
  ["fbfc3007-154e-4ecc-8c0b-6e020557d7bd", "iCloud Keychain"],
  ["dd4ec289-e01d-41c9-bb89-70fa845d4bf2", "iCloud Keychain"],
  ["ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4", "Google Password Manager"],
  ["adce0002-35bc-c60a-648b-0b25f1f05503", "Chrome on Mac"],
  ["08987058-cadc-4b81-b6e1-30de50dcbe96", "Windows Hello"],
  ["9ddd1817-af5a-4672-a2b9-3e3dd95000a9", "Windows Hello"],
  ["6028b017-b1d4-4c02-b4b3-afcdafc96bb2", "Windows Hello"],
  ["bada5566-a7aa-401f-bd96-45619a55120d", "1Password"],
  ["d548826e-79b4-db40-a3d8-11116f7e8349", "Bitwarden"],
  ["531126d6-e717-415c-9320-3d9aa6981239", "Dashlane"],
]);

/** The name that a new passkey gets. Assumed: its form. */
export const passkeyName = (aaguid: string, attachment: PasskeyAttachment | null): string =>
  PROVIDERS.get(aaguid) ?? (attachment === "cross-platform" ? "Security key" : "Passkey");

/** The passkey as the API shows it. */
export const passkeyView = (passkey: Passkey): Value<typeof WebAuthnCredentialDescription> => ({
  CredentialId: passkey.credentialId,
  FriendlyCredentialName: passkey.name,
  RelyingPartyId: passkey.relyingPartyId,
  AuthenticatorAttachment: passkey.attachment ?? undefined,
  AuthenticatorTransports: passkey.transports,
  CreatedAt: passkey.createdAt,
});

/** Moments as text of one length, so that keys compare as the moments do. */
const MOMENT_DIGITS = 16;

const keyOf = ({ createdAt, credentialId }: Passkey): string =>
  `${String(createdAt).padStart(MOMENT_DIGITS, "0")}/${credentialId}`;

/** One page of a user's passkeys, of which there are few enough to be read at once. They come and go in order of age. */
export const passkeyPage = (passkeys: readonly Passkey[], { limit, after = "" }: PageRequest): Page<Passkey> => {
  const left = passkeys.filter((passkey) => keyOf(passkey) > after);
  const rows = left.slice(0, limit);
  const last = rows.at(-1);
  return left.length > limit && last !== undefined ? { rows, next: keyOf(last) } : { rows };
};
