/** Making a new user: a name, a sub and attributes, as values; and writing it with its password. */
import type { Pool } from "../model/pool.ts";
import type { Credential, User } from "../model/user.ts";
import { withoutStrayFlags, type AttributeValues } from "../model/user-attributes.ts";
import { nameNewUser } from "../model/username.ts";
import type { Context } from "../runtime/operation.ts";
import { uuidFrom } from "../runtime/random.ts";
import type { Tx } from "../runtime/transaction.ts";
import { insertUser, type NameRules } from "./identifiers.ts";

/** A user as it would be stored under the typed name; nothing is written yet. @throws InvalidParameterException */
export const newUser = (
  ctx: Pick<Context, "random" | "now">,
  pool: Pool,
  typed: string,
  submitted: AttributeValues,
  status: User["status"],
): User => {
  const sub = uuidFrom(ctx.random);
  const { username, attributes } = nameNewUser(pool, typed, submitted, sub);
  return {
    poolId: pool.id,
    sub,
    username,
    status,
    enabled: true,
    attributes: withoutStrayFlags(attributes),
    mfaFactors: [],
    preferredMfa: null,
    hasMfaOption: false,
    identities: [],
    tokensRevokedAt: 0,
    tokenEpoch: 0,
    createdAt: ctx.now,
    modifiedAt: ctx.now,
    version: 0,
  };
};

/**
 * Writes a new user, its names and its password, as the pool was when they were judged.
 * @throws Conflict, what the rules refuse a taken name with
 */
export const createUser = async (
  tx: Tx,
  pool: Pool,
  user: User,
  credential: Credential | undefined,
  rules: NameRules,
): Promise<User> => {
  await tx.pools.guard(pool);
  const created = await insertUser(tx, pool, user, rules);
  if (credential !== undefined) await tx.credentials.replace(credential);
  return created;
};
