import { endOfPrefix, type UserSearch } from "../../model/user-search.ts";
import type { Page, PageRequest } from "../../model/page.ts";
import type { User } from "../../model/user.ts";
import type { UserReader } from "../store.ts";
import type { Connection } from "./engine.ts";
import { pageOf, rowsToRead } from "./rows.ts";
import { sql } from "./sql.ts";
import { userOf, type UserRow } from "./user-rows.ts";

interface FoundRow extends UserRow {
  /** What it was found by. */
  readonly indexed: string;
}

const pageOfSubs = (page: PageRequest, rows: readonly UserRow[]): Page<User> =>
  pageOf(page, rows.map(userOf), (user) => user.sub);

/** The last row of the page before: its sub, which has no space, and what it was found by. */
const keyOf = ({ indexed, sub }: FoundRow): string => `${sub} ${indexed}`;
const keyParts = (key: string): readonly [string, string] => {
  const space = key.indexOf(" ");
  return [key.slice(space + 1), key.slice(0, space)];
};

type Search = (poolId: string, value: string, page: PageRequest) => Promise<Page<User>>;

/** Comes right after a sub: no sub holds control characters. */
const after = (sub: string): string => `${sub}\u0001`;

/** By sub: the users' own key. One bound on each side, so that the range alone is read, whichever page it is. */
const subSearches = (connection: Connection): Readonly<Record<UserSearch["operator"], Search>> => {
  const between = async (poolId: string, from: string, to: string, page: PageRequest): Promise<Page<User>> => {
    const rows = await connection.all<UserRow>(
      sql`select u.pool_id, u.sub, u.username, u.status, u.enabled, u.attributes, u.mfa_factors, u.preferred_mfa,
          u.mfa_option, u.identities, u.tokens_revoked_at, u.token_epoch, u.created_at, u.modified_at, u.version
        from users u where u.pool_id = ${poolId} and u.sub >= ${page.after === undefined ? from : after(page.after)}
          and u.sub < ${to}
        order by u.sub limit ${rowsToRead(page)}`,
    );
    return pageOfSubs(page, rows);
  };
  return {
    is: (poolId, value, page) => between(poolId, value, after(value), page),
    begins: (poolId, value, page) => between(poolId, value, endOfPrefix(value), page),
  };
};

/** By a value of the index, or all that begin with one. */
const indexSearches = (
  connection: Connection,
  name: UserSearch["name"],
): Readonly<Record<UserSearch["operator"], Search>> => ({
  is: async (poolId, value, page) => {
    const rows = await connection.all<UserRow>(
      sql`select u.pool_id, u.sub, u.username, u.status, u.enabled, u.attributes, u.mfa_factors, u.preferred_mfa,
          u.mfa_option, u.identities, u.tokens_revoked_at, u.token_epoch, u.created_at, u.modified_at, u.version
        from attribute_index i join users u on u.pool_id = i.pool_id and u.sub = i.sub
        where i.pool_id = ${poolId} and i.name = ${name} and i.value = ${value} and i.sub > ${page.after ?? ""}
        order by i.sub limit ${rowsToRead(page)}`,
    );
    return pageOfSubs(page, rows);
  },
  begins: async (poolId, value, page) => {
    const [from, fromSub] = page.after === undefined ? [value, ""] : keyParts(page.after);
    const rows = await connection.all<FoundRow>(
      sql`select i.value as indexed, u.pool_id, u.sub, u.username, u.status, u.enabled, u.attributes, u.mfa_factors,
          u.preferred_mfa, u.mfa_option, u.identities, u.tokens_revoked_at, u.token_epoch, u.created_at, u.modified_at,
          u.version
        from attribute_index i join users u on u.pool_id = i.pool_id and u.sub = i.sub
        where i.pool_id = ${poolId} and i.name = ${name} and (i.value, i.sub) > (${from}, ${fromSub})
          and i.value < ${endOfPrefix(value)}
        order by i.value, i.sub limit ${rowsToRead(page)}`,
    );
    const found = pageOf(page, rows, keyOf);
    return { ...found, rows: found.rows.map(userOf) };
  },
});

/** Lists users, each page by a range of keys: the last one costs what the first one does. */
export const userLists = (connection: Connection): Pick<UserReader, "ofGroup" | "search"> => ({
  search: (poolId, search, page) => {
    if (search === undefined) return subSearches(connection).begins(poolId, "", page);
    const { name, operator, value } = search;
    const searches = name === "sub" ? subSearches(connection) : indexSearches(connection, name);
    return searches[operator](poolId, value, page);
  },
  ofGroup: async ({ poolId, name }, page) => {
    const group = await connection.first<{ generation: number }>(
      sql`select generation from groups where pool_id = ${poolId} and name = ${name} and gone = 0`,
    );
    if (group === undefined) return { rows: [] };
    const rows = await connection.all<UserRow>(
      sql`select u.pool_id, u.sub, u.username, u.status, u.enabled, u.attributes, u.mfa_factors, u.preferred_mfa,
          u.mfa_option, u.identities, u.tokens_revoked_at, u.token_epoch, u.created_at, u.modified_at, u.version
        from memberships m join users u on u.pool_id = m.pool_id and u.sub = m.sub
        where m.pool_id = ${poolId} and m.group_name = ${name} and m.generation = ${group.generation}
          and m.sub > ${page.after ?? ""}
        order by m.sub limit ${rowsToRead(page)}`,
    );
    return pageOfSubs(page, rows);
  },
});
