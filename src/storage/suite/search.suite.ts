import assert from "node:assert/strict";
import { test } from "node:test";
import type { Pool } from "../../model/pool.ts";
import { parseFilter } from "../../model/user-search.ts";
import type { User } from "../../model/user.ts";
import { sql } from "../sql/sql.ts";
import type { Store } from "../store.ts";
import { KEYS, NOW, type OpenStore, type Opened, everyRow, putPool, putUser } from "./fixtures.suite.ts";

/** The usernames that a filter finds, page by page. */
const found = async (store: Store, pool: Pool, filter: string, limit = 60): Promise<string[][]> => {
  const search = parseFilter(pool, filter);
  const pages = await everyRow((page) => store.reader.users.search(pool.id, search, page), limit);
  return pages.map((page) => page.map(({ username }) => username));
};

const put = (store: Store, pool: Pool, username: string, attributes: Readonly<Record<string, string>> = {}) =>
  putUser(store, pool, { username, attributes });

/** Finding users by what they have. */
export const searching = (open: OpenStore, shared: () => Opened) => {
  test("Reader.users.search finds by a value and by its beginning, in binary order, and never in other pools", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    await put(store, await putPool(store), "elsewhere", { name: "Ada" });
    const names = ["Ada", "Adam", "ada", "Ad", "B", "\u{1F600}", "\uFFFD", "Ada"];
    for (const [index, name] of names.entries()) await put(store, pool, `u${index}`, { name });
    await put(store, pool, "nameless");
    assert.deepEqual(await found(store, pool, 'name = "Adam"'), [["u1"]]);
    assert.deepEqual(await found(store, pool, 'name ^= "Adam"'), [["u1"]]);
    const both = (await found(store, pool, 'name = "Ada"')).flat();
    assert.deepEqual(both.toSorted(), ["u0", "u7"]);
    assert.deepEqual(await found(store, pool, 'name ^= "Ad"'), [["u3", ...both, "u1"]]);
    assert.deepEqual(await found(store, pool, 'name ^= "Ad"', 2), [
      ["u3", both[0]],
      [both[1], "u1"],
    ]);
    assert.deepEqual(await found(store, pool, 'name ^= ""', 3), [
      ["u3", ...both],
      ["u1", "u4", "u2"],
      ["u6", "u5"],
    ]);
    assert.deepEqual(await found(store, pool, 'name = "none"'), [[]]);
  });

  test("Reader.users.search finds by sub, and everybody without a condition", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const all: User[] = [];
    for (let index = 0; index < 5; index += 1) all.push(await put(store, pool, `u${index}`));
    const [first] = all;
    assert.ok(first);
    assert.deepEqual(await found(store, pool, `sub = "${first.sub}"`), [["u0"]]);
    assert.deepEqual(await found(store, pool, `sub ^= "${first.sub.slice(0, -1)}"`), [["u0"]]);
    assert.deepEqual(await found(store, pool, `sub = "${first.sub.slice(0, -1)}"`), [[]]);
    const inOrder = all.toSorted((a, b) => (a.sub < b.sub ? -1 : 1)).map(({ username }) => username);
    assert.deepEqual(await found(store, pool, "", 2), [inOrder.slice(0, 2), inOrder.slice(2, 4), inOrder.slice(4)]);
  });

  test("Reader.users.search follows every change of a user, and forgets the deleted", async () => {
    const { store, engine } = shared();
    const pool = await putPool(store);
    const user = await put(store, pool, "ada", { email: "ada@example.com", name: "Ada" });
    await put(store, pool, "eve", { email: "eve@example.com" });
    const saved = await store.transaction((tx) =>
      tx.users.save({
        ...user,
        username: "another",
        attributes: { email: "new@example.com" },
        enabled: false,
        status: "RESET_REQUIRED",
      }),
    );
    assert.deepEqual(await found(store, pool, 'email = "new@example.com"'), [["ada"]]);
    assert.deepEqual(await found(store, pool, 'status = "Disabled"'), [["ada"]]);
    assert.deepEqual(await found(store, pool, 'cognito:user_status = "reset_required"'), [["ada"]]);
    assert.deepEqual(await found(store, pool, 'username = "ada"'), [["ada"]]);
    for (const filter of ['email = "ada@example.com"', 'name ^= "A"', 'username = "another"']) {
      assert.deepEqual(await found(store, pool, filter), [[]], filter);
    }
    assert.deepEqual(await found(store, pool, 'status = "Enabled"'), [["eve"]]);
    await store.transaction((tx) => tx.users.delete(saved));
    const left = await engine.read.all<{ sub: string }>(
      sql`select sub from attribute_index where pool_id = ${pool.id} and sub = ${user.sub} limit 10`,
    );
    assert.deepEqual(left, []);
  });

  test("Reader.users.search shows whoever is there during a walk once, whatever comes and goes meanwhile", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const users: User[] = [];
    for (let index = 0; index < 9; index += 1) users.push(await put(store, pool, `u${index}`, { name: `n${index}` }));
    const search = parseFilter(pool, 'name ^= "n"');
    const seen: string[] = [];
    const pages = everyRow(async (page) => {
      const answer = await store.reader.users.search(pool.id, search, page);
      seen.push(...answer.rows.map(({ username }) => username));
      const last = users[seen.length - 1];
      if (seen.length === 2 && last !== undefined) {
        await store.transaction((tx) => tx.users.delete(last));
        await put(store, pool, "early", { name: "n00" });
        await put(store, pool, "late", { name: "n55" });
      }
      return answer;
    }, 2);
    await pages;
    assert.deepEqual(seen, ["u0", "u1", "u2", "u3", "u4", "u5", "late", "u6", "u7", "u8"]);
  });

  test("Transaction.sweep puts users into the index who were there before it was", async () => {
    await using own = await open({ keys: KEYS, lasting: false });
    const { store, engine } = own;
    const pool = await putPool(store);
    for (let index = 0; index < 5; index += 1) await put(store, pool, `u${index}`, { name: `n${index}` });
    const gone = await put(store, pool, "gone");
    await engine.transaction(async (connection) => {
      await connection.run(sql`insert into unindexed_users (pool_id, sub) select pool_id, sub from users`);
      await connection.run(sql`delete from attribute_index`);
    });
    await store.transaction((tx) => tx.users.delete(gone));
    assert.deepEqual(await found(store, pool, 'name ^= "n"'), [[]]);
    assert.equal(await store.transaction((tx) => tx.sweep(NOW, 2)), 2);
    assert.equal((await found(store, pool, 'name ^= "n"')).flat().length, 2);
    while ((await store.transaction((tx) => tx.sweep(NOW, 2))) > 0);
    assert.deepEqual(await found(store, pool, 'name ^= "n"'), [["u0", "u1", "u2", "u3", "u4"]]);
    assert.deepEqual(await engine.read.all(sql`select sub from unindexed_users limit 10`), []);
  });
};
