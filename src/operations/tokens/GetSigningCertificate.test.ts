import assert from "node:assert/strict";
import { createPublicKey, X509Certificate } from "node:crypto";
import { test } from "node:test";
import { refused } from "../../testing/refused.ts";
import { startWorld } from "../../testing/world.ts";

test("GetSigningCertificate answers a certificate of the pool's key, for ten years, and the same each time", async () => {
  await using world = await startWorld();
  const { call, pool, server } = world;
  const { Certificate = "" } = await call.GetSigningCertificate(pool);
  const read = new X509Certificate(Buffer.from(Certificate, "base64"));
  assert.ok(read.verify(read.publicKey));
  assert.equal(read.subject, `CN=${pool.UserPoolId}`);
  assert.equal(read.validToDate.getUTCFullYear() - read.validFromDate.getUTCFullYear(), 10);
  const published = await server.facilities.tokens.publicKeys(pool.UserPoolId);
  const [{ kty, n, e } = { kty: "", n: "", e: "" }] = published;
  assert.ok(read.publicKey.equals(createPublicKey({ key: { kty, n, e }, format: "jwk" })));
  world.clock.advance(24 * 60 * 60 * 1000);
  assert.equal((await call.GetSigningCertificate(pool)).Certificate, Certificate);
  const { UserPool } = await call.CreateUserPool({ PoolName: "other" });
  assert.notEqual((await call.GetSigningCertificate({ UserPoolId: UserPool?.Id ?? "" })).Certificate, Certificate);
});

test("GetSigningCertificate refuses in the API's words", async () => {
  await using world = await startWorld();
  await refused(
    world.call.GetSigningCertificate({ UserPoolId: "us-east-1_Unknown00" }),
    "ResourceNotFoundException",
    "User pool us-east-1_Unknown00 does not exist.",
  );
});
