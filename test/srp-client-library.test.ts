/** Amazon's own client library signs in by SRP, over HTTP, with nothing changed but the endpoint. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
} from "amazon-cognito-identity-js";
import { startWorld, type World, type WorldOptions } from "../src/testing/world.ts";
import { memory } from "./client-library.ts";

/** A world with the clock of this machine, which the library reads. */
const startNow = async (options: WorldOptions = {}): Promise<World> => {
  const world = await startWorld(options);
  world.clock.set(Date.now());
  return world;
};

const libraryUser = (world: World, endpoint: string, Username: string): CognitoUser => {
  const Storage = memory();
  const Pool = new CognitoUserPool({ ...world.pool, ...world.client, endpoint, Storage });
  return new CognitoUser({ Username, Pool, Storage });
};

type Outcome = CognitoUserSession | { readonly newPasswordFor: Record<string, string> };

const signIn = (user: CognitoUser, Username: string, Password: string): Promise<Outcome> =>
  new Promise((resolve, reject) => {
    user.authenticateUser(new AuthenticationDetails({ Username, Password }), {
      onSuccess: resolve,
      onFailure: reject,
      newPasswordRequired: (attributes: Record<string, string>) => {
        resolve({ newPasswordFor: attributes });
      },
    });
  });

const subjectOf = (outcome: Outcome): unknown => {
  assert.ok("getIdToken" in outcome);
  return outcome.getAccessToken().payload["username"];
};

test("amazon-cognito-identity-js signs in by name, by alias, and again with its refresh token", async () => {
  await using world = await startNow({ pool: { AliasAttributes: ["email"] } });
  const { Username, Password } = await world.user();
  const { endpoint } = await world.listen();
  for (const name of [Username, "ada@example.com"]) {
    const user = libraryUser(world, endpoint, name);
    const outcome = await signIn(user, name, Password);
    assert.equal(subjectOf(outcome), Username);
    assert.ok("getRefreshToken" in outcome);
    const refreshed = await new Promise<CognitoUserSession>((resolve, reject) => {
      user.refreshSession(outcome.getRefreshToken(), (error: Error | null, session: CognitoUserSession) => {
        if (error === null) resolve(session);
        else reject(error);
      });
    });
    assert.ok(refreshed.getAccessToken().getJwtToken());
  }
});

test("amazon-cognito-identity-js is refused a wrong password, for users and for nobody", async () => {
  await using world = await startNow({ client: { PreventUserExistenceErrors: "ENABLED" } });
  const { Username } = await world.user();
  const { endpoint } = await world.listen();
  for (const name of [Username, "nobody"]) {
    await assert.rejects(signIn(libraryUser(world, endpoint, name), name, "wrong"), {
      name: "NotAuthorizedException",
      message: "Incorrect username or password.",
    });
  }
});

test("amazon-cognito-identity-js exchanges a temporary password for the user's own", async () => {
  await using world = await startNow({ pool: { UsernameAttributes: ["email"] } });
  const Username = "tess@example.com";
  await world.call.AdminCreateUser({
    ...world.pool,
    Username,
    TemporaryPassword: "Temporary 1!",
    MessageAction: "SUPPRESS",
  });
  const { endpoint } = await world.listen();
  const user = libraryUser(world, endpoint, Username);
  const asked = await signIn(user, Username, "Temporary 1!");
  assert.ok("newPasswordFor" in asked);
  assert.equal(asked.newPasswordFor["email"], Username);
  const session = await new Promise<CognitoUserSession>((resolve, reject) => {
    user.completeNewPasswordChallenge("Permanent 1!", {}, { onSuccess: resolve, onFailure: reject });
  });
  assert.ok(session.isValid());
  assert.ok("getIdToken" in (await signIn(libraryUser(world, endpoint, Username), Username, "Permanent 1!")));
});
