/**
 * The first steps of SRP, choice-based and custom sign-ins tell nobody who exists: where users are hidden, a name that
 * somebody has and one that nobody has lead to the same reads and writes.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Connection, Engine } from "../../src/storage/sql/engine.ts";
import { answerSrp, beginSrp, createSrpClient } from "../../src/testing/srp-client.ts";
import { startWorld, type World } from "../../src/testing/world.ts";

type Parameters = Readonly<Record<string, string>>;

/** An engine that writes down every statement. */
const watching = (engine: Engine, statements: string[]): Engine => {
  const noted = <Q extends { readonly strings: readonly string[] }, R>(run: (query: Q) => R) => {
    return (query: Q): R => {
      statements.push(query.strings.join("?"));
      return run(query);
    };
  };
  const watched = (connection: Connection): Connection => ({
    all: noted((query) => connection.all(query)),
    first: noted((query) => connection.first(query)),
    run: noted((query) => connection.run(query)),
  });
  return {
    isExclusive: engine.isExclusive,
    read: watched(engine.read),
    transaction: (body) => engine.transaction((connection) => body(watched(connection))),
    close: () => engine.close(),
    [Symbol.asyncDispose]: () => engine.close(),
  };
};

const begin = (
  { call, client }: World,
  USERNAME: string,
  AuthFlow: "USER_AUTH" | "CUSTOM_AUTH",
  more: Parameters = {},
) => call.InitiateAuth({ ...client, AuthFlow, AuthParameters: { USERNAME, ...more } });

const SENDING = "a code is sent";

type Step = (world: World, name: string) => Promise<() => Promise<unknown>>;

/** What goes before, and the step whose work is compared. */
const steps: Readonly<Record<string, Step>> = {
  "SRP begins": async (world, name) => () => beginSrp(world, name, "wrong"),
  "SRP ends with a wrong proof": async (world, name) => {
    const { responses } = await beginSrp(world, name, "wrong");
    return () => answerSrp(world, responses);
  },
  "a choice is offered": async (world, name) => () => begin(world, name, "USER_AUTH"),
  [SENDING]: async (world, name) => () => begin(world, name, "USER_AUTH", { PREFERRED_CHALLENGE: "EMAIL_OTP" }),
  "a wrong code comes back": async (world, name) => {
    const { Session } = await begin(world, name, "USER_AUTH", { PREFERRED_CHALLENGE: "EMAIL_OTP" });
    return () =>
      world.call.RespondToAuthChallenge({
        ...world.client,
        ChallengeName: "EMAIL_OTP",
        Session,
        ChallengeResponses: { USERNAME: name, EMAIL_OTP_CODE: "wrong" },
      });
  },
  "a wrong password comes with the choice": async (world, name) => () =>
    begin(world, name, "USER_AUTH", { PREFERRED_CHALLENGE: "PASSWORD", PASSWORD: "wrong" }),
  "SRP is chosen": async (world, name) => {
    const { SRP_A } = await createSrpClient();
    return () => begin(world, name, "USER_AUTH", { PREFERRED_CHALLENGE: "PASSWORD_SRP", SRP_A });
  },
  "the pool's function asks": async (world, name) => () => begin(world, name, "CUSTOM_AUTH"),
};

const tableOf = (text: string): string => /(?:from|into|update) (\w+)/u.exec(text)?.[1] ?? "";

const workOf = async (name: string, step: Step): Promise<Record<string, number>> => {
  const statements: string[] = [];
  await using world = await startWorld({
    engine: (engine) => watching(engine, statements),
    pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP"] } } },
    client: {
      PreventUserExistenceErrors: "ENABLED",
      ExplicitAuthFlows: ["ALLOW_USER_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH"],
    },
  });
  const { functions } = world;
  await world.updatePool({
    LambdaConfig: {
      DefineAuthChallenge: functions.set("define", (event) => ({
        ...event,
        response: { challengeName: "CUSTOM_CHALLENGE" },
      })),
      CreateAuthChallenge: functions.set("create", (event) => event),
    },
  });
  await world.user("ada");
  const run = await step(world, name);
  await world.settle();
  statements.length = 0;
  await run().catch((error: unknown) => error);
  const counts: Record<string, number> = {};
  // The sweeper's own looks are no part of the request, nor is the message that a user is sent.
  for (const text of statements.filter((statement) => !/outbox|notifications|positions/u.test(statement))) {
    const key = `${text.trimStart().split(" ", 1)[0] ?? ""} ${tableOf(text)}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
};

for (const [title, step] of Object.entries(steps)) {
  test(`a client that hides users takes one path for user and nobody: ${title}`, async () => {
    const [user, nobody] = [await workOf("ada", step), await workOf("nobody", step)];
    // Who was judged is read again and guarded, which costs two statements on a row that only a user has.
    const { "update users": guards = 0, "select users": looks = 0, ...others } = user;
    // The courier looks whether the code is still alive before it sends it.
    if (title === SENDING) delete others["select codes"];
    const { "select users": vainLooks = 0, ...rest } = nobody;
    assert.ok(guards <= 1);
    assert.ok(Math.abs(looks - vainLooks) <= 1, `${looks} and ${vainLooks} looks at users`);
    assert.deepEqual(rest, others);
  });
}
