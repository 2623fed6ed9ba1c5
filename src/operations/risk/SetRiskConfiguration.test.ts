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

test("SetRiskConfiguration gives back in full what it was given, and every event where the filter names none", async () => {
  await using world = await startWorld({ pool: PROTECTED });
  const { call, pool } = world;
  const email = (Subject: string) => ({
    Subject,
    HtmlBody: "<p>{login-time} {device-name} {city}, {country}: {one-click-link-valid} {one-click-link-invalid}</p>",
    TextBody: "At {login-time} from {ip-address}",
  });
  const given = {
    CompromisedCredentialsRiskConfiguration: { EventFilter: ["SIGN_UP"], Actions: { EventAction: "NO_ACTION" } },
    AccountTakeoverRiskConfiguration: {
      NotifyConfiguration: {
        From: "People <people@example.com>",
        ReplyTo: "help@example.com",
        SourceArn: "arn:aws:ses:us-east-1:000000000000:identity/people@example.com",
        BlockEmail: email("Blocked sign-in attempt"),
        NoActionEmail: email("New sign-in attempt"),
        MfaEmail: email("New sign-in attempt"),
      },
      Actions: {
        LowAction: { Notify: true, EventAction: "NO_ACTION" },
        MediumAction: { Notify: false, EventAction: "MFA_IF_CONFIGURED" },
        HighAction: { Notify: true, EventAction: "BLOCK" },
      },
    },
    RiskExceptionConfiguration: { BlockedIPRangeList: ["192.0.2.0/24"], SkippedIPRangeList: ["2001:db8::/32"] },
  } as const;
  const full = { RiskConfiguration: { ...pool, ...given, LastModifiedDate: world.clock.now() / 1000 } };
  assert.deepEqual(await call.SetRiskConfiguration({ ...pool, ...given }), full);
  assert.deepEqual(await call.DescribeRiskConfiguration(pool), full);

  for (const EventFilter of [undefined, []]) {
    const compromised = { EventFilter, Actions: { EventAction: "BLOCK" } } as const;
    const { RiskConfiguration } = await call.SetRiskConfiguration({
      ...pool,
      CompromisedCredentialsRiskConfiguration: compromised,
    });
    const events = RiskConfiguration.CompromisedCredentialsRiskConfiguration?.EventFilter;
    assert.deepEqual(events, ["SIGN_IN", "PASSWORD_CHANGE", "SIGN_UP"]);
    assert.equal(RiskConfiguration.AccountTakeoverRiskConfiguration, undefined);
  }
});

test("SetRiskConfiguration and DescribeRiskConfiguration refuse in the API's words", async () => {
  await using world = await startWorld({ pool: PROTECTED });
  const { call, pool } = world;
  const notify = { SourceArn: "arn:aws:ses:us-east-1:000000000000:identity/people@example.com" };
  const required = "NotifyConfiguration is required when an action has Notify set to true.";
  const told = { Notify: true, EventAction: "NO_ACTION" } as const;
  const takeovers = [
    [{ Actions: { LowAction: told } }, required],
    [{ Actions: { MediumAction: told } }, required],
    [{ Actions: { HighAction: told, LowAction: { Notify: false, EventAction: "BLOCK" } } }, required],
    [{ Actions: {}, NotifyConfiguration: { ...notify, From: "people" } }, "Provided From email address is invalid"],
    [
      { Actions: {}, NotifyConfiguration: { ...notify, From: "P <p@example.com>\r\nBcc: eve@example.com" } },
      "Provided From email address is invalid",
    ],
    [
      { Actions: {}, NotifyConfiguration: { ...notify, ReplyTo: "p@example.com, eve@example.com" } },
      "Provided ReplyTo email address is invalid",
    ],
  ] as const;
  for (const [AccountTakeoverRiskConfiguration, message] of takeovers) {
    await refused(
      call.SetRiskConfiguration({ ...pool, AccountTakeoverRiskConfiguration }),
      "InvalidParameterException",
      message,
    );
  }
  for (const range of ["192.0.2.1", "192.0.2.0/33", "2001:db8::/129", "people/8", "192.0.2.0/24/1", "192.0.2.0/"]) {
    await refused(
      call.SetRiskConfiguration({ ...pool, ...exceptions(range) }),
      "InvalidParameterException",
      `${range} is not a valid CIDR range.`,
    );
  }
  for (const operation of [call.SetRiskConfiguration, call.DescribeRiskConfiguration]) {
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

test("SetRiskConfiguration refuses while threat protection is off, and leaves what was chosen before", async () => {
  await using world = await startWorld({
    pool: { UserPoolTier: "PLUS", UserPoolAddOns: { AdvancedSecurityMode: "AUDIT" } },
  });
  const { call, pool } = world;
  const RiskExceptionConfiguration = { BlockedIPRangeList: ["10.10.10.10/32"] };
  await call.SetRiskConfiguration({ ...pool, RiskExceptionConfiguration });
  await world.updatePool({ UserPoolAddOns: { AdvancedSecurityMode: "OFF" } });
  for (const level of [pool, { ...pool, ...world.client }]) {
    await refused(
      call.SetRiskConfiguration({ ...level, RiskExceptionConfiguration: { SkippedIPRangeList: ["192.0.2.0/24"] } }),
      "UserPoolAddOnNotEnabledException",
      `Threat protection is not enabled for the user pool ${pool.UserPoolId}.`,
    );
  }
  const { RiskConfiguration } = await call.DescribeRiskConfiguration(pool);
  assert.deepEqual(RiskConfiguration?.RiskExceptionConfiguration, RiskExceptionConfiguration);
});
