import type { ResourceCounts } from "../resource-counts.ts";
import type { Connection } from "./engine.ts";
import { sql, type Query } from "./sql.ts";

/** Counts what quotas bound; each count is a range of an index, read no further than its limit. */
export const resourceCounts = (connection: Connection): ResourceCounts => {
  const count = async (query: Query): Promise<number> => (await connection.first<{ n: number }>(query))?.n ?? 0;
  return {
    pools: async (limit) => {
      // A write that changes nothing holds the row until the commit, whatever the isolation level; a read would not.
      await connection.run(
        sql`insert into counted (resource) values ('pools') on conflict (resource) do update set resource = 'pools'`,
      );
      return count(sql`select count(*) as n from (select id from pools where gone = 0 limit ${limit}) as counted_rows`);
    },
    clients: (poolId, limit) =>
      count(
        sql`select count(*) as n from (select id from clients where pool_id = ${poolId} limit ${limit}) as counted_rows`,
      ),
    groups: (poolId, limit) =>
      count(
        sql`select count(*) as n from
          (select name from groups where pool_id = ${poolId} and gone = 0 limit ${limit}) as counted_rows`,
      ),
    resourceServers: (poolId, limit) =>
      count(
        sql`select count(*) as n from
          (select identifier from resource_servers where pool_id = ${poolId} limit ${limit}) as counted_rows`,
      ),
    identityProviders: (poolId, limit) =>
      count(
        sql`select count(*) as n from
          (select name from identity_providers where pool_id = ${poolId} limit ${limit}) as counted_rows`,
      ),
    userImportJobs: (poolId, limit) =>
      count(
        sql`select count(*) as n from
          (select id from user_import_jobs where pool_id = ${poolId} limit ${limit}) as counted_rows`,
      ),
    documents: (poolId, kind, limit) =>
      count(
        sql`select count(*) as n from
          (select owner from pool_documents where pool_id = ${poolId} and kind = ${kind} limit ${limit}) as counted_rows`,
      ),
  };
};
