import assert from "node:assert/strict";
import test from "node:test";
import { Secret } from "../contracts/secret.ts";
import { isSecretHash, secretHash } from "./secret-hash.ts";

const parts = {
  clientSecret: new Secret("9example87654321abcdefghijklmnopqrstuvwxyz0123456789"),
  username: "mary@example.com",
  clientId: "1example23456789",
};
const right = "l2oJh87SXDkaiqm5ECxo7nZHHoKc7uIMocCdL9VtrGo=";

test("secretHash gives the guide's value", () => {
  assert.equal(secretHash(parts), right);
});

test("isSecretHash takes the hash of these parts alone", () => {
  assert.equal(isSecretHash(right, parts), true);
  assert.equal(isSecretHash(new Secret(right), parts), true);
  assert.equal(isSecretHash(right, { ...parts, username: "Mary@example.com" }), false);
  assert.equal(isSecretHash(right, { ...parts, clientId: "another" }), false);
  assert.equal(isSecretHash(right, { ...parts, clientSecret: new Secret("another") }), false);
  for (const wrong of ["", right.slice(0, -1), `${right}=`, right.toLowerCase(), "ключ"]) {
    assert.equal(isSecretHash(wrong, parts), false, wrong);
  }
});
