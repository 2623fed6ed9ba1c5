/** Passwords that may not be chosen again, at every operation that gives a user one. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { WireInput } from "../testing/call.ts";
import { history as recorded, protectedPool } from "../testing/events.ts";
import { importHash } from "../testing/imported-user.ts";
import { refused, TEXTS } from "../testing/refused.ts";
import { watchedEngine } from "../testing/watched-engine.ts";
import { startWorld, type World, type WorldOptions } from "../testing/world.ts";

const REUSED = ["PasswordHistoryPolicyViolationException", "Password has previously been used"] as const;
const HIDING = { PreventUserExistenceErrors: "ENABLED" } as const;
const HOUR_MS = 60 * 60 * 1000;

const history = (PasswordHistorySize: number): NonNullable<WireInput<"UpdateUserPool">["Policies"]> => ({
  PasswordPolicy: {
    MinimumLength: 8,
    RequireUppercase: true,
    RequireLowercase: true,
    RequireNumbers: true,
    RequireSymbols: true,
    PasswordHistorySize,
  },
});

/** The n-th password of a user's. */
const nth = (n: number): string => `Password no. ${n}!`;

/** A world whose pool remembers `size` passwords, and in which Ada has `nth(1)`. */
const start = async (size: number, options: WorldOptions = {}): Promise<World> => {
  const world = await startWorld({ ...options, pool: { Policies: history(size), ...options.pool } });
  await world.user();
  await set(world, 1);
  return world;
};

const set = ({ call, pool }: World, n: number, Permanent = true) =>
  call.AdminSetUserPassword({ ...pool, Username: "ada", Password: nth(n), Permanent });

const change = async (world: World, from: number, to: number) => {
  const { AuthenticationResult } = await world.signIn("ada", nth(from));
  return world.call.ChangePassword({
    AccessToken: AuthenticationResult?.AccessToken ?? "",
    PreviousPassword: nth(from),
    ProposedPassword: nth(to),
  });
};

const forget = async ({ call, client, inbox, settle }: World, Username = "ada"): Promise<string> => {
  await call.ForgotPassword({ ...client, Username });
  await settle();
  return inbox.latest("ada@example.com").code;
};

const confirm = ({ call, client }: World, ConfirmationCode: string, n: number, Username = "ada") =>
  call.ConfirmForgotPassword({ ...client, Username, Password: nth(n), ConfirmationCode });

test("a first password looks for none of before", async () => {
  const statements: string[] = [];
  await using world = await startWorld({ engine: (engine) => watchedEngine(engine, statements) });
  statements.length = 0;
  await world.call.AdminCreateUser({ ...world.pool, Username: "ada", TemporaryPassword: nth(1) });
  assert.ok(statements.some((text) => text.includes("insert into credentials")));
  assert.deepEqual(
    statements.filter((text) => text.includes("past_credentials")),
    [],
  );
});

/** What became of each: the name of its refusal, or "taken". */
const outcomesOf = (calls: readonly Promise<unknown>[]): Promise<string[]> =>
  Promise.all(
    calls.map((call) =>
      call.then(
        () => "taken",
        (error: unknown) => (error instanceof Error ? error.name : String(error)),
      ),
    ),
  );

/** A code that is not `code`. */
const wrongFor = (code: string, n = 1): string => String((Number(code) + n) % 1_000_000).padStart(6, "0");

for (const [name, options] of [
  ["verifiers", {}],
  [
    "hashes",
    {
      pool: { UserPoolTags: { "poolhouse:password-scheme": "argon2id" } },
      client: { ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"] },
    },
  ],
] as const satisfies readonly (readonly [string, WorldOptions])[]) {
  test(`ChangePassword refuses the password of now and those before it, as many as the pool remembers (${name})`, async () => {
    await using world = await start(3, options);
    await change(world, 1, 2);
    await change(world, 2, 3);
    for (const n of [1, 2]) await refused(change(world, 3, n), ...REUSED);
    await refused(change(world, 3, 3), ...REUSED);
    world.clock.advance(HOUR_MS);
    await change(world, 3, 4);
    await refused(change(world, 4, 2), ...REUSED);
    await change(world, 4, 1);
    assert.ok((await world.signIn("ada", nth(1))).AuthenticationResult);
  });
}

test("ChangePassword counts the password of now among those that the pool remembers", async () => {
  await using world = await start(1);
  await refused(change(world, 1, 1), ...REUSED);
  await change(world, 1, 2);
  await change(world, 2, 1);
});

test("ChangePassword takes any password in a pool that remembers none", async () => {
  for (const size of [0, undefined]) {
    await using world = await startWorld(size === undefined ? {} : { pool: { Policies: history(size) } });
    await world.user();
    await set(world, 1);
    await change(world, 1, 1);
    await change(world, 1, 2);
    await change(world, 2, 1);
  }
});

test("ChangePassword tells nobody of old passwords who does not know the one of now, and counts every try", async () => {
  await using world = await start(3);
  await set(world, 2);
  const { AuthenticationResult } = await world.signIn("ada", nth(2));
  const tryChange = (PreviousPassword: string, n: number) =>
    world.call.ChangePassword({
      AccessToken: AuthenticationResult?.AccessToken ?? "",
      PreviousPassword,
      ProposedPassword: nth(n),
    });
  await refused(tryChange("wrong", 1), "NotAuthorizedException", TEXTS.incorrect);
  for (let n = 0; n < 4; n += 1) await refused(tryChange(nth(2), 1), ...REUSED);
  await refused(tryChange(nth(2), 1), "LimitExceededException", TEXTS.attemptLimit);
  await refused(tryChange(nth(2), 3), "LimitExceededException", TEXTS.attemptLimit);
  world.clock.advance(HOUR_MS - 1);
  const again = await world.signIn("ada", nth(2));
  assert.ok(again.AuthenticationResult, "a refusal changes nothing");
});

test("AdminSetUserPassword refuses a password of before, for good or for once, and changes nothing", async () => {
  await using world = await start(2);
  await set(world, 2);
  const before = await world.call.AdminGetUser({ ...world.pool, Username: "ada" });
  for (const n of [1, 2]) {
    for (const permanent of [true, false]) await refused(set(world, n, permanent), ...REUSED);
  }
  assert.deepEqual(await world.call.AdminGetUser({ ...world.pool, Username: "ada" }), before);
  assert.ok((await world.signIn("ada", nth(2))).AuthenticationResult);
  await set(world, 3);
  await set(world, 1);
});

test("AdminSetUserPassword gives the same password once when it is asked twice at the same time", async () => {
  await using world = await start(1);
  const outcomes = await outcomesOf([set(world, 2), set(world, 2), set(world, 2)]);
  assert.deepEqual(outcomes.toSorted(), [REUSED[0], REUSED[0], "taken"]);
});

test("AdminSetUserPassword remembers no more than the pool does, whatever it remembered once", async () => {
  await using world = await start(4);
  await set(world, 2);
  await set(world, 3);
  await world.updatePool({ Policies: history(2) });
  await refused(set(world, 2), ...REUSED);
  await set(world, 1);
  await world.updatePool({ Policies: history(24) });
  // What was too many is forgotten for good.
  await set(world, 2);
  await refused(set(world, 1), ...REUSED);
  await refused(set(world, 3), ...REUSED);
  await world.updatePool({ Policies: history(0) });
  await set(world, 2);
  await world.updatePool({ Policies: history(24) });
  await set(world, 1);
});

test("AdminSetUserPassword refuses a password that came as a hash, or that a user signed up with", async () => {
  await using world = await start(3);
  await importHash(world, "ada", "BCRYPT");
  await refused(
    world.call.AdminSetUserPassword({ ...world.pool, Username: "ada", Password: "Secret of ada 1!" }),
    ...REUSED,
  );
  await set(world, 2);
  await refused(
    world.call.AdminSetUserPassword({ ...world.pool, Username: "ada", Password: "Secret of ada 1!" }),
    ...REUSED,
  );
  await world.call.SignUp({ ...world.client, Username: "bob", Password: nth(1) });
  await refused(world.call.AdminSetUserPassword({ ...world.pool, Username: "bob", Password: nth(1) }), ...REUSED);
});

test("RespondToAuthChallenge refuses the temporary password in a pool that remembers, and takes another with the same session", async () => {
  await using world = await start(2);
  const { call, client, pool } = world;
  await set(world, 2, false);
  const answers = {
    RespondToAuthChallenge: (Session: string, n: number) =>
      call.RespondToAuthChallenge({
        ...client,
        ChallengeName: "NEW_PASSWORD_REQUIRED",
        Session,
        ChallengeResponses: { USERNAME: "ada", NEW_PASSWORD: nth(n) },
      }),
    AdminRespondToAuthChallenge: (Session: string, n: number) =>
      call.AdminRespondToAuthChallenge({
        ...pool,
        ...client,
        ChallengeName: "NEW_PASSWORD_REQUIRED",
        Session,
        ChallengeResponses: { USERNAME: "ada", NEW_PASSWORD: nth(n) },
      }),
  };
  for (const answer of Object.values(answers)) {
    const { Session = "" } = await world.signIn("ada", nth(2));
    for (const n of [1, 2]) await refused(answer(Session, n), ...REUSED);
    const { UserStatus } = await call.AdminGetUser({ ...pool, Username: "ada" });
    assert.equal(UserStatus, "FORCE_CHANGE_PASSWORD");
    assert.ok((await answer(Session, 3)).AuthenticationResult);
    await set(world, 1);
    await set(world, 2, false);
  }
});

test("RespondToAuthChallenge tells ten times an hour that a password is an old one", async () => {
  await using world = await start(2);
  await set(world, 2, false);
  const { Session = "" } = await world.signIn("ada", nth(2));
  const answer = (n: number) =>
    world.call.RespondToAuthChallenge({
      ...world.client,
      ChallengeName: "NEW_PASSWORD_REQUIRED",
      Session,
      ChallengeResponses: { USERNAME: "ada", NEW_PASSWORD: nth(n) },
    });
  const names = await outcomesOf(Array.from({ length: 14 }, () => answer(1)));
  assert.equal(names.filter((name) => name === REUSED[0]).length, 10);
  assert.equal(names.filter((name) => name === "TooManyRequestsException").length, 4);
  await refused(answer(3), "TooManyRequestsException");
});

test("ConfirmForgotPassword refuses a password of before without spending the code", async () => {
  for (const client of [{}, HIDING]) {
    await using world = await start(2, { client });
    await set(world, 2);
    const code = await forget(world);
    for (const n of [1, 2, 1, 2, 1, 2]) await refused(confirm(world, code, n), ...REUSED);
    assert.ok((await world.signIn("ada", nth(2))).AuthenticationResult, "a refusal changes nothing");
    await confirm(world, code, 3);
    assert.ok((await world.signIn("ada", nth(3))).AuthenticationResult);
    await refused(confirm(world, code, 4), "ExpiredCodeException", TEXTS.codeExpired);
  }
});

test("ConfirmForgotPassword tells nobody of old passwords who has no right code, and counts every wrong one", async () => {
  for (const client of [{}, HIDING]) {
    await using world = await start(2, { client });
    await set(world, 2);
    for (const n of [1, 2, 3]) {
      await refused(confirm(world, "123456", n), "ExpiredCodeException", TEXTS.codeExpired);
    }
    const code = await forget(world);
    for (const n of [1, 2, 3, 1]) {
      await refused(confirm(world, wrongFor(code, n), n), "CodeMismatchException", TEXTS.codeMismatch);
    }
    await refused(confirm(world, code, 1), ...REUSED);
    await refused(confirm(world, wrongFor(code), 1), "CodeMismatchException", TEXTS.codeMismatch);
    for (const n of [1, 3]) await refused(confirm(world, code, n), "LimitExceededException", TEXTS.attemptLimit);
    const newer = await forget(world);
    await confirm(world, newer, 3);
  }
});

test("ConfirmForgotPassword answers for nobody as for a user, in a pool that remembers", async () => {
  await using world = await start(2, { client: HIDING });
  for (const name of ["ada", "nobody"]) {
    await refused(confirm(world, "123456", 1, name), "ExpiredCodeException", TEXTS.codeExpired);
    const code = await forget(world, name);
    const wrong = wrongFor(code);
    for (let n = 1; n <= 5; n += 1) {
      await refused(confirm(world, wrong, 1, name), "CodeMismatchException", TEXTS.codeMismatch);
    }
    await refused(confirm(world, wrong, 1, name), "LimitExceededException", TEXTS.attemptLimit);
  }
});

test("ConfirmForgotPassword tells ten times an hour that a password is an old one", async () => {
  await using world = await start(2);
  const code = await forget(world);
  const names = await outcomesOf(Array.from({ length: 14 }, () => confirm(world, code, 1)));
  assert.equal(names.filter((name) => name === REUSED[0]).length, 10);
  assert.equal(names.filter((name) => name === "LimitExceededException").length, 4);
  await refused(confirm(world, code, 3), "LimitExceededException", TEXTS.attemptLimit);
  world.clock.advance(HOUR_MS);
  await confirm(world, await forget(world), 3);
});

test("ConfirmForgotPassword lets one of many with the same code choose a password", async () => {
  await using world = await start(3);
  const code = await forget(world);
  const outcomes = await outcomesOf([2, 3, 4, 5].map((n) => confirm(world, code, n)));
  const late = "ExpiredCodeException";
  assert.deepEqual(outcomes.toSorted(), [late, late, late, "taken"]);
});

test("ConfirmForgotPassword and AdminSetUserPassword give the same password once at the same time", async () => {
  await using world = await start(3);
  const code = await forget(world);
  const outcomes = await outcomesOf([confirm(world, code, 2), set(world, 2)]);
  assert.ok(outcomes.includes("taken"));
  // Whichever comes second reuses it; an administrator's word ends the code as well.
  assert.ok(
    outcomes.some((outcome) => outcome === REUSED[0] || outcome === "ExpiredCodeException"),
    outcomes.join(),
  );
});

test("ConfirmForgotPassword tells an unconfirmed user so, whatever the password was", async () => {
  await using world = await start(2);
  const { call, client, pool } = world;
  await call.SignUp({
    ...client,
    Username: "bob",
    Password: nth(1),
    UserAttributes: [{ Name: "email", Value: "bob@example.com" }],
  });
  await call.AdminUpdateUserAttributes({
    ...pool,
    Username: "bob",
    UserAttributes: [{ Name: "email_verified", Value: "true" }],
  });
  await refused(confirm(world, "123456", 1, "bob"), "UserNotConfirmedException", TEXTS.notConfirmed);
});

test("AdminListUserAuthEvents shows that a password of before was refused, and a wrong code", async () => {
  await using world = await start(2, { pool: { ...protectedPool(), Policies: history(2) } });
  const code = await forget(world);
  world.clock.advance(1);
  await refused(confirm(world, wrongFor(code), 1), "CodeMismatchException", TEXTS.codeMismatch);
  world.clock.advance(1);
  await refused(confirm(world, code, 1), ...REUSED);
  world.clock.advance(1);
  await confirm(world, code, 2);
  world.clock.advance(1);
  await refused(change(world, 2, 1), ...REUSED);
  const changes = (await recorded(world)).filter((line) => line.startsWith("PasswordChange"));
  assert.deepEqual(changes, [
    "PasswordChange Fail Password:Success",
    "PasswordChange Pass",
    "PasswordChange Fail",
    "PasswordChange Fail",
  ]);
});
