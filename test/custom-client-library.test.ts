/** Amazon's browser library with custom challenges, alone and after a password that never travels. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { CognitoUser } from "amazon-cognito-identity-js";
import { startWorld, type World } from "../src/testing/world.ts";
import { beginCustom, openLibrary, outcomeOf, signIn, type Outcome } from "./client-library.ts";
import { useRiddle } from "./riddle.ts";

const REFUSED = { name: "NotAuthorizedException", message: "Incorrect username or password." };

const startCustomWorld = async (): Promise<World> => {
  const world = await startWorld({
    client: { ExplicitAuthFlows: ["ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"] },
  });
  await useRiddle(world);
  return world;
};

const answer = (user: CognitoUser, text: string): Promise<Outcome> =>
  outcomeOf((callbacks) => {
    user.sendCustomChallengeAnswer(text, callbacks);
  });

test("amazon-cognito-identity-js signs in by a custom challenge alone", async () => {
  await using world = await startCustomWorld();
  const { Username } = await world.user();
  const ada = (await openLibrary(world)).user(Username, "CUSTOM_AUTH");
  const { challenge, parameters } = await beginCustom(ada);
  assert.deepEqual([challenge, parameters["question"]], ["CUSTOM_CHALLENGE", "6 × 7"]);
  assert.equal((await answer(ada, "41")).challenge, "CUSTOM_CHALLENGE");
  assert.equal((await answer(ada, "42")).session?.getAccessToken().payload["username"], Username);
});

test("amazon-cognito-identity-js signs in by a custom challenge after the password", async () => {
  await using world = await startCustomWorld();
  const { Username, Password } = await world.user();
  const { user } = await openLibrary(world);
  await assert.rejects(signIn(user(Username, "CUSTOM_AUTH"), "wrong"), REFUSED);
  const ada = user(Username, "CUSTOM_AUTH");
  assert.equal((await signIn(ada, Password)).challenge, "CUSTOM_CHALLENGE");
  assert.equal((await answer(ada, "42")).session?.getAccessToken().payload["username"], Username);
});

test("amazon-cognito-identity-js is refused after the last wrong answer", async () => {
  await using world = await startCustomWorld();
  const { Username } = await world.user();
  const ada = (await openLibrary(world)).user(Username, "CUSTOM_AUTH");
  await beginCustom(ada);
  await answer(ada, "40");
  await answer(ada, "41");
  await assert.rejects(answer(ada, "43"), REFUSED);
});
