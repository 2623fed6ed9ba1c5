import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld, type World } from "../../testing/world.ts";

const Password = "Secret of ada 1!";
const invalid = (message: string) => ({ name: "InvalidParameterException", message });

const signUp = (world: World, Username: string) =>
  world.call.SignUp({
    ...world.client,
    Username,
    Password,
    UserAttributes: [{ Name: "email", Value: `${Username}@example.com` }],
  });
const resend = (world: World, Username: string, more: object = {}) =>
  world.call.ResendConfirmationCode({ ...world.client, Username, ...more });

test("ResendConfirmationCode sends a new code and kills the old one", async () => {
  await using world = await startWorld();
  await signUp(world, "ada");
  const { code: old } = world.inbox.latest("ada@example.com");
  assert.deepEqual(await resend(world, "ada"), {
    CodeDeliveryDetails: { Destination: "a***@e***", DeliveryMedium: "EMAIL", AttributeName: "email" },
  });
  const { code } = world.inbox.latest("ada@example.com");
  const confirm = (ConfirmationCode: string) =>
    world.call.ConfirmSignUp({ ...world.client, Username: "ada", ConfirmationCode });
  if (old !== code) await assert.rejects(confirm(old), { name: "CodeMismatchException" });
  await confirm(code);
});

test("ResendConfirmationCode asks CustomMessage for the words", async () => {
  await using world = await startWorld();
  const CustomMessage = world.functions.set("message", (event) => {
    event.response["emailMessage"] = "Again: {####}";
    return event;
  });
  await world.updatePool({ LambdaConfig: { CustomMessage } });
  await signUp(world, "ada");
  await resend(world, "ada", { ClientMetadata: { a: "1" } });
  assert.match(world.inbox.latest("ada@example.com").body, /^Again: \d{6}$/);
  const event = world.functions.events.at(-1);
  assert.equal(event?.triggerSource, "CustomMessage_ResendCode");
  assert.deepEqual(event?.request["clientMetadata"], { a: "1" });
});

test("ResendConfirmationCode tells whoever is told about users why there is no code", async () => {
  await using world = await startWorld();
  await world.user("ada");
  await assert.rejects(resend(world, "ada"), invalid("User is already confirmed."));
  await assert.rejects(resend(world, "nobody"), {
    name: "UserNotFoundException",
    message: "Username/client id combination not found.",
  });
  await signUp(world, "bob");
  await world.updatePool({ AutoVerifiedAttributes: [] });
  await assert.rejects(resend(world, "bob"), invalid("Cannot resend codes. Auto verification not turned on."));
  await world.call.AdminDisableUser({ ...world.pool, Username: "bob" });
  await assert.rejects(resend(world, "bob"), { name: "NotAuthorizedException", message: "User is disabled." });
});

test("ResendConfirmationCode answers alike for every name where the client hides who exists", async () => {
  await using world = await startWorld({ client: { PreventUserExistenceErrors: "ENABLED" } });
  await world.user("confirmed");
  await signUp(world, "waiting");
  await signUp(world, "disabled");
  await world.call.AdminDisableUser({ ...world.pool, Username: "disabled" });
  const before = world.inbox.all.length;
  const details = async (name: string) => (await resend(world, name)).CodeDeliveryDetails;
  for (const name of ["nobody", "confirmed", "disabled", "waiting"]) {
    const first = await details(name);
    assert.deepEqual(await details(name), first);
    assert.match(first?.Destination ?? "", /^[a-z]\*\*\*@[a-z]\*\*\*$/);
    assert.deepEqual(
      { ...first, Destination: "" },
      { Destination: "", DeliveryMedium: "EMAIL", AttributeName: "email" },
    );
  }
  assert.deepEqual(
    world.inbox.all.slice(before).map(({ to }) => to),
    ["waiting@example.com", "waiting@example.com"],
  );
});

test("ResendConfirmationCode simulates the channel that the pool uses", async () => {
  await using world = await startWorld({
    pool: {
      AutoVerifiedAttributes: ["phone_number"],
      SmsConfiguration: { SnsCallerArn: "arn:aws:iam::000000000000:role/sms", ExternalId: "x" },
    },
    client: { PreventUserExistenceErrors: "ENABLED" },
  });
  const { CodeDeliveryDetails } = await resend(world, "nobody");
  assert.match(CodeDeliveryDetails?.Destination ?? "", /^\+\*{7}\d{4}$/);
  assert.equal(CodeDeliveryDetails?.AttributeName, "phone_number");
});

test("ResendConfirmationCode tells nothing by a failed delivery where the client hides who exists", async () => {
  await using world = await startWorld({ client: { PreventUserExistenceErrors: "ENABLED" } });
  await signUp(world, "ada");
  world.inbox.answer = () => ({ outcome: "failed", reason: "The mail server is away.", final: true });
  assert.equal((await resend(world, "ada")).CodeDeliveryDetails?.Destination, "a***@e***");
});

test("ResendConfirmationCode tells a failed delivery where nothing is hidden", async () => {
  await using world = await startWorld();
  await signUp(world, "ada");
  world.inbox.answer = () => ({ outcome: "failed", reason: "The mail server is away.", final: true });
  await assert.rejects(resend(world, "ada"), { name: "CodeDeliveryFailureException" });
});

test("ResendConfirmationCode sends ten messages an hour, to a decoy as to a user", async () => {
  for (const PreventUserExistenceErrors of ["LEGACY", "ENABLED"] as const) {
    await using world = await startWorld({ client: { PreventUserExistenceErrors } });
    await signUp(world, "ada");
    for (let n = 0; n < 10; n += 1) await resend(world, "ada");
    const exceeded = {
      name: "LimitExceededException",
      message: "Attempt limit exceeded, please try after some time.",
    };
    await assert.rejects(resend(world, "ada"), exceeded);
    assert.equal(world.inbox.all.length, 11);
    world.clock.advance(60 * 60 * 1000);
    await resend(world, "ada");
    if (PreventUserExistenceErrors === "LEGACY") continue;
    for (let n = 0; n < 10; n += 1) await resend(world, "nobody");
    await assert.rejects(resend(world, "nobody"), exceeded);
  }
});

test("ResendConfirmationCode masks an address that nobody has as it masks everybody's", async () => {
  await using world = await startWorld({
    pool: { UsernameAttributes: ["email"] },
    client: { PreventUserExistenceErrors: "ENABLED" },
  });
  await world.call.SignUp({ ...world.client, Username: "bob@example.com", Password: "Secret of bob 1!" });
  const told = async (Username: string) =>
    (await world.call.ResendConfirmationCode({ ...world.client, Username })).CodeDeliveryDetails;
  const expected = { Destination: "b***@e***", DeliveryMedium: "EMAIL", AttributeName: "email" };
  assert.deepEqual(await told("bob@example.com"), expected);
  assert.deepEqual(await told("bib@example.com"), expected);
});
