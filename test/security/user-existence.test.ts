/**
 * Whether somebody has an account is told by no text, no header, no count and no path through the program, where the
 * client hides users. Stops collecting the names of users (CVE-2026-23511, GHSA-6f65-4fv2-wwch).
 *
 * With `POOLHOUSE_TIMING=1` the times of wrong sign-ins are measured and printed; tests assert none, machines differ.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { protectedPool } from "../../src/testing/events.ts";
import { watchedEngine } from "../../src/testing/watched-engine.ts";
import { startWorld, type World, type WorldOptions } from "../../src/testing/world.ts";

const HIDING: WorldOptions = { client: { PreventUserExistenceErrors: "ENABLED" } };
const PASSWORD = "Some password 1!";
const NAME = "ada";

const signUp = ({ call, client }: World) =>
  call.SignUp({
    ...client,
    Username: NAME,
    Password: PASSWORD,
    UserAttributes: [{ Name: "email", Value: "ada@example.com" }],
  });

/** Somebody whom another provider knows, without a password here. */
const federate = async (world: World) => {
  await world.user("template");
  const { store } = world.server;
  const { user } = await store.reader.users.locate(world.pool.UserPoolId, "template");
  await store.transaction(async (tx) => {
    const made = await tx.users.insert({
      ...user,
      sub: "00000000-0000-4000-8000-000000000001",
      username: NAME,
      status: "EXTERNAL_PROVIDER",
    });
    await tx.identifiers.claim(made, { value: NAME, kind: "username" });
  });
};

/** Everybody who may stand behind a name. */
const kinds: Readonly<Record<string, (world: World) => Promise<unknown>>> = {
  "a user": (world) => world.user(NAME),
  nobody: async () => undefined,
  "a disabled user": async (world) => {
    await world.user(NAME);
    await world.call.AdminDisableUser({ ...world.pool, Username: NAME });
  },
  "a user who never confirmed": signUp,
  "a user of another provider": federate,
  "a user without a verified contact": (world) => world.user(NAME, { email_verified: "false" }),
  "a user without any contact": async ({ call, pool }) => {
    await call.AdminCreateUser({ ...pool, Username: NAME, MessageAction: "SUPPRESS" });
    await call.AdminSetUserPassword({ ...pool, Username: NAME, Password: PASSWORD, Permanent: true });
  },
  "a user who is being reset": async (world) => {
    await world.user(NAME);
    await world.call.AdminResetUserPassword({ ...world.pool, Username: NAME });
    // What the reset leaves behind is not what this is about: its code is confirmed wrongly like none at all.
    world.clock.advance(25 * 3_600_000);
  },
  "a user with a temporary password": ({ call, pool }) =>
    call.AdminCreateUser({ ...pool, Username: NAME, MessageAction: "SUPPRESS", TemporaryPassword: PASSWORD }),
};

type Ask = (name: string) => readonly [operation: string, input: object];

const signIn: Ask = (USERNAME) => [
  "InitiateAuth",
  { AuthFlow: "USER_PASSWORD_AUTH", AuthParameters: { USERNAME, PASSWORD: "Wrong password 1!" } },
];
const forgot: Ask = (Username) => ["ForgotPassword", { Username }];
const confirm: Ask = (Username) => [
  "ConfirmForgotPassword",
  { Username, ConfirmationCode: "wrong!", Password: "Another password 1!" },
];
const resend: Ask = (Username) => ["ResendConfirmationCode", { Username }];
const confirmSignUp: Ask = (Username) => ["ConfirmSignUp", { Username, ConfirmationCode: "wrong!" }];

const repeated = (ask: Ask, times: number): readonly Ask[] => Array.from({ length: times }, () => ask);

/** What is asked about a name, up to every lock and past every budget. */
const sessions: Readonly<Record<string, readonly Ask[]>> = {
  "sign-in until the lock falls": repeated(signIn, 8),
  "forgotten passwords until the budget is spent": repeated(forgot, 12),
  "wrong codes of a reset until the budget is spent": [confirm, forgot, ...repeated(confirm, 12), forgot, confirm],
  "codes sent again until the budget is spent": repeated(resend, 12),
  "wrong codes of a sign-up until the budget is spent": [resend, ...repeated(confirmSignUp, 18), resend, confirmSignUp],
  "everything at once": [signIn, forgot, resend, confirm, confirmSignUp, signIn, forgot, confirm],
};

/** What every answer differs in, and the letters of a masked address, which say nothing. */
const CHANGING = new Set(["date", "x-amzn-requestid"]);

const send = async (endpoint: string, [operation, input]: ReturnType<Ask>): Promise<string> => {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AWSCognitoIdentityProviderService.${operation}`,
    },
    body: JSON.stringify(input),
  });
  const headers = [...response.headers].filter(([header]) => !CHANGING.has(header));
  const body = (await response.text()).replace(/"[a-z]\*{3}@[a-z]\*{3}"/u, '"_***@_***"');
  return `${operation}: ${JSON.stringify([response.status, headers, body])}`;
};

for (const [title, asks] of Object.entries(sessions)) {
  test(`a client that hides users is answered alike for every name, byte for byte: ${title}`, async () => {
    const transcripts = new Map<string, string>();
    for (const [kind, make] of Object.entries(kinds)) {
      await using world = await startWorld(HIDING);
      await make(world);
      const { endpoint } = await world.listen();
      const said: string[] = [];
      for (const ask of asks) {
        const [operation, input] = ask(NAME);
        said.push(await send(endpoint, [operation, { ...world.client, ...input }]));
      }
      transcripts.set(kind, said.join("\n"));
    }
    const expected = transcripts.get("nobody") ?? "";
    for (const [kind, transcript] of transcripts) assert.equal(transcript, expected, kind);
  });
}

const tableOf = (text: string): string => /(?:from|into|update) (\w+)/u.exec(text)?.[1] ?? "";

const countsOf = (statements: readonly string[]): Readonly<Record<string, number>> => {
  // The sweeper's own looks are no part of the request.
  const own = statements.filter((text) => !/outbox|notifications/u.test(text));
  const counts: Record<string, number> = {};
  for (const text of own) {
    const key = `${text.trimStart().split(" ", 1)[0] ?? ""} ${tableOf(text)}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
};

/** How often each table is read and written by a request. */
const workOf = async (
  options: WorldOptions,
  kind: string,
  ask: Ask,
  prepare: (world: World) => Promise<unknown> = async () => undefined,
): Promise<Readonly<Record<string, number>>> => {
  const statements: string[] = [];
  await using world = await startWorld({ ...options, engine: (engine) => watchedEngine(engine, statements) });
  await kinds[kind]?.(world);
  await prepare(world);
  // A name that was asked about before, as an attacker's next try is.
  const [operation, input] = ask(NAME);
  const { endpoint } = await world.listen();
  const request = [operation, { ...world.client, ...input }] as const;
  await send(endpoint, request);
  await world.settle();
  statements.length = 0;
  await send(endpoint, request);
  return countsOf(statements);
};

/** Answers with the work, which is the same for a user and for nobody. */
const requireOnePath = async (options: WorldOptions, ask: Ask, prepare?: (world: World) => Promise<unknown>) => {
  const user = await workOf(options, "a user", ask, prepare);
  const nobody = await workOf(options, "nobody", ask, prepare);
  // Who was judged is guarded, which costs one statement on a row that only a user has.
  const { "update users": guards = 0, "select pools": pools = 0, ...others } = user;
  assert.ok(guards <= 1);
  // Where a user's events are delivered to is looked up beside the answer, which does not wait for it.
  const { "select pools": poolsOfNobody = 0, ...othersOfNobody } = nobody;
  assert.ok(pools - poolsOfNobody <= (options.pool === undefined ? 0 : 1));
  assert.deepEqual(othersOfNobody, others);
  return nobody;
};

for (const [name, ask] of Object.entries({ signIn, forgot, confirm })) {
  test(`a client that hides users takes one path for user and nobody: ${name} touches the same tables as often`, async () => {
    for (const options of [HIDING, { ...HIDING, pool: protectedPool() }]) await requireOnePath(options, ask);
  });
}

/** What refuses a sign-in before its password is looked at. */
const refusals: Readonly<Record<string, (world: World) => Promise<unknown>>> = {
  "a blocked address": ({ call, pool }) =>
    call.SetRiskConfiguration({
      ...pool,
      RiskExceptionConfiguration: { BlockedIPRangeList: ["127.0.0.0/8", "::1/128"] },
    }),
  "a function's word": async (world) => {
    const PreAuthentication = world.functions.set("door", () => {
      throw new Error("closed");
    });
    await world.updatePool({ LambdaConfig: { PreAuthentication } });
  },
};

for (const [name, prepare] of Object.entries(refusals)) {
  test(`a client that hides users takes one path for user and nobody: ${name} is written down as often`, async () => {
    const work = await requireOnePath({ ...HIDING, pool: protectedPool("ENFORCED") }, signIn, prepare);
    assert.equal(work["insert auth_events"], 1);
  });
}

test("a client that hides users takes one path for user and nobody: a custom sign-in that fails is written down as often", async () => {
  const options: WorldOptions = {
    client: { ...HIDING.client, ExplicitAuthFlows: ["ALLOW_CUSTOM_AUTH"] },
    pool: protectedPool(),
  };
  const custom: Ask = (USERNAME) => ["InitiateAuth", { AuthFlow: "CUSTOM_AUTH", AuthParameters: { USERNAME } }];
  const work = await requireOnePath(options, custom, async (world) => {
    const DefineAuthChallenge = world.functions.set("decide", (event) => ({
      ...event,
      response: { issueTokens: false, failAuthentication: true },
    }));
    await world.updatePool({ LambdaConfig: { DefineAuthChallenge } });
  });
  assert.equal(work["insert auth_events"], 1);
});

test("a client that hides users takes one path for user and nobody: a wrong code is written down as often", async () => {
  const written: Readonly<Record<string, number>>[] = [];
  for (const kind of ["a user", "nobody"]) {
    const statements: string[] = [];
    await using world = await startWorld({
      client: { ...HIDING.client, ExplicitAuthFlows: ["ALLOW_USER_AUTH"] },
      pool: {
        ...protectedPool(),
        Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP"] } },
      },
      engine: (engine) => watchedEngine(engine, statements),
    });
    await kinds[kind]?.(world);
    const { call, client } = world;
    const AuthParameters = { USERNAME: NAME, PREFERRED_CHALLENGE: "EMAIL_OTP" };
    const { Session } = await call.InitiateAuth({ ...client, AuthFlow: "USER_AUTH", AuthParameters });
    await world.settle();
    statements.length = 0;
    const answer = { ...client, ChallengeName: "EMAIL_OTP", Session } as const;
    const ChallengeResponses = { USERNAME: NAME, EMAIL_OTP_CODE: "wrong" };
    await assert.rejects(call.RespondToAuthChallenge({ ...answer, ChallengeResponses }), {
      name: "CodeMismatchException",
    });
    // Who was judged is guarded, which costs one statement on a row that only a user has.
    const { "update users": _guard, ...counts } = countsOf(statements);
    written.push(Object.fromEntries(Object.entries(counts).filter(([key]) => !key.startsWith("select"))));
  }
  const [user, nobody] = written;
  assert.equal(user?.["insert auth_events"], 1);
  assert.deepEqual(nobody, user);
});

const percentile = (sorted: readonly number[], part: number): string =>
  (sorted[Math.floor(sorted.length * part)] ?? 0).toFixed(2);

test(
  "times of wrong sign-ins, known and unknown",
  { skip: process.env["POOLHOUSE_TIMING"] === "1" ? false : "set POOLHOUSE_TIMING=1 to measure them" },
  async (context) => {
    const ROUNDS = 2_000;
    await using world = await startWorld(HIDING);
    await world.user(NAME);
    const { endpoint } = await world.listen();
    const times: Record<string, number[]> = { [NAME]: [], nobody: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      // Failures of both are forgotten, so that no lock shortens the way.
      world.clock.advance(16 * 60_000);
      for (const name of round % 2 === 0 ? [NAME, "nobody"] : ["nobody", NAME]) {
        const [operation, input] = signIn(name);
        const began = performance.now();
        await send(endpoint, [operation, { ...world.client, ...input }]);
        times[name]?.push(performance.now() - began);
      }
    }
    for (const [name, taken] of Object.entries(times)) {
      const sorted = taken.toSorted((a, b) => a - b);
      const [p5, p50, p95] = [0.05, 0.5, 0.95].map((part) => percentile(sorted, part));
      context.diagnostic(`${name}: 5 % ${p5} ms, median ${p50} ms, 95 % ${p95} ms`);
    }
  },
);
