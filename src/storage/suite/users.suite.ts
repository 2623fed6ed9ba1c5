import assert from "node:assert/strict";
import { test } from "node:test";
import type { Identifier } from "../../model/identifier.ts";
import type { User } from "../../model/user.ts";
import { IdentifierTaken } from "../store.ts";
import {
  AT_ONCE,
  NOW,
  type Opened,
  TABLES,
  aUser,
  atOnce,
  persistently,
  putEverything,
  putPool,
  putUser,
  tally,
} from "./fixtures.suite.ts";

/** Finding, changing and deleting users. */
export const users = (shared: () => Opened) => {
  test("Reader.users finds a user by username, alias and sub, in any case where the pool folds it", async () => {
    const { store } = shared();
    const pool = await putPool(store, {
      AliasAttributes: ["email", "preferred_username"],
      UsernameConfiguration: { CaseSensitive: false },
    });
    const ada = await putUser(store, pool, {
      username: "Ada",
      attributes: { email: "Ada@Example.com", email_verified: "true", preferred_username: "countess" },
      mfaFactors: ["SOFTWARE_TOKEN_MFA"],
      preferredMfa: "SOFTWARE_TOKEN_MFA",
    });
    for (const name of ["Ada", "ADA", "ａｄａ", "ada@example.COM", "Countess", ada.sub]) {
      assert.deepEqual(await store.reader.users.locate(pool.id, name), { pool, user: ada }, name);
    }
    await assert.rejects(store.reader.users.locate(pool.id, "nobody"), {
      name: "UserNotFoundException",
      message: "User does not exist.",
    });
    assert.equal(await store.reader.users.find(pool, "nobody"), undefined);
    assert.deepEqual(await store.reader.users.bySub(pool.id, ada.sub), ada);
    const other = await putPool(store);
    assert.equal(await store.reader.users.find(other, ada.sub), undefined);
  });

  test("Reader.users tells case apart where the pool does", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const small = await putUser(store, pool, { username: "ada" });
    const large = await putUser(store, pool, { username: "Ada" });
    assert.equal((await store.reader.users.find(pool, "ada"))?.sub, small.sub);
    assert.equal((await store.reader.users.find(pool, "Ada"))?.sub, large.sub);
    assert.equal(await store.reader.users.find(pool, "ADA"), undefined);
  });

  test("Reader.users keeps the case of federated names, and lets no local user stand before them", async () => {
    const { store } = shared();
    const pool = await putPool(store, { UsernameConfiguration: { CaseSensitive: false } });
    const identity = { providerName: "Google", providerType: "Google", userId: "AbC", issuer: null, primary: true };
    const federated = await putUser(store, pool, { identities: [{ ...identity, dateCreated: NOW }] });
    assert.equal((await store.reader.users.find(pool, "Google_AbC"))?.sub, federated.sub);
    assert.equal(await store.reader.users.find(pool, "google_abc"), undefined);
    const local = await putUser(store, pool, { username: "google_abc" });
    assert.equal((await store.reader.users.find(pool, "Google_AbC"))?.sub, federated.sub);
    assert.equal((await store.reader.users.find(pool, "google_abc"))?.sub, local.sub);
  });

  test("Transaction.users.save keeps username and sub, and writes all else", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const user = await putUser(store, pool);
    const changed: User = {
      ...user,
      status: "RESET_REQUIRED",
      enabled: false,
      attributes: { name: "Ada", "custom:team": "🜚" },
      mfaFactors: ["SMS_MFA", "EMAIL_OTP"],
      preferredMfa: "EMAIL_OTP",
      tokensRevokedAt: NOW + 5,
      tokenEpoch: 2,
      modifiedAt: NOW + 6,
    };
    const saved = await store.transaction((tx) => tx.users.save({ ...changed, username: "another" }));
    assert.equal(saved.version, 2);
    assert.deepEqual(await store.reader.users.bySub(pool.id, user.sub), { ...changed, version: 2 });
  });

  test("Transaction.users.delete removes all that hangs on the user, and nothing of others", async () => {
    const { store, engine } = shared();
    const mine = async (sub: string) => {
      const found: string[] = [];
      for (const [table, query] of Object.entries(TABLES)) {
        const rows = await engine.read.all<{ sub?: string }>(query);
        if (rows.some((row) => row.sub === sub)) found.push(table);
      }
      return found;
    };
    const { user, pool } = await putEverything(store);
    const { user: other } = await putEverything(store);
    const hanging = await mine(other.sub);
    assert.deepEqual(await mine(user.sub), hanging);
    assert.equal(hanging.length, 21);

    await store.transaction((tx) => tx.users.delete(user));

    assert.deepEqual(await mine(user.sub), []);
    assert.deepEqual(await mine(other.sub), hanging);
    assert.equal(await store.reader.users.find(pool, "ada"), undefined);
    assert.equal(await store.reader.pools.countUsers(pool.id), 0);
    const again = await putUser(store, pool, { username: "ada" });
    assert.equal((await store.reader.users.find(pool, "ada"))?.sub, again.sub);
  });
};

const username = (value: string): Identifier => ({ value, kind: "username" });

const called = (kind: Identifier["kind"]): Identifier => ({ value: "shared", kind });

/** One name, one user. */
export const identifiers = (shared: () => Opened) => {
  test("Transaction.identifiers.claim gives a name to one of 50 who want it at once", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const outcomes = await atOnce(() => {
      const user = aUser(pool);
      return persistently(store, async (tx) => {
        await tx.users.insert(user);
        await tx.identifiers.claim(user, username("wanted"));
        return "mine";
      }).catch((error: unknown) => (error instanceof IdentifierTaken ? error.message : String(error)));
    });
    assert.deepEqual(tally(outcomes), { mine: 1, "identifier taken": AT_ONCE - 1 });
    assert.equal(await store.reader.pools.countUsers(pool.id), 1);
  });

  test("Transaction.identifiers.claim says who holds a name and as what", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const [ada, bob] = [await putUser(store, pool), await putUser(store, pool)];
    await store.transaction(async (tx) => {
      await tx.identifiers.claim(ada, { value: "ada@example.com", kind: "email" });
      await tx.identifiers.claim(ada, { value: "ada@example.com", kind: "username" });
      await tx.identifiers.claim(ada, { value: "ada@example.com", kind: "email" });
      assert.deepEqual(await tx.identifiers.holder(pool.id, "ada@example.com"), {
        sub: ada.sub,
        kinds: ["email", "username"],
      });
      assert.equal(await tx.identifiers.holder(pool.id, "bob@example.com"), undefined);
    });
    const wanted: Identifier = { value: "ada@example.com", kind: "email" };
    await assert.rejects(
      store.transaction((tx) => tx.identifiers.claim(bob, wanted)),
      (error) => {
        assert.ok(error instanceof IdentifierTaken);
        assert.deepEqual(error.identifier, wanted);
        assert.deepEqual(error.holder, { sub: ada.sub, kinds: ["email", "username"] });
        assert.doesNotMatch(error.message, /ada/);
        return true;
      },
    );
  });

  test("Transaction.identifiers.claim refuses the sub of another user", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const [ada, bob] = [await putUser(store, pool), await putUser(store, pool)];
    await store.transaction(async (tx) => {
      assert.deepEqual(await tx.identifiers.holder(pool.id, ada.sub), { sub: ada.sub, kinds: ["username"] });
      await tx.identifiers.claim(ada, username(ada.sub));
    });
    await assert.rejects(
      store.transaction((tx) => tx.identifiers.claim(ada, username(bob.sub))),
      IdentifierTaken,
    );
  });

  test("Transaction.identifiers.release takes one kind away, and nothing from others", async () => {
    const { store } = shared();
    const pool = await putPool(store);
    const [ada, bob] = [await putUser(store, pool), await putUser(store, pool)];
    await store.transaction(async (tx) => {
      await tx.identifiers.claim(ada, called("username"));
      await tx.identifiers.claim(ada, called("preferred_username"));
      await tx.identifiers.release(bob, called("username"));
      await tx.identifiers.release(ada, called("email"));
      await tx.identifiers.release(ada, called("username"));
      assert.deepEqual((await tx.identifiers.holder(pool.id, "shared"))?.kinds, ["preferred_username"]);
      await tx.identifiers.release(ada, called("preferred_username"));
      assert.equal(await tx.identifiers.holder(pool.id, "shared"), undefined);
      await tx.identifiers.claim(bob, called("username"));
    });
    assert.equal((await store.reader.users.find(pool, "shared"))?.sub, bob.sub);
  });
};
