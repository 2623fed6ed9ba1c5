import assert from "node:assert/strict";
import { test } from "node:test";
import type { AccessKey } from "../../model/access-key.ts";
import type { Client } from "../../model/client.ts";
import type { Group } from "../../model/group.ts";
import type { Pool } from "../../model/pool.ts";
import type { User } from "../../model/user.ts";
import { AlreadyExists, Conflict, type Store, type Transaction, type Versioned } from "../store.ts";
import {
  AT_ONCE,
  type Opened,
  aClient,
  aGroup,
  aPool,
  aUser,
  anAccessKey,
  atOnce,
  putPool,
  tally,
} from "./fixtures.suite.ts";

/** The promises of every row with a version. */
export const versioned = (shared: () => Opened) => {
  interface Kind<Row> {
    readonly writer: (tx: Transaction) => Versioned<Row>;
    readonly make: (store: Store, pool: Pool) => Row;
  }
  const kind = <Row extends { readonly version: number }>(name: string, { writer, make }: Kind<Row>) => {
    test(`${name} counts versions and refuses what was judged on an older one`, async () => {
      const { store } = shared();
      const first = make(store, await putPool(store));
      const inserted = await store.transaction((tx) => writer(tx).insert(first));
      assert.deepEqual(inserted, { ...first, version: 1 });
      await assert.rejects(
        store.transaction((tx) => writer(tx).insert(first)),
        AlreadyExists,
      );
      const saved = await store.transaction(async (tx) => {
        await writer(tx).guard(inserted);
        return writer(tx).save(inserted);
      });
      assert.deepEqual(saved, { ...first, version: 2 });
      await store.transaction((tx) => writer(tx).guard(saved));
      for (const stale of [inserted, { ...saved, version: 3 }]) {
        for (const verb of ["save", "guard", "delete"] as const) {
          await assert.rejects(
            store.transaction(async (tx) => {
              await writer(tx)[verb](stale);
            }),
            Conflict,
            `${verb} of version ${stale.version}`,
          );
        }
      }
      await store.transaction((tx) => writer(tx).delete(saved));
      for (const verb of ["save", "guard", "delete"] as const) {
        await assert.rejects(
          store.transaction(async (tx) => {
            await writer(tx)[verb](saved);
          }),
          Conflict,
          `${verb} of a deleted row`,
        );
      }
    });

    test(`${name} lets one of ${AT_ONCE} that judged the same row write`, async () => {
      const { store } = shared();
      const pool = await putPool(store);
      const row = await store.transaction((tx) => writer(tx).insert(make(store, pool)));
      const outcomes = await atOnce(() =>
        store
          .transaction((tx) => writer(tx).save(row))
          .then(() => "saved")
          .catch((error: unknown) => (error instanceof Conflict ? "conflict" : String(error))),
      );
      assert.deepEqual(tally(outcomes), { saved: 1, conflict: AT_ONCE - 1 });
    });
  };

  kind<Pool>("Transaction.pools", { writer: (tx) => tx.pools, make: () => aPool() });
  kind<Client>("Transaction.clients", { writer: (tx) => tx.clients, make: (_, pool) => aClient(pool) });
  kind<User>("Transaction.users", { writer: (tx) => tx.users, make: (_, pool) => aUser(pool) });
  kind<Group>("Transaction.groups", { writer: (tx) => tx.groups, make: (_, pool) => aGroup(pool, "admins") });
  kind<AccessKey>("Transaction.accessKeys", { writer: (tx) => tx.accessKeys, make: () => anAccessKey() });
};
