import type { Domain } from "../../model/domain.ts";
import type { DomainReader } from "../pool-resources.ts";
import type { Transaction } from "../store.ts";
import type { Connection } from "./engine.ts";
import { fromJson, type JsonText } from "./json.ts";
import { requireLivePool } from "./pools.ts";
import { requireInserted, requireUnmoved, withNextVersion } from "./rows.ts";
import { sql } from "./sql.ts";

interface DomainRow {
  readonly name: string;
  readonly pool_id: string;
  readonly settings: JsonText<Domain["settings"]>;
  readonly version: number;
}

/** Reads domains; those of a pool that is gone are not there. */
export const domainReader = (connection: Connection): DomainReader => ({
  find: async (name) => {
    const row = await connection.first<DomainRow>(
      sql`select d.name, d.pool_id, d.settings, d.version
        from domains d join pools p on p.id = d.pool_id and p.gone = 0 where d.name = ${name}`,
    );
    return row && { name: row.name, poolId: row.pool_id, settings: fromJson(row.settings), version: row.version };
  },
});

/** Reads and writes domains. */
export const domainWriter = (connection: Connection): Transaction["domains"] => ({
  ...domainReader(connection),
  insert: async (domain) => {
    await requireLivePool(connection, domain.poolId);
    const inserted = withNextVersion(domain);
    requireInserted(
      await connection.run(
        sql`insert into domains (name, pool_id, settings, version)
          values (${domain.name}, ${domain.poolId}, ${JSON.stringify(domain.settings)}, ${inserted.version})
          on conflict (name) do nothing`,
      ),
    );
    return inserted;
  },
  save: async (domain) => {
    const saved = withNextVersion(domain);
    requireUnmoved(
      await connection.run(
        sql`update domains set settings = ${JSON.stringify(domain.settings)}, version = ${saved.version}
          where name = ${domain.name} and pool_id = ${domain.poolId} and version = ${domain.version}`,
      ),
    );
    return saved;
  },
  guard: async (domain) => {
    requireUnmoved(
      await connection.run(
        sql`update domains set version = version
          where name = ${domain.name} and pool_id = ${domain.poolId} and version = ${domain.version}`,
      ),
    );
  },
  delete: async (domain) => {
    requireUnmoved(
      await connection.run(
        sql`delete from domains
          where name = ${domain.name} and pool_id = ${domain.poolId} and version = ${domain.version}`,
      ),
    );
  },
});
