import assert from "node:assert/strict";
import { test } from "node:test";
import { accessTokenClaims, groupClaims, idTokenClaims, tokenLifetimesMs, type Sign } from "./claims.ts";
import type { Client, ClientSettings } from "./client.ts";
import type { Group } from "./group.ts";
import type { User } from "./user.ts";
import { userValue } from "../testing/user-value.ts";

const NOW = Date.UTC(2026, 10, 21, 9) + 789;
const SECONDS = Math.floor(NOW / 1000);
const NONE = { groups: [], roles: [], preferredRole: null };

const client = (settings: ClientSettings = {}): Client => ({
  id: "client1",
  poolId: "us-east-1_Pool00001",
  name: "app",
  secrets: [],
  settings,
  createdAt: 0,
  modifiedAt: 0,
  version: 1,
});

const user = (attributes: Readonly<Record<string, string>> = {}, change: Partial<User> = {}): User =>
  userValue({ attributes, ...change });

const sign = (change: Partial<Sign> = {}): Sign => ({
  issuer: "https://id.example.com/us-east-1_Pool00001",
  user: user(),
  client: client(),
  scopes: ["aws.cognito.signin.user.admin"],
  groups: NONE,
  authTime: NOW - 60_000,
  now: NOW,
  eventId: "event",
  originJti: "origin",
  deviceKey: null,
  idJti: "id-jti",
  accessJti: "access-jti",
  ...change,
});

const group = (name: string, precedence: number | null = null, roleArn: string | null = null): Group => ({
  poolId: "us-east-1_Pool00001",
  name,
  description: null,
  roleArn,
  precedence,
  createdAt: 0,
  modifiedAt: 0,
  version: 1,
});

test("idTokenClaims are exactly those of a plain user", () => {
  assert.deepEqual(idTokenClaims(sign()), {
    sub: "5b1f5f4e-0000-4000-8000-000000000001",
    iss: "https://id.example.com/us-east-1_Pool00001",
    "cognito:username": "ada",
    origin_jti: "origin",
    aud: "client1",
    event_id: "event",
    token_use: "id",
    auth_time: SECONDS - 60,
    exp: SECONDS + 3600,
    iat: SECONDS,
    jti: "id-jti",
  });
});

test("accessTokenClaims name the client without aud and hold no attribute", () => {
  assert.deepEqual(accessTokenClaims(sign({ user: user({ email: "ada@example.com" }) })), {
    sub: "5b1f5f4e-0000-4000-8000-000000000001",
    iss: "https://id.example.com/us-east-1_Pool00001",
    client_id: "client1",
    origin_jti: "origin",
    event_id: "event",
    token_use: "access",
    scope: "aws.cognito.signin.user.admin",
    auth_time: SECONDS - 60,
    exp: SECONDS + 3600,
    iat: SECONDS,
    jti: "access-jti",
    username: "ada",
  });
});

test("idTokenClaims give attributes the types that verifiers expect", () => {
  const claims = idTokenClaims(
    sign({
      user: user({
        email: "ada@example.com",
        email_verified: "true",
        phone_number_verified: "false",
        updated_at: "1795251600",
        address: "1 Street",
        "custom:age": "36",
      }),
    }),
  );
  assert.equal(claims["email_verified"], true);
  assert.equal(claims["phone_number_verified"], false);
  assert.equal(claims["updated_at"], 1_795_251_600);
  assert.deepEqual(claims["address"], { formatted: "1 Street" });
  assert.equal(claims["custom:age"], "36");
});

test("idTokenClaims hold only the attributes that the client may read", () => {
  const claims = idTokenClaims(
    sign({
      user: user({ email: "ada@example.com", name: "Ada" }),
      client: client({ ReadAttributes: ["name"] }),
    }),
  );
  assert.equal(claims["name"], "Ada");
  assert.equal("email" in claims, false);
});

test("idTokenClaims write identities with strings, as Amazon does", () => {
  const identities = [
    {
      providerName: "Google",
      providerType: "Google",
      userId: "1",
      issuer: null,
      primary: true,
      dateCreated: 1_700_000_000_123,
    },
  ];
  assert.deepEqual(idTokenClaims(sign({ user: user({}, { identities }) }))["identities"], [
    {
      userId: "1",
      providerName: "Google",
      providerType: "Google",
      issuer: null,
      primary: "true",
      dateCreated: "1700000000123",
    },
  ]);
});

test("idTokenClaims and accessTokenClaims of a client without revocation do not name the sign-in", () => {
  const irrevocable = sign({ originJti: null });
  assert.equal("origin_jti" in idTokenClaims(irrevocable), false);
  assert.equal("jti" in idTokenClaims(irrevocable), false);
  assert.equal("origin_jti" in accessTokenClaims(irrevocable), false);
});

test("groupClaims order groups by precedence, then name, and leave out empty lists in tokens", () => {
  const groups = groupClaims([group("c"), group("b", 5), group("a"), group("z", 0)]);
  assert.deepEqual(groups, { groups: ["z", "b", "a", "c"], roles: [], preferredRole: null });
  const claims = idTokenClaims(sign({ groups }));
  assert.deepEqual(claims["cognito:groups"], ["z", "b", "a", "c"]);
  assert.equal("cognito:roles" in claims, false);
  assert.equal("cognito:groups" in idTokenClaims(sign()), false);
});

test("groupClaims prefer the role of the group with the lowest precedence, unless different roles tie", () => {
  const table: readonly (readonly [name: string, groups: readonly Group[], preferred: string | null])[] = [
    ["one role", [group("a", 2, "r1")], "r1"],
    ["the lower wins", [group("a", 2, "r1"), group("b", 1, "r2")], "r2"],
    ["zero is the lowest", [group("a", 0, "r1"), group("b", 1, "r2")], "r1"],
    ["a number wins over none", [group("a", null, "r1"), group("b", 9, "r2")], "r2"],
    ["a tie of different roles", [group("a", 1, "r1"), group("b", 1, "r2")], null],
    ["a tie of the same role", [group("a", 1, "r1"), group("b", 1, "r1")], "r1"],
    ["a tie without numbers", [group("a", null, "r1"), group("b", null, "r2")], null],
    ["a lower group without a role is no rival", [group("a", 0), group("b", 1, "r2")], "r2"],
    ["no roles", [group("a", 0)], null],
  ];
  for (const [name, groups, preferred] of table) assert.equal(groupClaims(groups).preferredRole, preferred, name);
  assert.deepEqual(groupClaims([group("a", 1, "r1"), group("b", 2, "r1")]).roles, ["r1"]);
});

test("tokenLifetimesMs follow the client's units, an hour and thirty days unless said", () => {
  assert.deepEqual(tokenLifetimesMs(client()), { access: 3_600_000, id: 3_600_000, refresh: 2_592_000_000 });
  const settings: ClientSettings = {
    AccessTokenValidity: 5,
    IdTokenValidity: 600,
    RefreshTokenValidity: 2,
    TokenValidityUnits: { AccessToken: "minutes", IdToken: "seconds", RefreshToken: "hours" },
  };
  assert.deepEqual(tokenLifetimesMs(client(settings)), { access: 300_000, id: 600_000, refresh: 7_200_000 });
  assert.equal(tokenLifetimesMs(client({ RefreshTokenValidity: 0 })).refresh, 2_592_000_000);
});
