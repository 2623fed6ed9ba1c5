import assert from "node:assert/strict";
import { test } from "node:test";
import { InitiateAuth } from "../contracts/index.ts";
import { Secret } from "../contracts/secret.ts";
import { startWorld } from "../testing/world.ts";
import { createContext } from "./context.ts";
import { rateSubject } from "./rate-subject.ts";

test("rateSubject names whom a request is about, and nobody for a name that nobody can have", async () => {
  await using world = await startWorld();
  const facts = { id: "r", userAgent: "", remoteAddress: "127.0.0.1" };
  const ctx = createContext(world.server.facilities, InitiateAuth, facts);
  const about = (name: string) => rateSubject(ctx, { ClientId: "c", AuthParameters: { USERNAME: new Secret(name) } });
  assert.equal(about("x".repeat(128)).who, `c/${"x".repeat(128)}`);
  assert.equal(about("x".repeat(129)).who, undefined);
  assert.equal(rateSubject(ctx, { ClientId: "c" }).who, undefined);
});
