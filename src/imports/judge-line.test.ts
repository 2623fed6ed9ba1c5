/** Every line that a file may have, and what becomes of it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { LogFields } from "../model/log-fields.ts";
import type { WireInput } from "../testing/call.ts";
import { createJob, csvFor, csvUser, importFile, reportOf, type CsvRow } from "../testing/imports.ts";
import { ADAS_HASHES } from "../testing/imported-user.ts";
import { startWorld, type World } from "../testing/world.ts";
import { judgeLine, type JudgeParts } from "./judge-line.ts";

const SUCCESS = "[SUCCEEDED] Line Number 2 - The import succeeded.";
const NOT_VERIFIED =
  "[FAILED] Line Number 2 - The User Record does not set any of the auto verified attributes to true. (Example: email_verified to true).";
const SMS = {
  SmsConfiguration: { SnsCallerArn: "arn:aws:iam::000000000000:role/sms", ExternalId: "x" },
} as const;

/** What becomes of the one line of a file. */
const outcomeOf = async (world: World, row: CsvRow, input: Partial<WireInput<"CreateUserImportJob">> = {}) => {
  const { report } = await importFile(world, await csvFor(world, [row]), input);
  assert.equal(report.length, 1);
  return report[0] ?? "";
};

const attributesOf = async ({ call, pool }: World, Username: string): Promise<Readonly<Record<string, string>>> => {
  const { UserAttributes = [] } = await call.AdminGetUser({ ...pool, Username });
  return Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value ?? ""]));
};

test("judgeLine takes every kind of value, in any order of columns, without the blanks around it", async () => {
  await using world = await startWorld({
    pool: {
      Schema: [
        { Name: "motto", AttributeDataType: "String" },
        { Name: "level", AttributeDataType: "Number", NumberAttributeConstraints: { MinValue: "1", MaxValue: "9" } },
        { Name: "paid", AttributeDataType: "Boolean" },
      ],
    },
  });
  const header = (await world.call.GetCSVHeader(world.pool)).CSVHeader ?? [];
  const columns = header.filter((name) => name !== "password_hash").toReversed();
  const row: CsvRow = {
    "cognito:username": " grace ",
    "cognito:mfa_enabled": "FALSE",
    email: "grace@example.com",
    email_verified: "TRUE",
    name: String.raw`Hopper\, Grace`,
    birthdate: "12/09/1906",
    updated_at: "1471453471",
    "custom:motto": String.raw`C:\new "quoted" é 🚢`,
    "custom:level": "9",
    "custom:paid": "False",
  };
  const text = `${columns.join(",")}\r\n${columns.map((name) => row[name] ?? "").join(",")}\r\n\r\n`;
  const { job, report } = await importFile(world, text);
  assert.deepEqual(report, [SUCCESS]);
  assert.equal(job.Status, "Succeeded");
  const { sub: _sub, ...attributes } = await attributesOf(world, "grace");
  assert.deepEqual(attributes, {
    email: "grace@example.com",
    email_verified: "true",
    name: "Hopper, Grace",
    birthdate: "12/09/1906",
    updated_at: "1471453471",
    "custom:motto": String.raw`C:\new "quoted" é 🚢`,
    "custom:level": "9",
    "custom:paid": "false",
  });
});

const plain: readonly { readonly title: string; readonly row: CsvRow; readonly reason: RegExp }[] = [
  {
    title: "no proven address",
    row: csvUser("grace", { email_verified: "" }),
    reason: /does not set any of the auto verified attributes to true/,
  },
  {
    title: "an address that is not proven",
    row: csvUser("grace", { email_verified: "false" }),
    reason: /does not set any of the auto verified attributes to true/,
  },
  {
    title: "a number that is proven where addresses are verified",
    row: csvUser("grace", { email_verified: "", phone_number: "+14325551212", phone_number_verified: "true" }),
    reason: /does not set any of the auto verified attributes to true/,
  },
  {
    title: "proof of no address",
    row: csvUser("grace", { email: "" }),
    reason: /^email_verified is true, but the row has no email\.$/,
  },
  {
    title: "proof of no number",
    row: csvUser("grace", { phone_number_verified: "true" }),
    reason: /^phone_number_verified is true, but the row has no phone_number\.$/,
  },
  { title: "no name", row: csvUser("", { email: "x@example.com" }), reason: /^cognito:username failed to satisfy/ },
  { title: "a name with blanks", row: csvUser("grace hopper", { email: "x@example.com" }), reason: /pattern/ },
  {
    title: "a long name",
    row: csvUser("g".repeat(129), { email: "x@example.com" }),
    reason: /length less than or equal to 128/,
  },
  { title: "no address", row: csvUser("grace", { email: "grace" }), reason: /^Invalid email address format\.$/ },
  { title: "no number", row: csvUser("grace", { phone_number: "12" }), reason: /^Invalid phone number format\.$/ },
  {
    title: "no flag",
    row: csvUser("grace", { email_verified: "yes" }),
    reason: /email_verified: Value is not a boolean$/,
  },
  {
    title: "a day that is none",
    row: csvUser("grace", { birthdate: "02/30/2000" }),
    reason: /^birthdate must be in the format mm\/dd\/yyyy\.$/,
  },
  { title: "a day in another order", row: csvUser("grace", { birthdate: "2000-02-03" }), reason: /^birthdate must be/ },
  { title: "no moment", row: csvUser("grace", { updated_at: "now" }), reason: /updated_at: Value is not a number$/ },
  {
    title: "a long value",
    row: csvUser("grace", { name: "n".repeat(2049) }),
    reason: /^name failed to satisfy constraint/,
  },
  {
    title: "MFA that is neither",
    row: csvUser("grace", { "cognito:mfa_enabled": "1" }),
    reason: /^cognito:mfa_enabled must be true or false\.$/,
  },
  {
    title: "MFA in a pool without",
    row: csvUser("grace", { "cognito:mfa_enabled": "true" }),
    reason: /because the user pool has no MFA\.$/,
  },
  {
    title: "a hash without an algorithm",
    row: csvUser("grace", { password_hash: ADAS_HASHES.BCRYPT }),
    reason: /^The row has a password_hash, but the job names no algorithm\.$/,
  },
  {
    title: "a number out of bounds",
    row: csvUser("grace", { "custom:level": "10" }),
    reason: /custom:level: Number must be no greater than 9$/,
  },
  {
    title: "several values out of bounds",
    row: csvUser("grace", { "custom:level": "x", "custom:code": "1" }),
    reason: /schema: custom:level: .* custom:code: .*$/,
  },
];

for (const { title, row, reason } of plain) {
  test(`judgeLine refuses a line with ${title}, and repeats nothing of it`, async () => {
    await using world = await startWorld({
      pool: {
        Schema: [
          { Name: "level", AttributeDataType: "Number", NumberAttributeConstraints: { MaxValue: "9" } },
          { Name: "code", AttributeDataType: "String", StringAttributeConstraints: { MinLength: "3", MaxLength: "5" } },
        ],
      },
    });
    const outcome = await outcomeOf(world, row);
    const [, told = ""] = /^\[FAILED\] Line Number 2 - (.*)$/u.exec(outcome) ?? [];
    assert.match(told, reason);
    for (const value of ["grace", "example", "+1432"]) assert.ok(!told.includes(value), told);
    const { Users } = await world.call.ListUsers(world.pool);
    assert.deepEqual(Users, []);
  });
}

test("judgeLine refuses lines that are no rows, each by itself", async () => {
  await using world = await startWorld();
  const good = await csvFor(world, [csvUser("grace")]);
  const [, row = ""] = good.split("\n");
  const text = Buffer.concat([
    Buffer.from(`${good}${row},\n${row.slice(1)}\n${"x".repeat(16_001)}\n`),
    Buffer.from([0x66, 0xff, 0x0a]),
    Buffer.from(`${"é".repeat(30_000)}\n\n${row.replaceAll("grace", "alan")}`),
  ]);
  const { job, report } = await importFile(world, text);
  assert.deepEqual(report, [
    SUCCESS,
    "[FAILED] Line Number 3 - The row has 23 values, where the header has 22 columns.",
    "[FAILED] Line Number 4 - The row has 21 values, where the header has 22 columns.",
    "[FAILED] Line Number 5 - The row is longer than 16000 characters.",
    "[FAILED] Line Number 6 - The row is not encoded in UTF-8.",
    "[FAILED] Line Number 7 - The row is longer than 16000 characters.",
    "[SUCCEEDED] Line Number 9 - The import succeeded.",
  ]);
  assert.deepEqual([job.ImportedUsers, job.SkippedUsers, job.FailedUsers], [2, 0, 5]);
});

test("judgeLine takes a line of as many characters as there may be", async () => {
  await using world = await startWorld();
  const text = await csvFor(world, [csvUser("grace")]);
  const [header, row = ""] = text.trimEnd().split("\n");
  const { report } = await importFile(world, `${header}\n${row}${" ".repeat(16_000 - row.length)}\n`);
  assert.deepEqual(report, [SUCCESS]);
});

test("judgeLine requires what the pool requires", async () => {
  await using world = await startWorld({ pool: { Schema: [{ Name: "name", Required: true }] } });
  assert.equal(
    await outcomeOf(world, csvUser("grace")),
    "[FAILED] Line Number 2 - Attributes did not conform to the schema: name: The attribute is required",
  );
  assert.equal(await outcomeOf(world, csvUser("grace", { name: "Grace" })), SUCCESS);
});

test("judgeLine asks for proof of any of the contacts that the pool verifies", async () => {
  await using world = await startWorld({ pool: { AutoVerifiedAttributes: ["email", "phone_number"], ...SMS } });
  const number = { email: "", email_verified: "", phone_number: "+14325551212", phone_number_verified: "True" };
  assert.equal(await outcomeOf(world, csvUser("grace", number)), SUCCESS);
  assert.equal(await outcomeOf(world, csvUser("ada", { ...number, phone_number_verified: "" })), NOT_VERIFIED);
});

test("judgeLine names users by their addresses where the pool does", async () => {
  await using world = await startWorld({ pool: { UsernameAttributes: ["email"] } });
  const row = { "cognito:username": "grace@example.com", email_verified: "true" };
  assert.equal(await outcomeOf(world, row), SUCCESS);
  const { sub, email } = await attributesOf(world, "grace@example.com");
  const { Username } = await world.call.AdminGetUser({ ...world.pool, Username: "grace@example.com" });
  assert.deepEqual([Username, email], [sub, "grace@example.com"]);
  assert.equal(await outcomeOf(world, row), "[SKIPPED] Line Number 2 - The user already exists.");
  assert.equal(
    await outcomeOf(world, { ...row, "cognito:username": "grace" }),
    "[FAILED] Line Number 2 - Username should be an email.",
  );
  assert.equal(
    await outcomeOf(world, { ...row, "cognito:username": "ada@example.com", email: "alan@example.com" }),
    "[FAILED] Line Number 2 - Username and email must be the same.",
  );
});

test("judgeLine takes no alias from whom it signs in, nor a name that looks like one", async () => {
  await using world = await startWorld({ pool: { AliasAttributes: ["email", "preferred_username"] } });
  await world.user("ada");
  assert.equal(await outcomeOf(world, csvUser("ada")), "[SKIPPED] Line Number 2 - The user already exists.");
  assert.equal(
    await outcomeOf(world, csvUser("grace", { email: "ada@example.com" })),
    "[FAILED] Line Number 2 - An account with the email already exists.",
  );
  assert.equal(
    await outcomeOf(world, csvUser("grace", { preferred_username: "ada" })),
    "[FAILED] Line Number 2 - An account with the preferred_username already exists.",
  );
  assert.match(
    await outcomeOf(world, csvUser("grace@example.org", { email: "x@example.com" })),
    /cannot be of email format/,
  );
  assert.equal(await outcomeOf(world, csvUser("grace", { preferred_username: "amazing" })), SUCCESS);
  const { Username } = await world.call.AdminGetUser({ ...world.pool, Username: "amazing" });
  assert.equal(Username, "grace");
});

test("judgeLine knows a name that looks the same, where the pool does not distinguish case", async () => {
  await using world = await startWorld({ pool: { UsernameConfiguration: { CaseSensitive: false } } });
  await world.user("ada");
  assert.equal(
    await outcomeOf(world, csvUser("ADA", { email: "x@example.com" })),
    "[SKIPPED] Line Number 2 - The user already exists.",
  );
});

test("judgeLine switches codes by SMS on where the pool leaves it to its users", async () => {
  await using world = await startWorld({
    pool: { AutoVerifiedAttributes: ["email", "phone_number"], MfaConfiguration: "OPTIONAL", ...SMS },
  });
  const number = { phone_number: "+14325551212", phone_number_verified: "true" };
  assert.equal(await outcomeOf(world, csvUser("on", { ...number, "cognito:mfa_enabled": "True" })), SUCCESS);
  assert.equal(await outcomeOf(world, csvUser("off", { ...number, "cognito:mfa_enabled": "false" })), SUCCESS);
  assert.equal(await outcomeOf(world, csvUser("blank", number)), SUCCESS);
  assert.equal(
    await outcomeOf(world, csvUser("nowhere", { "cognito:mfa_enabled": "true" })),
    "[FAILED] Line Number 2 - cognito:mfa_enabled is true, but no SMS can be sent to the user.",
  );
  const optionsOf = async (Username: string) => (await world.call.AdminGetUser({ ...world.pool, Username })).MFAOptions;
  assert.deepEqual(await optionsOf("on"), [{ DeliveryMedium: "SMS", AttributeName: "phone_number" }]);
  assert.equal(await optionsOf("off"), undefined);
  assert.equal(await optionsOf("blank"), undefined);
});

test("judgeLine takes no user without MFA into a pool that requires it", async () => {
  await using world = await startWorld({
    pool: { AutoVerifiedAttributes: ["email", "phone_number"], MfaConfiguration: "ON", ...SMS },
  });
  assert.equal(
    await outcomeOf(world, csvUser("off", { "cognito:mfa_enabled": "false" })),
    "[FAILED] Line Number 2 - cognito:mfa_enabled must not be false, because the user pool requires MFA.",
  );
  assert.equal(await outcomeOf(world, csvUser("on", { "cognito:mfa_enabled": "true" })), SUCCESS);
  assert.equal(await outcomeOf(world, csvUser("blank")), SUCCESS);
});

for (const algorithm of ["BCRYPT", "SCRYPT", "ARGON2ID", "PBKDF2_SHA256"] as const) {
  test(`judgeLine brings a user with a hash of ${algorithm}, who signs in at once`, async () => {
    await using world = await startWorld();
    const row = csvUser("ada", { password_hash: ADAS_HASHES[algorithm] });
    assert.equal(await outcomeOf(world, row, { PasswordHashingAlgorithm: algorithm }), SUCCESS);
    const { UserStatus } = await world.call.AdminGetUser({ ...world.pool, Username: "ada" });
    assert.equal(UserStatus, "CONFIRMED");
    await assert.rejects(world.signIn("ada", "Secret of eve 1!"), { name: "NotAuthorizedException" });
    await world.signIn("ada", "Secret of ada 1!");
    // One without a hash among them chooses a password.
    assert.equal(await outcomeOf(world, csvUser("grace"), { PasswordHashingAlgorithm: algorithm }), SUCCESS);
    await assert.rejects(world.signIn("grace", "Secret of ada 1!"), { name: "PasswordResetRequiredException" });
  });

  test(`judgeLine refuses what is no hash of ${algorithm}, and repeats nothing of it`, async () => {
    await using world = await startWorld();
    const outcome = await outcomeOf(world, csvUser("ada", { password_hash: "hunter22" }), {
      PasswordHashingAlgorithm: algorithm,
    });
    assert.match(outcome, /^\[FAILED\] Line Number 2 - The password hash is not of the form/);
    assert.doesNotMatch(outcome, /hunter22/);
  });
}

test("judgeLine makes of a fault of ours the refusal of one line, and tells the operator", async () => {
  await using world = await startWorld();
  const [header = "", row = ""] = (await csvFor(world, [csvUser("grace")])).split("\n");
  const named = await createJob(world);
  const { reader } = world.server.store;
  const scene = {
    pool: await reader.pools.get(named.UserPoolId),
    job: await reader.userImports.get(named.UserPoolId, named.JobId),
    columns: header.split(","),
    now: world.clock.now(),
  };
  const logged: LogFields[] = [];
  const parts: JudgeParts = {
    random: {
      bytes: () => {
        throw new RangeError("grace has no chance");
      },
    },
    log: (_level, _event, fields = {}) => logged.push(fields),
  };
  assert.deepEqual(judgeLine(parts, scene, { end: 0, text: row }), {
    kind: "refused",
    reason: "The user could not be imported because of an internal error.",
  });
  assert.deepEqual(logged, [{ poolId: named.UserPoolId, exception: "RangeError" }]);
});

test("judgeLine tells nobody of anything: no message, no function", async () => {
  await using world = await startWorld();
  const arn = world.functions.set("any", (event) => event);
  await world.updatePool({
    LambdaConfig: { PreSignUp: arn, PostConfirmation: arn, CustomMessage: arn, PreAuthentication: arn },
  });
  const { JobId } = (await importFile(world, await csvFor(world, [csvUser("grace")]))).job;
  await world.settle();
  assert.deepEqual(reportOf(world, JobId ?? ""), [SUCCESS]);
  assert.deepEqual(world.functions.events, []);
  assert.deepEqual(world.inbox.all, []);
});
