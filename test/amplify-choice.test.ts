/** Amplify's Auth category: sign-ins whose first factor the user chooses (USER_AUTH). */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  associateWebAuthnCredential,
  autoSignIn,
  confirmSignIn,
  confirmSignUp,
  deleteWebAuthnCredential,
  getCurrentUser,
  listWebAuthnCredentials,
  signIn,
  signOut,
  signUp,
} from "aws-amplify/auth";
import { codeTo } from "./code-to.ts";
import { openBrowser } from "./passkey-browser.ts";
import { requireStep, startAmplifyWorld } from "./amplify.ts";

const EMAIL = "ada@example.com";
const PHONE = "+15555550100";

const CLIENT = { ExplicitAuthFlows: ["ALLOW_USER_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"] } as const;

const startChoiceWorld = () =>
  startAmplifyWorld({
    pool: {
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP", "SMS_OTP"] } },
      SmsConfiguration: { SnsCallerArn: "arn:aws:iam::000000000000:role/sms", ExternalId: "sms" },
    },
    client: CLIENT,
  });

const REACHABLE = { phone_number: PHONE, phone_number_verified: "true" };

const begin = (username: string, preferredChallenge?: "EMAIL_OTP" | "SMS_OTP" | "WEB_AUTHN") =>
  signIn({
    username,
    options: { authFlowType: "USER_AUTH", ...(preferredChallenge === undefined ? {} : { preferredChallenge }) },
  });

const CODES = [
  ["EMAIL_OTP", "CONFIRM_SIGN_IN_WITH_EMAIL_CODE", EMAIL],
  ["SMS_OTP", "CONFIRM_SIGN_IN_WITH_SMS_CODE", PHONE],
] as const;

for (const [factor, step, address] of CODES) {
  test(`Amplify signs in without a password by ${factor}, preferred or chosen`, async () => {
    await using world = await startChoiceWorld();
    const { Username } = await world.user("ada", REACHABLE);
    requireStep(await begin(Username, factor), step);
    const code = await codeTo(world, address);
    assert.match(code, /^\d{8}$/);
    await assert.rejects(confirmSignIn({ challengeResponse: code === "00000000" ? "00000001" : "00000000" }), {
      name: "CodeMismatchException",
    });
    requireStep(await confirmSignIn({ challengeResponse: code }), "DONE");
    assert.equal((await getCurrentUser()).username, Username);
    await signOut();

    const { availableChallenges } = requireStep(await begin(Username), "CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION");
    assert.deepEqual(availableChallenges?.toSorted(), ["EMAIL_OTP", "PASSWORD", "PASSWORD_SRP", "SMS_OTP"]);
    requireStep(await confirmSignIn({ challengeResponse: factor }), step);
    requireStep(await confirmSignIn({ challengeResponse: await codeTo(world, address) }), "DONE");
  });
}

for (const factor of ["PASSWORD", "PASSWORD_SRP"] as const) {
  test(`Amplify signs in by ${factor}, preferred or chosen`, async () => {
    await using world = await startChoiceWorld();
    const { Username: username, Password: password } = await world.user();
    const options = { authFlowType: "USER_AUTH", preferredChallenge: factor } as const;
    requireStep(await signIn({ username, password, options }), "DONE");
    await signOut();

    requireStep(await begin(username), "CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION");
    requireStep(await confirmSignIn({ challengeResponse: factor }), "CONFIRM_SIGN_IN_WITH_PASSWORD");
    requireStep(await confirmSignIn({ challengeResponse: password }), "DONE");
    assert.equal((await getCurrentUser()).username, username);
    await signOut();

    requireStep(await begin(username), "CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION");
    requireStep(await confirmSignIn({ challengeResponse: factor }), "CONFIRM_SIGN_IN_WITH_PASSWORD");
    await assert.rejects(confirmSignIn({ challengeResponse: "wrong" }), {
      name: "NotAuthorizedException",
      message: "Incorrect username or password.",
    });
  });

  test(`Amplify is told by ${factor} that the password was reset`, async () => {
    await using world = await startChoiceWorld();
    const { Username: username, Password: password } = await world.user();
    await world.call.AdminResetUserPassword({ ...world.pool, Username: username });
    const options = { authFlowType: "USER_AUTH", preferredChallenge: factor } as const;
    requireStep(await signIn({ username, password, options }), "RESET_PASSWORD");
  });
}

/** Keeps the timers of `work` from keeping the process alive: Amplify waits three minutes for a sign-up, come what may. */
const withoutWaiting = async <T>(work: () => Promise<T>): Promise<T> => {
  const { setTimeout } = globalThis;
  globalThis.setTimeout = Object.assign(
    (...given: Parameters<typeof setTimeout>) => setTimeout(...given).unref(),
    setTimeout,
  );
  try {
    return await work();
  } finally {
    globalThis.setTimeout = setTimeout;
  }
};

test("Amplify signs a user in whose sign-up has just been confirmed", async () => {
  await using world = await startChoiceWorld();
  await withoutWaiting(() =>
    signUp({
      username: "ada",
      password: "First password 1!",
      options: { userAttributes: { email: EMAIL }, autoSignIn: { authFlowType: "USER_AUTH" } },
    }),
  );
  const { nextStep } = await confirmSignUp({ username: "ada", confirmationCode: await codeTo(world, EMAIL) });
  assert.equal(nextStep.signUpStep, "COMPLETE_AUTO_SIGN_IN");
  requireStep(await autoSignIn(), "DONE");
  assert.equal((await getCurrentUser()).username, "ada");
});

test("Amplify makes a passkey, signs in with it, lists it and deletes it", async () => {
  await using world = await startAmplifyWorld({
    pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "WEB_AUTHN"] } } },
    client: CLIENT,
  });
  using _ = openBrowser();
  const { pool, call } = world;
  await call.SetUserPoolMfaConfig({ ...pool, WebAuthnConfiguration: { RelyingPartyId: "example.com" } });
  const { Username: username, Password: password } = await world.user();
  requireStep(
    await signIn({ username, password, options: { authFlowType: "USER_AUTH", preferredChallenge: "PASSWORD" } }),
    "DONE",
  );
  await associateWebAuthnCredential();
  await signOut();

  requireStep(await begin(username, "WEB_AUTHN"), "DONE");
  assert.equal((await getCurrentUser()).username, username);
  await signOut();
  const asked = requireStep(await begin(username), "CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION");
  assert.deepEqual(asked.availableChallenges?.toSorted(), ["PASSWORD", "PASSWORD_SRP", "WEB_AUTHN"]);
  requireStep(await confirmSignIn({ challengeResponse: "WEB_AUTHN" }), "DONE");

  const { credentials } = await listWebAuthnCredentials();
  assert.deepEqual(
    credentials.map(({ relyingPartyId }) => relyingPartyId),
    ["example.com"],
  );
  await deleteWebAuthnCredential({ credentialId: credentials[0]?.credentialId ?? "" });
  assert.deepEqual((await listWebAuthnCredentials()).credentials, []);
  await signOut();
  requireStep(await begin(username, "WEB_AUTHN"), "CONTINUE_SIGN_IN_WITH_FIRST_FACTOR_SELECTION");
});
