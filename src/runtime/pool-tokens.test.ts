/** Tokens that are not ours, or not what they are shown as: refused wherever an access token is read. */
import assert from "node:assert/strict";
import { createHmac, createPublicKey, generateKeyPairSync, sign, type JsonWebKey } from "node:crypto";
import { test } from "node:test";
import { refused } from "../testing/refused.ts";
import { startWorld, type World } from "../testing/world.ts";

const MALFORMED = "Invalid Access Token";
const BAD_SIGNATURE = "Could not verify signature for Access Token";
const EXPIRED = "Access Token has expired";
const REVOKED = "Access Token has been revoked";

type Json = Readonly<Record<string, unknown>>;

const part = (value: Json | string | Buffer): string =>
  Buffer.from(typeof value === "string" || Buffer.isBuffer(value) ? value : JSON.stringify(value)).toString(
    "base64url",
  );

const parsed = (segment: string | undefined): Json => {
  const value: unknown = JSON.parse(Buffer.from(segment ?? "", "base64url").toString());
  assert.ok(typeof value === "object" && value !== null);
  return { ...value };
};

const signedIn = async (world: World) => {
  const login = await world.user();
  const { AuthenticationResult } = await world.signIn(login.Username, login.Password);
  const access = AuthenticationResult?.AccessToken ?? "";
  const [head, body, signature = ""] = access.split(".");
  return {
    ...login,
    access,
    id: AuthenticationResult?.IdToken ?? "",
    refresh: AuthenticationResult?.RefreshToken ?? "",
    header: parsed(head),
    claims: parsed(body),
    signature,
  };
};

const foreign = generateKeyPairSync("rsa", { modulusLength: 2048 });

/** A token signed with a key of the forger's own. */
const forge = (header: Json, claims: Json): string => {
  const content = `${part(header)}.${part(claims)}`;
  return `${content}.${part(sign("RSA-SHA256", Buffer.from(content), foreign.privateKey))}`;
};

test("GetUser accepts the access token of a sign-in", async () => {
  await using world = await startWorld();
  const { access } = await signedIn(world);
  assert.equal((await world.call.GetUser({ AccessToken: access })).Username, "ada");
});

test("GetUser refuses every algorithm but RS256, and HMAC with the public key as its secret", async () => {
  await using world = await startWorld();
  const { header, claims, signature } = await signedIn(world);
  const keys = await world.server.facilities.tokens.publicKeys(world.pool.UserPoolId);
  const jwk: JsonWebKey = { ...keys.find(({ kid }) => kid === header["kid"]) };
  const pem = createPublicKey({ key: jwk, format: "jwk" }).export({ type: "spki", format: "pem" }).toString();
  for (const alg of ["none", "None", "NONE", "HS256", "HS512", "RS512", "PS256", "ES256", "", "rs256"]) {
    const content = `${part({ ...header, alg })}.${part(claims)}`;
    const mac = createHmac("sha256", pem).update(content).digest("base64url");
    for (const tail of ["", mac, signature]) {
      // The contract's pattern lets an empty last part through.
      await refused(world.call.GetUser({ AccessToken: `${content}.${tail}` }), "NotAuthorizedException", MALFORMED);
    }
  }
});

test("GetUser refuses keys that the token brings along, and headers it does not understand", async () => {
  await using world = await startWorld();
  const { header, claims } = await signedIn(world);
  const jwk = foreign.publicKey.export({ format: "jwk" });
  for (const extra of [
    { jwk },
    { jku: "https://evil.example.com/jwks.json" },
    { x5u: "https://evil.example.com/cert.pem" },
    { x5c: ["MIIB"] },
    { crit: ["b64"], b64: false },
    { typ: "JWT" },
  ]) {
    await refused(
      world.call.GetUser({ AccessToken: forge({ ...header, ...extra }, claims) }),
      "NotAuthorizedException",
      MALFORMED,
    );
  }
});

test("GetUser refuses kids that name no access key of the token's own pool", async () => {
  await using world = await startWorld();
  const { header, claims } = await signedIn(world);
  for (const kid of ["", "../../etc/passwd", "' or 1=1 --", "x".repeat(5_000), 7, null, [header["kid"]]]) {
    await refused(
      world.call.GetUser({ AccessToken: forge({ kid, alg: "RS256" }, claims) }),
      "NotAuthorizedException",
      MALFORMED,
    );
  }
  await refused(world.call.GetUser({ AccessToken: forge(header, claims) }), "NotAuthorizedException", BAD_SIGNATURE);
});

test("GetUser refuses a token whose claims or signature were changed", async () => {
  await using world = await startWorld();
  const { header, claims, signature } = await signedIn(world);
  for (const change of [{ sub: "eve" }, { scope: "more" }, { exp: 9_999_999_999 }, { username: "eve" }]) {
    await refused(
      world.call.GetUser({ AccessToken: `${part(header)}.${part({ ...claims, ...change })}.${signature}` }),
      "NotAuthorizedException",
      BAD_SIGNATURE,
    );
  }
});

test("GetUser refuses claims of one pool under the key of another", async () => {
  await using world = await startWorld();
  const { claims } = await signedIn(world);
  const { tokens } = world.server.facilities;
  const { UserPool } = await world.call.CreateUserPool({ PoolName: "other" });
  const poolId = UserPool?.Id ?? "";
  const crossed = await tokens.sign(poolId, "access", claims);
  await refused(world.call.GetUser({ AccessToken: crossed.reveal() }), "NotAuthorizedException", MALFORMED);
  // The other way round: an honest signature of the other pool for a user whom that pool does not have.
  const own = await tokens.sign(poolId, "access", { ...claims, iss: world.server.place.issuer(poolId) });
  await refused(world.call.GetUser({ AccessToken: own.reveal() }), "UserNotFoundException");
});

test("GetUser refuses an ID token, also one that claims to be an access token", async () => {
  await using world = await startWorld();
  const { id, refresh, claims } = await signedIn(world);
  const disguised = await world.server.facilities.tokens.sign(world.pool.UserPoolId, "id", claims);
  for (const token of [id, disguised.reveal(), refresh]) {
    await refused(world.call.GetUser({ AccessToken: token }), "NotAuthorizedException", MALFORMED);
  }
  const mistaken = await world.server.facilities.tokens.sign(world.pool.UserPoolId, "access", {
    ...claims,
    token_use: "id",
  });
  await refused(world.call.GetUser({ AccessToken: mistaken.reveal() }), "NotAuthorizedException", MALFORMED);
});

test("GetUser refuses what is no token at all", async () => {
  await using world = await startWorld();
  await signedIn(world);
  for (const token of ["x", ".", "..", "...", "a.b.c", "e30.e30.e30", `${"a".repeat(70_000)}.b.c`]) {
    await refused(world.call.GetUser({ AccessToken: token }), "NotAuthorizedException", MALFORMED);
  }
});

test("GetUser refuses a token from the second in which it expires", async () => {
  await using world = await startWorld({
    client: { AccessTokenValidity: 10, TokenValidityUnits: { AccessToken: "minutes" } },
  });
  const { access } = await signedIn(world);
  world.clock.advance(600_000 - 1);
  await world.call.GetUser({ AccessToken: access });
  world.clock.advance(1);
  await refused(world.call.GetUser({ AccessToken: access }), "NotAuthorizedException", EXPIRED);
});

test("GetUser refuses a token without the scope of self-service", async () => {
  await using world = await startWorld();
  const { claims } = await signedIn(world);
  const narrow = await world.server.facilities.tokens.sign(world.pool.UserPoolId, "access", {
    ...claims,
    scope: "openid email",
  });
  await refused(
    world.call.GetUser({ AccessToken: narrow.reveal() }),
    "NotAuthorizedException",
    "Access Token does not have required scopes",
  );
});

test("GetUser tells sign-outs by the second where the client does not name the sign-in in its tokens", async () => {
  await using world = await startWorld({ client: { EnableTokenRevocation: false } });
  const { access, claims, Username, Password } = await signedIn(world);
  assert.equal("origin_jti" in claims, false);
  await world.call.GetUser({ AccessToken: access });
  await world.call.AdminUserGlobalSignOut({ ...world.pool, Username });
  await refused(world.call.GetUser({ AccessToken: access }), "NotAuthorizedException", REVOKED);
  world.clock.advance(1_000);
  const { AuthenticationResult } = await world.signIn(Username, Password);
  await world.call.GetUser({ AccessToken: AuthenticationResult?.AccessToken ?? "" });
});
