import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeJwt } from "jose";
import { startWorld } from "../../testing/world.ts";

const levels = { Level1: "urn:cognito:loa:1", Level3: "urn:cognito:loa:3", Level4: "urn:cognito:loa:4" };
const named = (names: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(names).map(([level, AcrValue]) => [level, { AcrValue }]));

test("CreateUserPool shows the names of all authentication levels once one has a name of its own", async () => {
  await using world = await startWorld({ populated: false });
  const { UserPool } = await world.call.CreateUserPool({
    PoolName: "p",
    AcrConfiguration: named({ Level2: "https://id.example.com/acr/two-factors" }),
  });
  const all = named({ ...levels, Level2: "https://id.example.com/acr/two-factors" });
  assert.deepEqual(UserPool?.AcrConfiguration, all);

  const pool = { UserPoolId: UserPool?.Id ?? "" };
  await world.call.UpdateUserPool({ ...pool, AcrConfiguration: all });
  assert.deepEqual((await world.call.DescribeUserPool(pool)).UserPool?.AcrConfiguration, all);
  await world.call.UpdateUserPool(pool);
  assert.equal((await world.call.DescribeUserPool(pool)).UserPool?.AcrConfiguration, undefined);
});

for (const [what, names, message] of [
  ["the default of another level", { Level2: "urn:cognito:loa:1" }, /urn:cognito:loa:1 names more than one level/],
  ["the name of another level", { Level1: "a", Level2: "a" }, /The ACR value a names more than one level/],
  ["what cannot stand in a URI", { Level1: "two factors" }, /two factors is not a valid URI/],
  ["broken percent-encoding", { Level1: "urn:a%2" }, /is not a valid URI/],
] as const) {
  test(`CreateUserPool refuses a level that is named by ${what}`, async () => {
    await using world = await startWorld({ populated: false });
    await assert.rejects(world.call.CreateUserPool({ PoolName: "p", AcrConfiguration: named(names) }), {
      name: "InvalidParameterException",
      message,
    });
    assert.deepEqual((await world.call.ListUserPools({ MaxResults: 1 })).UserPools, []);
  });
}

test("CreateUserPool switches client registration on where its settings do not say", async () => {
  await using world = await startWorld({ populated: false });
  const dcrOf = async (DcrConfiguration: object) =>
    (await world.call.CreateUserPool({ PoolName: "p", DcrConfiguration })).UserPool?.DcrConfiguration;
  assert.deepEqual(await dcrOf({}), { EnableStatus: "Enabled", OpenDcrEnabled: false });
  const said = { EnableStatus: "Disabled", OpenDcrEnabled: true, OpenDcrGrantTypes: ["code"], AllowedScopes: [] };
  assert.deepEqual(await dcrOf(said), said);
});

for (const [name, setting] of [
  ["Custom ACR Levels", { AcrConfiguration: named({ Level1: "urn:mine" }) }],
  ["Dynamic Client Registration", { DcrConfiguration: {} }],
] as const) {
  test(`CreateUserPool refuses ${name} in the lowest tier`, async () => {
    await using world = await startWorld({ populated: false });
    await assert.rejects(world.call.CreateUserPool({ PoolName: "p", UserPoolTier: "LITE", ...setting }), {
      name: "FeatureUnavailableInTierException",
      message: `The following features need to be disabled for the LITE pricing tier configured: ${name}`,
    });
  });
}

test("IssuerConfiguration chooses between the two forms of Amazon's issuer", async () => {
  await using world = await startWorld({ settings: { issuer: "amazon" } });
  const { endpoint } = await world.listen();
  const { Username, Password } = await world.user();
  const issuers = async (): Promise<readonly unknown[]> => {
    const { AccessToken = "" } = (await world.signIn(Username, Password)).AuthenticationResult ?? {};
    await world.call.GetUser({ AccessToken });
    const discovery = await fetch(`${endpoint}/${world.pool.UserPoolId}/.well-known/openid-configuration`);
    const issuer = /"issuer":"([^"]+)"/.exec(await discovery.text())?.[1];
    return [decodeJwt(AccessToken).iss, issuer];
  };
  const path = `.amazonaws.com/${world.pool.UserPoolId}`;
  assert.deepEqual(new Set(await issuers()), new Set([`https://cognito-idp.us-east-1${path}`]));
  await world.call.UpdateUserPool({ ...world.pool, IssuerConfiguration: { Type: "UPDATED" } });
  assert.deepEqual(new Set(await issuers()), new Set([`https://issuer-cognito-idp.us-east-1${path}`]));
});
