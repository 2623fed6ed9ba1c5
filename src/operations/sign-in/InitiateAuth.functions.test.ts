/** The functions that a sign-in asks, what they may do to it, and what they may not. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { refused, TEXTS } from "../../testing/refused.ts";
import { startWorld, type World } from "../../testing/world.ts";

const claimsOf = (token: string | undefined): Record<string, unknown> => {
  const claims: unknown = JSON.parse(Buffer.from(token?.split(".")[1] ?? "", "base64url").toString());
  assert.ok(typeof claims === "object" && claims !== null);
  return { ...claims };
};

const sourcesOf = ({ functions }: World) => functions.events.map(({ triggerSource }) => triggerSource);

test("InitiateAuth asks PreAuthentication before the password, and the others after it", async () => {
  await using world = await startWorld();
  const { functions } = world;
  const { Username, Password } = await world.user();
  await world.updatePool({
    LambdaConfig: {
      PreAuthentication: functions.set("pre-auth", (event) => event),
      PostAuthentication: functions.set("post-auth", (event) => event),
      PreTokenGeneration: functions.set("pre-token", (event) => event),
    },
  });
  await refused(world.signIn(Username, "wrong"), "NotAuthorizedException", TEXTS.incorrect);
  assert.deepEqual(sourcesOf(world), ["PreAuthentication_Authentication"]);
  await world.signIn(Username, Password);
  assert.deepEqual(sourcesOf(world).slice(1), [
    "PreAuthentication_Authentication",
    "PostAuthentication_Authentication",
    "TokenGeneration_Authentication",
  ]);
});

test("InitiateAuth tells PreAuthentication of a name that nobody has only where users are hidden", async () => {
  for (const hides of [false, true]) {
    await using world = await startWorld({ client: { PreventUserExistenceErrors: hides ? "ENABLED" : "LEGACY" } });
    const { functions } = world;
    await world.updatePool({ LambdaConfig: { PreAuthentication: functions.set("pre-auth", (event) => event) } });
    await refused(world.signIn("nobody", "x"), hides ? "NotAuthorizedException" : "UserNotFoundException");
    assert.deepEqual(
      functions.events.map(({ userName, request }) => [userName, request["userNotFound"], request["userAttributes"]]),
      hides ? [["nobody", true, {}]] : [],
    );
  }
});

test("InitiateAuth fails when PreAuthentication does, with the right password too", async () => {
  await using world = await startWorld();
  const { Username, Password } = await world.user();
  const PreAuthentication = world.functions.set("pre-auth", () => {
    throw new Error("closed on Sundays");
  });
  await world.updatePool({ LambdaConfig: { PreAuthentication } });
  await refused(
    world.signIn(Username, Password),
    "UserLambdaValidationException",
    "PreAuthentication failed with error closed on Sundays.",
  );
});

test("InitiateAuth issues no tokens when PostAuthentication fails", async () => {
  await using world = await startWorld();
  const { functions } = world;
  const { Username, Password } = await world.user();
  await world.updatePool({
    LambdaConfig: {
      PostAuthentication: functions.set("post-auth", () => {
        throw new Error("no");
      }),
      PreTokenGeneration: functions.set("pre-token", (event) => event),
    },
  });
  await refused(
    world.signIn(Username, Password),
    "UserLambdaValidationException",
    "PostAuthentication failed with error no.",
  );
  assert.equal(sourcesOf(world).includes("TokenGeneration_Authentication"), false);
});

test("InitiateAuth asks each function once, although each of them writes into the user", async () => {
  await using world = await startWorld();
  const { functions, call, pool } = world;
  const { Username, Password } = await world.user();
  const writing = (Name: string) =>
    functions.set(Name, async (event) => {
      await call.AdminUpdateUserAttributes({ ...pool, Username, UserAttributes: [{ Name, Value: "seen" }] });
      return event;
    });
  await world.updatePool({
    LambdaConfig: {
      PreAuthentication: writing("name"),
      PostAuthentication: writing("nickname"),
      PreTokenGeneration: writing("profile"),
    },
  });
  const { AuthenticationResult } = await world.signIn(Username, Password);
  assert.equal(sourcesOf(world).length, 3);
  const claims = claimsOf(AuthenticationResult?.IdToken);
  assert.deepEqual([claims["name"], claims["nickname"], claims["profile"]], ["seen", "seen", undefined]);
});

test("InitiateAuth issues no tokens to whom an administrator barred while a function was asked", async () => {
  const bars = [
    ["AdminDisableUser", "NotAuthorizedException", TEXTS.disabled],
    ["AdminResetUserPassword", "PasswordResetRequiredException", TEXTS.resetRequired],
  ] as const;
  for (const trigger of ["PreAuthentication", "PostAuthentication", "PreTokenGeneration"] as const) {
    for (const [operation, exception, message] of bars) {
      await using world = await startWorld();
      const { functions, call, pool } = world;
      const { Username, Password } = await world.user();
      const arn = functions.set("barring", async (event) => {
        if (functions.events.length === 1) await call[operation]({ ...pool, Username });
        return event;
      });
      await world.updatePool({ LambdaConfig: { [trigger]: arn } });
      await refused(world.signIn(Username, Password), exception, message);
      if (trigger === "PreAuthentication") assert.equal(functions.events.length, 1);
    }
  }
});

test("InitiateAuth issues no tokens to whom PreTokenGeneration barred after PostAuthentication was told", async () => {
  await using world = await startWorld();
  const { functions, call, pool } = world;
  const { Username, Password } = await world.user();
  await world.updatePool({
    LambdaConfig: {
      PostAuthentication: functions.set("post-auth", (event) => event),
      PreTokenGeneration: functions.set("pre-token", async (event) => {
        await call.AdminDisableUser({ ...pool, Username });
        return event;
      }),
    },
  });
  await refused(world.signIn(Username, Password), "NotAuthorizedException", TEXTS.disabled);
});

test("InitiateAuth issues no tokens for a password that was replaced while PreTokenGeneration was asked", async () => {
  await using world = await startWorld();
  const { functions, call, pool } = world;
  const { Username, Password } = await world.user();
  const PreTokenGeneration = functions.set("pre-token", async (event) => {
    if (functions.events.length === 1) {
      await call.AdminSetUserPassword({ ...pool, Username, Password: "Another one 1!", Permanent: true });
    }
    return event;
  });
  await world.updatePool({ LambdaConfig: { PreTokenGeneration } });
  await refused(world.signIn(Username, Password), "NotAuthorizedException", TEXTS.incorrect);
});

test("InitiateAuth lets PreTokenGeneration change both tokens, and never whose they are", async () => {
  await using world = await startWorld();
  const { functions, call, pool } = world;
  const { Username, Password } = await world.user();
  await call.CreateGroup({ ...pool, GroupName: "readers" });
  await call.AdminAddUserToGroup({ ...pool, Username, GroupName: "readers" });
  const forged = { sub: "eve", iss: "eve", aud: "eve", exp: 9_999_999_999, "cognito:username": "eve", username: "eve" };
  const LambdaArn = functions.set("pre-token", (event) => {
    event.response = {
      claimsAndScopeOverrideDetails: {
        idTokenGeneration: { claimsToAddOrOverride: { ...forged, tenant: "t1" }, claimsToSuppress: ["email"] },
        accessTokenGeneration: {
          claimsToAddOrOverride: { ...forged, client_id: "eve", tenant: 7 },
          scopesToAdd: ["books/read"],
        },
        groupOverrideDetails: { groupsToOverride: ["writers"] },
      },
    };
    return event;
  });
  const plain = await world.signIn(Username, Password);
  await world.updatePool({ LambdaConfig: { PreTokenGenerationConfig: { LambdaArn, LambdaVersion: "V2_0" } } });
  const changed = await world.signIn(Username, Password);
  const fixed = ["sub", "iss", "aud", "exp", "cognito:username", "username", "client_id"];
  for (const kind of ["IdToken", "AccessToken"] as const) {
    const before = claimsOf(plain.AuthenticationResult?.[kind]);
    const after = claimsOf(changed.AuthenticationResult?.[kind]);
    for (const claim of fixed) assert.deepEqual(after[claim], before[claim], `${claim} of the ${kind}`);
    assert.deepEqual(before["cognito:groups"], ["readers"]);
    assert.deepEqual(after["cognito:groups"], ["writers"]);
  }
  const id = claimsOf(changed.AuthenticationResult?.IdToken);
  const access = claimsOf(changed.AuthenticationResult?.AccessToken);
  assert.deepEqual([id["tenant"], "email" in id], ["t1", false]);
  assert.deepEqual([access["tenant"], access["scope"]], [7, "aws.cognito.signin.user.admin books/read"]);
  const [event] = functions.events;
  assert.deepEqual(event?.request["groupConfiguration"], {
    groupsToOverride: ["readers"],
    iamRolesToOverride: [],
    preferredRole: null,
  });
  assert.deepEqual(event?.request["scopes"], ["aws.cognito.signin.user.admin"]);
});
