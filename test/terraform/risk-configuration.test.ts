/** aws_cognito_risk_configuration, of a pool and of a client. */
import { test } from "node:test";
import {
  DescribeRiskConfigurationCommand,
  SetRiskConfigurationCommand,
  type CognitoIdentityProviderClient,
  type SetRiskConfigurationCommandInput,
} from "@aws-sdk/client-cognito-identity-provider";
import { play, unlessGone, type Resource } from "./resource.ts";
import { startScene } from "./scene.ts";

type Risk = SetRiskConfigurationCommandInput;

const riskConfiguration = (sdk: CognitoIdentityProviderClient, remains: Risk): Resource<Risk> => {
  const keysOf = (id: string) => {
    const [UserPoolId, ClientId] = id.split(":");
    return { UserPoolId, ClientId };
  };
  return {
    name: "aws_cognito_risk_configuration",
    attributes: {
      UserPoolId: { required: true, forcesNew: true },
      ClientId: { forcesNew: true },
      AccountTakeoverRiskConfiguration: {},
      CompromisedCredentialsRiskConfiguration: { computedMembers: ["EventFilter"] },
      RiskExceptionConfiguration: {},
    },
    create: async (planned) => {
      await sdk.send(new SetRiskConfigurationCommand({ ...planned }));
      return [planned.UserPoolId, planned.ClientId].filter((part) => part !== undefined).join(":");
    },
    read: async (id, prior) => {
      const described = await unlessGone(sdk.send(new DescribeRiskConfigurationCommand(keysOf(id))));
      if (described?.RiskConfiguration === undefined) return undefined;
      const risk = described.RiskConfiguration;
      return {
        ...keysOf(id),
        AccountTakeoverRiskConfiguration: risk.AccountTakeoverRiskConfiguration,
        CompromisedCredentialsRiskConfiguration: risk.CompromisedCredentialsRiskConfiguration,
        // What is not shown stays as it was read before.
        RiskExceptionConfiguration: risk.RiskExceptionConfiguration ?? prior?.RiskExceptionConfiguration,
      };
    },
    update: async (_id, planned) => {
      await sdk.send(new SetRiskConfigurationCommand({ ...planned }));
    },
    remove: async (id) => {
      await unlessGone(sdk.send(new SetRiskConfigurationCommand(keysOf(id))));
    },
    remains,
  };
};

const mail = (kind: string) => ({
  HtmlBody: `<p>${kind}</p>`,
  Subject: `About ${kind}`,
  TextBody: `It is about ${kind}`,
});

const fullRisk = (of: string): Omit<Risk, "UserPoolId"> => ({
  AccountTakeoverRiskConfiguration: {
    Actions: {
      LowAction: { EventAction: "NO_ACTION", Notify: false },
      MediumAction: { EventAction: "MFA_IF_CONFIGURED", Notify: true },
      HighAction: { EventAction: "BLOCK", Notify: true },
    },
    NotifyConfiguration: {
      SourceArn: "arn:aws:ses:us-east-1:000000000000:identity/example.com",
      From: `${of}@example.com`,
      ReplyTo: "reply@example.com",
      BlockEmail: mail(`${of} blocked`),
      MfaEmail: mail(`${of} asked`),
      NoActionEmail: mail(`${of} let in`),
    },
  },
  CompromisedCredentialsRiskConfiguration: { Actions: { EventAction: "BLOCK" }, EventFilter: ["SIGN_UP", "SIGN_IN"] },
  RiskExceptionConfiguration: {
    BlockedIPRangeList: ["10.10.10.11/32", "10.10.10.10/32"],
    SkippedIPRangeList: ["192.0.2.0/24"],
  },
});

const protectedPool = (AdvancedSecurityMode: "AUDIT" | "ENFORCED") =>
  ({ UserPoolTier: "PLUS", UserPoolAddOns: { AdvancedSecurityMode } }) as const;

test("aws_cognito_risk_configuration reads back what it writes of a pool", async () => {
  for (const mode of ["AUDIT", "ENFORCED"] as const) {
    await using scene = await startScene({ pool: protectedPool(mode) });
    const { world, sdk } = scene;
    const { RiskExceptionConfiguration, ...rest } = fullRisk("ada");
    // Exceptions that are no longer configured stay in the state: what removes them is a resource without them from the start.
    const keys = { ...world.pool, ClientId: undefined };
    await play(riskConfiguration(sdk, undefinedRisk(keys, undefined)), {
      minimal: { ...world.pool, CompromisedCredentialsRiskConfiguration: { Actions: { EventAction: "NO_ACTION" } } },
      full: { ...world.pool, ...rest },
      others: [
        { ...world.pool, ...fullRisk("eve"), RiskExceptionConfiguration: undefined },
        {
          ...world.pool,
          AccountTakeoverRiskConfiguration: {
            Actions: {
              MediumAction: { EventAction: "MFA_REQUIRED", Notify: false },
              HighAction: { EventAction: "BLOCK", Notify: false },
            },
          },
        },
      ],
    });
    await play(riskConfiguration(sdk, undefinedRisk(keys, RiskExceptionConfiguration)), {
      minimal: { ...world.pool, RiskExceptionConfiguration },
      full: { ...world.pool, RiskExceptionConfiguration },
    });
  }
});

/** What is shown of a level that was reset, and what the provider keeps of what it read before. */
function undefinedRisk(
  keys: Pick<Risk, "UserPoolId" | "ClientId">,
  RiskExceptionConfiguration: Risk["RiskExceptionConfiguration"],
): Risk {
  return {
    ...keys,
    AccountTakeoverRiskConfiguration: undefined,
    CompromisedCredentialsRiskConfiguration: undefined,
    RiskExceptionConfiguration,
  };
}

test("aws_cognito_risk_configuration reads back what it writes of a client, apart from its pool's", async () => {
  await using scene = await startScene({ pool: protectedPool("ENFORCED") });
  const { world, sdk } = scene;
  const keys = { ...world.pool, ...world.client };
  const { RiskExceptionConfiguration: _exceptions, ...rest } = fullRisk("ada");
  await play(riskConfiguration(sdk, undefinedRisk(keys, undefined)), {
    minimal: { ...keys, CompromisedCredentialsRiskConfiguration: { Actions: { EventAction: "BLOCK" } } },
    full: { ...keys, ...rest },
  });
});
