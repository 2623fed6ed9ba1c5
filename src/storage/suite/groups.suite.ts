import assert from "node:assert/strict";
import { test } from "node:test";
import { Conflict } from "../store.ts";
import {
  KEYS,
  NOW,
  type OpenStore,
  type Opened,
  aGroup,
  everyRow,
  putPool,
  putUser,
  rowCounts,
} from "./fixtures.suite.ts";

/** Groups, members, and names that are used again. */
export const groups = (open: OpenStore, shared: () => Opened) => {
  test("Reader.groups knows the groups of a user, in order of name", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const [user, other] = [await putUser(store, pool), await putUser(store, pool)];
    const names = ["c", "a", "B", "e", "d"];
    await store.transaction(async (tx) => {
      for (const name of names) {
        const group = await tx.groups.insert({ ...aGroup(pool, name), precedence: 3, description: name });
        await tx.groups.addMember(group, user, NOW);
        await tx.groups.addMember(group, user, NOW + 1);
      }
    });
    const group = await store.reader.groups.get(pool.id, "c");
    assert.deepEqual(group, { ...aGroup(pool, "c"), precedence: 3, description: "c", version: 1 });
    const sorted = ["B", "a", "c", "d", "e"];
    assert.deepEqual(
      (await store.reader.groups.ofUser(user)).map((each) => each.name),
      sorted,
    );
    const pages = await everyRow((page) => store.reader.groups.pageOfUser(user, page), 2);
    assert.deepEqual(
      pages.map((page) => page.map((each) => each.name)),
      [["B", "a"], ["c", "d"], ["e"]],
    );
    assert.deepEqual(await store.reader.groups.ofUser(other), []);
    await store.transaction(async (tx) => {
      await tx.groups.removeMember(group, user);
      await tx.groups.removeMember(group, user);
    });
    assert.equal((await store.reader.groups.ofUser(user)).length, 4);
    await assert.rejects(store.reader.groups.get(pool.id, "none"), {
      name: "ResourceNotFoundException",
      message: "Group not found.",
    });
  });

  test("Reader.groups.list and Reader.users.ofGroup page by key, without what is gone", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const members = await Promise.all(Array.from({ length: 5 }, () => putUser(store, pool)));
    await putUser(store, pool);
    const [group, other] = await store.transaction(async (tx) => {
      const [a, b] = [await tx.groups.insert(aGroup(pool, "a")), await tx.groups.insert(aGroup(pool, "b"))];
      await tx.groups.insert(aGroup(pool, "c"));
      for (const member of members) await tx.groups.addMember(a, member, NOW);
      await tx.groups.addMember(b, members[0]!, NOW);
      return [a, b];
    });
    const names = async () =>
      (await everyRow((page) => store.reader.groups.list(pool.id, page), 2)).map((page) =>
        page.map(({ name }) => name),
      );
    assert.deepEqual(await names(), [["a", "b"], ["c"]]);
    const pages = await everyRow((page) => store.reader.users.ofGroup(group, page), 2);
    const inOrder = members.toSorted((one, two) => (one.sub < two.sub ? -1 : 1));
    assert.deepEqual(pages, [inOrder.slice(0, 2), inOrder.slice(2, 4), inOrder.slice(4)]);

    await store.transaction(async (tx) => {
      await tx.groups.delete(other);
      await tx.users.delete(inOrder[0]!);
    });
    assert.deepEqual(await names(), [["a", "c"]]);
    assert.deepEqual(await store.reader.users.ofGroup(other, { limit: 60 }), { rows: [] });
    assert.deepEqual((await store.reader.users.ofGroup(group, { limit: 60 })).rows, inOrder.slice(1));
    const again = await store.transaction((tx) => tx.groups.insert(aGroup(pool, "b")));
    assert.deepEqual(await store.reader.users.ofGroup(again, { limit: 60 }), { rows: [] });
  });

  test("Transaction.groups.addMember conflicts when the group was changed or deleted since it was judged", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const user = await putUser(store, pool);
    const judged = await store.transaction((tx) => tx.groups.insert(aGroup(pool, "admins")));
    const saved = await store.transaction((tx) => tx.groups.save({ ...judged, precedence: 1 }));
    await assert.rejects(
      store.transaction((tx) => tx.groups.addMember(judged, user, NOW)),
      Conflict,
    );
    await store.transaction((tx) => tx.groups.delete(saved));
    await assert.rejects(
      store.transaction((tx) => tx.groups.addMember(saved, user, NOW)),
      Conflict,
    );
  });

  test("Transaction.groups gives the members of a deleted group to no later group of its name", async () => {
    await using own = await open({ keys: KEYS, lasting: false });
    const { store, engine } = own;
    const pool = await putPool(store);
    const members = await Promise.all(Array.from({ length: 5 }, () => putUser(store, pool)));
    const first = await store.transaction(async (tx) => {
      const group = await tx.groups.insert(aGroup(pool, "admins"));
      for (const member of members) await tx.groups.addMember(group, member, NOW);
      return group;
    });
    await store.transaction((tx) => tx.groups.delete(first));
    assert.deepEqual(await store.reader.groups.ofUser(members[0]!), []);
    await assert.rejects(store.reader.groups.get(pool.id, "admins"), { name: "ResourceNotFoundException" });

    const second = await store.transaction((tx) => tx.groups.insert(aGroup(pool, "admins")));
    for (const member of members) assert.deepEqual(await store.reader.groups.ofUser(member), []);
    await store.transaction((tx) => tx.groups.addMember(second, members[0]!, NOW));
    for (let turn = 0; turn < 5; turn += 1) await store.transaction((tx) => tx.sweep(NOW, 2));
    assert.deepEqual(await store.reader.groups.ofUser(members[0]!), [second]);
    const { memberships, gone_groups: gone } = await rowCounts(engine);
    assert.deepEqual([memberships, gone], [1, undefined]);

    await store.transaction((tx) => tx.groups.delete(second));
    while ((await store.transaction((tx) => tx.sweep(NOW, 2))) > 0);
    const { memberships: left, groups: rows } = await rowCounts(engine);
    assert.deepEqual([left, rows], [undefined, undefined]);
  });
};
