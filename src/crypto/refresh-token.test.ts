import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import test from "node:test";
import { Secret } from "../contracts/secret.ts";
import { isRefreshTokenShaped, newRefreshToken } from "./refresh-token.ts";

const random = { bytes: (length: number) => randomBytes(length) };

test("newRefreshToken has five parts, Amazon's header and 32 bytes of ciphertext", () => {
  const token = newRefreshToken(random).reveal();
  assert.match(token, /^[A-Za-z0-9\-_=.]+$/);
  assert.ok(token.startsWith("eyJjdHki"));
  const parts = token.split(".").map((part) => Buffer.from(part, "base64url"));
  assert.equal(parts[0]!.toString("utf8"), '{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}');
  assert.deepEqual(
    parts.slice(1).map((part) => part.length),
    [256, 12, 32, 16],
  );
});

test("newRefreshToken is another one each time", () => {
  assert.notEqual(newRefreshToken(random).reveal(), newRefreshToken(random).reveal());
});

test("isRefreshTokenShaped knows ours from everything else", () => {
  const token = newRefreshToken(random).reveal();
  assert.equal(isRefreshTokenShaped(new Secret(token)), true);
  const others = [
    "",
    "eyJjdHki",
    "a.b.c",
    token.slice(1),
    `${token}x`,
    token.replaceAll(".", "_"),
    `${token.slice(0, -1)}+`,
  ];
  for (const other of others) assert.equal(isRefreshTokenShaped(new Secret(other)), false, other);
});
