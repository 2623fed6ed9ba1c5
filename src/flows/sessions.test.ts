import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";
import { Secret } from "../contracts/secret.ts";
import { startWorld } from "../testing/world.ts";
import { poolIdOfSession } from "./sessions.ts";

test("poolIdOfSession reads the pool from a session, which tells nothing else", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const SoftwareTokenMfaConfiguration = { Enabled: true };
  await call.SetUserPoolMfaConfig({ ...pool, MfaConfiguration: "ON", SoftwareTokenMfaConfiguration });
  await world.user();
  const { Session = "" } = await world.signIn("ada", "Secret of ada 1!");
  assert.match(Session, /^[\w-]{20,2048}$/);
  assert.equal(poolIdOfSession(new Secret(Session)), pool.UserPoolId);
  assert.ok(!Buffer.from(Session, "base64url").toString("latin1").includes("ada"));
});

test("poolIdOfSession finds nothing in what is no session", () => {
  const texts = ["", "x", "AAAA", "a".repeat(20), "é".repeat(40), Buffer.alloc(97).toString("base64url")];
  for (let length = 0; length < 300; length += 7) texts.push(randomBytes(length).toString("base64url"));
  for (const text of texts) {
    const found = poolIdOfSession(new Secret(text));
    assert.ok(found === undefined || Buffer.from(text, "base64url").length > 97, text);
  }
  assert.equal(poolIdOfSession(new Secret("A".repeat(200))), undefined);
});
