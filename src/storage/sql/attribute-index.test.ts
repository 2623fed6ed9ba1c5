import assert from "node:assert/strict";
import { test } from "node:test";
import { createDataFolder } from "../../testing/data-folder.ts";
import { startWorld } from "../../testing/world.ts";
import { attributeIndex } from "../migrations/0008-attribute-index.ts";
import { MIGRATIONS } from "../migrations/index.ts";
import { openSqlite } from "../sqlite.ts";
import { sql } from "./sql.ts";

const USERS = 1_100;
const POOL = "us-east-1_Old000000";

/** A database as it was before there was an index, with users in it. */
const oldDatabase = async (path: string): Promise<void> => {
  const before = MIGRATIONS.filter(({ id }) => id < attributeIndex.id);
  await using engine = await openSqlite({ path, migrations: before });
  await engine.transaction(async (connection) => {
    await connection.run(
      sql`insert into pools (id, name, settings, created_at, modified_at, gone, version)
        values (${POOL}, 'old', '{}', 1, 1, 0, 1)`,
    );
    for (let index = 0; index < USERS; index += 1) {
      const attributes = JSON.stringify({ family_name: index % 2 === 0 ? "Even" : "Odd" });
      await connection.run(
        sql`insert into users (pool_id, sub, username, status, enabled, attributes, mfa_factors, identities,
            tokens_revoked_at, token_epoch, created_at, modified_at, version)
          values (${POOL}, ${`sub-${index}`}, ${`user-${index}`}, 'CONFIRMED', 1, ${attributes}, '[]', '[]', 0, 0, 1, 1, 1)`,
      );
    }
  });
};

test("attributeIndex lets users be found who were there before it, once the sweeper has been", async () => {
  using folder = createDataFolder();
  await oldDatabase(folder.database);
  await using world = await startWorld({ path: folder.database, populated: false });
  const found = async (Filter: string) => {
    let count = 0;
    let PaginationToken: string | undefined;
    do {
      const page = await world.call.ListUsers({ UserPoolId: POOL, Filter, PaginationToken });
      count += page.Users?.length ?? 0;
      ({ PaginationToken } = page);
    } while (PaginationToken !== undefined);
    return count;
  };
  assert.equal(await found(""), USERS);
  assert.equal(await found('family_name = "Odd"'), 0);
  await world.server.sweeper.sweep();
  assert.equal(await found('family_name = "Odd"'), USERS / 2);
  assert.equal(await found('username ^= "user-"'), USERS);
  assert.equal(await found('status = "Enabled"'), USERS);
});
