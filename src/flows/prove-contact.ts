/** Who reads the codes that go to a contact has proven it. */
import type { ContactAttribute } from "../model/code.ts";
import { identifiersOf } from "../model/identifier.ts";
import type { Pool } from "../model/pool.ts";
import { isVerified } from "../model/recovery.ts";
import { changed, type User } from "../model/user.ts";
import type { Tx } from "../runtime/transaction.ts";
import { saveUser, updateNames } from "./identifiers.ts";

/**
 * The user with the contact verified, saved. A name that is another user's meanwhile stays theirs.
 * Assumed: the sign-in succeeds all the same.
 */
export const proveContact = async (
  tx: Tx,
  pool: Pool,
  user: User,
  contact: ContactAttribute,
  now: number,
): Promise<User> => {
  if (isVerified(user, contact)) return user;
  const after = changed(user, now, { attributes: { ...user.attributes, [`${contact}_verified`]: "true" } });
  for (const { value } of identifiersOf(pool, after)) {
    const holder = await tx.identifiers.holder(pool.id, value);
    if (holder !== undefined && holder.sub !== user.sub) return user;
  }
  return saveUser(tx, pool, user, after, updateNames);
};
