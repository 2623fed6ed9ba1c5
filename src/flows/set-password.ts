/** Giving a user a password: what is made before the transaction, and what is written in it. */
import { Secret } from "../contracts/secret.ts";
import { importedCredential } from "../crypto/credential.ts";
import type { ImportedHash } from "../crypto/imported-hash.ts";
import { passwordHistorySize, temporaryPasswordLifetimeMs } from "../model/password-policy.ts";
import type { Pool } from "../model/pool.ts";
import type { Credential, User } from "../model/user.ts";
import type { Context } from "../runtime/operation.ts";
import { textFrom, type Random } from "../runtime/random.ts";
import type { Tx } from "../runtime/transaction.ts";

/** What to store for a user's new password; a temporary one stops working after the pool's time. */
export const newCredential = async (
  ctx: Context,
  pool: Pool,
  user: Pick<User, "sub" | "username">,
  password: Secret,
  temporary: boolean,
): Promise<Credential> => ({
  ...(await ctx.passwords.create(pool, user.username, password)),
  poolId: pool.id,
  sub: user.sub,
  temporary,
  expiresAt: temporary ? ctx.now + temporaryPasswordLifetimeMs(pool) : null,
  createdAt: ctx.now,
  version: 0,
});

/**
 * What to store for a password that is known by a hash of another system alone: an import's. The policy does not judge
 * it, and the user signs in with it at once.
 */
export const importedPassword = (
  { random, now }: Pick<Context, "random" | "now">,
  { poolId, sub }: Pick<User, "poolId" | "sub">,
  hash: ImportedHash,
): Credential => ({
  ...importedCredential(hash, random),
  poolId,
  sub,
  temporary: false,
  expiresAt: null,
  createdAt: now,
  version: 0,
});

/**
 * The new password stands alone: no earlier code can replace it, and failures with the old one are forgotten. What the
 * pool's history needs of the old ones is kept, and no more. The user is saved in the same write.
 */
export const replacePassword = async (tx: Tx, pool: Pool, credential: Credential): Promise<void> => {
  // The history counts the current one.
  await tx.credentials.replace(credential, Math.max(0, passwordHistorySize(pool) - 1));
  await tx.failures.delete(credential);
  await tx.codes.delete(credential, "reset");
};

/** Letters, digits and symbols that people do not mistake for one another. */
const CLASSES = ["ABCDEFGHJKLMNPQRSTUVWXYZ", "abcdefghijkmnpqrstuvwxyz", "23456789", "!@#$%*-_+=?"] as const;
const EVERY_LETTER = CLASSES.join("");
const GENERATED_LENGTH = 16;
const DEFAULT_MINIMUM_LENGTH = 8;

/** `letters` in an order of chance. */
const shuffled = (random: Random, letters: readonly string[]): string[] =>
  letters
    .map((letter) => ({ letter, rank: random.bytes(8) }))
    .sort((a, b) => a.rank.compare(b.rank))
    .map(({ letter }) => letter);

/** A password by chance that conforms to every policy: one letter of each class, the rest of any. */
export const generatePassword = (random: Random, pool: Pool): Secret => {
  const length = Math.max(
    pool.settings.Policies?.PasswordPolicy?.MinimumLength ?? DEFAULT_MINIMUM_LENGTH,
    GENERATED_LENGTH,
  );
  const letters = [
    ...CLASSES.map((letter) => textFrom(random, letter, 1)),
    ...textFrom(random, EVERY_LETTER, length - CLASSES.length).split(""),
  ];
  return new Secret(shuffled(random, letters).join(""));
};
