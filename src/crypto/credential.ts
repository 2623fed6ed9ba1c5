/**
 * What is stored in place of a password, by scheme. `srp` is the default, because signing in by SRP needs a verifier and
 * plain-password flows can be checked against it too; `argon2id` is for pools that ask for it. Hashes that an import
 * brought along stay as they are until their password is typed for the first time.
 */
import type { Secret } from "../contracts/secret.ts";
import type { Chance } from "./chance.ts";
import { verifyForeign } from "./imported-hash-check.ts";
import type { ForeignScheme, ImportedHash } from "./imported-hash.ts";
import { decoyHash, hashPassword, isOwnHash, verifyPassword } from "./password-hash.ts";
import { checkPassword, makeVerifier, newSalt, type SrpIdentity } from "./srp.ts";
import { SRP_NUMBER_BYTES } from "./srp-group.ts";

/** Longer passwords, in UTF-8 bytes, are nobody's; the contracts stop them at 256 characters already. */
export const PASSWORD_BYTES_MAX = 4096;

/** What passwords are put into. */
export type OwnScheme = "srp" | "argon2id";

/** What passwords are kept in. */
export type PasswordScheme = OwnScheme | ForeignScheme;

/** One form of a password: `verifier` is the SRP verifier or the hash's text in UTF-8, to be sealed. */
export interface PasswordForm {
  readonly scheme: PasswordScheme;
  readonly verifier: Uint8Array;
}

/** A password as it is stored. */
export interface PasswordCredential extends PasswordForm {
  /** 16 random bytes, new for every password; what SRP's challenge sends as SALT. An imported hash has its own as well. */
  readonly salt: Uint8Array;
}

/** A password that is too long to hash, whoever let it through. Stops megabytes from being hashed. */
export class PasswordTooLong extends Error {
  override readonly name = "PasswordTooLong";
}

type Given = SrpIdentity & { readonly password: Secret };

type Verify = (given: Given, credential: PasswordCredential) => Promise<boolean>;

interface OwnWork {
  create(given: Given, salt: Uint8Array): Promise<Uint8Array>;
  verify: Verify;
  /** Whether the verifier is what `create` makes today. */
  isCurrent(verifier: Uint8Array): boolean;
  /** A verifier that no password has and that costs as much to check. */
  decoy(salt: Uint8Array, random: Chance): Uint8Array;
}

const textOf = (verifier: Uint8Array): string => Buffer.from(verifier).toString("utf8");

const ownSchemes: Readonly<Record<OwnScheme, OwnWork>> = {
  srp: {
    create: (given, salt) => makeVerifier({ ...given, salt }),
    verify: (given, { salt, verifier }) => checkPassword({ ...given, salt, verifier }),
    isCurrent: () => true,
    decoy(_salt, random) {
      const verifier = Buffer.from(random.bytes(SRP_NUMBER_BYTES));
      // Below N, whose first bits are all ones, and above 1.
      verifier[0] = (verifier[0]! & 0x7f) | 0x01;
      return verifier;
    },
  },
  argon2id: {
    create: async (given, salt) => Buffer.from(await hashPassword(given.password, salt), "utf8"),
    verify: ({ password }, { verifier }) => verifyPassword(password, textOf(verifier)),
    isCurrent: (verifier) => isOwnHash(textOf(verifier)),
    decoy: (salt, random) => Buffer.from(decoyHash(salt, random.bytes(32)), "utf8"),
  },
};

const foreign =
  (scheme: ForeignScheme): Verify =>
  ({ password }, { verifier }) =>
    verifyForeign(scheme, textOf(verifier), password);

const verifiers: Readonly<Record<PasswordScheme, Verify>> = {
  srp: ownSchemes.srp.verify,
  argon2id: ownSchemes.argon2id.verify,
  bcrypt: foreign("bcrypt"),
  scrypt: foreign("scrypt"),
  "pbkdf2-sha256": foreign("pbkdf2-sha256"),
};

const isTooLong = (password: Secret): boolean => Buffer.byteLength(password.reveal(), "utf8") > PASSWORD_BYTES_MAX;

/** What to store for a new password, with a new salt. @throws OverloadError, PasswordTooLong */
export const createCredential = async (
  scheme: OwnScheme,
  given: Given,
  random: Chance,
): Promise<PasswordCredential> => {
  if (isTooLong(given.password)) throw new PasswordTooLong("the password is too long");
  const salt = newSalt(random);
  return { scheme, salt, verifier: await ownSchemes[scheme].create(given, salt) };
};

/** What to store for a password that is known by a hash alone. */
export const importedCredential = ({ scheme, text }: ImportedHash, random: Chance): PasswordCredential => ({
  scheme,
  salt: newSalt(random),
  verifier: Buffer.from(text, "utf8"),
});

/**
 * The form that a credential's password would have today, under the same salt; undefined when it has it. `given` is the
 * credential's password. @throws OverloadError
 */
export const renewedForm = async (
  scheme: OwnScheme,
  credential: PasswordCredential,
  given: Given,
): Promise<PasswordForm | undefined> =>
  credential.scheme === scheme && ownSchemes[scheme].isCurrent(credential.verifier)
    ? undefined
    : { scheme, verifier: await ownSchemes[scheme].create(given, credential.salt) };

/** Whether the credential is this password's, every byte of it; in constant time. @throws OverloadError */
export const verifyCredential = async (credential: PasswordCredential, given: Given): Promise<boolean> =>
  !isTooLong(given.password) && verifiers[credential.scheme](given, credential);

/**
 * A credential that no password fits and that takes as long to check: for names without a user, whom nobody shall tell
 * apart by the time of the refusal. `random` may be a decoy's bytes, so that salts stay the same.
 */
export const decoyCredential = (scheme: OwnScheme, random: Chance): PasswordCredential => {
  const salt = newSalt(random);
  return { scheme, salt, verifier: ownSchemes[scheme].decoy(salt, random) };
};
