import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { decodeJwt } from "jose";
import { SRP_N } from "../../crypto/srp-group.ts";
import { STEP_MS } from "../../crypto/totp.ts";
import { registerApp, type Authenticator } from "../../testing/authenticator.ts";
import { createCalls, type WireOutput } from "../../testing/call.ts";
import {
  beginDevice,
  confirmDevice,
  finishWithDevice,
  makeDevice,
  proveDevice,
  signInOn,
  startDeviceWorld,
  type DeviceWorld,
} from "../../testing/device-client.ts";
import { refused, TEXTS } from "../../testing/refused.ts";
import { answerSrp, beginSrp } from "../../testing/srp-client.ts";
import { startWorld, type WorldOptions } from "../../testing/world.ts";

type Step = WireOutput<"InitiateAuth">;

const TRACKED = { ChallengeRequiredOnNewDevice: false } as const;
const NO_DEVICE = ["ResourceNotFoundException", "Device does not exist."] as const;
const WRONG = ["NotAuthorizedException", TEXTS.incorrect] as const;
const NO_SESSION = ["NotAuthorizedException", "Invalid session for the user."] as const;
const SPENT = ["NotAuthorizedException", "Invalid session for the user, session can only be used once."] as const;
const SOME_KEY = "us-east-1_00000000-0000-4000-8000-000000000000";

const MINUTE_MS = 60_000;

interface FactorWorld extends DeviceWorld {
  readonly app: Authenticator;
}

/** Ada has a remembered device, and an authenticator app that is asked for. */
const startFactorWorld = async (
  configuration?: Parameters<typeof startDeviceWorld>[0],
  options: WorldOptions = {},
): Promise<FactorWorld> => {
  const world = await startDeviceWorld(configuration, options);
  const { call, pool, clock, AccessToken } = world;
  const SoftwareTokenMfaConfiguration = { Enabled: true };
  await call.SetUserPoolMfaConfig({ ...pool, MfaConfiguration: "OPTIONAL", SoftwareTokenMfaConfiguration });
  const app = await registerApp(world, AccessToken);
  await call.SetUserMFAPreference({ AccessToken, SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true } });
  await call.SetUserPoolMfaConfig({ ...pool, MfaConfiguration: "ON", SoftwareTokenMfaConfiguration });
  clock.advance(2 * STEP_MS);
  return { ...world, app };
};

const asked = (world: DeviceWorld): Promise<Step> => signInOn(world, world.ada, world.device.DeviceKey);

const withCode = ({ call, client, app, ada }: FactorWorld, { Session }: Step): Promise<Step> =>
  call.RespondToAuthChallenge({
    ...client,
    Session,
    ChallengeName: "SOFTWARE_TOKEN_MFA",
    ChallengeResponses: { USERNAME: ada.Username, SOFTWARE_TOKEN_MFA_CODE: app.code() },
  });

const nameOf = ({ ChallengeName, AuthenticationResult }: Step) => [ChallengeName, AuthenticationResult !== undefined];

test("RespondToAuthChallenge lets a remembered device stand for the second factor", async () => {
  await using world = await startFactorWorld();
  const { ada, device, call, pool, clock } = world;
  assert.deepEqual(nameOf(await world.signIn(ada.Username, ada.Password)), ["SOFTWARE_TOKEN_MFA", false]);
  const step = await asked(world);
  assert.deepEqual(nameOf(step), ["DEVICE_SRP_AUTH", false]);
  assert.deepEqual(step.ChallengeParameters, {});
  const round = await beginDevice(world, step, ada.Username, device);
  assert.deepEqual(nameOf(round.challenge), ["DEVICE_PASSWORD_VERIFIER", false]);
  assert.deepEqual(Object.keys(round.challenge.ChallengeParameters ?? {}).toSorted(), [
    "DEVICE_KEY",
    "SALT",
    "SECRET_BLOCK",
    "SRP_B",
    "USERNAME",
  ]);
  assert.equal(round.challenge.ChallengeParameters?.["USERNAME"], ada.Username);
  const finished = await proveDevice(world, round);
  assert.ok(!("NewDeviceMetadata" in (finished.AuthenticationResult ?? {})));
  assert.equal(decodeJwt(finished.AuthenticationResult?.AccessToken ?? "")["device_key"], device.DeviceKey);
  const { Device } = await call.AdminGetDevice({ ...pool, Username: ada.Username, DeviceKey: device.DeviceKey });
  assert.equal(Device.DeviceLastAuthenticatedDate, clock.now() / 1000);
});

test("RespondToAuthChallenge asks for the second factor and then for the device where the pool wants both", async () => {
  await using world = await startFactorWorld(TRACKED);
  const { ada, device } = world;
  const step = await asked(world);
  assert.deepEqual(nameOf(step), ["SOFTWARE_TOKEN_MFA", false]);
  const next = await withCode(world, step);
  assert.deepEqual(nameOf(next), ["DEVICE_SRP_AUTH", false]);
  const finished = await finishWithDevice(world, next, ada.Username, device);
  assert.deepEqual(nameOf(finished), [undefined, true]);
});

test("RespondToAuthChallenge asks for the device where nothing else is asked", async () => {
  await using world = await startDeviceWorld(TRACKED);
  const step = await asked(world);
  assert.deepEqual(nameOf(step), ["DEVICE_SRP_AUTH", false]);
  assert.deepEqual(nameOf(await finishWithDevice(world, step, world.ada.Username, world.device)), [undefined, true]);
});

test("RespondToAuthChallenge asks for the device after the code of a message, too", async () => {
  await using world = await startDeviceWorld(TRACKED);
  const { call, pool, client, ada, AccessToken, inbox, device } = world;
  await call.SetUserPoolMfaConfig({
    ...pool,
    MfaConfiguration: "OPTIONAL",
    EmailMfaConfiguration: {},
    SoftwareTokenMfaConfiguration: { Enabled: true },
  });
  await world.updatePool({ AccountRecoverySetting: { RecoveryMechanisms: [{ Priority: 1, Name: "admin_only" }] } });
  await call.SetUserMFAPreference({ AccessToken, EmailMfaSettings: { Enabled: true, PreferredMfa: true } });
  const { Session } = await asked(world);
  const next = await call.RespondToAuthChallenge({
    ...client,
    Session,
    ChallengeName: "EMAIL_OTP",
    ChallengeResponses: { USERNAME: ada.Username, EMAIL_OTP_CODE: inbox.latest("ada@example.com").code ?? "" },
  });
  assert.deepEqual(nameOf(next), ["DEVICE_SRP_AUTH", false]);
  assert.deepEqual(nameOf(await finishWithDevice(world, next, ada.Username, device)), [undefined, true]);
});

test("RespondToAuthChallenge works without the sessions, from the address of the sign-in alone", async () => {
  await using world = await startFactorWorld();
  const { ada, device, server, client, settle } = world;
  const finished = await finishWithDevice(world, await asked(world), ada.Username, device, { withoutSession: true });
  assert.deepEqual(nameOf(finished), [undefined, true]);
  await asked(world);
  const elsewhere = createCalls(
    (name, json, call) => server.perform(name, json, { ...call, facts: { ...call.facts, remoteAddress: "192.0.2.7" } }),
    { settle },
  );
  const stolen = beginDevice({ ...world, call: elsewhere }, {}, ada.Username, device, { withoutSession: true });
  await refused(stolen, ...NO_SESSION);
  const fromAnother = elsewhere.RespondToAuthChallenge({
    ...client,
    ChallengeName: "DEVICE_SRP_AUTH",
    ChallengeResponses: { USERNAME: "nobody", DEVICE_KEY: device.DeviceKey, SRP_A: "ff" },
  });
  await refused(fromAnother, ...NO_SESSION);
});

test("RespondToAuthChallenge takes the session of the code before the device, and no other spent one", async () => {
  await using world = await startFactorWorld(TRACKED);
  const { ada, device, clock } = world;
  const earlier = await asked(world);
  await withCode(world, earlier);
  clock.advance(STEP_MS);
  const step = await asked(world);
  const { Session } = step;
  await refused(beginDevice(world, step, ada.Username, device), ...NO_SESSION);
  await withCode(world, step);
  await refused(beginDevice(world, earlier, ada.Username, device), ...NO_SESSION);
  const round = await beginDevice(world, { Session }, ada.Username, device);
  await refused(beginDevice(world, { Session }, ada.Username, device), ...SPENT);
  assert.deepEqual(nameOf(await proveDevice(world, round)), [undefined, true]);
});

test("RespondToAuthChallenge without a session needs a sign-in that waits, and finds it once", async () => {
  await using world = await startFactorWorld();
  const { ada, device, clock } = world;
  const begin = () => beginDevice(world, {}, ada.Username, device, { withoutSession: true });
  await refused(begin(), ...NO_SESSION);
  await asked(world);
  await begin();
  await refused(begin(), ...NO_SESSION);
  await asked(world);
  clock.advance(3 * MINUTE_MS);
  await refused(begin(), ...NO_SESSION);
});

test("RespondToAuthChallenge lets one of 50 answers with the same proof in", async () => {
  await using world = await startFactorWorld();
  const { ada, device } = world;
  for (const withoutSession of [false, true]) {
    const round = await beginDevice(world, await asked(world), ada.Username, device);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 50 }, () => proveDevice(world, round, {}, { withoutSession })),
    );
    assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
    await refused(proveDevice(world, round, {}, { withoutSession }), ...SPENT);
  }
});

test("RespondToAuthChallenge takes no proof again after a restart, and the one that waited still", async () => {
  const folder = mkdtempSync(join(tmpdir(), "poolhouse-devices-"));
  try {
    const path = join(folder, "poolhouse.db");
    const before = await startFactorWorld(undefined, { path });
    const { ada, device, pool, client, clock } = before;
    const used = await beginDevice(before, await asked(before), ada.Username, device);
    await proveDevice(before, used);
    const waiting = await beginDevice(before, await asked(before), ada.Username, device);
    await before[Symbol.asyncDispose]();
    await using after = await startWorld({ path, populated: false });
    after.clock.set(clock.now());
    const world = { ...after, pool, client };
    for (const withoutSession of [false, true]) {
      await refused(proveDevice(world, used, {}, { withoutSession }), ...SPENT);
    }
    assert.deepEqual(nameOf(await proveDevice(world, waiting)), [undefined, true]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("RespondToAuthChallenge counts wrong proofs on the lock of wrong passwords, one for each exchange", async () => {
  await using world = await startFactorWorld();
  const { ada, device, clock } = world;
  const wrong = { PASSWORD_CLAIM_SIGNATURE: Buffer.alloc(32).toString("base64") };
  for (let tries = 0; tries < 5; tries += 1) {
    const round = await beginDevice(world, await asked(world), ada.Username, device);
    await refused(proveDevice(world, round, wrong), ...WRONG);
    await refused(proveDevice(world, round), ...SPENT);
  }
  await refused(world.signIn(ada.Username, ada.Password), "NotAuthorizedException", "Password attempts exceeded");
  clock.advance(1_000);
  const round = await beginDevice(world, await asked(world), ada.Username, device);
  await refused(proveDevice(world, round, wrong), ...WRONG);
  await refused(world.signIn(ada.Username, ada.Password), "NotAuthorizedException", "Password attempts exceeded");
});

test("RespondToAuthChallenge refuses even the right proof while the lock holds, and forgets the count after it", async () => {
  await using world = await startFactorWorld();
  const { ada, device, clock } = world;
  const round = await beginDevice(world, await asked(world), ada.Username, device);
  const waiting = await asked(world);
  for (let tries = 0; tries < 5; tries += 1) await refused(world.signIn(ada.Username, "wrong"), ...WRONG);
  const locked = ["NotAuthorizedException", "Password attempts exceeded"] as const;
  await refused(proveDevice(world, round), ...locked);
  await refused(beginDevice(world, waiting, ada.Username, device), ...locked);
  clock.advance(1_000);
  assert.deepEqual(nameOf(await proveDevice(world, round)), [undefined, true]);
  for (let tries = 0; tries < 4; tries += 1) await refused(world.signIn(ada.Username, "wrong"), ...WRONG);
  assert.deepEqual(nameOf(await asked(world)), ["DEVICE_SRP_AUTH", false]);
});

test("RespondToAuthChallenge takes a proof for its own exchange, block and time alone", async () => {
  await using world = await startFactorWorld();
  const { ada, device, clock } = world;
  const step = await asked(world);
  const round = await beginDevice(world, step, ada.Username, device);
  const other = await beginDevice(world, await asked(world), ada.Username, device);
  const user = await beginSrp(world, ada.Username, ada.Password);
  const changed = (change: Record<string, string>) => proveDevice(world, round, change);
  await refused(changed({ PASSWORD_CLAIM_SECRET_BLOCK: "AAAA" }), ...WRONG);
  await refused(
    changed({ PASSWORD_CLAIM_SECRET_BLOCK: user.challenge.ChallengeParameters?.["SECRET_BLOCK"] ?? "" }),
    ...WRONG,
  );
  await refused(proveDevice(world, { ...round, responses: other.responses }), ...NO_SESSION);
  await refused(changed({ TIMESTAMP: "Tue Mar 3 04:05:06 UTC 2020" }), ...WRONG);
  await refused(changed({ TIMESTAMP: "now" }), "InvalidParameterException");
  const { DEVICE_KEY: _key, ...keyless } = round.responses;
  await refused(
    proveDevice(world, { ...round, responses: keyless }),
    "InvalidParameterException",
    "Missing required parameter DEVICE_KEY",
  );
  // A block is no answer to the other challenge.
  await refused(answerSrp(world, round.responses), ...WRONG);
  clock.advance(3 * MINUTE_MS);
  await refused(
    proveDevice(world, round),
    "NotAuthorizedException",
    "Invalid session for the user, session is expired.",
  );
  await refused(
    proveDevice(world, round, {}, { withoutSession: true }),
    "NotAuthorizedException",
    "Invalid session for the user, session is expired.",
  );
});

test("RespondToAuthChallenge takes no A that is a multiple of N", async () => {
  await using world = await startFactorWorld();
  const { call, client, ada, device } = world;
  const { Session } = await asked(world);
  for (const SRP_A of ["0", SRP_N.toString(16), (2n * SRP_N).toString(16), "xyz", ""]) {
    const answer = call.RespondToAuthChallenge({
      ...client,
      Session,
      ChallengeName: "DEVICE_SRP_AUTH",
      ChallengeResponses: { USERNAME: ada.Username, DEVICE_KEY: device.DeviceKey, SRP_A },
    });
    await refused(answer, "InvalidParameterException");
  }
});

test("RespondToAuthChallenge keeps the session of a device to its user, its device, its client and its step", async () => {
  await using world = await startFactorWorld();
  const { call, pool, client, ada, device } = world;
  const bob = await world.user("bob");
  await call.SetUserPoolMfaConfig({
    ...pool,
    MfaConfiguration: "OPTIONAL",
    SoftwareTokenMfaConfiguration: { Enabled: true },
  });
  const bobStep = await world.signIn(bob.Username, bob.Password);
  const bobDevice = await confirmDevice(world, bobStep);
  const step = await asked(world);
  await refused(beginDevice(world, step, bob.Username, device), ...NO_SESSION);
  await refused(beginDevice(world, step, ada.Username, bobDevice), ...NO_DEVICE);
  await refused(beginDevice(world, step, bob.Username, bobDevice), ...NO_SESSION);
  const { UserPoolClient } = await call.CreateUserPoolClient({ ...pool, ClientName: "other" });
  const other = { ...world, client: { ClientId: UserPoolClient?.ClientId ?? "" } };
  await refused(beginDevice(other, step, ada.Username, device), ...NO_SESSION);
  await refused(beginDevice(other, {}, ada.Username, device), ...NO_SESSION);
  for (const ChallengeName of ["SOFTWARE_TOKEN_MFA", "MFA_SETUP", "SELECT_MFA_TYPE"] as const) {
    const answer = call.RespondToAuthChallenge({
      ...client,
      Session: step.Session,
      ChallengeName,
      ChallengeResponses: { USERNAME: ada.Username, SOFTWARE_TOKEN_MFA_CODE: "123456", ANSWER: "SMS_MFA" },
    });
    await refused(answer, ...NO_SESSION);
  }
  const round = await beginDevice(world, step, ada.Username, device);
  await refused(proveDevice(other, round), ...WRONG);
  await refused(proveDevice(world, round, { USERNAME: bob.Username }), ...NO_SESSION);
  await refused(proveDevice(world, round, { DEVICE_KEY: bobDevice.DeviceKey }), ...NO_DEVICE);
  assert.deepEqual(nameOf(await proveDevice(world, round)), [undefined, true]);
});

test("InitiateAuth refuses a device that the user does not have, to who has proven the password alone", async () => {
  await using world = await startFactorWorld();
  const { ada, device, call, pool } = world;
  const bob = await world.user("bob");
  await refused(signInOn(world, ada, SOME_KEY), ...NO_DEVICE);
  await refused(signInOn(world, bob, device.DeviceKey), ...NO_DEVICE);
  await refused(signInOn(world, { ...ada, Password: "wrong" }, SOME_KEY), ...WRONG);
  await refused(signInOn(world, ada, "x".repeat(5_000)), ...NO_DEVICE);
  for (let tries = 0; tries < 4; tries += 1) {
    await refused(signInOn(world, { ...ada, Password: "wrong" }, SOME_KEY), ...WRONG);
  }
  await refused(signInOn(world, ada, SOME_KEY), "NotAuthorizedException", "Password attempts exceeded");
  await call.AdminForgetDevice({ ...pool, Username: ada.Username, DeviceKey: device.DeviceKey });
  world.clock.advance(MINUTE_MS);
  await refused(asked(world), ...NO_DEVICE);
});

test("InitiateAuth ignores the key of a device where the pool tracks none", async () => {
  await using world = await startDeviceWorld();
  await world.updatePool({ DeviceConfiguration: undefined });
  const { AuthenticationResult } = await signInOn(world, world.ada, SOME_KEY);
  assert.ok(AuthenticationResult !== undefined && !("NewDeviceMetadata" in AuthenticationResult));
});

test("AdminForgetDevice in the middle of a sign-in ends it, and the next one asks for the factor again", async () => {
  await using world = await startFactorWorld();
  const { ada, device, call, pool } = world;
  const forget = () => call.AdminForgetDevice({ ...pool, Username: ada.Username, DeviceKey: device.DeviceKey });
  const [step, round] = [await asked(world), await beginDevice(world, await asked(world), ada.Username, device)];
  await forget();
  await refused(beginDevice(world, step, ada.Username, device), ...NO_DEVICE);
  await refused(proveDevice(world, round), ...NO_DEVICE);
  const next = await world.signIn(ada.Username, ada.Password);
  assert.deepEqual(nameOf(next), ["SOFTWARE_TOKEN_MFA", false]);
  const finished = await withCode(world, next);
  assert.ok(finished.AuthenticationResult?.NewDeviceMetadata);
});

test("UpdateDeviceStatus makes a device that is not remembered owe the factor, and known all the same", async () => {
  await using world = await startFactorWorld();
  const { call, ada, device, AccessToken } = world;
  const round = await beginDevice(world, await asked(world), ada.Username, device);
  await call.UpdateDeviceStatus({
    AccessToken,
    DeviceKey: device.DeviceKey,
    DeviceRememberedStatus: "not_remembered",
  });
  await refused(proveDevice(world, round), ...NO_DEVICE);
  const step = await asked(world);
  assert.deepEqual(nameOf(step), ["SOFTWARE_TOKEN_MFA", false]);
  const finished = await withCode(world, step);
  assert.ok(finished.AuthenticationResult !== undefined && !("NewDeviceMetadata" in finished.AuthenticationResult));
});

test("RespondToAuthChallenge remembers a device on its user's word only, where the pool leaves it to them", async () => {
  await using world = await startFactorWorld({
    ChallengeRequiredOnNewDevice: true,
    DeviceOnlyRememberedOnUserPrompt: true,
  });
  const { call, ada, device, AccessToken } = world;
  assert.deepEqual(nameOf(await asked(world)), ["SOFTWARE_TOKEN_MFA", false]);
  await call.UpdateDeviceStatus({ AccessToken, DeviceKey: device.DeviceKey, DeviceRememberedStatus: "remembered" });
  const finished = await finishWithDevice(world, await asked(world), ada.Username, device);
  assert.deepEqual(nameOf(finished), [undefined, true]);
});

test("RespondToAuthChallenge lets no device stand for a factor that is to be set up", async () => {
  await using world = await startDeviceWorld();
  const { call, pool } = world;
  await call.SetUserPoolMfaConfig({
    ...pool,
    MfaConfiguration: "ON",
    SoftwareTokenMfaConfiguration: { Enabled: true },
  });
  assert.deepEqual(nameOf(await asked(world)), ["MFA_SETUP", false]);
});

test("RespondToAuthChallenge lets no device stand for a new password", async () => {
  await using world = await startFactorWorld();
  const { call, pool, client, ada, device } = world;
  await call.AdminSetUserPassword({ ...pool, ...ada, Permanent: false });
  const step = await asked(world);
  assert.deepEqual(nameOf(step), ["NEW_PASSWORD_REQUIRED", false]);
  const next = await call.RespondToAuthChallenge({
    ...client,
    Session: step.Session,
    ChallengeName: "NEW_PASSWORD_REQUIRED",
    ChallengeResponses: { USERNAME: ada.Username, NEW_PASSWORD: "Chosen by ada 1!" },
  });
  assert.deepEqual(nameOf(next), ["DEVICE_SRP_AUTH", false]);
  assert.deepEqual(nameOf(await finishWithDevice(world, next, ada.Username, device)), [undefined, true]);
});

test("A reset leaves devices remembered and shuts them out until it is finished", async () => {
  await using world = await startFactorWorld();
  const { call, pool, client, ada, device, inbox } = world;
  const [step, round] = [await asked(world), await beginDevice(world, await asked(world), ada.Username, device)];
  await call.AdminResetUserPassword({ ...pool, Username: ada.Username });
  const barred = ["PasswordResetRequiredException", TEXTS.resetRequired] as const;
  await refused(asked(world), ...barred);
  await refused(beginDevice(world, step, ada.Username, device), ...barred);
  await refused(proveDevice(world, round), ...barred);
  const Password = "Chosen by ada 1!";
  const ConfirmationCode = inbox.latest("ada@example.com").code ?? "";
  await call.ConfirmForgotPassword({ ...client, Username: ada.Username, Password, ConfirmationCode });
  // What was begun with the old password is worth nothing.
  await refused(beginDevice(world, step, ada.Username, device), ...NO_SESSION);
  await refused(proveDevice(world, round), ...NO_SESSION);
  const fresh = await signInOn(world, { ...ada, Password }, device.DeviceKey);
  assert.deepEqual(nameOf(await finishWithDevice(world, fresh, ada.Username, device)), [undefined, true]);
});

test("AdminDisableUser ends what waits for a device", async () => {
  await using world = await startFactorWorld();
  const { call, pool, ada, device } = world;
  const round = await beginDevice(world, await asked(world), ada.Username, device);
  await call.AdminDisableUser({ ...pool, Username: ada.Username });
  await refused(proveDevice(world, round), "NotAuthorizedException", TEXTS.disabled);
});

test("InitiateAuth by SRP takes the device in either step, and drops only the one of the first when it is unknown", async () => {
  await using world = await startDeviceWorld(TRACKED);
  const { client, ada, device } = world;
  const prove = async (begun: string | undefined, answered: string | null | undefined) => {
    const round = await beginSrp(world, ada.Username, ada.Password, client.ClientId, begun);
    // Clients write null where they drop the key.
    const DEVICE_KEY = answered === undefined ? {} : { DEVICE_KEY: answered! };
    const answer = await answerSrp(world, { ...round.responses, ...DEVICE_KEY });
    return answer.ChallengeName ?? (answer.AuthenticationResult?.NewDeviceMetadata ? "new device" : "known device");
  };
  assert.equal(await prove(undefined, undefined), "new device");
  assert.equal(await prove(undefined, device.DeviceKey), "DEVICE_SRP_AUTH");
  assert.equal(await prove(device.DeviceKey, undefined), "DEVICE_SRP_AUTH");
  assert.equal(await prove(SOME_KEY, device.DeviceKey), "DEVICE_SRP_AUTH");
  assert.equal(await prove(SOME_KEY, null), "new device");
  await refused(prove(device.DeviceKey, SOME_KEY), ...NO_DEVICE);
});

test("RespondToAuthChallenge to PASSWORD_VERIFIER spends nothing on an unknown device", async () => {
  await using world = await startDeviceWorld(TRACKED);
  const { responses } = await beginSrp(world, world.ada.Username, world.ada.Password);
  await refused(answerSrp(world, { ...responses, DEVICE_KEY: SOME_KEY }), ...NO_DEVICE);
  assert.deepEqual(nameOf(await answerSrp(world, responses)), [undefined, true]);
});

test("PostAuthentication is told whether a device is new, once every challenge is answered", async () => {
  await using world = await startFactorWorld(TRACKED);
  const { ada, device, functions } = world;
  const seen: unknown[] = [];
  const PostAuthentication = functions.set("after", (event) => {
    seen.push((event["request"] as Record<string, unknown>)["newDeviceUsed"]);
    return event;
  });
  await world.updatePool({ LambdaConfig: { PostAuthentication } });
  const step = await withCode(world, await asked(world));
  assert.deepEqual(seen, []);
  await finishWithDevice(world, step, ada.Username, device);
  assert.deepEqual(seen, [false]);
  world.clock.advance(STEP_MS);
  await withCode(world, await world.signIn(ada.Username, ada.Password));
  assert.deepEqual(seen, [false, true]);
});

test("PreTokenGeneration is told that a device has signed in, and cannot change its claim", async () => {
  await using world = await startFactorWorld();
  const { ada, device, functions } = world;
  const sources: unknown[] = [];
  const LambdaArn = functions.set("tokens", (event) => {
    sources.push(event["triggerSource"]);
    const accessTokenGeneration = { claimsToAddOrOverride: { device_key: "another" } };
    return { ...event, response: { claimsAndScopeOverrideDetails: { accessTokenGeneration } } };
  });
  await world.updatePool({
    LambdaConfig: { PreTokenGenerationConfig: { LambdaArn, LambdaVersion: "V2_0" } },
  });
  const finished = await finishWithDevice(world, await asked(world), ada.Username, device);
  assert.deepEqual(sources, ["TokenGeneration_AuthenticateDevice"]);
  assert.equal(decodeJwt(finished.AuthenticationResult?.AccessToken ?? "")["device_key"], device.DeviceKey);
});

test("AdminInitiateAuth and AdminRespondToAuthChallenge take devices like everybody", async () => {
  await using world = await startFactorWorld();
  const { call, pool, client, ada, device } = world;
  const step = await call.AdminInitiateAuth({
    ...pool,
    ...client,
    AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME: ada.Username, PASSWORD: ada.Password, DEVICE_KEY: device.DeviceKey },
  });
  assert.deepEqual(nameOf(step), ["DEVICE_SRP_AUTH", false]);
  const respond: typeof call.RespondToAuthChallenge = (input) =>
    call.AdminRespondToAuthChallenge({ ...pool, ...input });
  const admin = { ...world, call: { ...call, RespondToAuthChallenge: respond } };
  assert.deepEqual(nameOf(await finishWithDevice(admin, step, ada.Username, device)), [undefined, true]);
});

test("makeDevice of another secret proves nothing", async () => {
  await using world = await startFactorWorld();
  const { ada, device } = world;
  const { DeviceKey, DeviceGroupKey } = device;
  const forged = await makeDevice({ AuthenticationResult: { NewDeviceMetadata: { DeviceKey, DeviceGroupKey } } });
  await refused(finishWithDevice(world, await asked(world), ada.Username, forged), ...WRONG);
});

test("InitiateAuth with CUSTOM_AUTH ends with the device, and takes one that it does not know for a new one", async () => {
  await using world = await startDeviceWorld(undefined, {
    client: { ExplicitAuthFlows: ["ALLOW_CUSTOM_AUTH", "ALLOW_USER_PASSWORD_AUTH"] },
  });
  const { call, client, ada, device, functions } = world;
  const DefineAuthChallenge = functions.set("define", (event) => {
    const hasAnswered = JSON.stringify(event.request["session"]).includes("CUSTOM_CHALLENGE");
    const next = hasAnswered ? { issueTokens: true } : { challengeName: "CUSTOM_CHALLENGE" };
    return { ...event, response: { ...event.response, ...next } };
  });
  const CreateAuthChallenge = functions.set("create", (event) => event);
  const VerifyAuthChallengeResponse = functions.set("verify", (event) => ({
    ...event,
    response: { answerCorrect: true },
  }));
  await world.updatePool({ LambdaConfig: { DefineAuthChallenge, CreateAuthChallenge, VerifyAuthChallengeResponse } });
  const signIn = async (begun?: string, answered?: string): Promise<Step> => {
    const keyed = (key?: string) => (key === undefined ? {} : { DEVICE_KEY: key });
    const { Session } = await call.InitiateAuth({
      ...client,
      AuthFlow: "CUSTOM_AUTH",
      AuthParameters: { USERNAME: ada.Username, ...keyed(begun) },
    });
    return call.RespondToAuthChallenge({
      ...client,
      Session,
      ChallengeName: "CUSTOM_CHALLENGE",
      ChallengeResponses: { USERNAME: ada.Username, ANSWER: "42", ...keyed(answered) },
    });
  };
  for (const step of [await signIn(device.DeviceKey), await signIn(undefined, device.DeviceKey)]) {
    assert.deepEqual(nameOf(step), ["DEVICE_SRP_AUTH", false]);
    assert.deepEqual(nameOf(await finishWithDevice(world, step, ada.Username, device)), [undefined, true]);
  }
  for (const key of [undefined, SOME_KEY]) {
    assert.ok((await signIn(key, key)).AuthenticationResult?.NewDeviceMetadata);
  }
});
