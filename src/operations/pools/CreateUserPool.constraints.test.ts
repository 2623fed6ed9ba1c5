import assert from "node:assert/strict";
import { test } from "node:test";
import { rawCalls } from "../../testing/raw.ts";
import { refused } from "../../testing/refused.ts";
import { startWorld } from "../../testing/world.ts";

const failed = (value: string, path: string, rule: string): string =>
  `1 validation error detected: Value${value} at '${path}' failed to satisfy constraint: Member must ${rule}`;

const password = (policy: object) => ({ Policies: { PasswordPolicy: policy } });
const texts = (template: object) => ({ VerificationMessageTemplate: template });
const strings = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ Name: `a${index}`, AttributeDataType: "String" }));

/** What a member may be by itself, in the words of the one refusal that all members share. */
const CONSTRAINTS: readonly (readonly [members: object, message: string | RegExp])[] = [
  [
    { Schema: [{ Name: "twenty-one-characters", AttributeDataType: "String" }] },
    failed(" 'twenty-one-characters'", "schema.1.member.name", "have length less than or equal to 20"),
  ],
  [{ Schema: strings(51) }, failed("", "schema", "have length less than or equal to 50")],
  [
    { Schema: [{ Name: "team", AttributeDataType: "Text" }] },
    /at 'schema\.1\.member\.attributeDataType' failed .* enum value set: \[(?:(?:Boolean|Number|String|DateTime)(?:, )?){4}\]$/,
  ],
  [
    password({ MinimumLength: 5 }),
    failed(" '5'", "policies.passwordPolicy.minimumLength", "have value greater than or equal to 6"),
  ],
  [
    password({ MinimumLength: 100 }),
    failed(" '100'", "policies.passwordPolicy.minimumLength", "have value less than or equal to 99"),
  ],
  [
    password({ PasswordHistorySize: 25 }),
    failed(" '25'", "policies.passwordPolicy.passwordHistorySize", "have value less than or equal to 24"),
  ],
  [
    password({ TemporaryPasswordValidityDays: 366 }),
    failed(" '366'", "policies.passwordPolicy.temporaryPasswordValidityDays", "have value less than or equal to 365"),
  ],
  [texts({ EmailMessage: "No code in here" }), /at 'verificationMessageTemplate\.emailMessage' failed .* pattern: /],
  [texts({ SmsMessage: "No code in here" }), /at 'verificationMessageTemplate\.smsMessage' failed .* pattern: /],
  [
    texts({ EmailMessageByLink: "No link in here" }),
    /at 'verificationMessageTemplate\.emailMessageByLink' failed .* pattern: /,
  ],
  [
    texts({ EmailSubject: "s".repeat(141) }),
    /at 'verificationMessageTemplate\.emailSubject' failed .* length less than or equal to 140$/,
  ],
  [{ MfaConfiguration: "SOMETIMES" }, /^1 validation error detected: Value 'SOMETIMES' at 'mfaConfiguration' failed /],
  [{ UserPoolTier: "FREE" }, /^1 validation error detected: Value 'FREE' at 'userPoolTier' failed /],
];

test("CreateUserPool and UpdateUserPool refuse members that are wrong by themselves, and make and change nothing", async () => {
  await using world = await startWorld();
  const { pool } = world;
  const call = rawCalls(world.call);
  const before = await world.call.DescribeUserPool(pool);
  for (const [members, message] of CONSTRAINTS) {
    await refused(call.CreateUserPool({ PoolName: "p", ...members }), "InvalidParameterException", message);
    // A schema is settled when the pool is made: no member of an update has this name.
    if (!("Schema" in members)) {
      await refused(call.UpdateUserPool({ ...pool, ...members }), "InvalidParameterException", message);
    }
  }
  await refused(call.CreateUserPool({}), "InvalidParameterException", failed("", "poolName", "not be null"));
  assert.deepEqual(await world.call.DescribeUserPool(pool), before);
  assert.equal((await world.call.ListUserPools({ MaxResults: 60 })).UserPools?.length, 1);
});
