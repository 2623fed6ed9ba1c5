import { canonicalIn } from "../../model/identifier.ts";
import type { Pool } from "../../model/pool.ts";
import { userNotFound } from "../../model/refusals.ts";
import type { User } from "../../model/user.ts";
import { Conflict, type PoolReader, type Transaction, type UserReader } from "../store.ts";
import { indexNewUser, indexUser } from "./attribute-index.ts";
import type { Connection } from "./engine.ts";
import { requireInserted, requireUnmoved, withNextVersion } from "./rows.ts";
import { sql } from "./sql.ts";
import { removeBelongings } from "./user-belongings.ts";
import { countUser } from "./user-counts.ts";
import { userLists } from "./user-lists.ts";
import { userOf, type UserRow } from "./user-rows.ts";

/** A user and the name by which it was found; null where its sub was. */
interface NamedUserRow extends UserRow {
  readonly name: string | null;
}

/** Who may answer to a typed name: at most one user by each of two spellings and by a sub. */
const CANDIDATES_MAX = 4;

/** Reads users: two statements from a pool's id and a typed name to both. */
export const userReader = (connection: Connection, pools: PoolReader): UserReader => {
  const find = async (pool: Pool, username: string): Promise<User | undefined> => {
    const canonical = canonicalIn(pool, username);
    const rows = await connection.all<NamedUserRow>(
      sql`select i.value as name, u.pool_id, u.sub, u.username, u.status, u.enabled, u.attributes, u.mfa_factors,
            u.preferred_mfa, u.mfa_option, u.identities, u.tokens_revoked_at, u.token_epoch, u.created_at, u.modified_at,
            u.version
          from identifiers i
            join users u on u.pool_id = i.pool_id and u.sub = i.sub
            join pools p on p.id = i.pool_id and p.gone = 0
          where i.pool_id = ${pool.id} and i.value in (${username}, ${canonical})
        union all
        select null as name, u.pool_id, u.sub, u.username, u.status, u.enabled, u.attributes, u.mfa_factors,
            u.preferred_mfa, u.mfa_option, u.identities, u.tokens_revoked_at, u.token_epoch, u.created_at, u.modified_at,
            u.version
          from users u
            join pools p on p.id = u.pool_id and p.gone = 0
          where u.pool_id = ${pool.id} and u.sub in (${username}, ${canonical})
        limit ${CANDIDATES_MAX}`,
    );
    // A federated name keeps its case. As it was typed it comes first: a local user whose name looks the same when case
    // is folded must not stand before it.
    const row = rows.find((each) => each.name === username) ?? rows.find((each) => each.name !== null) ?? rows[0];
    return row && userOf(row);
  };
  return {
    ...userLists(connection),
    find,
    locate: async (poolId, username) => {
      const pool = await pools.get(poolId);
      const user = await find(pool, username);
      if (user === undefined) throw userNotFound();
      return { pool, user };
    },
    bySub: async (poolId, sub) => {
      const row = await connection.first<UserRow>(
        sql`select u.pool_id, u.sub, u.username, u.status, u.enabled, u.attributes, u.mfa_factors, u.preferred_mfa,
            u.mfa_option, u.identities, u.tokens_revoked_at, u.token_epoch, u.created_at, u.modified_at, u.version
          from users u join pools p on p.id = u.pool_id and p.gone = 0
          where u.pool_id = ${poolId} and u.sub = ${sub}`,
      );
      return row && userOf(row);
    },
  };
};

/** Writes the row of a new user, and nothing else of it. @throws AlreadyExists */
export const insertUserRow = async (connection: Connection, user: User): Promise<User> => {
  const inserted = withNextVersion(user);
  requireInserted(
    await connection.run(
      sql`insert into users (pool_id, sub, username, status, enabled, attributes, mfa_factors, preferred_mfa,
          mfa_option, identities, tokens_revoked_at, token_epoch, created_at, modified_at, version)
        values (${user.poolId}, ${user.sub}, ${user.username}, ${user.status}, ${user.enabled ? 1 : 0},
          ${JSON.stringify(user.attributes)}, ${JSON.stringify(user.mfaFactors)}, ${user.preferredMfa},
          ${user.hasMfaOption ? 1 : 0}, ${JSON.stringify(user.identities)}, ${user.tokensRevokedAt},
          ${user.tokenEpoch}, ${user.createdAt}, ${user.modifiedAt}, ${inserted.version})
        on conflict (pool_id, sub) do nothing`,
    ),
  );
  return inserted;
};

/** Reads and writes users, and keeps their number. */
export const userWriter = (connection: Connection, pools: PoolReader): Transaction["users"] => ({
  ...userReader(connection, pools),
  insert: async (user) => {
    const pool = await pools.get(user.poolId);
    const inserted = await insertUserRow(connection, user);
    await countUser(connection, user, 1);
    await indexNewUser(connection, pool, inserted);
    return inserted;
  },
  save: async (user) => {
    const saved = withNextVersion(user);
    const row = await connection.first<{ username: string }>(
      sql`update users set status = ${user.status}, enabled = ${user.enabled ? 1 : 0},
          attributes = ${JSON.stringify(user.attributes)}, mfa_factors = ${JSON.stringify(user.mfaFactors)},
          preferred_mfa = ${user.preferredMfa}, mfa_option = ${user.hasMfaOption ? 1 : 0},
          identities = ${JSON.stringify(user.identities)},
          tokens_revoked_at = ${user.tokensRevokedAt}, token_epoch = ${user.tokenEpoch},
          modified_at = ${user.modifiedAt}, version = ${saved.version}
        where pool_id = ${user.poolId} and sub = ${user.sub} and version = ${user.version}
        returning username`,
    );
    if (row === undefined) throw new Conflict();
    const pool = await pools.find(user.poolId);
    // The username is the stored one, whatever the caller says.
    if (pool !== undefined) await indexUser(connection, pool, { ...saved, username: row.username });
    return saved;
  },
  guard: async (user) => {
    requireUnmoved(
      await connection.run(
        sql`update users set version = version
          where pool_id = ${user.poolId} and sub = ${user.sub} and version = ${user.version}`,
      ),
    );
  },
  delete: async (user) => {
    requireUnmoved(
      await connection.run(
        sql`delete from users where pool_id = ${user.poolId} and sub = ${user.sub} and version = ${user.version}`,
      ),
    );
    await countUser(connection, user, -1);
    await removeBelongings(connection, user);
  },
});
