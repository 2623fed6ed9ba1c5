import assert from "node:assert/strict";
import { test } from "node:test";
import { refused } from "../../testing/refused.ts";
import { startWorld } from "../../testing/world.ts";

const PROTECTED = { UserPoolTier: "PLUS", UserPoolAddOns: { AdvancedSecurityMode: "AUDIT" } } as const;
const exceptions = (...BlockedIPRangeList: string[]) => ({ RiskExceptionConfiguration: { BlockedIPRangeList } });

test("SetRiskConfiguration keeps a pool's choice and a client's, which stands before it, until each is reset", async () => {
  await using world = await startWorld({ pool: PROTECTED });
  const { call, pool, client } = world;
  const own = { ...pool, ...client };
  assert.deepEqual(await call.DescribeRiskConfiguration(pool), { RiskConfiguration: { ...pool } });
  const { RiskConfiguration: ofPool } = await call.SetRiskConfiguration({
    ...pool,
    CompromisedCredentialsRiskConfiguration: { Actions: { EventAction: "BLOCK" } },
    AccountTakeoverRiskConfiguration: { Actions: { HighAction: { Notify: false, EventAction: "MFA_REQUIRED" } } },
  });
  assert.deepEqual(ofPool.CompromisedCredentialsRiskConfiguration, {
    EventFilter: ["SIGN_IN", "PASSWORD_CHANGE", "SIGN_UP"],
    Actions: { EventAction: "BLOCK" },
  });
  assert.deepEqual((await call.DescribeRiskConfiguration(own)).RiskConfiguration, { ...ofPool, ...client });
  const { RiskConfiguration: ofClient } = await call.SetRiskConfiguration({
    ...own,
    ...exceptions("192.0.2.0/24", "2001:db8::/32"),
  });
  assert.equal(ofClient.CompromisedCredentialsRiskConfiguration, undefined);
  await world.updatePool(PROTECTED);
  await call.UpdateUserPoolClient({ ...own, ClientName: "app" });
  assert.deepEqual((await call.DescribeRiskConfiguration(own)).RiskConfiguration, ofClient);
  assert.deepEqual((await call.DescribeRiskConfiguration(pool)).RiskConfiguration, ofPool);
  assert.deepEqual(await call.SetRiskConfiguration(own), { RiskConfiguration: own });
  assert.deepEqual((await call.DescribeRiskConfiguration(own)).RiskConfiguration, { ...ofPool, ...client });
  assert.ok(!("risk" in ((await call.DescribeUserPool(pool)).UserPool ?? {})));
  assert.ok(!("risk" in ((await call.DescribeUserPoolClient(own)).UserPoolClient ?? {})));
});

test("SetRiskConfiguration and DescribeRiskConfiguration refuse in the API's words", async () => {
  await using world = await startWorld({ pool: PROTECTED });
  const { call, pool } = world;
  for (const range of ["192.0.2.1", "192.0.2.0/33", "2001:db8::/129", "people/8", "192.0.2.0/24/1", "192.0.2.0/"]) {
    await refused(
      call.SetRiskConfiguration({ ...pool, ...exceptions(range) }),
      "InvalidParameterException",
      `${range} is not a valid CIDR range.`,
    );
  }
  const { UserPool } = await call.CreateUserPool({ PoolName: "other" });
  const other = { UserPoolId: UserPool?.Id ?? "" };
  const off = `Threat protection is not enabled for the user pool ${other.UserPoolId}.`;
  for (const operation of [call.SetRiskConfiguration, call.DescribeRiskConfiguration]) {
    await refused(operation(other), "UserPoolAddOnNotEnabledException", off);
    await refused(
      operation({ UserPoolId: "us-east-1_Unknown00" }),
      "ResourceNotFoundException",
      "User pool us-east-1_Unknown00 does not exist.",
    );
    await refused(
      operation({ ...pool, ClientId: "unknown" }),
      "ResourceNotFoundException",
      "User pool client unknown does not exist.",
    );
  }
});
