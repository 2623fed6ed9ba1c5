/**
 * A code dies at its time, with its successor, and with what it was sent for (CVE-2024-8122).
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { printResetCode } from "../../src/flows/print-reset-code.ts";
import { createContext } from "../../src/runtime/context.ts";
import { refused, TEXTS } from "../../src/testing/refused.ts";
import { startWorld, type World, type WorldOptions } from "../../src/testing/world.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const OLD = "Secret of ada 1!";
const NEW = "A better 1!";
const SMS = { SnsCallerArn: "arn:aws:iam::000000000000:role/sms" };

const forgot = ({ call, client }: World) => call.ForgotPassword({ ...client, Username: "ada" });

const reset = ({ call, pool }: World) => call.AdminResetUserPassword({ ...pool, Username: "ada" });

const codeOf = ({ inbox }: World, to = "ada@example.com") => inbox.latest(to).code;

const confirm = ({ call, client }: World, ConfirmationCode: string) =>
  call.ConfirmForgotPassword({ ...client, Username: "ada", Password: NEW, ConfirmationCode });

const signUp = ({ call, client }: World) =>
  call.SignUp({
    ...client,
    Username: "ada",
    Password: OLD,
    UserAttributes: [{ Name: "email", Value: "ada@example.com" }],
  });

const print = async ({ server, pool }: World): Promise<string> => {
  const ctx = createContext(
    server.facilities,
    { errors: [] },
    { id: "print", userAgent: "", remoteAddress: "127.0.0.1" },
  );
  const { code } = await printResetCode(
    { ...ctx, administrator: { accessKeyId: "key", arn: "arn:aws:iam::000000000000:user/key" } },
    { userPoolId: pool.UserPoolId, username: "ada", operatingSystemUser: "root", reason: "test" },
  );
  return code.reveal();
};

/** A kind of code: how one is got, how long it lives, and how it is used. */
interface Kind {
  readonly name: string;
  readonly options?: WorldOptions;
  readonly lifetimeMs: number;
  /** Answers with the use of the code. */
  readonly begin: (world: World) => Promise<() => Promise<unknown>>;
}

const withSecondFactor = async (world: World) => {
  const { call, client, pool } = world;
  await call.SetUserPoolMfaConfig({
    ...pool,
    MfaConfiguration: "OPTIONAL",
    SmsMfaConfiguration: { SmsConfiguration: SMS },
  });
  await world.user("ada", { phone_number: "+12065550100" });
  await call.AdminSetUserMFAPreference({
    ...pool,
    Username: "ada",
    SMSMfaSettings: { Enabled: true, PreferredMfa: true },
  });
  const { Session } = await world.signIn("ada", OLD);
  const SMS_MFA_CODE = codeOf(world, "+12065550100");
  return () =>
    call.RespondToAuthChallenge({
      ...client,
      ChallengeName: "SMS_MFA",
      Session: Session ?? "",
      ChallengeResponses: { USERNAME: "ada", SMS_MFA_CODE },
    });
};

const kinds: readonly Kind[] = [
  {
    name: "a forgotten password",
    lifetimeMs: HOUR_MS,
    begin: async (world) => {
      await world.user();
      await forgot(world);
      return () => confirm(world, codeOf(world));
    },
  },
  {
    name: "an administrator's reset",
    lifetimeMs: HOUR_MS,
    begin: async (world) => {
      await world.user();
      await reset(world);
      return () => confirm(world, codeOf(world));
    },
  },
  {
    name: "a reset that is passed on in person",
    lifetimeMs: HOUR_MS,
    begin: async (world) => {
      await world.user();
      const code = await print(world);
      return () => confirm(world, code);
    },
  },
  {
    name: "a sign-up",
    lifetimeMs: 24 * HOUR_MS,
    begin: async (world) => {
      await signUp(world);
      const ConfirmationCode = codeOf(world);
      return () => world.call.ConfirmSignUp({ ...world.client, Username: "ada", ConfirmationCode });
    },
  },
  {
    name: "a sign-up that was sent again",
    lifetimeMs: 24 * HOUR_MS,
    begin: async (world) => {
      await signUp(world);
      world.clock.advance(HOUR_MS);
      await world.call.ResendConfirmationCode({ ...world.client, Username: "ada" });
      const ConfirmationCode = codeOf(world);
      return () => world.call.ConfirmSignUp({ ...world.client, Username: "ada", ConfirmationCode });
    },
  },
  { name: "a second factor", lifetimeMs: 3 * MINUTE_MS, begin: withSecondFactor },
];

for (const { name, options = {}, lifetimeMs, begin } of kinds) {
  test(`the code of ${name} works a second before its time, and not at it nor after`, async () => {
    for (const [offset, works] of [
      [-SECOND_MS, true],
      [0, false],
      [SECOND_MS, false],
    ] as const) {
      await using world = await startWorld(options);
      const use = await begin(world);
      world.clock.advance(lifetimeMs + offset);
      await (works ? use() : assert.rejects(use(), { name: /^(?:ExpiredCode|NotAuthorized)Exception$/ }));
    }
  });

  test(`the code of ${name} works once`, async () => {
    await using world = await startWorld(options);
    const use = await begin(world);
    await use();
    await assert.rejects(use());
  });
}

test("a code that was replaced is dead, whoever asked for the new one", async () => {
  const askers = [
    { asks: forgot, purpose: "ForgotPassword" },
    { asks: reset, purpose: "AdminResetUserPassword" },
    { asks: print, purpose: "a printed code" },
  ];
  for (const first of askers) {
    for (const second of askers) {
      await using world = await startWorld();
      await world.user();
      const firstPrinted = await first.asks(world);
      const old = typeof firstPrinted === "string" ? firstPrinted : codeOf(world);
      const secondPrinted = await second.asks(world);
      const fresh = typeof secondPrinted === "string" ? secondPrinted : codeOf(world);
      // One in a million pairs is equal.
      if (old !== fresh) await refused(confirm(world, old), "CodeMismatchException", TEXTS.codeMismatch);
      await confirm(world, fresh);
    }
  }
});

const accessToken = async (world: World): Promise<string> =>
  (await world.signIn("ada", OLD)).AuthenticationResult?.AccessToken ?? "";

const update = ({ call, pool }: World, attributes: Readonly<Record<string, string>>) =>
  call.AdminUpdateUserAttributes({
    ...pool,
    Username: "ada",
    UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
  });

/** What ends a reset code that lies in a mailbox. */
const endings: readonly { readonly name: string; readonly ends: (world: World) => Promise<unknown> }[] = [
  {
    name: "the user changed the password",
    ends: async (world) =>
      world.call.ChangePassword({
        AccessToken: await accessToken(world),
        PreviousPassword: OLD,
        ProposedPassword: "Changed by hand 1!",
      }),
  },
  {
    name: "an administrator set the password",
    ends: ({ call, pool }) =>
      call.AdminSetUserPassword({ ...pool, Username: "ada", Password: "The last word 1!", Permanent: true }),
  },
  {
    name: "an administrator set a temporary password, and the user another",
    ends: async (world) => {
      const { call, pool, client } = world;
      await call.AdminSetUserPassword({ ...pool, Username: "ada", Password: "Only for once 1!" });
      const { Session = "" } = await world.signIn("ada", "Only for once 1!");
      await call.RespondToAuthChallenge({
        ...client,
        ChallengeName: "NEW_PASSWORD_REQUIRED",
        Session,
        ChallengeResponses: { USERNAME: "ada", NEW_PASSWORD: "Chosen at sign-in 1!" },
      });
    },
  },
  {
    name: "the address was replaced by another one",
    ends: (world) => update(world, { email: "ada@new.example", email_verified: "true" }),
  },
  {
    name: "the address was replaced by an unverified one",
    ends: (world) => update(world, { email: "ada@new.example" }),
  },
  { name: "the address was removed", ends: (world) => update(world, { email: "" }) },
  { name: "the address is no longer verified", ends: (world) => update(world, { email_verified: "false" }) },
  {
    name: "the address was replaced, and put back",
    ends: async (world) => {
      await update(world, { email: "ada@new.example", email_verified: "true" });
      await update(world, { email: "ada@example.com", email_verified: "true" });
    },
  },
  {
    name: "the user was deleted and made anew",
    ends: async (world) => {
      await world.call.AdminDeleteUser({ ...world.pool, Username: "ada" });
      await world.user();
    },
  },
];

for (const { name, ends } of endings) {
  test(`a reset code is dead once ${name}`, async () => {
    await using world = await startWorld();
    await world.user();
    await forgot(world);
    const code = codeOf(world);
    await ends(world);
    await refused(confirm(world, code), "ExpiredCodeException", TEXTS.codeExpired);
    await assert.rejects(world.signIn("ada", NEW));
  });

  test(`the message of a reset that is still under way is not sent once ${name}`, async () => {
    await using world = await startWorld();
    await world.user();
    world.inbox.answer = () => ({ outcome: "failed", reason: "The server said 421.", final: false });
    // An administrator's reset bars the old password; a forgotten one of a client that hides waits as long.
    const { UserPoolClient } = await world.call.CreateUserPoolClient({
      ...world.pool,
      ClientName: "hiding",
      PreventUserExistenceErrors: "ENABLED",
    });
    await world.call.ForgotPassword({ ClientId: UserPoolClient?.ClientId ?? "", Username: "ada" });
    await ends(world);
    world.inbox.answer = undefined;
    world.clock.advance(HOUR_MS / 2);
    await world.settle();
    assert.deepEqual(world.inbox.all, []);
  });
}

test("a reset code outlives what it has nothing to do with", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  await world.user("ada", { phone_number: "+12065550100", phone_number_verified: "true" });
  await forgot(world);
  await update(world, { name: "Ada", phone_number: "+12065550199", phone_number_verified: "false" });
  await call.AdminDisableUser({ ...pool, Username: "ada" });
  await call.AdminEnableUser({ ...pool, Username: "ada" });
  await call.AdminUserGlobalSignOut({ ...pool, Username: "ada" });
  await confirm(world, codeOf(world));
});

test("a reset code sent by SMS dies with the number, not with the address", async () => {
  const start = async () => {
    const world = await startWorld({
      pool: {
        SmsConfiguration: SMS,
        AccountRecoverySetting: { RecoveryMechanisms: [{ Priority: 1, Name: "verified_phone_number" }] },
      },
    });
    await world.user("ada", { phone_number: "+12065550100", phone_number_verified: "true" });
    await forgot(world);
    return world;
  };
  await using kept = await start();
  await update(kept, { email: "ada@new.example" });
  await confirm(kept, codeOf(kept, "+12065550100"));
  await using killed = await start();
  await update(killed, { phone_number: "+12065550199", phone_number_verified: "true" });
  await refused(confirm(killed, codeOf(killed, "+12065550100")), "ExpiredCodeException", TEXTS.codeExpired);
});

test("a reset code dies when another user takes the address over", async () => {
  await using world = await startWorld({ pool: { AliasAttributes: ["email"] } });
  const { call, pool } = world;
  await world.user();
  await forgot(world);
  const code = codeOf(world);
  await call.AdminCreateUser({
    ...pool,
    Username: "heir",
    MessageAction: "SUPPRESS",
    ForceAliasCreation: true,
    UserAttributes: [
      { Name: "email", Value: "ada@example.com" },
      { Name: "email_verified", Value: "true" },
    ],
  });
  await refused(confirm(world, code), "ExpiredCodeException", TEXTS.codeExpired);
  const named = world.call.ConfirmForgotPassword({
    ...world.client,
    Username: "ada@example.com",
    Password: NEW,
    ConfirmationCode: code,
  });
  await assert.rejects(named);
});

test("a sign-up code is dead once an administrator has spoken", async () => {
  await using confirmed = await startWorld();
  await signUp(confirmed);
  await confirmed.call.AdminConfirmSignUp({ ...confirmed.pool, Username: "ada" });
  await assert.rejects(
    confirmed.call.ConfirmSignUp({ ...confirmed.client, Username: "ada", ConfirmationCode: codeOf(confirmed) }),
  );

  await using moved = await startWorld();
  await signUp(moved);
  const ConfirmationCode = codeOf(moved);
  await update(moved, { email: "ada@new.example" });
  await refused(
    moved.call.ConfirmSignUp({ ...moved.client, Username: "ada", ConfirmationCode }),
    "ExpiredCodeException",
    TEXTS.codeExpired,
  );
});
