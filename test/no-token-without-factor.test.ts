/**
 * No token without the factor, whatever the path: every entrance to a sign-in meets every user who owes a second factor.
 * A new flow is a new row of `entrances`; the types want to know of each.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ChallengeNameType, type AuthFlowType } from "../src/contracts/shapes.ts";
import type { Value } from "../src/contracts/vocabulary.ts";
import { STEP_MS } from "../src/crypto/totp.ts";
import {
  createAuthenticator,
  FACTORS,
  registerApp,
  wrongCode,
  type Authenticator,
} from "../src/testing/authenticator.ts";
import type { WireOutput } from "../src/testing/call.ts";
import { rawCalls } from "../src/testing/raw.ts";
import { createSrpClient, signInBySrp } from "../src/testing/srp-client.ts";
import { startWorld, type World } from "../src/testing/world.ts";

type Flow = Value<typeof AuthFlowType>;
type ChallengeName = Value<typeof ChallengeNameType>;
type Step = WireOutput<"InitiateAuth">;
type Responses = Readonly<Record<string, string>>;

const USERNAME = "ada";
const PASSWORD = "Secret of ada 1!";
const EMAIL = "ada@example.com";
const PHONE = "+12065550100";
const PREFERRED = { Enabled: true, PreferredMfa: true };

/** A way to prove the first factor. It leaves the user's password as `PASSWORD`, or changes it. */
interface Entrance {
  readonly name: string;
  readonly flow: Flow;
  readonly prove: (world: World) => Promise<Step>;
}

const respond = ({ call, client }: World, { ChallengeName = "MFA_SETUP", Session }: Step, answer: Responses) =>
  call.RespondToAuthChallenge({
    ...client,
    ChallengeName,
    Session,
    ChallengeResponses: { USERNAME, ...answer },
  });

const byAdministrator =
  (flow: Flow) =>
  ({ call, pool, client }: World) =>
    call.AdminInitiateAuth({ ...pool, ...client, AuthFlow: flow, AuthParameters: { USERNAME, PASSWORD } });

const afterConfirming = async (world: World): Promise<Step> => {
  const { call, client, inbox } = world;
  const Password = "Chosen anew 1!";
  await call.ConfirmForgotPassword({
    ...client,
    Username: USERNAME,
    Password,
    ConfirmationCode: inbox.latest(EMAIL).code,
  });
  return world.signIn(USERNAME, Password);
};

const begin = ({ call, client }: World, AuthFlow: Flow, more: Responses = {}) =>
  call.InitiateAuth({ ...client, AuthFlow, AuthParameters: { USERNAME, ...more } });

/** Answers the PASSWORD_VERIFIER that `start` leads to. */
const bySrp = async (world: World, start: (SRP_A: string) => Promise<Step>): Promise<Step> => {
  const srp = await createSrpClient();
  const step = await start(srp.SRP_A);
  const login = { poolId: world.pool.UserPoolId, password: PASSWORD, now: world.clock.now() };
  return respond(world, step, await srp.answer(step.ChallengeParameters ?? {}, login));
};

const answerCustom = async (world: World, step: Step): Promise<Step> => {
  assert.deepEqual([step.ChallengeName, step.AuthenticationResult], ["CUSTOM_CHALLENGE", undefined]);
  return respond(world, step, { ANSWER: "42" });
};

const entrances: readonly Entrance[] = [
  { name: "a password", flow: "USER_PASSWORD_AUTH", prove: ({ signIn }) => signIn(USERNAME, PASSWORD) },
  {
    name: "a password that an administrator sends",
    flow: "ADMIN_USER_PASSWORD_AUTH",
    prove: byAdministrator("ADMIN_USER_PASSWORD_AUTH"),
  },
  { name: "the same by its old name", flow: "ADMIN_NO_SRP_AUTH", prove: byAdministrator("ADMIN_NO_SRP_AUTH") },
  { name: "SRP", flow: "USER_SRP_AUTH", prove: (world) => signInBySrp(world, USERNAME, PASSWORD) },
  {
    name: "a temporary password and a new one",
    flow: "USER_PASSWORD_AUTH",
    prove: async (world) => {
      await world.call.AdminSetUserPassword({
        ...world.pool,
        Username: USERNAME,
        Password: PASSWORD,
        Permanent: false,
      });
      const begun = await world.signIn(USERNAME, PASSWORD);
      assert.deepEqual([begun.ChallengeName, begun.AuthenticationResult], ["NEW_PASSWORD_REQUIRED", undefined]);
      return respond(world, begun, { NEW_PASSWORD: "Chosen by ada 1!" });
    },
  },
  {
    name: "a password that an administrator has set",
    flow: "USER_PASSWORD_AUTH",
    prove: async (world) => {
      await world.call.AdminSetUserPassword({
        ...world.pool,
        Username: USERNAME,
        Password: "Set 1 for ada!",
        Permanent: true,
      });
      return world.signIn(USERNAME, "Set 1 for ada!");
    },
  },
  {
    name: "a password chosen after an administrator's reset",
    flow: "USER_PASSWORD_AUTH",
    prove: async (world) => {
      await world.call.AdminResetUserPassword({ ...world.pool, Username: USERNAME });
      return afterConfirming(world);
    },
  },
  {
    name: "a password chosen after it was forgotten",
    flow: "USER_PASSWORD_AUTH",
    prove: async (world) => {
      await world.call.ForgotPassword({ ...world.client, Username: USERNAME });
      return afterConfirming(world);
    },
  },
  {
    name: "a challenge of the pool's own functions",
    flow: "CUSTOM_AUTH",
    prove: async (world) => answerCustom(world, await begin(world, "CUSTOM_AUTH")),
  },
  {
    name: "SRP and a challenge of the pool's own functions",
    flow: "CUSTOM_AUTH",
    prove: async (world) =>
      answerCustom(
        world,
        await bySrp(world, (SRP_A) => begin(world, "CUSTOM_AUTH", { CHALLENGE_NAME: "SRP_A", SRP_A })),
      ),
  },
  {
    name: "a password that was chosen",
    flow: "USER_AUTH",
    prove: (world) => begin(world, "USER_AUTH", { PREFERRED_CHALLENGE: "PASSWORD", PASSWORD }),
  },
  {
    name: "SRP that was chosen",
    flow: "USER_AUTH",
    prove: (world) =>
      bySrp(world, (SRP_A) => begin(world, "USER_AUTH", { PREFERRED_CHALLENGE: "PASSWORD_SRP", SRP_A })),
  },
  {
    name: "a password, where a code was preferred",
    flow: "USER_AUTH",
    prove: async (world) => {
      const offered = await begin(world, "USER_AUTH", { PREFERRED_CHALLENGE: "EMAIL_OTP" });
      assert.deepEqual(offered.AvailableChallenges, ["PASSWORD_SRP", "PASSWORD"]);
      const asked = await respond(world, offered, { ANSWER: "PASSWORD" });
      return respond(world, asked, { PASSWORD });
    },
  },
];

/** Every flow of the API: it has an entrance above, or begins no sign-in. */
const FLOWS: Readonly<Record<Flow, "entrance" | "refresh">> = {
  USER_PASSWORD_AUTH: "entrance",
  ADMIN_USER_PASSWORD_AUTH: "entrance",
  ADMIN_NO_SRP_AUTH: "entrance",
  USER_SRP_AUTH: "entrance",
  CUSTOM_AUTH: "entrance",
  USER_AUTH: "entrance",
  REFRESH_TOKEN_AUTH: "refresh",
  REFRESH_TOKEN: "refresh",
};

/** A user who owes a factor: what is asked for, how it is answered, rightly and wrongly. */
interface Debtor {
  readonly name: string;
  readonly mode: "OPTIONAL" | "ON";
  readonly attributes?: Responses;
  /** What the user had before MFA was demanded. */
  readonly prepare?: (world: World, AccessToken: string) => Promise<Authenticator | undefined>;
  readonly asked: ChallengeName;
  readonly right: (world: World, step: Step, app: Authenticator | undefined) => Promise<Step>;
  readonly wrong: (world: World, step: Step, app: Authenticator | undefined) => Promise<Step>;
}

const withApp = async (world: World, AccessToken: string): Promise<Authenticator> => {
  const app = await registerApp(world, AccessToken);
  await world.call.SetUserMFAPreference({ AccessToken, SoftwareTokenMfaSettings: PREFERRED });
  world.clock.advance(2 * STEP_MS);
  return app;
};

const sent = (world: World): string => world.inbox.all.at(-1)?.code ?? "";
const other = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, "0");

const appAnswer = (world: World, step: Step, code: string) => respond(world, step, { SOFTWARE_TOKEN_MFA_CODE: code });

const debtors: readonly Debtor[] = [
  ...(["OPTIONAL", "ON"] as const).map((mode): Debtor => ({
    name: `an app, MFA ${mode}`,
    mode,
    prepare: withApp,
    asked: "SOFTWARE_TOKEN_MFA",
    right: (world, step, app) => appAnswer(world, step, app?.code() ?? ""),
    wrong: (world, step, app) => appAnswer(world, step, app === undefined ? "" : wrongCode(app)),
  })),
  {
    name: "SMS, MFA OPTIONAL",
    mode: "OPTIONAL",
    attributes: { phone_number: PHONE, phone_number_verified: "true" },
    prepare: async ({ call }, AccessToken) => {
      await call.SetUserMFAPreference({ AccessToken, SMSMfaSettings: PREFERRED });
      return undefined;
    },
    asked: "SMS_MFA",
    right: (world, step) => respond(world, step, { SMS_MFA_CODE: sent(world) }),
    wrong: (world, step) => respond(world, step, { SMS_MFA_CODE: other(sent(world)) }),
  },
  {
    name: "SMS, because MFA is ON and the number is verified",
    mode: "ON",
    attributes: { phone_number: PHONE, phone_number_verified: "true" },
    asked: "SMS_MFA",
    right: (world, step) => respond(world, step, { SMS_MFA_CODE: sent(world) }),
    wrong: (world, step) => respond(world, step, { SMS_MFA_CODE: other(sent(world)) }),
  },
  {
    name: "nothing yet, MFA ON",
    mode: "ON",
    asked: "MFA_SETUP",
    right: async (world, step) => {
      const { SecretCode, Session } = await world.call.AssociateSoftwareToken({ Session: step.Session });
      const app = createAuthenticator(SecretCode, world.clock);
      const verified = await world.call.VerifySoftwareToken({ Session, UserCode: app.code() });
      return respond(world, { ...step, Session: verified.Session }, {});
    },
    wrong: (world, step) => respond(world, step, {}),
  },
];

/** A world in which Ada owes the factor. E-mail recovers her account, so it is no factor of hers. */
const startDebtor = async (debtor: Debtor) => {
  const world = await startWorld({
    pool: {
      AccountRecoverySetting: { RecoveryMechanisms: [{ Name: "verified_email", Priority: 1 }] },
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP", "SMS_OTP"] } },
    },
    client: {
      ExplicitAuthFlows: [
        "ALLOW_USER_PASSWORD_AUTH",
        "ALLOW_ADMIN_USER_PASSWORD_AUTH",
        "ALLOW_REFRESH_TOKEN_AUTH",
        "ALLOW_USER_SRP_AUTH",
        "ALLOW_CUSTOM_AUTH",
        "ALLOW_USER_AUTH",
      ],
    },
  });
  const { call, pool, functions } = world;
  const DefineAuthChallenge = functions.set("define", (event) => {
    const last = JSON.stringify(event.request["session"]);
    const issueTokens = last.includes("CUSTOM_CHALLENGE");
    const challengeName = last.endsWith('"SRP_A","challengeResult":true,"challengeMetadata":null}]')
      ? "PASSWORD_VERIFIER"
      : "CUSTOM_CHALLENGE";
    return { ...event, response: { challengeName, issueTokens, failAuthentication: false } };
  });
  const CreateAuthChallenge = functions.set("create", (event) => event);
  const VerifyAuthChallengeResponse = functions.set("verify", (event) => ({
    ...event,
    response: { answerCorrect: true },
  }));
  await world.updatePool({ LambdaConfig: { DefineAuthChallenge, CreateAuthChallenge, VerifyAuthChallengeResponse } });
  await call.SetUserPoolMfaConfig({ ...pool, MfaConfiguration: "OPTIONAL", ...FACTORS });
  await world.user(USERNAME, { email: EMAIL, ...debtor.attributes });
  const { AuthenticationResult } = await world.signIn(USERNAME, PASSWORD);
  const app = await debtor.prepare?.(world, AuthenticationResult?.AccessToken ?? "");
  await call.SetUserPoolMfaConfig({ ...pool, MfaConfiguration: debtor.mode, ...FACTORS });
  return { ...world, app, before: AuthenticationResult };
};

const answerOf = (attempt: Promise<Step>): Promise<Step | Error> =>
  attempt.catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));

const hasTokens = (answer: Step | Error): boolean =>
  !(answer instanceof Error) && answer.AuthenticationResult !== undefined;

for (const debtor of debtors) {
  for (const { name, prove } of entrances) {
    test(`No token without the factor: ${name}; ${debtor.name}`, async () => {
      await using world = await startDebtor(debtor);
      const step = await prove(world);
      assert.deepEqual([step.ChallengeName, step.AuthenticationResult], [debtor.asked, undefined]);
      assert.equal(hasTokens(await answerOf(debtor.wrong(world, step, world.app))), false);
      assert.equal(hasTokens(await answerOf(debtor.right(world, step, world.app))), true);
    });
  }

  test(`No token without the factor: the session answered as any other challenge; ${debtor.name}`, async () => {
    await using world = await startDebtor(debtor);
    const everything: Responses = {
      ANSWER: "EMAIL_OTP",
      NEW_PASSWORD: "Chosen by a thief 1!",
      PASSWORD,
      EMAIL,
      SMS_MFA_CODE: "123456",
      SMS_OTP_CODE: "123456",
      EMAIL_OTP_CODE: "123456",
      SOFTWARE_TOKEN_MFA_CODE: "",
      SRP_A: "ff",
      DEVICE_KEY: "us-east-1_1f2e3d4c-5b6a-4798-8a9b-0c1d2e3f4a5b",
      CREDENTIAL: "{}",
    };
    const step = await world.signIn(USERNAME, PASSWORD);
    const { RespondToAuthChallenge } = rawCalls(world.call);
    for (const ChallengeName of ChallengeNameType.values ?? []) {
      if (ChallengeName === debtor.asked) continue;
      const ChallengeResponses = { USERNAME, ...everything };
      await assert.rejects(
        RespondToAuthChallenge({ ...world.client, ChallengeName, Session: step.Session, ChallengeResponses }),
        { name: /Exception$/ },
        ChallengeName,
      );
    }
    // It has lost nothing by that.
    assert.equal(hasTokens(await answerOf(debtor.right(world, step, world.app))), true);
  });

  test(`No token without the factor: what a challenge hands out is no refresh token; ${debtor.name}`, async () => {
    await using world = await startDebtor(debtor);
    const { call, client } = world;
    const step = await world.signIn(USERNAME, PASSWORD);
    for (const AuthFlow of ["REFRESH_TOKEN_AUTH", "REFRESH_TOKEN"] as const) {
      const refreshed = answerOf(
        call.InitiateAuth({ ...client, AuthFlow, AuthParameters: { REFRESH_TOKEN: step.Session ?? "" } }),
      );
      assert.equal(hasTokens(await refreshed), false);
    }
    const finished = await debtor.right(world, step, world.app);
    const REFRESH_TOKEN = finished.AuthenticationResult?.RefreshToken ?? "";
    const again = await call.InitiateAuth({
      ...client,
      AuthFlow: "REFRESH_TOKEN_AUTH",
      AuthParameters: { REFRESH_TOKEN },
    });
    assert.ok(again.AuthenticationResult);
  });
}

test("No token without the factor: a user who moves in from another directory owes it like everybody", async () => {
  await using world = await startDebtor(debtors.at(-1)!);
  const UserMigration = world.functions.set("migrate", (event) => ({
    ...event,
    response: { userAttributes: { email: "bob@example.com", email_verified: "true" }, finalUserStatus: "CONFIRMED" },
  }));
  await world.updatePool({ LambdaConfig: { UserMigration } });
  const step = await world.signIn("bob", "Secret of bob 1!");
  assert.deepEqual([step.ChallengeName, step.AuthenticationResult], ["MFA_SETUP", undefined]);
});

test("No token without the factor: every flow of the API has an entrance above", () => {
  for (const [AuthFlow, kind] of Object.entries(FLOWS)) {
    assert.equal(
      entrances.some(({ flow }) => flow === AuthFlow),
      kind === "entrance",
      AuthFlow,
    );
  }
});
