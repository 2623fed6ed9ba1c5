/**
 * What is stored in place of a password, by scheme. `srp` is the default, because signing in by SRP needs a verifier and
 * plain-password flows can be checked against it too; `argon2id` is for pools that ask for it.
 */
import type { Secret } from "../contracts/secret.ts";
import type { Chance } from "./chance.ts";
import { decoyHash, hashPassword, verifyPassword } from "./password-hash.ts";
import { checkPassword, makeVerifier, newSalt, type SrpIdentity } from "./srp.ts";
import { SRP_NUMBER_BYTES } from "./srp-group.ts";

/** Longer passwords, in UTF-8 bytes, are nobody's; the contracts stop them at 256 characters already. */
export const PASSWORD_BYTES_MAX = 4096;

export type PasswordScheme = "srp" | "argon2id";

/** A password as it is stored: `verifier` is the SRP verifier or the hash's text in UTF-8, to be sealed. */
export interface PasswordCredential {
  readonly scheme: PasswordScheme;
  /** 16 random bytes, new for every password; what SRP's challenge sends as SALT. */
  readonly salt: Uint8Array;
  readonly verifier: Uint8Array;
}

/** A password that is too long to hash, whoever let it through. Stops megabytes from being hashed. */
export class PasswordTooLong extends Error {
  override readonly name = "PasswordTooLong";
}

type Given = SrpIdentity & { readonly password: Secret };

interface SchemeWork {
  create(given: Given, salt: Uint8Array): Promise<Uint8Array>;
  verify(given: Given, credential: PasswordCredential): Promise<boolean>;
  /** A verifier that no password has and that costs as much to check. */
  decoy(salt: Uint8Array, random: Chance): Uint8Array;
}

const schemes: Readonly<Record<PasswordScheme, SchemeWork>> = {
  srp: {
    create: (given, salt) => makeVerifier({ ...given, salt }),
    verify: (given, { salt, verifier }) => checkPassword({ ...given, salt, verifier }),
    decoy(_salt, random) {
      const verifier = Buffer.from(random.bytes(SRP_NUMBER_BYTES));
      // Below N, whose first bits are all ones, and above 1.
      verifier[0] = (verifier[0]! & 0x7f) | 0x01;
      return verifier;
    },
  },
  argon2id: {
    create: async (given, salt) => Buffer.from(await hashPassword(given.password, salt), "utf8"),
    verify: (given, { verifier }) => verifyPassword(given.password, Buffer.from(verifier).toString("utf8")),
    decoy: (salt, random) => Buffer.from(decoyHash(salt, random.bytes(32)), "utf8"),
  },
};

const isTooLong = (password: Secret): boolean => Buffer.byteLength(password.reveal(), "utf8") > PASSWORD_BYTES_MAX;

/** What to store for a new password, with a new salt. @throws OverloadError, PasswordTooLong */
export const createCredential = async (
  scheme: PasswordScheme,
  given: Given,
  random: Chance,
): Promise<PasswordCredential> => {
  if (isTooLong(given.password)) throw new PasswordTooLong("the password is too long");
  const salt = newSalt(random);
  return { scheme, salt, verifier: await schemes[scheme].create(given, salt) };
};

/** Whether the credential is this password's, every byte of it; in constant time. @throws OverloadError */
export const verifyCredential = async (credential: PasswordCredential, given: Given): Promise<boolean> =>
  !isTooLong(given.password) && schemes[credential.scheme].verify(given, credential);

/**
 * A credential that no password fits and that takes as long to check: for names without a user, whom nobody shall tell
 * apart by the time of the refusal. `random` may be a decoy's bytes, so that salts stay the same.
 */
export const decoyCredential = (scheme: PasswordScheme, random: Chance): PasswordCredential => {
  const salt = newSalt(random);
  return { scheme, salt, verifier: schemes[scheme].decoy(salt, random) };
};
