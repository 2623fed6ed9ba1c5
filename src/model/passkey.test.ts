import assert from "node:assert/strict";
import { test } from "node:test";
import { isCounterNext, passkeyName, passkeyPage, type Passkey } from "./passkey.ts";

const aPasskey = (credentialId: string, createdAt: number): Passkey => ({
  poolId: "us-east-1_AbCdEfGhI",
  sub: "sub",
  credentialId,
  relyingPartyId: "example.com",
  publicKey: new Uint8Array(),
  name: "Passkey",
  attachment: null,
  transports: [],
  createdAt,
});

test("isCounterNext goes forward only, and lets 0 stand for an authenticator that does not count", () => {
  const cases: readonly (readonly [number, number, boolean])[] = [
    [0, 0, true],
    [0, 1, true],
    [1, 2, true],
    [1, 1, false],
    [5, 4, false],
    [5, 0, false],
    [2 ** 32 - 2, 2 ** 32 - 1, true],
  ];
  for (const [seen, shown, expected] of cases) assert.equal(isCounterNext(seen, shown), expected, `${seen} ${shown}`);
});

test("passkeyName says whose passkey it is, as far as the authenticator tells", () => {
  assert.equal(passkeyName("fbfc3007-154e-4ecc-8c0b-6e020557d7bd", "platform"), "iCloud Keychain");
  assert.equal(passkeyName("00000000-0000-0000-0000-000000000000", "platform"), "Passkey");
  assert.equal(passkeyName("00000000-0000-0000-0000-000000000000", null), "Passkey");
  assert.equal(passkeyName("00000000-0000-0000-0000-000000000000", "cross-platform"), "Security key");
});

test("passkeyPage goes on after the last one that was shown, though it is gone", () => {
  const all = [aPasskey("b", 999), aPasskey("a", 1_000), aPasskey("c", 1_000), aPasskey("d", 1_000)];
  const first = passkeyPage(all, { limit: 2 });
  assert.deepEqual(
    first.rows.map(({ credentialId }) => credentialId),
    ["b", "a"],
  );
  const rest = passkeyPage(
    all.filter(({ credentialId }) => credentialId !== "a"),
    { limit: 2, after: first.next },
  );
  assert.deepEqual(
    rest.rows.map(({ credentialId }) => credentialId),
    ["c", "d"],
  );
  assert.equal(rest.next, undefined);
});
