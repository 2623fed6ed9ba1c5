import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createKeyedHash } from "../crypto/keyed-hash.ts";
import type { MasterKeys } from "../crypto/master-key.ts";
import { createSealer } from "../crypto/seal.ts";
import { createSqlStore } from "./sql/store.ts";
import { openSqlite } from "./sqlite.ts";
import { storeSuite, type Opened } from "./store.suite.ts";

const CLOCK = { now: () => Date.UTC(2026, 0, 1) };

const openAt = async (path: string, keys: MasterKeys, remove: () => void): Promise<Opened> => {
  const engine = await openSqlite({ path });
  const store = createSqlStore(engine, {
    sealer: createSealer({ keys, random: { bytes: randomBytes }, clock: CLOCK }),
    keyedHash: createKeyedHash(keys),
  });
  return {
    store,
    engine,
    reopen: async (again) => {
      await store.close();
      return openAt(path, again, remove);
    },
    [Symbol.asyncDispose]: async () => {
      await store.close();
      remove();
    },
  };
};

storeSuite("Store on SQLite", async ({ keys, lasting }) => {
  if (!lasting) return openAt(":memory:", keys, () => undefined);
  const folder = mkdtempSync(join(tmpdir(), "store-test-"));
  return openAt(join(folder, "poolhouse.db"), keys, () => rmSync(folder, { recursive: true, force: true }));
});
