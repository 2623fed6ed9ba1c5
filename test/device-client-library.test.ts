/** Amazon's own client library registers its device and signs in with it, over HTTP, with nothing changed but the endpoint. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
} from "amazon-cognito-identity-js";
import { STEP_MS } from "../src/crypto/totp.ts";
import { registerApp, type Authenticator } from "../src/testing/authenticator.ts";
import { startWorld, type Login, type World } from "../src/testing/world.ts";
import { memory } from "./client-library.ts";

interface Browser {
  /** The user as the library knows it after a start. */
  open(Username: string): CognitoUser;
}

/** A browser that keeps what the library stores. */
const openBrowser = (world: World, endpoint: string): Browser => {
  const Storage = memory();
  const Pool = new CognitoUserPool({ ...world.pool, ...world.client, endpoint, Storage });
  return { open: (Username) => new CognitoUser({ Username, Pool, Storage }) };
};

type Outcome = { readonly session: CognitoUserSession; readonly confirm: boolean } | "second factor";

const signIn = (user: CognitoUser, { Username, Password }: Login, flow = "USER_SRP_AUTH"): Promise<Outcome> =>
  new Promise((resolve, reject) => {
    user.setAuthenticationFlowType(flow);
    user.authenticateUser(new AuthenticationDetails({ Username, Password }), {
      onSuccess: (session: CognitoUserSession, confirm?: boolean) => {
        resolve({ session, confirm: confirm === true });
      },
      onFailure: reject,
      totpRequired: () => {
        resolve("second factor");
      },
    });
  });

const withCode = (user: CognitoUser, app: Authenticator): Promise<CognitoUserSession> =>
  new Promise((resolve, reject) => {
    user.sendMFACode(app.code(), { onSuccess: resolve, onFailure: reject }, "SOFTWARE_TOKEN_MFA");
  });

const told = <T>(act: (callback: { onSuccess(value: T): void; onFailure(error: Error): void }) => void): Promise<T> =>
  new Promise((resolve, reject) => {
    act({ onSuccess: resolve, onFailure: reject });
  });

const refreshed = (user: CognitoUser, session: CognitoUserSession): Promise<CognitoUserSession> =>
  new Promise((resolve, reject) => {
    user.refreshSession(session.getRefreshToken(), (error: Error | null, next: CognitoUserSession) => {
      if (error === null) resolve(next);
      else reject(error);
    });
  });

const startTracking = async (DeviceConfiguration: {
  readonly ChallengeRequiredOnNewDevice: boolean;
  readonly DeviceOnlyRememberedOnUserPrompt: boolean;
}) => {
  const world = await startWorld({ pool: { DeviceConfiguration } });
  world.clock.set(Date.now());
  const ada = await world.user();
  const { endpoint } = await world.listen();
  return { ...world, ada, endpoint, browser: openBrowser(world, endpoint) };
};

/** Has Ada's app asked for from now on. */
const demandFactor = async (world: World, session: CognitoUserSession): Promise<Authenticator> => {
  const { call, pool, clock } = world;
  const AccessToken = session.getAccessToken().getJwtToken();
  const SoftwareTokenMfaConfiguration = { Enabled: true };
  await call.SetUserPoolMfaConfig({ ...pool, MfaConfiguration: "OPTIONAL", SoftwareTokenMfaConfiguration });
  const app = await registerApp(world, AccessToken);
  await call.SetUserMFAPreference({ AccessToken, SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true } });
  await call.SetUserPoolMfaConfig({ ...pool, MfaConfiguration: "ON", SoftwareTokenMfaConfiguration });
  clock.advance(2 * STEP_MS);
  return app;
};

const sessionOf = (outcome: Outcome): CognitoUserSession => {
  assert.notEqual(outcome, "second factor");
  assert.ok(outcome !== "second factor");
  return outcome.session;
};

const keyOf = (session: CognitoUserSession): unknown => session.getAccessToken().payload["device_key"];

test("amazon-cognito-identity-js registers its device, which then stands for the second factor", async () => {
  const world = await startTracking({ ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false });
  await using _closing = world;
  const { ada, browser, call, pool } = world;
  const first = sessionOf(await signIn(browser.open(ada.Username), ada));
  const { Devices } = await call.AdminListDevices({ ...pool, Username: ada.Username });
  assert.deepEqual(
    Devices?.map(({ DeviceKey }) => DeviceKey),
    [keyOf(first)],
  );
  const app = await demandFactor(world, first);

  for (const flow of ["USER_SRP_AUTH", "USER_PASSWORD_AUTH"]) {
    const user = browser.open(ada.Username);
    const session = sessionOf(await signIn(user, ada, flow));
    assert.equal(keyOf(session), keyOf(first));
    assert.equal(keyOf(await refreshed(user, session)), keyOf(first));
  }
  const elsewhere = openBrowser(world, world.endpoint).open(ada.Username);
  assert.equal(await signIn(elsewhere, ada), "second factor");
  assert.notEqual(keyOf(await withCode(elsewhere, app)), keyOf(first));
  assert.equal((await call.AdminListDevices({ ...pool, Username: ada.Username })).Devices?.length, 2);
});

test("amazon-cognito-identity-js goes on without a device that was forgotten, and owes the factor again", async () => {
  const world = await startTracking({ ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false });
  await using _closing = world;
  const { ada, browser, call, pool } = world;
  const first = sessionOf(await signIn(browser.open(ada.Username), ada));
  const app = await demandFactor(world, first);
  const DeviceKey = String(keyOf(first));
  await call.AdminForgetDevice({ ...pool, Username: ada.Username, DeviceKey });
  const user = browser.open(ada.Username);
  assert.equal(await signIn(user, ada), "second factor");
  const next = await withCode(user, app);
  assert.notEqual(keyOf(next), DeviceKey);
  // The new device is remembered like the first.
  assert.equal(keyOf(sessionOf(await signIn(browser.open(ada.Username), ada))), keyOf(next));
});

test("amazon-cognito-identity-js proves its device after the second factor where the pool wants both", async () => {
  const world = await startTracking({ ChallengeRequiredOnNewDevice: false, DeviceOnlyRememberedOnUserPrompt: false });
  await using _closing = world;
  const { ada, browser } = world;
  const first = sessionOf(await signIn(browser.open(ada.Username), ada));
  const app = await demandFactor(world, first);
  const user = browser.open(ada.Username);
  assert.equal(await signIn(user, ada), "second factor");
  assert.equal(keyOf(await withCode(user, app)), keyOf(first));
});

test("amazon-cognito-identity-js asks its user, shows, lists and forgets its device", async () => {
  const world = await startTracking({ ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true });
  await using _closing = world;
  const { ada, browser } = world;
  const user = browser.open(ada.Username);
  const outcome = await signIn(user, ada);
  assert.ok(outcome !== "second factor" && outcome.confirm);
  const app = await demandFactor(world, outcome.session);

  const cautious = browser.open(ada.Username);
  assert.equal(await signIn(cautious, ada), "second factor");
  assert.equal(keyOf(await withCode(cautious, app)), keyOf(outcome.session));
  assert.equal(await told((callback) => cautious.setDeviceStatusRemembered(callback)), "SUCCESS");

  const trusting = browser.open(ada.Username);
  sessionOf(await signIn(trusting, ada));
  const shown: unknown = await told((callback) => trusting.getDevice(callback));
  assert.ok(JSON.stringify(shown).includes(String(keyOf(outcome.session))));
  const { Devices } = await told<{ Devices: unknown[] }>((callback) => {
    trusting.listDevices(10, null, callback);
  });
  assert.equal(Devices.length, 1);
  assert.equal(await told((callback) => trusting.forgetDevice(callback)), "SUCCESS");
  world.clock.advance(STEP_MS);
  assert.equal(await signIn(browser.open(ada.Username), ada), "second factor");
});
