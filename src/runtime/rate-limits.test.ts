import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld } from "../testing/world.ts";

const EXCEEDED = { name: "TooManyRequestsException", message: "Rate exceeded" };

test("POOLHOUSE_RATES=amazon holds one user's sign-ins to ten a second, and leaves others alone", async () => {
  await using world = await startWorld({ settings: { rates: "amazon" } });
  const ada = await world.user();
  world.clock.advance(1_000);
  for (let n = 0; n < 10; n += 1) await world.signIn(ada.Username, ada.Password);
  await assert.rejects(world.signIn(ada.Username, ada.Password), EXCEEDED);
  await assert.rejects(world.signIn("nobody", "Secret 1!"), { name: "UserNotFoundException" });
  world.clock.advance(1_000);
  await world.signIn(ada.Username, ada.Password);
});

test("POOLHOUSE_RATES=amazon counts a user's own calls by the token", async () => {
  await using world = await startWorld({ settings: { rates: "amazon" } });
  const { Username, Password } = await world.user();
  const { AuthenticationResult } = await world.signIn(Username, Password);
  const AccessToken = AuthenticationResult?.AccessToken ?? "";
  for (let n = 0; n < 10; n += 1) await world.call.GetUser({ AccessToken });
  await assert.rejects(world.call.GetUser({ AccessToken }), EXCEEDED);
});

test("POOLHOUSE_RATES=none takes everything", async () => {
  await using world = await startWorld();
  const { Username, Password } = await world.user();
  for (let n = 0; n < 30; n += 1) await world.signIn(Username, Password);
});
