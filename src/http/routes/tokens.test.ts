import assert from "node:assert/strict";
import { test } from "node:test";
import { CognitoJwtVerifier, JwtVerifier } from "aws-jwt-verify";
import type { Jwks } from "aws-jwt-verify/jwk";
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from "jose";
import { startWorld, type World } from "../../testing/world.ts";

const bodyOf = async <T extends object>(response: Response): Promise<T> => {
  assert.equal(response.status, 200);
  return JSON.parse(await response.text());
};

const read = <T extends object>(url: string): Promise<T> => fetch(url).then((response) => bodyOf<T>(response));

/** Signs in at the time of the verifiers, who have a clock of their own. */
const tokensOf = async (world: World) => {
  world.clock.set(Date.now());
  const { Username, Password } = await world.user();
  const { AuthenticationResult } = await world.signIn(Username, Password);
  return { id: AuthenticationResult?.IdToken ?? "", access: AuthenticationResult?.AccessToken ?? "" };
};

test("GET /{poolId}/.well-known/jwks.json publishes the two keys that tokens name", async () => {
  await using world = await startWorld();
  const { endpoint } = await world.listen();
  const { id, access } = await tokensOf(world);
  const response = await fetch(`${endpoint}/${world.pool.UserPoolId}/.well-known/jwks.json`);
  assert.equal(response.headers.get("content-type"), "application/json");
  assert.match(response.headers.get("cache-control") ?? "", /^public, max-age=\d+$/);
  const { keys } = await bodyOf<{ keys: readonly Record<string, string>[] }>(response);
  assert.equal(keys.length, 2);
  for (const key of keys) {
    assert.deepEqual(Object.keys(key), ["alg", "e", "kid", "kty", "n", "use"]);
    assert.match(key["kid"] ?? "", /^[A-Za-z0-9+/]{43}=$/);
  }
  const headerOf = (token: string): unknown =>
    JSON.parse(Buffer.from(token.split(".")[0] ?? "", "base64url").toString());
  assert.deepEqual(
    [id, access].map(headerOf),
    keys.map(({ kid }) => ({ kid, alg: "RS256" })),
  );
});

test("GET /{poolId}/.well-known/jwks.json may be read by any web page", async () => {
  await using world = await startWorld();
  const { endpoint } = await world.listen();
  const response = await fetch(`${endpoint}/${world.pool.UserPoolId}/.well-known/jwks.json`, {
    headers: { origin: "https://app.example.com" },
  });
  assert.equal(response.headers.get("access-control-allow-origin"), "*");
});

test("GET /{poolId}/.well-known/openid-configuration leads to the keys from the issuer that tokens name", async () => {
  await using world = await startWorld();
  const { endpoint } = await world.listen();
  const { id } = await tokensOf(world);
  const { pool } = world;
  const found = await read<Record<string, string>>(`${endpoint}/${pool.UserPoolId}/.well-known/openid-configuration`);
  assert.equal(found["issuer"], world.server.place.issuer(pool.UserPoolId));
  assert.deepEqual(found, {
    id_token_signing_alg_values_supported: ["RS256"],
    issuer: found["issuer"],
    jwks_uri: `${found["issuer"]}/.well-known/jwks.json`,
    response_types_supported: ["code", "token"],
    scopes_supported: ["openid", "email", "phone", "profile"],
    subject_types_supported: ["public"],
    token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
  });
  const keys = await read<JSONWebKeySet>(found["jwks_uri"] ?? "");
  const { payload } = await jwtVerify(id, createLocalJWKSet(keys), {
    issuer: found["issuer"] ?? "",
    audience: world.client.ClientId,
  });
  assert.equal(payload["cognito:username"], "ada");
});

test("GET /{poolId}/.well-known/… is 404 for a pool that is none, is gone, or has another form", async () => {
  await using world = await startWorld();
  const { endpoint } = await world.listen();
  await world.call.DeleteUserPool(world.pool);
  for (const poolId of [world.pool.UserPoolId, "us-east-1_Nowhere00", "x", "..%2f..", "a_b_c"]) {
    for (const file of ["jwks.json", "openid-configuration", "other"]) {
      const response = await fetch(`${endpoint}/${poolId}/.well-known/${file}`);
      assert.equal(response.status, 404, `${poolId}/${file}`);
      await response.arrayBuffer();
    }
  }
});

test("JwtVerifier of Amazon's library accepts both tokens at our issuer", async () => {
  await using world = await startWorld();
  const { endpoint } = await world.listen();
  const { id, access } = await tokensOf(world);
  const { pool, client } = world;
  const issuer = world.server.place.issuer(pool.UserPoolId);
  const jwks = await read<Jwks>(`${endpoint}/${pool.UserPoolId}/.well-known/jwks.json`);
  const verifierFor = (audience: string | null) => {
    const verifier = JwtVerifier.create({ issuer, audience, jwksUri: `${issuer}/.well-known/jwks.json` });
    verifier.cacheJwks(jwks);
    return verifier;
  };
  assert.equal((await verifierFor(client.ClientId).verify(id))["token_use"], "id");
  assert.equal((await verifierFor(null).verify(access))["client_id"], client.ClientId);
  await assert.rejects(verifierFor("another").verify(id));
});

test("CognitoJwtVerifier of Amazon's library accepts both tokens where the issuer is written as Amazon's", async () => {
  await using world = await startWorld({ settings: { issuer: "amazon" } });
  const { endpoint } = await world.listen();
  const { id, access } = await tokensOf(world);
  const { pool, client } = world;
  const jwks = await read<Jwks>(`${endpoint}/${pool.UserPoolId}/.well-known/jwks.json`);
  for (const [tokenUse, token, wrong] of [
    ["id", id, access],
    ["access", access, id],
  ] as const) {
    const verifier = CognitoJwtVerifier.create({
      userPoolId: pool.UserPoolId,
      clientId: client.ClientId,
      tokenUse,
      scope: tokenUse === "access" ? "aws.cognito.signin.user.admin" : null,
    });
    verifier.cacheJwks(jwks);
    assert.equal((await verifier.verify(token)).token_use, tokenUse);
    await assert.rejects(verifier.verify(wrong));
  }
  assert.ok(await world.call.GetUser({ AccessToken: access }));
});
