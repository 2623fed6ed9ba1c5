/** What members of groups, resource servers, domains, providers, tags and risk may be by themselves, one row each. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { OperationName } from "../contracts/index.ts";
import { rawCalls } from "../testing/raw.ts";
import { refused } from "../testing/refused.ts";
import { startWorld } from "../testing/world.ts";

type Row = readonly [members: object, path: string, rule: RegExp];

const long = (length: number): string => "a".repeat(length);
const numbered = (count: number) => Array.from({ length: count }, (_, index) => `a${index}`);
const longest = (length: number) => new RegExp(`length less than or equal to ${length}`);
const SHORTEST = /length greater than or equal to 1/;
const PATTERN = /regular expression pattern: /;
const MISSING = /Member must not be null$/;

const GROUP: readonly Row[] = [
  [{ GroupName: "two words" }, "groupName", PATTERN],
  [{ GroupName: long(129) }, "groupName", longest(128)],
  [{ GroupName: undefined }, "groupName", MISSING],
  [{ Description: long(2049) }, "description", longest(2048)],
  [{ RoleArn: "arn:nothing" }, "roleArn", PATTERN],
  [{ Precedence: -1 }, "precedence", /value greater than or equal to 0$/],
];

const SERVER: readonly Row[] = [
  [{ Identifier: "two words" }, "identifier", PATTERN],
  [{ Identifier: long(257) }, "identifier", longest(256)],
  [{ Identifier: undefined }, "identifier", MISSING],
  [{ Name: "a/b" }, "name", PATTERN],
  [{ Name: undefined }, "name", MISSING],
  [{ Scopes: [{ ScopeName: "a/b", ScopeDescription: "d" }] }, "scopes.1.member.scopeName", PATTERN],
  [{ Scopes: [{ ScopeName: "read", ScopeDescription: "" }] }, "scopes.1.member.scopeDescription", SHORTEST],
  [{ Scopes: [{ ScopeName: "read" }] }, "scopes.1.member.scopeDescription", MISSING],
  [{ Scopes: numbered(101).map((ScopeName) => ({ ScopeName, ScopeDescription: "d" })) }, "scopes", longest(100)],
];

const PROVIDER: readonly Row[] = [
  [{ ProviderName: "" }, "providerName", SHORTEST],
  [{ ProviderName: long(33) }, "providerName", longest(32)],
  [{ ProviderName: undefined }, "providerName", MISSING],
  [{ IdpIdentifiers: [long(41)] }, "idpIdentifiers", longest(40)],
  [{ IdpIdentifiers: ["a/b"] }, "idpIdentifiers", PATTERN],
  [{ IdpIdentifiers: numbered(51) }, "idpIdentifiers", longest(50)],
];

const DOMAIN: readonly Row[] = [
  [{ Domain: long(64) }, "domain", longest(63)],
  [{ Domain: undefined }, "domain", MISSING],
  [{ CustomDomainConfig: {} }, "customDomainConfig.certificateArn", MISSING],
];

const RISK: readonly Row[] = [
  [
    { RiskExceptionConfiguration: { BlockedIPRangeList: numbered(201) } },
    "riskExceptionConfiguration.blockedIPRangeList",
    longest(200),
  ],
  [
    { RiskExceptionConfiguration: { SkippedIPRangeList: numbered(201) } },
    "riskExceptionConfiguration.skippedIPRangeList",
    longest(200),
  ],
  [{ CompromisedCredentialsRiskConfiguration: {} }, "compromisedCredentialsRiskConfiguration.actions", MISSING],
  [
    { CompromisedCredentialsRiskConfiguration: { Actions: { EventAction: "REPORT" } } },
    "compromisedCredentialsRiskConfiguration.actions.eventAction",
    /enum value set: \[BLOCK, NO_ACTION\]$/,
  ],
  [
    { AccountTakeoverRiskConfiguration: { Actions: { LowAction: { Notify: true, EventAction: "REPORT" } } } },
    "accountTakeoverRiskConfiguration.actions.lowAction.eventAction",
    /enum value set: \[/,
  ],
  [
    {
      AccountTakeoverRiskConfiguration: {
        Actions: {},
        NotifyConfiguration: {
          SourceArn: "arn:aws:ses:us-east-1:000000000000:identity/p@example.com",
          BlockEmail: { Subject: long(141) },
        },
      },
    },
    "accountTakeoverRiskConfiguration.notifyConfiguration.blockEmail.subject",
    longest(140),
  ],
];

const TABLE: readonly (readonly [operation: OperationName, right: object, rows: readonly Row[]])[] = [
  ["CreateGroup", { GroupName: "editors" }, GROUP],
  ["UpdateGroup", { GroupName: "editors" }, GROUP],
  ["ListGroups", {}, [[{ Limit: 61 }, "limit", /value less than or equal to 60$/]]],
  ["CreateResourceServer", { Identifier: "api", Name: "API" }, SERVER],
  ["UpdateResourceServer", { Identifier: "api", Name: "API" }, SERVER],
  [
    "ListResourceServers",
    {},
    [
      [{ MaxResults: 0 }, "maxResults", /value greater than or equal to 1$/],
      [{ MaxResults: 51 }, "maxResults", /value less than or equal to 50$/],
    ],
  ],
  [
    "CreateIdentityProvider",
    { ProviderName: "Example", ProviderType: "SAML", ProviderDetails: { MetadataFile: "<xml/>" } },
    [
      ...PROVIDER,
      [{ ProviderName: "two_words" }, "providerName", PATTERN],
      [{ ProviderType: "LDAP" }, "providerType", /enum value set: \[/],
    ],
  ],
  ["UpdateIdentityProvider", { ProviderName: "Example" }, PROVIDER.filter(([, path]) => path !== "providerName")],
  ["ListIdentityProviders", {}, [[{ MaxResults: 61 }, "maxResults", /value less than or equal to 60$/]]],
  ["CreateUserPoolDomain", { Domain: "people" }, DOMAIN],
  ["SetRiskConfiguration", {}, RISK],
  [
    "SetLogDeliveryConfiguration",
    { LogConfigurations: [] },
    [
      [{ LogConfigurations: undefined }, "logConfigurations", MISSING],
      [
        { LogConfigurations: [{ LogLevel: "DEBUG", EventSource: "userAuthEvents" }] },
        "logConfigurations.1.member.logLevel",
        /enum value set: \[/,
      ],
      [{ LogConfigurations: numbered(3).map(() => ({})) }, "logConfigurations", longest(2)],
    ],
  ],
];

for (const [operation, right, rows] of TABLE) {
  test(`${operation} refuses members that are wrong by themselves`, async () => {
    await using world = await startWorld();
    const call = rawCalls(world.call);
    for (const [members, path, rule] of rows) {
      const attempt = call[operation]({ ...world.pool, ...right, ...members });
      await assert.rejects(attempt, (error: Error) => {
        assert.equal(error.name, "InvalidParameterException");
        assert.match(error.message, /^\d+ validation errors? detected: /);
        assert.ok(error.message.includes(` at '${path}' failed to satisfy constraint: `), error.message);
        assert.match(error.message, rule);
        return true;
      });
    }
  });
}

test("TagResource and UntagResource refuse tags that are wrong by themselves, and more than a pool may have", async () => {
  await using world = await startWorld();
  const { UserPool } = await world.call.DescribeUserPool(world.pool);
  const ResourceArn = UserPool?.Arn ?? "";
  const call = rawCalls(world.call);
  const tags = (count: number) => Object.fromEntries(numbered(count).map((key) => [key, ""]));
  for (const [Tags, path, rule] of [
    [{ [long(129)]: "" }, "tags", longest(128)],
    [{ "": "v" }, "tags", SHORTEST],
    [{ team: long(257) }, "tags", longest(256)],
  ] as const) {
    await refused(call.TagResource({ ResourceArn, Tags }), "InvalidParameterException", rule);
    await refused(call.TagResource({ ResourceArn, Tags }), "InvalidParameterException", new RegExp(` at '${path}`));
  }
  await refused(
    call.TagResource({ ResourceArn, Tags: tags(51) }),
    "InvalidParameterException",
    "A user pool cannot have more than 50 tags.",
  );
  await refused(call.UntagResource({ ResourceArn, TagKeys: [long(129)] }), "InvalidParameterException", longest(128));
  await refused(call.UntagResource({ ResourceArn }), "InvalidParameterException", MISSING);
  await call.TagResource({ ResourceArn, Tags: tags(50) });
  await refused(
    call.TagResource({ ResourceArn, Tags: { one: "more" } }),
    "InvalidParameterException",
    "A user pool cannot have more than 50 tags.",
  );
});
