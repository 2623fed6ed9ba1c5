import assert from "node:assert/strict";
import { test } from "node:test";
import { anAuthEvent, aUser, everyRow, NOW, putPool, putUser, type Opened } from "./fixtures.suite.ts";

/** What is recorded of users. */
export const authEvents = (shared: () => Opened) => {
  test("Reader.authEvents lists a user's own, newest first", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const [ada, bob] = [await putUser(store, pool), await putUser(store, pool)];
    const all = [1, 2, 3].map((index) => anAuthEvent(ada, { id: `0197-${index}`, createdAt: NOW + index }));
    await store.transaction(async (tx) => {
      for (const event of [...all, anAuthEvent(bob)]) await tx.authEvents.replace(event);
    });
    const pages = await everyRow((page) => store.reader.authEvents.list(ada, page), 2);
    assert.deepEqual(
      pages.map((page) => page.map(({ id }) => id)),
      [["0197-3", "0197-2"], ["0197-1"]],
    );
    const { username: _name, clientId: _client, logsTo: _arn, ...kept } = all[0]!;
    assert.deepEqual(await store.reader.authEvents.find(ada, "0197-1"), { ...kept, feedback: null });
    assert.equal(await store.reader.authEvents.find(bob, "0197-1"), undefined);
  });

  test("Transaction.authEvents.replace changes the outcome alone of an event that is there", async () => {
    const { store } = shared();
    const ada = await putUser(store, await putPool(store));
    const event = anAuthEvent(ada, { response: "InProgress", challenges: [] });
    const feedback = { value: "Valid", provider: "Admin", at: NOW } as const;
    await store.transaction((tx) => tx.authEvents.replace(event));
    assert.equal(await store.transaction((tx) => tx.authEvents.judge(ada, event.id, feedback)), true);
    const after = anAuthEvent(ada, { id: event.id, context: {}, createdAt: NOW + 1 });
    await store.transaction((tx) => tx.authEvents.replace(after));
    const { username: _name, clientId: _client, logsTo: _arn, ...kept } = event;
    const { response, challenges, risk } = after;
    assert.deepEqual(await store.reader.authEvents.find(ada, event.id), {
      ...kept,
      response,
      challenges,
      risk,
      feedback,
    });
  });

  test("Reader.authEvents finds what proves something, or was judged, among all the others", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const [ada, bob] = [await putUser(store, pool), await putUser(store, pool)];
    const feedback = { value: "Invalid", provider: "User", at: NOW } as const;
    const all = [
      anAuthEvent(ada, { id: "0197-1" }),
      anAuthEvent(ada, { id: "0197-2", response: "Fail" }),
      anAuthEvent(ada, { id: "0197-3", response: "InProgress" }),
      anAuthEvent(ada, { id: "0197-4", type: "ForgotPassword" }),
      anAuthEvent(ada, { id: "0197-5", response: "Fail" }),
      anAuthEvent(ada, { id: "0197-6", response: "InProgress" }),
      anAuthEvent(bob, { id: "0197-7" }),
    ];
    await store.transaction(async (tx) => {
      for (const event of all) await tx.authEvents.replace(event);
      await tx.authEvents.judge(ada, "0197-2", feedback);
      await tx.authEvents.replace({ ...all[2]!, response: "Pass" });
      await tx.authEvents.judge(ada, "0197-6", feedback);
      await tx.authEvents.replace({ ...all[5]!, response: "Fail" });
    });
    const ids = async (limit: number) => (await store.reader.authEvents.evidence(ada, limit)).map(({ id }) => id);
    assert.deepEqual(await ids(10), ["0197-6", "0197-3", "0197-2", "0197-1"]);
    assert.deepEqual(await ids(2), ["0197-6", "0197-3"]);
  });

  test("Transaction.authEvents.judge finds a user's own events alone", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const [ada, bob] = [await putUser(store, pool), await putUser(store, pool)];
    const event = anAuthEvent(ada);
    await store.transaction((tx) => tx.authEvents.replace(event));
    const feedback = { value: "Invalid", provider: "User", at: NOW } as const;
    assert.equal(await store.transaction((tx) => tx.authEvents.judge(bob, event.id, feedback)), false);
    assert.equal((await store.reader.authEvents.find(ada, event.id))?.feedback, null);
  });

  test("Transaction.authEvents.replace keeps nothing of who is gone", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const nobody = aUser(pool);
    await store.transaction((tx) => tx.authEvents.replace(anAuthEvent(nobody)));
    const ada = await putUser(store, pool);
    await store.transaction((tx) => tx.authEvents.replace(anAuthEvent(ada)));
    await store.transaction((tx) => tx.users.delete(ada));
    for (const gone of [nobody, ada]) {
      assert.deepEqual((await store.reader.authEvents.list(gone, { limit: 10 })).rows, []);
    }
  });
};
