/** Amplify's Auth category: a user's whole life, and every way in that a password opens. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  confirmResetPassword,
  confirmSignIn,
  confirmSignUp,
  fetchAuthSession,
  fetchUserAttributes,
  getCurrentUser,
  resendSignUpCode,
  resetPassword,
  signIn,
  signOut,
  signUp,
  updatePassword,
} from "aws-amplify/auth";
import { requireStep, startAmplifyWorld } from "./amplify.ts";

const FIRST = "First password 1!";
const SECOND = "Second password 1!";
const THIRD = "Third password 1!";
const EMAIL = "ada@example.com";

const FLOWS = ["USER_SRP_AUTH", "USER_PASSWORD_AUTH"] as const;

const accessToken = async () => (await fetchAuthSession()).tokens?.accessToken;

test("Amplify signs a user up, in, and through a forgotten password", async () => {
  await using world = await startAmplifyWorld();
  const signedUp = await signUp({
    username: "ada",
    password: FIRST,
    options: { userAttributes: { email: EMAIL, name: "Ada" } },
  });
  assert.equal(signedUp.isSignUpComplete, false);
  assert.equal(signedUp.nextStep.signUpStep, "CONFIRM_SIGN_UP");
  requireStep(await signIn({ username: "ada", password: FIRST }), "CONFIRM_SIGN_UP");
  const resent = await resendSignUpCode({ username: "ada" });
  assert.deepEqual(resent, { attributeName: "email", deliveryMedium: "EMAIL", destination: "a***@e***" });
  await assert.rejects(confirmSignUp({ username: "ada", confirmationCode: "wrong" }), {
    name: "CodeMismatchException",
    message: "Invalid verification code provided, please try again.",
  });
  const confirmed = await confirmSignUp({ username: "ada", confirmationCode: world.inbox.latest(EMAIL).code });
  assert.equal(confirmed.isSignUpComplete, true);

  requireStep(await signIn({ username: "ada", password: FIRST }), "DONE");
  assert.equal((await getCurrentUser()).username, "ada");
  const { tokens, userSub } = await fetchAuthSession();
  assert.equal(tokens?.idToken?.payload["email"], EMAIL);
  assert.deepEqual(await fetchUserAttributes(), { sub: userSub, email: EMAIL, email_verified: "true", name: "Ada" });
  await updatePassword({ oldPassword: FIRST, newPassword: SECOND });
  await signOut();

  const asked = await resetPassword({ username: "ada" });
  assert.equal(asked.nextStep.resetPasswordStep, "CONFIRM_RESET_PASSWORD_WITH_CODE");
  assert.equal(asked.nextStep.codeDeliveryDetails.destination, "a***@e***");
  const { code } = world.inbox.latest(EMAIL);
  await assert.rejects(confirmResetPassword({ username: "ada", confirmationCode: code, newPassword: "weak" }), {
    name: "InvalidPasswordException",
  });
  await confirmResetPassword({ username: "ada", confirmationCode: code, newPassword: THIRD });
  await assert.rejects(signIn({ username: "ada", password: SECOND }), {
    name: "NotAuthorizedException",
    message: "Incorrect username or password.",
  });
  requireStep(await signIn({ username: "ada", password: THIRD }), "DONE");
});

for (const authFlowType of FLOWS) {
  test(`Amplify is told by ${authFlowType} that the password was reset, and gets out of it`, async () => {
    await using world = await startAmplifyWorld();
    const { Username, Password } = await world.user();
    await world.call.AdminResetUserPassword({ ...world.pool, Username });
    const options = { authFlowType };
    requireStep(await signIn({ username: Username, password: Password, options }), "RESET_PASSWORD");
    await resetPassword({ username: Username });
    const { code } = world.inbox.latest(EMAIL);
    await confirmResetPassword({ username: Username, confirmationCode: code, newPassword: SECOND });
    requireStep(await signIn({ username: Username, password: SECOND, options }), "DONE");
    assert.equal((await accessToken())?.payload["username"], Username);
  });

  test(`Amplify exchanges a temporary password after ${authFlowType}, and its attributes with it`, async () => {
    await using world = await startAmplifyWorld({
      pool: {
        UsernameAttributes: ["email"],
        Schema: [{ Name: "name", AttributeDataType: "String", Required: true, Mutable: true }],
      },
    });
    const username = "tess@example.com";
    await world.call.AdminCreateUser({
      ...world.pool,
      Username: username,
      TemporaryPassword: FIRST,
      MessageAction: "SUPPRESS",
    });
    const options = { authFlowType };
    const asked = requireStep(
      await signIn({ username, password: FIRST, options }),
      "CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED",
    );
    assert.deepEqual(asked.missingAttributes, ["name"]);
    await assert.rejects(confirmSignIn({ challengeResponse: "weak", options: { userAttributes: { name: "Tess" } } }), {
      name: "InvalidPasswordException",
    });
    const answered = await confirmSignIn({
      challengeResponse: SECOND,
      options: { userAttributes: { name: "Tess" } },
    });
    requireStep(answered, "DONE");
    assert.equal((await fetchUserAttributes()).name, "Tess");
    await signOut();
    requireStep(await signIn({ username, password: SECOND, options }), "DONE");
  });

  test(`Amplify is refused a wrong password by ${authFlowType}, for users and for nobody`, async () => {
    await using world = await startAmplifyWorld({ client: { PreventUserExistenceErrors: "ENABLED" } });
    const { Username } = await world.user();
    for (const username of [Username, "nobody"]) {
      await assert.rejects(signIn({ username, password: "wrong", options: { authFlowType } }), {
        name: "NotAuthorizedException",
        message: "Incorrect username or password.",
      });
    }
  });
}

test("Amplify signs in by an alias, and is the user whose alias it is", async () => {
  await using world = await startAmplifyWorld({ pool: { AliasAttributes: ["email"] } });
  const { Username, Password } = await world.user();
  requireStep(await signIn({ username: EMAIL, password: Password }), "DONE");
  assert.equal((await getCurrentUser()).username, Username);
});

const REFRESHING: readonly (readonly [name: string, client: object])[] = [
  ["keeps its refresh token", {}],
  [
    "takes a new refresh token each time",
    {
      ExplicitAuthFlows: ["ALLOW_USER_SRP_AUTH"],
      RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 0 },
    },
  ],
];

for (const [name, client] of REFRESHING) {
  test(`Amplify refreshes its tokens and ${name}`, async () => {
    await using world = await startAmplifyWorld({ client });
    const { Username, Password } = await world.user();
    requireStep(await signIn({ username: Username, password: Password }), "DONE");
    const first = await accessToken();
    const { tokens } = await fetchAuthSession({ forceRefresh: true });
    assert.notEqual(tokens?.accessToken.toString(), first?.toString());
    assert.equal(tokens?.accessToken.payload["origin_jti"], first?.payload["origin_jti"]);
    const again = await fetchAuthSession({ forceRefresh: true });
    assert.notEqual(again.tokens?.accessToken.toString(), tokens?.accessToken.toString());
    assert.equal((await fetchUserAttributes()).email, EMAIL);
  });
}

test("Amplify signs out of this device alone, or of every one", async () => {
  await using world = await startAmplifyWorld();
  const { Username, Password } = await world.user();
  const elsewhere = await world.signIn(Username, Password);
  const AccessToken = elsewhere.AuthenticationResult?.AccessToken ?? "";

  requireStep(await signIn({ username: Username, password: Password }), "DONE");
  const here = { AccessToken: (await accessToken())?.toString() ?? "" };
  await signOut();
  await assert.rejects(getCurrentUser(), { name: "UserUnAuthenticatedException" });
  await assert.rejects(world.call.GetUser(here), { message: "Access Token has been revoked" });
  await world.call.GetUser({ AccessToken });

  requireStep(await signIn({ username: Username, password: Password }), "DONE");
  await signOut({ global: true });
  await assert.rejects(world.call.GetUser({ AccessToken }), { message: "Access Token has been revoked" });
});
