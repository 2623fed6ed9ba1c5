import type { ProvisionedLimit } from "../../model/provisioned-limit.ts";
import { RATES } from "../../model/rates.ts";
import type { ProvisionedLimitReader, ProvisionedLimitWriter } from "../provisioned-limits.ts";
import { Conflict } from "../store.ts";
import type { Connection } from "./engine.ts";
import { sql } from "./sql.ts";

/** Reads the rates that an administrator has set. */
export const provisionedLimitReader = (connection: Connection): ProvisionedLimitReader => ({
  find: (category) =>
    connection.first<ProvisionedLimit>(
      sql`select category, value, version from provisioned_limits where category = ${category}`,
    ),
  list: () =>
    connection.all<ProvisionedLimit>(
      sql`select category, value, version from provisioned_limits order by category limit ${Object.keys(RATES).length}`,
    ),
});

/** Reads and writes them. */
export const provisionedLimitWriter = (connection: Connection): ProvisionedLimitWriter => ({
  ...provisionedLimitReader(connection),
  replace: async ({ category, value }) => {
    const row = await connection.first<{ version: number }>(
      sql`insert into provisioned_limits (category, value, version) values (${category}, ${value}, 1)
        on conflict (category) do update set value = excluded.value, version = provisioned_limits.version + 1
        returning version`,
    );
    if (row === undefined) throw new Conflict();
    return { category, value, version: row.version };
  },
});
