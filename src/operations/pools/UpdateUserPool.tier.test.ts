import assert from "node:assert/strict";
import { test } from "node:test";
import { refused } from "../../testing/refused.ts";
import { startWorld, type World } from "../../testing/world.ts";

const disable = (tier: "LITE" | "ESSENTIALS", features: string): string =>
  `The following features need to be disabled for the ${tier} pricing tier configured: ${features}`;

interface FeatureInUse {
  readonly feature: string;
  /** The tier that no longer has it. */
  readonly tier: "LITE" | "ESSENTIALS";
  readonly use: (world: World) => Promise<unknown>;
  readonly disuse: (world: World) => Promise<unknown>;
}

const CHOICE = { ExplicitAuthFlows: ["ALLOW_USER_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"] } as const;
const HISTORY = { PasswordPolicy: { PasswordHistorySize: 3 } };
const FACTORS = { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP"] } } as const;

const IN_USE: readonly FeatureInUse[] = [
  {
    feature: "Choice-Based Sign-In",
    tier: "LITE",
    use: ({ call, pool, client }) => call.UpdateUserPoolClient({ ...pool, ...client, ...CHOICE }),
    disuse: ({ call, pool, client }) => call.UpdateUserPoolClient({ ...pool, ...client }),
  },
  {
    feature: "Managed Login Version 2",
    tier: "LITE",
    use: ({ call, pool }) => call.CreateUserPoolDomain({ ...pool, Domain: "people", ManagedLoginVersion: 2 }),
    disuse: ({ call, pool }) => call.UpdateUserPoolDomain({ ...pool, Domain: "people", ManagedLoginVersion: 1 }),
  },
  {
    feature: "Email MFA",
    tier: "LITE",
    use: ({ call, pool }) =>
      call.SetUserPoolMfaConfig({ ...pool, MfaConfiguration: "OPTIONAL", EmailMfaConfiguration: {} }),
    disuse: ({ call, pool }) => call.SetUserPoolMfaConfig({ ...pool, MfaConfiguration: "OFF" }),
  },
];

for (const { feature, tier, use, disuse } of IN_USE) {
  test(`UpdateUserPool refuses ${tier} while ${feature} is in use`, async () => {
    await using world = await startWorld();
    const { call, pool } = world;
    await use(world);
    const before = await call.DescribeUserPool(pool);
    await refused(
      world.updatePool({ UserPoolTier: tier }),
      "FeatureUnavailableInTierException",
      disable(tier, feature),
    );
    assert.deepEqual(await call.DescribeUserPool(pool), before);
    await disuse(world);
    await world.updatePool({ UserPoolTier: tier });
  });
}

test("UpdateUserPool refuses a tier that lacks what the same request asks for", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const lambda = (LambdaVersion: "V2_0" | "V3_0") => ({
    LambdaConfig: {
      PreTokenGenerationConfig: { LambdaVersion, LambdaArn: "arn:aws:lambda:us-east-1:000000000000:function:claims" },
    },
  });
  const audit = { UserPoolAddOns: { AdvancedSecurityMode: "AUDIT" } } as const;
  const refusals = [
    ["LITE", lambda("V2_0"), "Token Customization with Pre-Token Generation Lambda"],
    ["LITE", lambda("V3_0"), "Token Customization with Pre-Token Generation Lambda"],
    ["LITE", { Policies: HISTORY }, "Password History"],
    ["LITE", { Policies: FACTORS }, "Passwordless Sign-In"],
    ["LITE", { Policies: { ...FACTORS, ...HISTORY } }, "Passwordless Sign-In, Password History"],
    ["LITE", audit, "Threat Protection"],
    ["ESSENTIALS", audit, "Threat Protection"],
  ] as const;
  for (const [UserPoolTier, members, features] of refusals) {
    const request = { ...pool, UserPoolTier, ...members };
    const text = disable(UserPoolTier, features);
    await refused(call.UpdateUserPool(request), "FeatureUnavailableInTierException", text);
    await refused(
      call.CreateUserPool({ PoolName: "p", UserPoolTier, ...members }),
      "FeatureUnavailableInTierException",
      text,
    );
  }
});

test("UpdateUserPool names everything that clients and domains use at once", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  await call.CreateUserPoolClient({ ...pool, ClientName: "choice", ...CHOICE });
  await call.CreateUserPoolDomain({ ...pool, Domain: "people", ManagedLoginVersion: 2 });
  await refused(
    world.updatePool({ UserPoolTier: "LITE" }),
    "FeatureUnavailableInTierException",
    disable("LITE", "Choice-Based Sign-In, Managed Login Version 2"),
  );
});

test("UpdateUserPool and a client that comes at once do not end in a tier without what the client uses", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  for (let round = 0; round < 10; round += 1) {
    const [lower] = await Promise.allSettled([
      world.updatePool({ UserPoolTier: "LITE" }),
      call.CreateUserPoolClient({ ...pool, ClientName: "choice", ...CHOICE }),
    ]);
    const { UserPoolClients } = await call.ListUserPoolClients({ ...pool, MaxResults: 60 });
    const choice = UserPoolClients?.find(({ ClientName }) => ClientName === "choice");
    assert.equal(lower.status === "fulfilled", choice === undefined);
    if (choice !== undefined) await call.DeleteUserPoolClient({ ...pool, ClientId: choice.ClientId ?? "" });
    await world.updatePool({ UserPoolTier: "ESSENTIALS" });
  }
});

test("SetUserPoolMfaConfig refuses passkeys to the lowest tier, which a pool may go down to once none signs in with them", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const passkeys = { ...pool, WebAuthnConfiguration: { RelyingPartyId: "example.com" } };
  await call.SetUserPoolMfaConfig(passkeys);
  const first = { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "WEB_AUTHN"] } } } as const;
  await refused(
    world.updatePool({ UserPoolTier: "LITE", ...first }),
    "FeatureUnavailableInTierException",
    disable("LITE", "Passwordless Sign-In"),
  );
  await world.updatePool({ UserPoolTier: "LITE" });
  await refused(
    call.SetUserPoolMfaConfig(passkeys),
    "FeatureUnavailableInTierException",
    "The following feature is not available for the LITE pricing tier configured: Passkeys",
  );
  await call.SetUserPoolMfaConfig({ ...pool, MfaConfiguration: "OFF" });
});
