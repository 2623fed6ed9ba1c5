/** What administrators and users say of an event. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { FEEDBACK_TOKEN_LIFETIME_MS } from "../../runtime/feedback-tokens.ts";
import { eventsOf, protectedPool } from "../../testing/events.ts";
import { refused, TEXTS } from "../../testing/refused.ts";
import { startWorld, type World } from "../../testing/world.ts";

const PROTECTED = { pool: protectedPool() };
const INVALID = "Invalid feedback token.";

/** Ada and Bob, each of whom has signed in. */
const withEvents = async (world: World) => {
  for (const name of ["ada", "bob"]) {
    const { Username, Password } = await world.user(name);
    await world.signIn(Username, Password);
  }
  const idOf = async (name: string) => (await eventsOf(world, name))[0]?.EventId ?? "";
  return { ada: await idOf("ada"), bob: await idOf("bob") };
};

/** The token that a message to the user would bring. */
const tokenFor = async (world: World, Username: string, eventId: string): Promise<string> => {
  const { facilities, store } = world.server;
  const { user } = await store.reader.users.locate(world.pool.UserPoolId, Username);
  return facilities.feedbackTokens.make({ ...user, eventId }, world.clock.now()).reveal();
};

test("AdminUpdateAuthEventFeedback keeps an administrator's word, the newest", async () => {
  await using world = await startWorld(PROTECTED);
  const { ada: EventId } = await withEvents(world);
  for (const FeedbackValue of ["Valid", "Invalid"] as const) {
    world.clock.advance(1_000);
    await world.call.AdminUpdateAuthEventFeedback({ ...world.pool, Username: "ada", EventId, FeedbackValue });
    assert.deepEqual((await eventsOf(world))[0]?.EventFeedback, {
      FeedbackValue,
      Provider: "Admin",
      FeedbackDate: world.clock.now() / 1000,
    });
  }
  assert.equal((await eventsOf(world, "bob"))[0]?.EventFeedback, undefined);
});

test("AdminUpdateAuthEventFeedback refuses in the API's words", async () => {
  await using world = await startWorld(PROTECTED);
  const { call, pool } = world;
  const { bob: EventId } = await withEvents(world);
  const say = (Username: string, UserPoolId = pool.UserPoolId) =>
    call.AdminUpdateAuthEventFeedback({ UserPoolId, Username, EventId, FeedbackValue: "Valid" });
  await refused(say("ada"), "ResourceNotFoundException", `Auth event ${EventId} does not exist.`);
  await refused(say("nobody"), "UserNotFoundException", TEXTS.unknownUser);
  await refused(say("bob", "us-east-1_Unknown00"), "ResourceNotFoundException");
  await world.updatePool({ UserPoolAddOns: { AdvancedSecurityMode: "OFF" } });
  await refused(say("bob"), "UserPoolAddOnNotEnabledException");
});

test("UpdateAuthEventFeedback keeps the word of a user who has the token of the event", async () => {
  await using world = await startWorld(PROTECTED);
  const { ada: EventId } = await withEvents(world);
  const FeedbackToken = await tokenFor(world, "ada", EventId);
  world.clock.advance(FEEDBACK_TOKEN_LIFETIME_MS - 1);
  await world.call.UpdateAuthEventFeedback({
    ...world.pool,
    Username: "ada",
    EventId,
    FeedbackToken,
    FeedbackValue: "Invalid",
  });
  const { FeedbackValue, Provider } = (await eventsOf(world))[0]?.EventFeedback ?? {};
  assert.deepEqual({ FeedbackValue, Provider }, { FeedbackValue: "Invalid", Provider: "User" });
});

test("UpdateAuthEventFeedback tells one refusal for every token that is not good, whoever exists", async () => {
  await using world = await startWorld(PROTECTED);
  const { ada, bob } = await withEvents(world);
  const good = await tokenFor(world, "ada", ada);
  const [end = "", hash = ""] = good.split(".");
  const say = (Username: string, EventId: string, FeedbackToken: string) =>
    world.call.UpdateAuthEventFeedback({ ...world.pool, Username, EventId, FeedbackToken, FeedbackValue: "Valid" });
  for (const [username, event, token] of [
    ["ada", ada, "x"],
    ["ada", ada, `${end}.${hash.slice(0, -4)}AAAA`],
    ["ada", ada, `${Number(end) + 1}.${hash}`],
    ["ada", bob, good],
    ["bob", ada, good],
    ["bob", bob, good],
    ["nobody", ada, good],
    ["ada", bob, await tokenFor(world, "ada", bob)],
  ] as const) {
    await refused(say(username, event, token), "NotAuthorizedException", INVALID);
  }
  world.clock.advance(FEEDBACK_TOKEN_LIFETIME_MS);
  await refused(say("ada", ada, good), "NotAuthorizedException", INVALID);
  assert.equal((await eventsOf(world))[0]?.EventFeedback, undefined);
  await refused(
    world.call.UpdateAuthEventFeedback({
      UserPoolId: "us-east-1_Unknown00",
      Username: "ada",
      EventId: ada,
      FeedbackToken: good,
      FeedbackValue: "Valid",
    }),
    "ResourceNotFoundException",
  );
  await world.updatePool({ UserPoolAddOns: { AdvancedSecurityMode: "OFF" } });
  await refused(say("ada", ada, good), "UserPoolAddOnNotEnabledException");
});
