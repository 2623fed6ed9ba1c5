import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { startWorld, type World } from "../../testing/world.ts";

const list = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([Name, Value]) => ({ Name, Value }));
const invalid = (message: string) => ({ name: "InvalidParameterException", message });
const ada = list({ email: "ada@example.com" });

const attributesOf = async (world: World, Username: string) => {
  const { UserAttributes = [] } = await world.call.AdminGetUser({ ...world.pool, Username });
  return Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]));
};

/** The password in an invitation of the default text. */
const passwordIn = (body: string) => /temporary password is (.+)\.$/.exec(body)?.[1] ?? "";

const unescape = (html: string) =>
  html
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");

test("AdminCreateUser shows the new user, who must change the password at the first sign-in", async () => {
  await using world = await startWorld();
  const { User } = await world.call.AdminCreateUser({
    ...world.pool,
    Username: "ada",
    UserAttributes: ada,
    DesiredDeliveryMediums: ["EMAIL"],
  });
  assert.equal(User?.Username, "ada");
  assert.equal(User?.UserStatus, "FORCE_CHANGE_PASSWORD");
  assert.equal(User?.Enabled, true);
  assert.deepEqual(
    User?.Attributes?.map(({ Name }) => Name),
    ["sub", "email"],
  );

  const { body, subject } = world.inbox.latest("ada@example.com");
  assert.equal(subject, "Your temporary password");
  const { ChallengeName } = await world.signIn("ada", unescape(passwordIn(body)));
  assert.equal(ChallengeName, "NEW_PASSWORD_REQUIRED");
});

test("AdminCreateUser sends to the media that were asked for, SMS where none was", async () => {
  await using world = await startWorld();
  const contacts = list({ email: "ada@example.com", phone_number: "+12065550100" });
  const create = (Username: string, more: object) =>
    world.call.AdminCreateUser({ ...world.pool, Username, UserAttributes: contacts, ...more });
  await create("a", {});
  assert.deepEqual(
    world.inbox.all.map(({ to }) => to),
    ["+12065550100"],
  );
  await create("b", { DesiredDeliveryMediums: ["EMAIL", "SMS", "EMAIL"] });
  assert.deepEqual(
    world.inbox.all
      .slice(1)
      .map(({ to }) => to)
      .sort(),
    ["+12065550100", "ada@example.com"],
  );
  await create("c", { MessageAction: "SUPPRESS", DesiredDeliveryMediums: ["EMAIL"] });
  await world.call.AdminCreateUser({ ...world.pool, Username: "d", UserAttributes: ada });
  assert.equal(world.inbox.all.length, 3);
});

test("AdminCreateUser sends no invitation whose text has no place for the password", async () => {
  await using world = await startWorld({
    pool: { AdminCreateUserConfig: { InviteMessageTemplate: { EmailMessage: "Hello {username}." } } },
  });
  await world.call.AdminCreateUser({
    ...world.pool,
    Username: "ada",
    UserAttributes: ada,
    DesiredDeliveryMediums: ["EMAIL"],
  });
  assert.equal(world.inbox.all.length, 0);
});

test("AdminCreateUser holds a given temporary password to the policy", async () => {
  await using world = await startWorld();
  await assert.rejects(world.call.AdminCreateUser({ ...world.pool, Username: "ada", TemporaryPassword: "short" }), {
    name: "InvalidPasswordException",
    message: "Password did not conform with policy: Password not long enough",
  });
  await world.call.AdminCreateUser({ ...world.pool, Username: "ada", TemporaryPassword: "Temporary 1!" });
  assert.equal((await world.signIn("ada", "Temporary 1!")).ChallengeName, "NEW_PASSWORD_REQUIRED");
});

test("AdminCreateUser needs no password where a code signs the user in", async () => {
  await using world = await startWorld({
    pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP"] } } },
  });
  const create = async (Username: string, more: object) =>
    (await world.call.AdminCreateUser({ ...world.pool, Username, ...more })).User?.UserStatus;
  assert.equal(await create("ada", { UserAttributes: ada, DesiredDeliveryMediums: ["EMAIL"] }), "CONFIRMED");
  assert.equal(world.inbox.all.length, 0);
  assert.equal(await create("bob", {}), "FORCE_CHANGE_PASSWORD");
  assert.equal(
    await create("eve", { UserAttributes: ada, TemporaryPassword: "Temporary 1!" }),
    "FORCE_CHANGE_PASSWORD",
  );
});

test("AdminCreateUser tells that a username is taken, also by a sub", async () => {
  await using world = await startWorld();
  const exists = { name: "UsernameExistsException", message: "User account already exists" };
  await world.user();
  const { sub } = await attributesOf(world, "ada");
  await assert.rejects(world.call.AdminCreateUser({ ...world.pool, Username: "ada" }), exists);
  await assert.rejects(world.call.AdminCreateUser({ ...world.pool, Username: String(sub) }), exists);
});

test("AdminCreateUser tells that an address is taken", async () => {
  await using world = await startWorld({ pool: { UsernameAttributes: ["email", "phone_number"] } });
  const create = (Username: string) => world.call.AdminCreateUser({ ...world.pool, Username });
  const { User } = await create("ada@example.com");
  assert.match(User?.Username ?? "", /^[0-9a-f]{8}-/);
  assert.deepEqual(User?.Attributes, [
    { Name: "sub", Value: User?.Username },
    { Name: "email", Value: "ada@example.com" },
  ]);
  await create("+12065550100");
  await assert.rejects(create("ada@example.com"), {
    name: "UsernameExistsException",
    message: "An account with the given email already exists.",
  });
  await assert.rejects(create("+12065550100"), {
    name: "UsernameExistsException",
    message: "An account with the given phone_number already exists.",
  });
});

test("AdminCreateUser keeps a flag for the address that came as the username", async () => {
  await using world = await startWorld({ pool: { UsernameAttributes: ["email"] } });
  await world.call.AdminCreateUser({
    ...world.pool,
    Username: "ada@example.com",
    UserAttributes: list({ email_verified: "true" }),
  });
  assert.equal((await attributesOf(world, "ada@example.com"))["email_verified"], "true");
});

test("AdminCreateUser refuses a verified alias that is taken, and moves it when it is forced", async () => {
  await using world = await startWorld({ pool: { AliasAttributes: ["email"] } });
  const verified = list({ email: "ada@example.com", email_verified: "true" });
  const create = (Username: string, more: object = {}) =>
    world.call.AdminCreateUser({
      ...world.pool,
      Username,
      MessageAction: "SUPPRESS",
      UserAttributes: verified,
      ...more,
    });
  await create("first");
  await assert.rejects(create("second"), {
    name: "UsernameExistsException",
    message: "An account with the given email already exists.",
  });
  await create("second", { ForceAliasCreation: true });
  assert.equal((await attributesOf(world, "first"))["email_verified"], "false");
  assert.equal((await world.call.AdminGetUser({ ...world.pool, Username: "ada@example.com" })).Username, "second");
});

test("AdminCreateUser leaves an alias alone that the new user has not proven", async () => {
  await using world = await startWorld({ pool: { AliasAttributes: ["email"] } });
  await world.user("first", { email: "ada@example.com" });
  await world.call.AdminCreateUser({
    ...world.pool,
    Username: "second",
    MessageAction: "SUPPRESS",
    ForceAliasCreation: true,
    UserAttributes: ada,
  });
  assert.equal((await world.call.AdminGetUser({ ...world.pool, Username: "ada@example.com" })).Username, "first");
});

test("AdminCreateUser kills the code of whoever loses the alias that it was sent to", async () => {
  await using world = await startWorld({ pool: { AliasAttributes: ["email"] } });
  const { Username } = await world.user("first", { email: "ada@example.com" });
  await world.call.ForgotPassword({ ...world.client, Username });
  const { code } = world.inbox.latest("ada@example.com");
  await world.call.AdminCreateUser({
    ...world.pool,
    Username: "second",
    MessageAction: "SUPPRESS",
    ForceAliasCreation: true,
    UserAttributes: list({ email: "ada@example.com", email_verified: "true" }),
  });
  await assert.rejects(
    world.call.ConfirmForgotPassword({ ...world.client, Username, ConfirmationCode: code, Password: "Another one 1!" }),
    { name: "ExpiredCodeException" },
  );
});

test("AdminCreateUser judges usernames by the kind of pool", async () => {
  await using aliases = await startWorld({ pool: { AliasAttributes: ["email"] } });
  await assert.rejects(
    aliases.call.AdminCreateUser({ ...aliases.pool, Username: "ada@example.com" }),
    invalid("Username cannot be of email format, since user pool is configured for email alias."),
  );
  await using addresses = await startWorld({ pool: { UsernameAttributes: ["email"] } });
  await assert.rejects(
    addresses.call.AdminCreateUser({ ...addresses.pool, Username: "ada" }),
    invalid("Username should be an email."),
  );
});

test("AdminCreateUser judges attributes", async () => {
  await using world = await startWorld();
  const create = (values: Readonly<Record<string, string>>) =>
    world.call.AdminCreateUser({ ...world.pool, Username: "ada", UserAttributes: list(values) });
  await assert.rejects(create({ email: "ada" }), invalid("Invalid email address format."));
  await assert.rejects(create({ phone_number: "1" }), invalid("Invalid phone number format."));
  await assert.rejects(
    create({ "custom:role": "x" }),
    invalid("Attributes did not conform to the schema: Type for attribute {custom:role} could not be determined\n"),
  );
});

test("AdminCreateUser with RESEND sends a new password, kills the old one and starts its time again", async () => {
  await using world = await startWorld();
  const invite = (more: object = {}) =>
    world.call.AdminCreateUser({
      ...world.pool,
      Username: "ada",
      UserAttributes: ada,
      DesiredDeliveryMediums: ["EMAIL"],
      ...more,
    });
  await invite();
  const first = unescape(passwordIn(world.inbox.latest("ada@example.com").body));
  world.clock.advance(7 * 24 * 60 * 60 * 1000);
  await assert.rejects(world.signIn("ada", first), {
    name: "NotAuthorizedException",
    message: "Temporary password has expired and must be reset by an administrator.",
  });

  const { User } = await invite({ MessageAction: "RESEND" });
  assert.equal(User?.UserStatus, "FORCE_CHANGE_PASSWORD");
  const second = unescape(passwordIn(world.inbox.latest("ada@example.com").body));
  assert.notEqual(second, first);
  await assert.rejects(world.signIn("ada", first), { name: "NotAuthorizedException" });
  assert.equal((await world.signIn("ada", second)).ChallengeName, "NEW_PASSWORD_REQUIRED");
});

test("AdminCreateUser with RESEND refuses users who have a password, and those who do not exist", async () => {
  await using world = await startWorld();
  const { Username } = await world.user();
  await assert.rejects(world.call.AdminCreateUser({ ...world.pool, Username, MessageAction: "RESEND" }), {
    name: "UnsupportedUserStateException",
    message: "Resend not possible. ada status is not FORCE_CHANGE_PASSWORD",
  });
  await assert.rejects(world.call.AdminCreateUser({ ...world.pool, Username: "eve", MessageAction: "RESEND" }), {
    name: "UserNotFoundException",
    message: "User does not exist.",
  });
});

test("AdminCreateUser asks PreSignUp, which may refuse but decides nothing else", async () => {
  await using world = await startWorld();
  let refuses = true;
  const PreSignUp = world.functions.set("pre", (event) => {
    if (refuses) throw new Error("not today");
    event.response = { autoConfirmUser: true, autoVerifyEmail: true, autoVerifyPhone: true };
    return event;
  });
  await world.updatePool({ LambdaConfig: { PreSignUp } });
  const create = () =>
    world.call.AdminCreateUser({
      ...world.pool,
      Username: "ada",
      MessageAction: "SUPPRESS",
      UserAttributes: ada,
      ValidationData: list({ invite: "7" }),
      ClientMetadata: { tenant: "t1" },
    });
  await assert.rejects(create(), {
    name: "UserLambdaValidationException",
    message: "PreSignUp failed with error not today.",
  });
  await assert.rejects(attributesOf(world, "ada"), { name: "UserNotFoundException" });
  refuses = false;
  assert.equal((await create()).User?.UserStatus, "FORCE_CHANGE_PASSWORD");
  assert.equal((await attributesOf(world, "ada"))["email_verified"], undefined);

  const event = world.functions.events.at(-1);
  assert.equal(event?.triggerSource, "PreSignUp_AdminCreateUser");
  assert.equal(event?.callerContext.clientId, "CLIENT_ID_NOT_APPLICABLE");
  assert.deepEqual(event?.request, {
    userAttributes: { email: "ada@example.com" },
    validationData: { invite: "7" },
    clientMetadata: { tenant: "t1" },
  });
});

/** Spellings that look like `text` or fold into it. */
const lookalike = (text: string) =>
  fc
    .array(fc.constantFrom("same", "wide", "upper", "joiner", "shy"), {
      minLength: text.length,
      maxLength: text.length,
    })
    .map((ways) =>
      [...ways.entries()]
        .map(([index, way]) => {
          const letter = text[index]!;
          if (way === "wide") return String.fromCharCode(letter.charCodeAt(0) + 0xfee0);
          if (way === "upper") return letter.toUpperCase();
          if (way === "joiner") return `${letter}\u034F`;
          return way === "shy" ? `${letter}\u115F` : letter;
        })
        .join(""),
    );

test("AdminCreateUser makes one user at most of names that look alike", async () => {
  await using world = await startWorld({ pool: { UsernameConfiguration: { CaseSensitive: false } } });
  await world.user("ada");
  const { sub } = await attributesOf(world, "ada");
  await fc.assert(
    fc.asyncProperty(lookalike("ada"), async (name) => {
      await assert.rejects(world.call.AdminCreateUser({ ...world.pool, Username: name }), {
        name: "UsernameExistsException",
      });
      assert.equal((await attributesOf(world, name))["sub"], sub);
    }),
    { numRuns: 60 },
  );
});

test("AdminCreateUser keeps one user of addresses that look alike, and mail goes to the stored one", async () => {
  await using world = await startWorld({
    pool: { UsernameAttributes: ["email"], UsernameConfiguration: { CaseSensitive: false } },
  });
  await world.call.AdminCreateUser({
    ...world.pool,
    Username: "ada@example.com",
    MessageAction: "SUPPRESS",
    UserAttributes: list({ email_verified: "true" }),
  });
  await world.call.AdminSetUserPassword({
    ...world.pool,
    Username: "ada@example.com",
    Password: "Secret of ada 1!",
    Permanent: true,
  });
  for (const name of ["ADA@example.com", "\uFF41da@example.com", "ada@EXAMPLE.com", "ada\u034F@example.com"]) {
    await assert.rejects(world.call.AdminCreateUser({ ...world.pool, Username: name }), (error: Error) =>
      ["UsernameExistsException", "InvalidParameterException"].includes(error.name),
    );
    await world.call.ForgotPassword({ ...world.client, Username: name });
  }
  assert.deepEqual(new Set(world.inbox.all.map(({ to }) => to)), new Set(["ada@example.com"]));
});
