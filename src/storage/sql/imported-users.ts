import { identifiersOf, type IdentifierKind } from "../../model/identifier.ts";
import type { Pool } from "../../model/pool.ts";
import type { User } from "../../model/user.ts";
import type { UserImportWriter } from "../user-imports.ts";
import { indexNewUser } from "./attribute-index.ts";
import { insertCredential } from "./credentials.ts";
import type { Connection } from "./engine.ts";
import { insertIdentifier, isSub, releaseAll } from "./identifiers.ts";
import type { Protection } from "./protection.ts";
import { insertUserRow } from "./users.ts";
import { countUsers } from "./user-counts.ts";

/** Every name of the user, and as what: a value may be several kinds of name. */
const namesOf = (pool: Pool, user: User): ReadonlyMap<string, readonly IdentifierKind[]> => {
  const names = new Map<string, IdentifierKind[]>();
  for (const { value, kind } of identifiersOf(pool, user)) {
    const kinds = names.get(value);
    if (kinds === undefined) names.set(value, [kind]);
    else kinds.push(kind);
  }
  return names;
};

/** Gives the user all its names, or none: then it answers the kind of the one that somebody has. */
const claimAll = async (connection: Connection, pool: Pool, user: User): Promise<IdentifierKind | undefined> => {
  const claimed: string[] = [];
  for (const [value, kinds] of namesOf(pool, user)) {
    const isFree = !(await isSub(connection, pool.id, value));
    if (isFree && (await insertIdentifier(connection, user, value, kinds))) claimed.push(value);
    else {
      await releaseAll(connection, user, claimed);
      return kinds[0];
    }
  }
  return undefined;
};

/** Writes many new users with no more statements than each needs: what they have in common is written once. */
export const importedUserWriter = (
  connection: Connection,
  protection: Protection,
): Pick<UserImportWriter, "insertUsers"> => ({
  insertUsers: async (pool, users) => {
    const taken: (IdentifierKind | undefined)[] = [];
    const written: User[] = [];
    for (const { user, credential } of users) {
      const kind = await claimAll(connection, pool, user);
      taken.push(kind);
      if (kind !== undefined) continue;
      const inserted = await insertUserRow(connection, user);
      await indexNewUser(connection, pool, inserted);
      if (credential !== undefined) await insertCredential(connection, protection, credential);
      written.push(inserted);
    }
    await countUsers(connection, pool.id, written);
    return taken;
  },
});
