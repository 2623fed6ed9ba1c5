/**
 * Users are written together with the names they have: a name is one user's at most, and a code that was sent to an
 * address the user no longer has, or has no longer proven, is dead.
 */
import type { ApiException } from "../contracts/exceptions.ts";
import type { CodePurpose, ContactAttribute } from "../model/code.ts";
import { identifiersOf, type Identifier, type IdentifierKind } from "../model/identifier.ts";
import type { Pool } from "../model/pool.ts";
import { isVerified } from "../model/recovery.ts";
import { addressExists, aliasExists, aliasTaken, userAccountExists, usernameExists } from "../model/refusals.ts";
import { changed, type User } from "../model/user.ts";
import type { Context } from "../runtime/operation.ts";
import type { Tx } from "../runtime/transaction.ts";
import { IdentifierTaken } from "../storage/store.ts";

/** What happens when a name is another user's. */
export interface NameRules {
  /** These aliases are taken from their holder, where they go unverified. */
  readonly moves: readonly IdentifierKind[];
  /** The refusal, in the operation's words. */
  refuse(kind: IdentifierKind): ApiException;
}

const NO_MOVES: readonly IdentifierKind[] = [];

/** Observed: operations tell of a taken name in words of their own. */
export const signUpNames: NameRules = {
  moves: NO_MOVES,
  refuse: (kind) => (kind === "username" ? usernameExists() : addressExists(kind)),
};
export const adminCreateNames: NameRules = {
  moves: NO_MOVES,
  refuse: (kind) => (kind === "username" ? userAccountExists() : addressExists(kind)),
};
export const updateNames: NameRules = { moves: NO_MOVES, refuse: aliasExists };
export const confirmSignUpNames: NameRules = { moves: NO_MOVES, refuse: aliasTaken };

/** The aliases that ForceAliasCreation moves. */
export const FORCED_ALIASES: readonly IdentifierKind[] = ["email", "phone_number"];

/** The alias that a holder may lose: one that is nothing but an alias, and can go unverified. */
const movableKind = (pool: Pool, { kind }: Identifier, rules: NameRules): ContactAttribute | undefined =>
  (kind === "email" || kind === "phone_number") &&
  rules.moves.includes(kind) &&
  pool.settings.AliasAttributes?.includes(kind)
    ? kind
    : undefined;

const takeAlias = async (tx: Tx, pool: Pool, taken: IdentifierTaken, rules: NameRules, now: number): Promise<void> => {
  const kind = movableKind(pool, taken.identifier, rules);
  const holder =
    kind && taken.holder.kinds.every((held) => held === kind)
      ? await tx.users.bySub(pool.id, taken.holder.sub)
      : undefined;
  if (kind === undefined || holder === undefined) throw rules.refuse(taken.identifier.kind);
  const attributes = { ...holder.attributes, [`${kind}_verified`]: "false" };
  await saveUser(tx, pool, holder, changed(holder, now, { attributes }), { ...rules, moves: NO_MOVES });
};

const claim = async (tx: Tx, pool: Pool, user: User, identifier: Identifier, rules: NameRules): Promise<void> => {
  try {
    await tx.identifiers.claim(user, identifier);
  } catch (error) {
    if (!(error instanceof IdentifierTaken)) throw error;
    await takeAlias(tx, pool, error, rules, user.modifiedAt);
    await tx.identifiers.claim(user, identifier);
  }
};

/** Writes a new user and gives it its names. @throws what the rules refuse with */
export const insertUser = async (tx: Tx, pool: Pool, user: User, rules: NameRules): Promise<User> => {
  const inserted = await tx.users.insert(user);
  for (const identifier of identifiersOf(pool, inserted)) await claim(tx, pool, inserted, identifier, rules);
  return inserted;
};

const without = (all: readonly Identifier[], others: readonly Identifier[]): Identifier[] =>
  all.filter(({ kind, value }) => !others.some((other) => other.kind === kind && other.value === value));

/** The purposes whose code may have gone to a contact. */
const purposesOf = (contact: ContactAttribute): readonly CodePurpose[] => [
  "reset",
  "sign-up",
  "first-factor",
  `verify-${contact}`,
];

/** Stops a code that lies in a mailbox the user has given up, or never proved, from changing the password. */
const killCodes = async (tx: Tx, before: User, after: User): Promise<void> => {
  for (const contact of ["email", "phone_number"] as const) {
    const isReplaced = before.attributes[contact] !== after.attributes[contact];
    // An address that waits to be proven would otherwise come after one that was set later.
    if (isReplaced) await tx.pendingContacts.delete(after, contact);
    if (!isReplaced && (!isVerified(before, contact) || isVerified(after, contact))) continue;
    for (const purpose of purposesOf(contact)) {
      const code = await tx.codes.find(after, purpose);
      if (code?.contact === contact) await tx.codes.delete(after, purpose);
    }
  }
};

/**
 * Writes a changed user, moves its names and kills the codes that the change overtakes. `after` carries the version that
 * was judged.
 * @throws Conflict, what the rules refuse with
 */
export const saveUser = async (tx: Tx, pool: Pool, before: User, after: User, rules: NameRules): Promise<User> => {
  const saved = await tx.users.save(after);
  const had = identifiersOf(pool, before);
  const has = identifiersOf(pool, after);
  for (const identifier of without(had, has)) await tx.identifiers.release(after, identifier);
  for (const identifier of without(has, had)) await claim(tx, pool, after, identifier, rules);
  await killCodes(tx, before, after);
  return saved;
};

/** Whether the names of a user to be are free, before anything is asked or written. @throws what the rules refuse with */
export const requireFreeNames = async (ctx: Context, pool: Pool, user: User, rules: NameRules): Promise<void> => {
  for (const identifier of identifiersOf(pool, user)) {
    if (movableKind(pool, identifier, rules) !== undefined) continue;
    const holder = await ctx.store.users.find(pool, identifier.value);
    if (holder !== undefined && holder.sub !== user.sub) throw rules.refuse(identifier.kind);
  }
};
