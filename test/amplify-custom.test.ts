/** Amplify's Auth category: sign-ins that the pool's own functions decide. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { confirmSignIn, getCurrentUser, signIn } from "aws-amplify/auth";
import { useRiddle } from "./riddle.ts";
import { requireStep, startAmplifyWorld } from "./amplify.ts";

const CLIENT = { ExplicitAuthFlows: ["ALLOW_CUSTOM_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"] } as const;

test("Amplify signs in by a custom challenge alone", async () => {
  await using world = await startAmplifyWorld({ client: CLIENT });
  const { Username: username } = await world.user();
  await useRiddle(world);
  const asked = await signIn({ username, options: { authFlowType: "CUSTOM_WITHOUT_SRP" } });
  const { additionalInfo } = requireStep(asked, "CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE");
  assert.equal(additionalInfo?.["question"], "6 × 7");
  const again = await confirmSignIn({ challengeResponse: "41" });
  requireStep(again, "CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE");
  requireStep(await confirmSignIn({ challengeResponse: "42" }), "DONE");
  assert.equal((await getCurrentUser()).username, username);
});

test("Amplify signs in by a custom challenge after the password", async () => {
  await using world = await startAmplifyWorld({ client: CLIENT });
  const { Username: username, Password: password } = await world.user();
  await useRiddle(world);
  const options = { authFlowType: "CUSTOM_WITH_SRP" } as const;
  await assert.rejects(signIn({ username, password: "wrong", options }), {
    name: "NotAuthorizedException",
    message: "Incorrect username or password.",
  });
  requireStep(await signIn({ username, password, options }), "CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE");
  requireStep(await confirmSignIn({ challengeResponse: "42" }), "DONE");
  assert.equal((await getCurrentUser()).username, username);
});

test("Amplify is refused after the last wrong answer", async () => {
  await using world = await startAmplifyWorld({ client: CLIENT });
  const { Username: username } = await world.user();
  await useRiddle(world);
  requireStep(
    await signIn({ username, options: { authFlowType: "CUSTOM_WITHOUT_SRP" } }),
    "CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE",
  );
  await confirmSignIn({ challengeResponse: "40" });
  await confirmSignIn({ challengeResponse: "41" });
  await assert.rejects(confirmSignIn({ challengeResponse: "43" }), {
    name: "NotAuthorizedException",
    message: "Incorrect username or password.",
  });
});
