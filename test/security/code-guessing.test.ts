/**
 * Codes are six digits, so what stops guessing is how often one may guess. Stops many guesses at once, from many
 * addresses, under many names of the same user, and with ever new codes (CVE-2025-64102, CVE-2026-105638,
 * CVE-2026-33640).
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createDataFolder } from "../../src/testing/data-folder.ts";
import { startWorld, type World } from "../../src/testing/world.ts";

const HOUR_MS = 60 * 60 * 1000;
const NEW = "A better 1!";
const CODES = 1_000_000;
/** What an attacker may hope for in a day, at most. */
const CHANCE_A_DAY = 1e-4;

/** What many guesses were answered with, counted. */
const countOf = (answers: readonly PromiseSettledResult<unknown>[]): Map<string, number> => {
  const count = new Map<string, number>();
  for (const answer of answers) {
    const name =
      answer.status === "fulfilled" ? "right" : answer.reason instanceof Error ? answer.reason.name : "unknown";
    count.set(name, (count.get(name) ?? 0) + 1);
  }
  return count;
};

const digits = (n: number): string => String(n % CODES).padStart(6, "0");

/** Who guesses: every name of the user, through every client, from an address of its own each time. */
interface Attack {
  readonly world: World;
  readonly names: readonly string[];
  readonly clients: readonly string[];
  next: number;
}

const startAttack = async (path?: string): Promise<Attack> => {
  const world = await startWorld({
    pool: { AliasAttributes: ["email", "preferred_username"] },
    ...(path === undefined ? {} : { path }),
  });
  const { call, pool } = world;
  await world.user("ada", { preferred_username: "countess" });
  const { UserAttributes } = await call.AdminGetUser({ ...pool, Username: "ada" });
  const sub = UserAttributes?.find(({ Name }) => Name === "sub")?.Value ?? "";
  const hiding = await call.CreateUserPoolClient({
    ...pool,
    ClientName: "hiding",
    PreventUserExistenceErrors: "ENABLED",
  });
  return {
    world,
    names: ["ada", "countess", "ada@example.com", sub],
    clients: [world.client.ClientId, hiding.UserPoolClient?.ClientId ?? ""],
    next: 0,
  };
};

const guess = (attack: Attack): Promise<string> => {
  const { world, names, clients } = attack;
  const n = (attack.next += 1);
  return world.server.perform(
    "ConfirmForgotPassword",
    {
      ClientId: clients[n % clients.length],
      Username: names[n % names.length],
      Password: NEW,
      ConfirmationCode: digits(n),
    },
    {
      facts: { id: String(n), userAgent: "", remoteAddress: `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}` },
      administrator: () => Promise.reject(new Error("nobody signs this call")),
    },
  );
};

const guessTogether = async (attack: Attack, count: number) =>
  countOf(await Promise.allSettled(Array.from({ length: count }, () => guess(attack))));

/** Every guess was either compared, or refused without a look at the code. */
const requireBounded = (count: ReadonlyMap<string, number>, compared: number, about: string): number => {
  const right = count.get("right") ?? 0;
  const wrong = count.get("CodeMismatchException") ?? 0;
  assert.ok(right + wrong <= compared, `${about}: ${right + wrong} guesses were compared`);
  const known = ["right", "CodeMismatchException", "LimitExceededException", "TooManyRequestsException"];
  // After a right one, the code is gone.
  if (right > 0) known.push("ExpiredCodeException");
  assert.deepEqual(
    [...count.keys()].filter((name) => !known.includes(name)),
    [],
    about,
  );
  return right + wrong;
};

test("a code stands five guesses, however many are made at once", async () => {
  const attack = await startAttack();
  await using world = attack.world;
  await world.call.ForgotPassword({ ...world.client, Username: "ada" });
  const compared = requireBounded(await guessTogether(attack, 2_000), 5, "one storm");
  assert.equal(compared, 5);
});

test("new codes buy no more than ten guesses an hour, whoever asks for them", async () => {
  const attack = await startAttack();
  await using world = attack.world;
  let compared = 0;
  for (let code = 0; code < 8; code += 1) {
    await (code % 2 === 0
      ? world.call.ForgotPassword({ ...world.client, Username: "ada" })
      : world.call.AdminResetUserPassword({ ...world.pool, Username: "ada" }));
    compared += requireBounded(await guessTogether(attack, 200), 5, `code ${code}`);
  }
  assert.equal(compared, 10);
});

test("a day of guessing, ten thousand guesses and a code whenever there may be one, hits with a chance below 1e-4", async () => {
  const attack = await startAttack();
  await using world = attack.world;
  const { call, client } = world;
  let compared = 0;
  let guesses = 0;
  for (let hour = 0; hour < 24; hour += 1) {
    for (let code = 0; code < 10; code += 1) {
      await call.ForgotPassword({ ...client, Username: attack.names[code % attack.names.length] ?? "ada" });
      guesses += 42;
      compared += requireBounded(await guessTogether(attack, 42), 5, `hour ${hour}`);
    }
    world.clock.advance(HOUR_MS);
  }
  assert.ok(guesses >= 10_000);
  assert.equal(compared, 50);
  // Distinct codes, each as likely as the others: the chance is at most the sum of the single ones.
  assert.ok(compared / CODES < CHANCE_A_DAY, `${compared / CODES}`);
  // The lock-out is the guesses', not the administrator's: the user gets help, and a new day.
  await call.AdminResetUserPassword({ ...world.pool, Username: "ada" });
  world.clock.advance(HOUR_MS);
});

test("no day, wherever it begins, has more than fifty guesses", async () => {
  const attack = await startAttack();
  await using world = attack.world;
  const moments: number[] = [];
  for (let half = 0; half < 3 * 48; half += 1) {
    await world.call.ForgotPassword({ ...world.client, Username: "ada" });
    const compared = requireBounded(await guessTogether(attack, 8), 5, `half hour ${half}`);
    for (let n = 0; n < compared; n += 1) moments.push(world.clock.now());
    world.clock.advance(HOUR_MS / 2);
  }
  assert.ok(moments.length >= 150);
  for (const start of moments) {
    const within = moments.filter((at) => at >= start && at < start + 24 * HOUR_MS);
    assert.ok(within.length <= 50, `${within.length} guesses in one day`);
    assert.ok(moments.filter((at) => at >= start && at < start + HOUR_MS).length <= 10);
  }
});

test("a restart refills nothing", async () => {
  using folder = createDataFolder();
  const path = folder.database;
  const attack = await startAttack(path);
  const { client } = attack.world;
  for (let code = 0; code < 2; code += 1) {
    await attack.world.call.ForgotPassword({ ...client, Username: "ada" });
    await guessTogether(attack, 20);
  }
  await attack.world[Symbol.asyncDispose]();

  await using world = await startWorld({ path, populated: false });
  world.clock.advance(HOUR_MS / 2);
  await world.server.sweeper.sweep();
  await world.call.ForgotPassword({ ...client, Username: "ada" });
  assert.equal(requireBounded(await guessTogether({ ...attack, world }, 20), 0, "afterwards"), 0);
});

test("guesses at one user leave the codes and the budget of another alone", async () => {
  const attack = await startAttack();
  await using world = attack.world;
  const { call, client, inbox } = world;
  await world.user("bob");
  await call.ForgotPassword({ ...client, Username: "bob" });
  await call.ForgotPassword({ ...client, Username: "ada" });
  await guessTogether(attack, 100);
  await call.ConfirmForgotPassword({
    ...client,
    Username: "bob",
    Password: NEW,
    ConfirmationCode: inbox.latest("bob@example.com").code,
  });
});

test("the code of a sign-up stands five guesses, and its user fifteen an hour and fifty a day", async () => {
  await using world = await startWorld();
  const { call, client } = world;
  await call.SignUp({
    ...client,
    Username: "ada",
    Password: NEW,
    UserAttributes: [{ Name: "email", Value: "ada@example.com" }],
  });
  let next = 0;
  const storm = async (size: number) =>
    countOf(
      await Promise.allSettled(
        Array.from({ length: size }, () => {
          next += 1;
          return call.ConfirmSignUp({ ...client, Username: "ada", ConfirmationCode: digits(next) });
        }),
      ),
    );
  const start = world.clock.now();
  let total = 0;
  for (let hour = 0; hour < 24; hour += 1) {
    world.clock.set(start + hour * HOUR_MS);
    let compared = 0;
    for (let code = 0; code < 4; code += 1) {
      if (hour + code > 0) await call.ResendConfirmationCode({ ...client, Username: "ada" });
      compared += requireBounded(await storm(20), 5, `hour ${hour}`);
    }
    assert.ok(compared <= 15);
    total += compared;
  }
  assert.equal(total, 50);
  assert.ok(total / CODES < CHANCE_A_DAY);
});
