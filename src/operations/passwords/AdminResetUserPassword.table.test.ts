/**
 * AdminResetUserPassword over every status, recovery setting, verified contact, second factor and kind of name. What is
 * expected is computed here, from the documentation alone.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { WireInput } from "../../testing/call.ts";
import { refused, TEXTS } from "../../testing/refused.ts";
import { startWorld, type World } from "../../testing/world.ts";

type Medium = "EMAIL" | "SMS";
type Status = "UNCONFIRMED" | "CONFIRMED" | "RESET_REQUIRED" | "FORCE_CHANGE_PASSWORD" | "EXTERNAL_PROVIDER";
type Recovery = NonNullable<WireInput<"UpdateUserPool">["AccountRecoverySetting"]>;

const mechanisms = (...names: readonly ("verified_email" | "verified_phone_number" | "admin_only")[]): Recovery => ({
  RecoveryMechanisms: names.map((Name, index) => ({ Name, Priority: index + 1 })),
});

/** A recovery setting, and the media that it allows in their order; `factorsToo`: a second factor is no obstacle. */
interface Setting {
  readonly name: string;
  readonly value: Recovery | undefined;
  readonly media: readonly Medium[];
  readonly factorsToo: boolean;
}

const settings: readonly Setting[] = [
  { name: "the default", value: undefined, media: ["EMAIL", "SMS"], factorsToo: false },
  { name: "the legacy {}", value: {}, media: ["SMS", "EMAIL"], factorsToo: true },
  { name: "e-mail only", value: mechanisms("verified_email"), media: ["EMAIL"], factorsToo: false },
  { name: "phone only", value: mechanisms("verified_phone_number"), media: ["SMS"], factorsToo: false },
  {
    name: "phone first",
    value: mechanisms("verified_phone_number", "verified_email"),
    media: ["SMS", "EMAIL"],
    factorsToo: false,
  },
  { name: "admin_only", value: mechanisms("admin_only"), media: [], factorsToo: false },
];

const statuses: readonly Status[] = [
  "UNCONFIRMED",
  "CONFIRMED",
  "RESET_REQUIRED",
  "FORCE_CHANGE_PASSWORD",
  "EXTERNAL_PROVIDER",
];
const contacts: readonly (readonly Medium[])[] = [[], ["EMAIL"], ["SMS"], ["EMAIL", "SMS"]];
const factors: readonly (Medium | undefined)[] = [undefined, "SMS", "EMAIL"];

interface Subject {
  readonly status: Status;
  readonly verified: readonly Medium[];
  readonly factor: Medium | undefined;
}

type Expected = { readonly sentBy: Medium } | { readonly error: "state" | "no contact" };

/** The oracle. */
const expected = (setting: Setting, { status, verified, factor }: Subject): Expected => {
  if (status === "FORCE_CHANGE_PASSWORD" || status === "EXTERNAL_PROVIDER") return { error: "state" };
  const usable = setting.media.filter((medium) => verified.includes(medium));
  const [first] = setting.factorsToo ? usable : usable.filter((medium) => medium !== factor);
  if (first === undefined) return { error: "no contact" };
  return status === "UNCONFIRMED" ? { error: "state" } : { sentBy: first };
};

/** A user of the table, by every name that may stand for it. */
interface Person extends Subject {
  readonly sub: string;
  readonly username: string;
  readonly email: string;
  readonly phone: string;
  readonly preferred: string;
  readonly federated: string;
}

const PASSWORD = "Known to the user 1!";

/** Names, second factors and, the one thing that no operation of ours does yet, the status of a federated user. */
const connect = async ({ call, pool, server }: World, person: Person): Promise<void> => {
  const { username: Username, factor, status, sub } = person;
  await call.AdminLinkProviderForUser({
    ...pool,
    DestinationUser: { ProviderName: "Cognito", ProviderAttributeValue: Username },
    SourceUser: {
      ProviderName: "Google",
      ProviderAttributeName: "Cognito_Subject",
      ProviderAttributeValue: person.federated.slice("Google_".length),
    },
  });
  const preferred = { Enabled: true, PreferredMfa: true };
  await call.AdminSetUserMFAPreference({
    ...pool,
    Username,
    ...(factor === "SMS" ? { SMSMfaSettings: preferred } : {}),
    ...(factor === "EMAIL" ? { EmailMfaSettings: preferred } : {}),
  });
  if (status !== "EXTERNAL_PROVIDER") return;
  await server.store.transaction(async (tx) => {
    const user = await tx.users.bySub(pool.UserPoolId, sub);
    assert.ok(user);
    await tx.users.save({ ...user, status });
  });
};

const bringInto = async (world: World, status: Status, Username: string, email: string): Promise<void> => {
  const { call, pool, client } = world;
  if (status === "UNCONFIRMED") {
    await call.SignUp({ ...client, Username, Password: PASSWORD, UserAttributes: [{ Name: "email", Value: email }] });
    return;
  }
  const UserAttributes = [
    { Name: "email", Value: email },
    { Name: "email_verified", Value: "true" },
  ];
  await call.AdminCreateUser({ ...pool, Username, MessageAction: "SUPPRESS", UserAttributes });
  if (status === "FORCE_CHANGE_PASSWORD") return;
  await call.AdminSetUserPassword({ ...pool, Username, Password: PASSWORD, Permanent: true });
  if (status === "RESET_REQUIRED") await call.AdminResetUserPassword({ ...pool, Username });
};

const makePerson = async (world: World, number: number, subject: Subject): Promise<Person> => {
  const { call, pool } = world;
  const digits = String(number).padStart(4, "0");
  const named = {
    username: `user${digits}`,
    email: `user${digits}@example.com`,
    phone: `+1206555${digits}`,
    preferred: `preferred${digits}`,
    federated: `Google_1000${digits}`,
  };
  await bringInto(world, subject.status, named.username, named.email);
  // Every user has both contacts; what is not verified must not be used.
  await call.AdminUpdateUserAttributes({
    ...pool,
    Username: named.username,
    UserAttributes: [
      { Name: "email", Value: named.email },
      { Name: "email_verified", Value: String(subject.verified.includes("EMAIL")) },
      { Name: "phone_number", Value: named.phone },
      { Name: "phone_number_verified", Value: String(subject.verified.includes("SMS")) },
      { Name: "preferred_username", Value: named.preferred },
    ],
  });
  const { UserAttributes } = await call.AdminGetUser({ ...pool, Username: named.username });
  const sub = UserAttributes?.find(({ Name }) => Name === "sub")?.Value ?? "";
  const person: Person = { ...subject, ...named, sub };
  await connect(world, person);
  return person;
};

/** Every name of a user, and whether it stands for one: an address does only while it is verified. */
const namesOf = (person: Person): readonly { readonly name: string; readonly known: boolean }[] => [
  { name: person.username, known: true },
  { name: person.sub, known: true },
  { name: person.preferred, known: true },
  { name: person.federated, known: true },
  { name: person.email, known: person.verified.includes("EMAIL") },
  { name: person.phone, known: person.verified.includes("SMS") },
];

const statusOf = async ({ call, pool }: World, Username: string) =>
  (await call.AdminGetUser({ ...pool, Username })).UserStatus;

const check = async (world: World, setting: Setting, person: Person, name: string): Promise<void> => {
  const { call, pool, inbox } = world;
  const outcome = expected(setting, person);
  const before = inbox.all.length;
  const reset = call.AdminResetUserPassword({ ...pool, Username: name });
  if ("error" in outcome) {
    await (outcome.error === "state"
      ? refused(reset, "NotAuthorizedException", TEXTS.state)
      : refused(reset, "InvalidParameterException", TEXTS.noContact));
    assert.equal(inbox.all.length, before);
    assert.equal(await statusOf(world, person.username), person.status);
    return;
  }
  assert.deepEqual(await reset, {});
  assert.equal(inbox.all.length, before + 1);
  const { medium, to, body, code } = inbox.all.at(-1)!;
  assert.deepEqual(
    { medium, to, body },
    {
      medium: outcome.sentBy,
      to: outcome.sentBy === "EMAIL" ? person.email : person.phone,
      body: `Your verification code is ${code}.`,
    },
  );
  assert.equal(await statusOf(world, person.username), "RESET_REQUIRED");
  if (person.status === "CONFIRMED") {
    await call.AdminSetUserPassword({ ...pool, Username: person.username, Password: PASSWORD, Permanent: true });
  }
};

const SMS = { SnsCallerArn: "arn:aws:iam::000000000000:role/sms" };

const startTable = () =>
  startWorld({
    pool: { AliasAttributes: ["email", "phone_number", "preferred_username"], SmsConfiguration: SMS },
  });

for (const setting of settings) {
  test(`AdminResetUserPassword with ${setting.name} as recovery setting: every status, contact, factor and name`, async () => {
    await using world = await startTable();
    const { call, pool } = world;
    await call.SetUserPoolMfaConfig({
      ...pool,
      MfaConfiguration: "OPTIONAL",
      SmsMfaConfiguration: { SmsConfiguration: SMS },
      EmailMfaConfiguration: {},
    });
    const subjects = statuses.flatMap((status) =>
      contacts.flatMap((verified) => factors.map((factor) => ({ status, verified, factor }))),
    );
    const people: Person[] = [];
    for (const [number, subject] of subjects.entries()) people.push(await makePerson(world, number, subject));
    if (setting.value !== undefined) await world.updatePool({ AccountRecoverySetting: setting.value });

    for (const person of people) {
      for (const { name, known } of namesOf(person)) {
        if (known) await check(world, setting, person, name);
        else {
          await refused(
            call.AdminResetUserPassword({ ...pool, Username: name }),
            "UserNotFoundException",
            TEXTS.unknownUser,
          );
        }
      }
    }
  });
}

test("AdminResetUserPassword finds a federated user by provider and subject, and by nothing like it", async () => {
  await using world = await startTable();
  const { call, pool } = world;
  // The one kind of user that no operation makes yet.
  await world.server.store.transaction(async (tx) => {
    const user = await tx.users.insert({
      poolId: pool.UserPoolId,
      sub: "b7b0d0f4-2f0e-4c11-9f38-0d2d5a1b7a10",
      username: "Google_Subject1",
      status: "EXTERNAL_PROVIDER",
      enabled: true,
      attributes: { email: "ada@example.com", email_verified: "true" },
      mfaFactors: [],
      preferredMfa: null,
      hasMfaOption: false,
      identities: [],
      tokensRevokedAt: 0,
      tokenEpoch: 0,
      createdAt: 0,
      modifiedAt: 0,
      version: 0,
    });
    await tx.identifiers.claim(user, { value: user.username, kind: "username" });
  });
  const reset = (Username: string) => call.AdminResetUserPassword({ ...pool, Username });
  await refused(reset("Google_Subject1"), "NotAuthorizedException", TEXTS.state);
  await refused(reset("google_subject1"), "UserNotFoundException", TEXTS.unknownUser);
  await refused(reset("Google_Subject"), "UserNotFoundException", TEXTS.unknownUser);
  await refused(reset("Facebook_Subject1"), "UserNotFoundException", TEXTS.unknownUser);
  assert.equal(world.inbox.all.length, 0);
});

test("AdminResetUserPassword passes over a verified contact that has no value", async () => {
  await using world = await startTable();
  await world.updatePool({ AccountRecoverySetting: {} });
  const { Username } = await world.user("ada", { phone_number_verified: "true" });
  await world.call.AdminResetUserPassword({ ...world.pool, Username });
  assert.equal(world.inbox.all.at(-1)?.to, "ada@example.com");
});

test("AdminResetUserPassword needs no attribute that the pool verifies by itself", async () => {
  await using world = await startWorld({ pool: { AutoVerifiedAttributes: [] } });
  const { Username } = await world.user();
  await world.call.AdminResetUserPassword({ ...world.pool, Username });
  assert.match(world.inbox.latest("ada@example.com").code, /^\d{6}$/);
});

test("AdminResetUserPassword counts every second factor of a user who prefers none", async () => {
  await using world = await startTable();
  const { call, pool, inbox } = world;
  await call.SetUserPoolMfaConfig({
    ...pool,
    MfaConfiguration: "OPTIONAL",
    SmsMfaConfiguration: { SmsConfiguration: SMS },
    EmailMfaConfiguration: {},
  });
  const { Username } = await world.user("ada", { phone_number: "+12065550100", phone_number_verified: "true" });
  const setFactors = (SMS_MFA: boolean, EMAIL_OTP: boolean) =>
    call.AdminSetUserMFAPreference({
      ...pool,
      Username,
      SMSMfaSettings: { Enabled: SMS_MFA },
      EmailMfaSettings: { Enabled: EMAIL_OTP },
    });

  await setFactors(false, true);
  await call.AdminResetUserPassword({ ...pool, Username });
  assert.equal(inbox.all.at(-1)?.to, "+12065550100");
  await setFactors(true, true);
  await refused(call.AdminResetUserPassword({ ...pool, Username }), "InvalidParameterException", TEXTS.noContact);
});

test("AdminResetUserPassword takes no notice of factors in a pool without MFA", async () => {
  await using world = await startTable();
  const { call, pool, inbox } = world;
  const { Username } = await world.user();
  await call.AdminSetUserMFAPreference({
    ...pool,
    Username,
    EmailMfaSettings: { Enabled: true, PreferredMfa: true },
  });
  await call.AdminResetUserPassword({ ...pool, Username });
  assert.equal(inbox.all.at(-1)?.to, "ada@example.com");
});
