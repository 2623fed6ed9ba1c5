/** Amazon's browser library with passwords (`USER_PASSWORD_AUTH`), over HTTP: a user's whole life through its callbacks. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  AuthenticationDetails,
  CognitoUserAttribute,
  type CognitoUser,
  type CognitoUserSession,
  type ISignUpResult,
} from "amazon-cognito-identity-js";
import { startWorld, type World } from "../src/testing/world.ts";
import { openLibrary as open } from "./client-library.ts";

const FIRST = "First password 1!";
const SECOND = "Second password 1!";
const THIRD = "Third password 1!";

type Callback<T> = (error: Error | null | undefined, result?: T) => void;

/** A method that calls back, as a promise. */
const asked = <T>(call: (callback: Callback<T>) => void): Promise<T | undefined> =>
  new Promise((resolve, reject) => {
    call((error, result) => {
      if (error) reject(error);
      else resolve(result);
    });
  });

/** The library, whose users send their passwords. */
const openLibrary = async (world: World) => {
  const { Pool, user } = await open(world);
  return { Pool, user: (Username: string): CognitoUser => user(Username, "USER_PASSWORD_AUTH") };
};

type SignedIn =
  | { readonly session: CognitoUserSession }
  | { readonly attributes: Readonly<Record<string, string>>; readonly required: readonly string[] };

const signIn = (user: CognitoUser, Password: string): Promise<SignedIn> =>
  new Promise((resolve, reject) => {
    user.authenticateUser(new AuthenticationDetails({ Username: user.getUsername(), Password }), {
      onSuccess: (session) => resolve({ session }),
      onFailure: reject,
      newPasswordRequired: (attributes: Record<string, string>, required: string[]) =>
        resolve({ attributes, required }),
    });
  });

const sessionOf = (signedIn: SignedIn): CognitoUserSession => {
  assert.ok("session" in signedIn);
  assert.ok(signedIn.session.isValid());
  return signedIn.session;
};

test("amazon-cognito-identity-js signs a user up, in, and through a forgotten password", async () => {
  await using world = await startWorld();
  const { Pool, user } = await openLibrary(world);
  const email = "ada@example.com";
  const ada = user("ada");

  const signedUp = await asked<ISignUpResult>((callback) =>
    Pool.signUp("ada", FIRST, [new CognitoUserAttribute({ Name: "email", Value: email })], [], callback),
  );
  assert.equal(signedUp?.userConfirmed, false);
  await assert.rejects(signIn(ada, FIRST), { name: "UserNotConfirmedException" });
  await asked((callback) => ada.resendConfirmationCode(callback));
  await assert.rejects(
    asked((callback) => ada.confirmRegistration("wrong", false, callback)),
    { name: "CodeMismatchException", message: "Invalid verification code provided, please try again." },
  );
  assert.equal(
    await asked((callback) => ada.confirmRegistration(world.inbox.latest(email).code, false, callback)),
    "SUCCESS",
  );

  const session = sessionOf(await signIn(ada, FIRST));
  assert.equal(session.getIdToken().payload["cognito:username"], "ada");
  assert.equal(session.getIdToken().payload["email"], email);
  const attributes = await asked<CognitoUserAttribute[]>((callback) => ada.getUserAttributes(callback));
  assert.ok(attributes?.some((attribute) => attribute.getName() === "email" && attribute.getValue() === email));
  await asked((callback) => ada.changePassword(FIRST, SECOND, callback));

  const details = await new Promise<{ CodeDeliveryDetails: object }>((resolve, reject) => {
    ada.forgotPassword({
      onSuccess: () => assert.fail("a code is wanted"),
      onFailure: reject,
      inputVerificationCode: resolve,
    });
  });
  assert.deepEqual(details.CodeDeliveryDetails, {
    Destination: "a***@e***",
    DeliveryMedium: "EMAIL",
    AttributeName: "email",
  });
  const confirm = (code: string, password: string) =>
    new Promise<string>((resolve, reject) => {
      ada.confirmPassword(code, password, { onSuccess: resolve, onFailure: reject });
    });
  await assert.rejects(confirm(world.inbox.latest(email).code, "weak"), { name: "InvalidPasswordException" });
  assert.equal(await confirm(world.inbox.latest(email).code, THIRD), "SUCCESS");
  await assert.rejects(signIn(ada, SECOND), {
    name: "NotAuthorizedException",
    message: "Incorrect username or password.",
  });
  sessionOf(await signIn(ada, THIRD));
});

test("amazon-cognito-identity-js is told that an administrator has reset the password, and gets out of it", async () => {
  await using world = await startWorld();
  const { user } = await openLibrary(world);
  const { Username, Password } = await world.user();
  await world.call.AdminResetUserPassword({ ...world.pool, Username });
  const ada = user(Username);
  await assert.rejects(signIn(ada, Password), {
    name: "PasswordResetRequiredException",
    message: "Password reset required for the user",
  });
  await new Promise((resolve, reject) => {
    const { code } = world.inbox.latest("ada@example.com");
    ada.confirmPassword(code, SECOND, { onSuccess: resolve, onFailure: reject });
  });
  sessionOf(await signIn(ada, SECOND));
});

test("amazon-cognito-identity-js exchanges a temporary password, and its attributes with it", async () => {
  await using world = await startWorld();
  const { user } = await openLibrary(world);
  await world.call.AdminCreateUser({
    ...world.pool,
    Username: "tess",
    TemporaryPassword: FIRST,
    MessageAction: "SUPPRESS",
  });
  const tess = user("tess");
  const challenged = await signIn(tess, FIRST);
  assert.ok("attributes" in challenged);
  const session = await new Promise<CognitoUserSession>((resolve, reject) => {
    tess.completeNewPasswordChallenge(SECOND, { name: "Tess" }, { onSuccess: resolve, onFailure: reject });
  });
  assert.equal(session.getIdToken().payload["name"], "Tess");
  sessionOf(await signIn(tess, SECOND));
});

test("amazon-cognito-identity-js refreshes its session, also by itself, and signs out everywhere", async () => {
  await using world = await startWorld();
  const { Pool, user } = await openLibrary(world);
  const { Username, Password } = await world.user();
  const ada = user(Username);
  const session = sessionOf(await signIn(ada, Password));
  const refreshed = await asked<CognitoUserSession>((callback) =>
    ada.refreshSession(session.getRefreshToken(), callback),
  );
  assert.notEqual(refreshed?.getAccessToken().getJwtToken(), session.getAccessToken().getJwtToken());
  const current = Pool.getCurrentUser();
  assert.equal(current?.getUsername(), Username);

  await new Promise((resolve, reject) => {
    ada.globalSignOut({ onSuccess: resolve, onFailure: reject });
  });
  // Asked without the library, which would try again for seconds.
  await assert.rejects(
    world.call.InitiateAuth({
      ...world.client,
      AuthFlow: "REFRESH_TOKEN_AUTH",
      AuthParameters: { REFRESH_TOKEN: session.getRefreshToken().getToken() },
    }),
    { name: "NotAuthorizedException", message: "Refresh Token has been revoked" },
  );
});
