import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiException } from "../../contracts/exceptions.ts";
import { startWorld, type World } from "../../testing/world.ts";

const list = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([Name, Value]) => ({ Name, Value }));
const invalid = (message: string) => ({ name: "InvalidParameterException", message });
const Password = "Secret of ada 1!";

const signUp = (world: World, Username: string, values: Readonly<Record<string, string>> = {}, more: object = {}) =>
  world.call.SignUp({ ...world.client, Username, Password, UserAttributes: list(values), ...more });

const attributesOf = async (world: World, Username: string) => {
  const { UserAttributes = [] } = await world.call.AdminGetUser({ ...world.pool, Username });
  return Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]));
};

test("SignUp registers a user, unconfirmed and unverified, and sends a code", async () => {
  await using world = await startWorld();
  const { UserSub, ...told } = await signUp(world, "ada", { email: "ada@example.com" });
  assert.deepEqual(told, {
    UserConfirmed: false,
    CodeDeliveryDetails: { Destination: "a***@e***", DeliveryMedium: "EMAIL", AttributeName: "email" },
  });
  assert.equal((await world.call.AdminGetUser({ ...world.pool, Username: "ada" })).UserStatus, "UNCONFIRMED");
  assert.deepEqual(await attributesOf(world, "ada"), {
    sub: UserSub,
    email: "ada@example.com",
    email_verified: "false",
  });
  assert.match(world.inbox.latest("ada@example.com").code, /^\d{6}$/);
  await assert.rejects(world.signIn("ada", Password), { name: "UserNotConfirmedException" });
});

test("SignUp sends nothing where nothing is verified or there is no address", async () => {
  await using world = await startWorld();
  assert.equal((await signUp(world, "ada")).CodeDeliveryDetails, undefined);
  await world.updatePool({ AutoVerifiedAttributes: [] });
  assert.equal((await signUp(world, "eve", { email: "eve@example.com" })).CodeDeliveryDetails, undefined);
  assert.equal(world.inbox.all.length, 0);
});

test("SignUp prefers SMS where both are verified", async () => {
  await using world = await startWorld({
    pool: {
      AutoVerifiedAttributes: ["email", "phone_number"],
      SmsConfiguration: { SnsCallerArn: "arn:aws:iam::000000000000:role/sms", ExternalId: "x" },
    },
  });
  const { CodeDeliveryDetails } = await signUp(world, "ada", {
    email: "ada@example.com",
    phone_number: "+12065550100",
  });
  assert.deepEqual(CodeDeliveryDetails, {
    Destination: "+*******0100",
    DeliveryMedium: "SMS",
    AttributeName: "phone_number",
  });
  assert.equal((await signUp(world, "eve", { email: "eve@example.com" })).CodeDeliveryDetails?.DeliveryMedium, "EMAIL");
});

test("SignUp tells that a username is taken, whatever the client hides", async () => {
  for (const PreventUserExistenceErrors of ["LEGACY", "ENABLED"] as const) {
    await using world = await startWorld({ client: { PreventUserExistenceErrors } });
    await world.user();
    await assert.rejects(signUp(world, "ada"), { name: "UsernameExistsException", message: "User already exists" });
  }
});

test("SignUp tells that an address is taken where addresses are names", async () => {
  await using world = await startWorld({ pool: { UsernameAttributes: ["email", "phone_number"] } });
  const { UserSub } = await signUp(world, "ada@example.com");
  assert.equal((await world.call.AdminGetUser({ ...world.pool, Username: "ada@example.com" })).Username, UserSub);
  await assert.rejects(signUp(world, "ada@example.com"), {
    name: "UsernameExistsException",
    message: "An account with the given email already exists.",
  });
  await signUp(world, "+12065550100");
  await assert.rejects(signUp(world, "eve@example.com", { phone_number: "+12065550100" }), {
    name: "UsernameExistsException",
    message: "An account with the given phone_number already exists.",
  });
});

test("SignUp lets many users name one address where it is an alias", async () => {
  await using world = await startWorld({ pool: { AliasAttributes: ["email"] } });
  await signUp(world, "first", { email: "ada@example.com" });
  await signUp(world, "second", { email: "ada@example.com" });
  assert.equal(world.inbox.to("ada@example.com").length, 2);
});

test("SignUp judges the name by the kind of pool", async () => {
  await using aliases = await startWorld({ pool: { AliasAttributes: ["email", "preferred_username"] } });
  await assert.rejects(
    signUp(aliases, "ada@example.com"),
    invalid("Username cannot be of email format, since user pool is configured for email alias."),
  );
  await assert.rejects(
    signUp(aliases, "eve", { preferred_username: "ada" }),
    invalid("preferred_username cannot be set before the user is confirmed."),
  );
  await using addresses = await startWorld({ pool: { UsernameAttributes: ["email", "phone_number"] } });
  await assert.rejects(signUp(addresses, "ada"), invalid("Username should be either an email or a phone number."));
});

test("SignUp sends the code to the address typed, and refuses another beside it", async () => {
  await using world = await startWorld({ pool: { UsernameAttributes: ["email"] } });
  await assert.rejects(
    signUp(world, "eve@example.com", { email: "ada@example.com" }),
    invalid("Username and email must be the same."),
  );
  await signUp(world, "eve@example.com", { email: "eve@example.com" });
  assert.deepEqual(
    world.inbox.all.map(({ to }) => to),
    ["eve@example.com"],
  );
});

test("SignUp refuses an address that could be two, or carries a line of its own", async () => {
  await using world = await startWorld();
  for (const email of [
    "ada@example.com,eve@evil.example",
    "ada@example.com;eve@evil.example",
    "ada@example.com\r\nBcc: eve@evil.example",
    "ada@example.com\u0000",
    "<ada@example.com>",
    "ada@example.com@evil.example",
    '["ada@example.com","eve@evil.example"]',
  ]) {
    await assert.rejects(signUp(world, "ada", { email }), invalid("Invalid email address format."));
  }
  assert.equal(world.inbox.all.length, 0);
});

test("SignUp tells every required attribute that is missing", async () => {
  await using world = await startWorld({
    pool: {
      Schema: [
        { Name: "email", Required: true },
        { Name: "name", Required: true },
      ],
    },
  });
  await assert.rejects(signUp(world, "ada", { name: "Ada" }), {
    name: "InvalidParameterException",
    message: "Attributes did not conform to the schema: email: The attribute is required\n",
  });
  await assert.rejects(signUp(world, "ada"), {
    message:
      "Attributes did not conform to the schema: name: The attribute is required\nemail: The attribute is required\n",
  });
});

test("SignUp refuses attributes that the client may not write", async () => {
  await using world = await startWorld({ client: { WriteAttributes: ["email"] } });
  const refusal = { name: "NotAuthorizedException", message: "A client attempted to write unauthorized attribute" };
  await assert.rejects(signUp(world, "ada", { nickname: "Ada" }), refusal);
  await assert.rejects(signUp(world, "ada", { email: "ada@example.com", email_verified: "true" }), refusal);
});

test("SignUp is refused where only administrators create users", async () => {
  await using world = await startWorld({ pool: { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } } });
  await assert.rejects(signUp(world, "ada"), {
    name: "NotAuthorizedException",
    message: "SignUp is not permitted for this user pool",
  });
});

test("SignUp holds the password to the policy, and needs one unless codes sign in", async () => {
  await using world = await startWorld();
  await assert.rejects(signUp(world, "ada", {}, { Password: "no-capital-1!" }), {
    name: "InvalidPasswordException",
    message: "Password did not conform with policy: Password must have uppercase characters",
  });
  await assert.rejects(world.call.SignUp({ ...world.client, Username: "ada" }), { name: "InvalidParameterException" });
  await using passwordless = await startWorld({
    pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP"] } } },
  });
  const { UserConfirmed } = await passwordless.call.SignUp({ ...passwordless.client, Username: "ada" });
  assert.equal(UserConfirmed, false);
});

test("SignUp tells that the client does not exist", async () => {
  await using world = await startWorld();
  await assert.rejects(world.call.SignUp({ ClientId: "nobody", Username: "ada", Password }), {
    name: "ResourceNotFoundException",
    message: "User pool client nobody does not exist.",
  });
});

test("SignUp asks PreSignUp with what was submitted, before anything is stored", async () => {
  await using world = await startWorld({ pool: { UsernameAttributes: ["email"] } });
  const PreSignUp = world.functions.set("pre", () => {
    throw new Error("not invited");
  });
  await world.updatePool({ LambdaConfig: { PreSignUp } });
  await assert.rejects(
    signUp(world, "ada@example.com", {}, { ValidationData: list({ a: "1" }), ClientMetadata: { b: "2" } }),
    { name: "UserLambdaValidationException", message: "PreSignUp failed with error not invited." },
  );
  await assert.rejects(attributesOf(world, "ada@example.com"), { name: "UserNotFoundException" });
  assert.equal(world.inbox.all.length, 0);
  const [event] = world.functions.events;
  assert.equal(event?.triggerSource, "PreSignUp_SignUp");
  assert.match(event?.userName ?? "", /^[0-9a-f-]{36}$/);
  assert.deepEqual(event?.request, {
    userAttributes: { email: "ada@example.com" },
    validationData: { a: "1" },
    clientMetadata: { b: "2" },
  });
});

test("SignUp confirms and verifies whom PreSignUp vouches for, and tells PostConfirmation", async () => {
  await using world = await startWorld();
  const PreSignUp = world.functions.set("pre", (event) => {
    event.response = { autoConfirmUser: true, autoVerifyEmail: true, autoVerifyPhone: false };
    return event;
  });
  const PostConfirmation = world.functions.set("post", (event) => event);
  await world.updatePool({ LambdaConfig: { PreSignUp, PostConfirmation } });
  const told = await signUp(world, "ada", { email: "ada@example.com" }, { ClientMetadata: { b: "2" } });
  assert.equal(told.UserConfirmed, true);
  assert.equal(told.CodeDeliveryDetails, undefined);
  assert.equal(world.inbox.all.length, 0);
  const event = world.functions.events.at(-1);
  assert.equal(event?.triggerSource, "PostConfirmation_ConfirmSignUp");
  assert.deepEqual(event?.request, {
    userAttributes: {
      sub: told.UserSub,
      "cognito:user_status": "CONFIRMED",
      email: "ada@example.com",
      email_verified: "true",
    },
    clientMetadata: { b: "2" },
  });
  assert.ok((await world.signIn("ada", Password)).AuthenticationResult);
});

test("SignUp moves the alias that PreSignUp vouches for, and refuses to verify what is not there", async () => {
  await using world = await startWorld({ pool: { AliasAttributes: ["email"] } });
  await world.user("first", { email: "ada@example.com" });
  const PreSignUp = world.functions.set("pre", (event) => {
    event.response = { autoConfirmUser: true, autoVerifyEmail: true, autoVerifyPhone: false };
    return event;
  });
  await world.updatePool({ LambdaConfig: { PreSignUp } });
  await signUp(world, "second", { email: "ada@example.com" });
  assert.equal((await attributesOf(world, "first"))["email_verified"], "false");
  assert.equal((await world.call.AdminGetUser({ ...world.pool, Username: "ada@example.com" })).Username, "second");
  await assert.rejects(signUp(world, "third"), {
    name: "InvalidLambdaResponseException",
    message: "Unrecognizable lambda output",
  });
});

test("SignUp leaves nobody behind when the message cannot be composed", async () => {
  await using world = await startWorld();
  const CustomMessage = world.functions.set("message", () => {
    throw new Error("no words");
  });
  await world.updatePool({ LambdaConfig: { CustomMessage } });
  await assert.rejects(signUp(world, "ada", { email: "ada@example.com" }), { name: "UserLambdaValidationException" });
  await assert.rejects(attributesOf(world, "ada"), { name: "UserNotFoundException" });
});

test("SignUp tells that the code could not be delivered; the user is there", async () => {
  await using world = await startWorld();
  world.inbox.answer = () => ({ outcome: "failed", reason: "The mail server is away.", final: true });
  await assert.rejects(signUp(world, "ada", { email: "ada@example.com" }), { name: "CodeDeliveryFailureException" });
  assert.equal((await world.call.AdminGetUser({ ...world.pool, Username: "ada" })).UserStatus, "UNCONFIRMED");
});

test("SignUp has one winner of fifty at once", async () => {
  await using world = await startWorld({ pool: { UsernameConfiguration: { CaseSensitive: false } } });
  const outcomes = await Promise.allSettled(
    Array.from({ length: 50 }, (_, n) => signUp(world, n % 2 === 0 ? "ada" : "ADA", { email: `a${n}@example.com` })),
  );
  assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
  for (const outcome of outcomes) {
    if (outcome.status === "rejected") {
      assert.ok(outcome.reason instanceof ApiException);
      assert.equal(outcome.reason.name, "UsernameExistsException");
    }
  }
  assert.equal(world.inbox.all.length, 1);
});
