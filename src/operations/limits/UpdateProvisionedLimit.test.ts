import assert from "node:assert/strict";
import { test } from "node:test";
import { createDataFolder } from "../../testing/data-folder.ts";
import { refused } from "../../testing/refused.ts";
import { startWorld, type World } from "../../testing/world.ts";

const definition = (Category: string) => ({ LimitClass: "API_CATEGORY", Attributes: { Category } }) as const;
const limit = (Category: string, ProvisionedLimitValue: number, FreeLimitValue: number) => ({
  Limit: { LimitDefinition: definition(Category), ProvisionedLimitValue, FreeLimitValue },
});

/** How many of `count` sign-ups at one moment are taken. */
const signUps = async ({ call, client }: World, count: number): Promise<number> => {
  const unknown = { ...client, Username: "nobody", ConfirmationCode: "123456" };
  const outcomes = await Promise.allSettled(Array.from({ length: count }, () => call.ConfirmSignUp(unknown)));
  const names = outcomes.map((outcome) =>
    outcome.status === "rejected" && outcome.reason instanceof Error ? outcome.reason.name : "",
  );
  return names.filter((name) => name !== "TooManyRequestsException").length;
};

test("GetProvisionedLimit shows Amazon's rate until UpdateProvisionedLimit has set another", async () => {
  await using world = await startWorld();
  const LimitDefinition = definition("UserAuthentication");
  assert.deepEqual(await world.call.GetProvisionedLimit({ LimitDefinition }), limit("UserAuthentication", 120, 120));
  const set = await world.call.UpdateProvisionedLimit({ LimitDefinition, RequestedLimitValue: 300 });
  assert.deepEqual(set, limit("UserAuthentication", 300, 120));
  assert.deepEqual(await world.call.GetProvisionedLimit({ LimitDefinition }), set);
  const fixed = await world.call.GetProvisionedLimit({ LimitDefinition: definition("UserPoolResourceRead") });
  assert.deepEqual(fixed, limit("UserPoolResourceRead", 20, 20));
});

test("UpdateProvisionedLimit holds the category from the next request on, and others stay free", async () => {
  await using world = await startWorld();
  assert.equal(await signUps(world, 60), 60);
  await world.call.UpdateProvisionedLimit({ LimitDefinition: definition("UserCreation"), RequestedLimitValue: 50 });
  assert.equal(await signUps(world, 60), 50);
  world.clock.advance(1_000);
  assert.equal(await signUps(world, 60), 50);
  for (let n = 0; n < 130; n += 1) await world.call.DescribeUserPool(world.pool);
  await world.call.UpdateProvisionedLimit({ LimitDefinition: definition("UserCreation"), RequestedLimitValue: 55 });
  world.clock.advance(1_000);
  assert.equal(await signUps(world, 60), 55);
});

test("UpdateProvisionedLimit widens what POOLHOUSE_RATES=amazon holds", async () => {
  await using world = await startWorld({ settings: { rates: "amazon" } });
  world.clock.advance(1_000);
  await world.call.UpdateProvisionedLimit({ LimitDefinition: definition("UserCreation"), RequestedLimitValue: 70 });
  world.clock.advance(1_000);
  const { call, client } = world;
  const outcomes = await Promise.allSettled(
    Array.from({ length: 80 }, (_, n) =>
      call.ConfirmSignUp({ ...client, Username: `nobody${n}`, ConfirmationCode: "123456" }),
    ),
  );
  const refusedOnes = outcomes.filter(
    (outcome) => outcome.status === "rejected" && /^Rate exceeded$/.test(String(outcome.reason.message)),
  );
  assert.equal(refusedOnes.length, 10);
});

test("UpdateProvisionedLimit outlives the process", async () => {
  using folder = createDataFolder();
  const path = folder.database;
  {
    await using world = await startWorld({ path });
    await world.call.UpdateProvisionedLimit({ LimitDefinition: definition("UserCreation"), RequestedLimitValue: 51 });
  }
  await using world = await startWorld({ path });
  assert.equal(await signUps(world, 60), 51);
  const shown = await world.call.GetProvisionedLimit({ LimitDefinition: definition("UserCreation") });
  assert.equal(shown.Limit.ProvisionedLimitValue, 51);
});

test("UpdateProvisionedLimit and GetProvisionedLimit refuse in the API's words", async () => {
  await using world = await startWorld({ populated: false });
  const { call } = world;
  const one = "A limit of the class API_CATEGORY has one attribute, Category.";
  const definitions = [
    [{ LimitClass: "API_CATEGORY", Attributes: {} }, "InvalidParameterException", one],
    [{ LimitClass: "API_CATEGORY", Attributes: { Category: "UserRead", Pool: "p" } }, "InvalidParameterException", one],
    [definition("toString"), "ResourceNotFoundException", "Category toString does not exist."],
    [definition("UserFun"), "ResourceNotFoundException", "Category UserFun does not exist."],
  ] as const;
  for (const [LimitDefinition, name, message] of definitions) {
    await refused(call.GetProvisionedLimit({ LimitDefinition }), name, message);
    await refused(call.UpdateProvisionedLimit({ LimitDefinition, RequestedLimitValue: 200 }), name, message);
  }
  const values = [
    ["UserUpdate", 30, "InvalidParameterException", "The limit of the category UserUpdate cannot be adjusted."],
    ["UserRead", 119, "InvalidParameterException", "The limit of the category UserRead must be at least 120."],
    [
      "UserRead",
      100_001,
      "ServiceQuotaExceededException",
      "The limit of the category UserRead must be at most 100000.",
    ],
  ] as const;
  for (const [category, RequestedLimitValue, name, message] of values) {
    const LimitDefinition = definition(category);
    await refused(call.UpdateProvisionedLimit({ LimitDefinition, RequestedLimitValue }), name, message);
  }
});
