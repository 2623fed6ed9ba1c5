/**
 * Random walks over everything that touches a password, the codes that reset it and the sign-ins that it opens, in every
 * flow, beside a small model. The invariant that broke elsewhere: a password changes only if a live code for that user
 * and purpose was presented, an administrator set it, or the user proved the old one. With it: a reset bars every
 * entrance and every token, no token comes without the second factor, and nothing that is spent works twice.
 *
 * The ordinary run takes 10,000 steps, always the same ones. `POOLHOUSE_WALK_STEPS` takes so many new ones; a failure prints the seed and the shortest walk, and
 * `POOLHOUSE_WALK_SEED` takes that seed's walks again.
 */
import { test } from "node:test";
import fc from "fast-check";
import type { Name } from "./reset-walk/scene.ts";
import { walk, type Step } from "./reset-walk/walk.ts";

const STEPS = Number(process.env["POOLHOUSE_WALK_STEPS"] ?? "10000");
const SEED = process.env["POOLHOUSE_WALK_SEED"];
/** The ordinary run takes the same walks every time, so that a change is judged by what it changes; a long run new ones. */
const IS_ORDINARY = process.env["POOLHOUSE_WALK_STEPS"] === undefined;
/** A step takes about two milliseconds. */
const TIMEOUT_MS = Math.max(120_000, STEPS * 20);
/** How long the walks of one round may go on, and a failing one be made shorter. */
const ROUND_MS = 60_000;
/** Steps of one walk at most; enough to meet the limits of an hour and of a day. */
const WALK_STEPS = 400;

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** What some walks do more often than others. */
interface Manner {
  /** How much more often than Bob Ada is meant. */
  readonly adas: number;
  /** Weight of what administrators do beside resets. */
  readonly administration: number;
  readonly waits: readonly number[];
  /** Weight of resets: asked for, forgotten, confirmed. */
  readonly resets: number;
  /** Weight of sign-ins and of their tokens. */
  readonly signIns: number;
  /** How users go. */
  readonly endings: readonly ("disable" | "delete")[];
}

/** Everybody, everything, at every distance in time. */
const wandering: Manner = {
  adas: 1,
  administration: 4,
  waits: [
    SECOND_MS,
    30 * SECOND_MS,
    MINUTE_MS,
    15 * MINUTE_MS,
    HOUR_MS - SECOND_MS,
    HOUR_MS,
    HOUR_MS + SECOND_MS,
    DAY_MS,
    8 * DAY_MS,
  ],
  resets: 2,
  signIns: 1,
  endings: ["disable", "delete"],
};

/** One user again and again within minutes: what guesses and floods look like, and where the limits are. */
const pressing: Manner = {
  adas: 6,
  administration: 2,
  waits: [SECOND_MS, 10 * SECOND_MS, MINUTE_MS, 5 * MINUTE_MS],
  resets: 2,
  signIns: 1,
  endings: ["disable"],
};

/** Users who are let in, most of the time: what tokens buy, and what falls between a challenge and its answer. */
const visiting: Manner = {
  adas: 2,
  administration: 6,
  waits: [SECOND_MS, 10 * SECOND_MS, 30 * SECOND_MS, MINUTE_MS, 2 * MINUTE_MS],
  resets: 0.5,
  signIns: 2,
  endings: ["disable", "delete"],
};

const flag = fc.boolean();
const pick = fc.nat({ max: 1_000 });
/** Mostly the newest, seldom an old one. */
const recent = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(0, 0, 1) }, { weight: 1, arbitrary: pick });
const seldom = fc.nat({ max: 15 }).map((n) => n === 0);
const sometimes = fc.nat({ max: 6 }).map((n) => n === 0);
const doors = fc.constantFrom("telling", "hiding", "rotating", "administrator");
const typed = fc.constantFrom("right", "right", "right", "right", "right", "old", "wrong");

/** Everything about signing in, and about the tokens that come of it; SRP costs the most, so it is taken less often. */
const signInsIn = (who: fc.Arbitrary<Name>): readonly (readonly [weight: number, steps: fc.Arbitrary<Step>])[] => [
  [10, fc.record({ do: fc.constant("signIn"), who, by: doors, chosen: flag, password: typed })],
  [
    12,
    fc.record({
      do: fc.constant("begin"),
      who,
      by: doors,
      flow: fc.constantFrom("srp", "srp", "chosenSrp", "customSrp", "code"),
    }),
  ],
  [26, fc.record({ do: fc.constant("answer"), who, pick: recent, given: typed, again: sometimes, foreign: seldom })],
  [5, fc.record({ do: fc.constant("change"), who, password: fc.constantFrom("right", "wrong") })],
  [4, fc.record({ do: fc.constant("getUser"), who, pick: recent })],
  [3, fc.record({ do: fc.constantFrom("registerApp", "registerApp", "signOut"), who, pick: recent })],
  [
    8,
    fc.record({
      do: fc.constant("refresh"),
      who,
      by: fc.constantFrom("flow", "operation", "operation"),
      foreign: seldom,
      pick: recent,
      nth: fc.constantFrom(0, 0, 0, 1, 1, 2),
    }),
  ],
  [1, fc.record({ do: fc.constant("revoke"), who, foreign: flag, pick: recent, nth: fc.nat({ max: 2 }) })],
  [1, fc.record({ do: fc.constant("adminSignOut"), who })],
  [
    5,
    fc.record({
      do: fc.constant("factor"),
      who,
      factor: fc.constantFrom(undefined, undefined, "SMS_MFA", "EMAIL_OTP", "SOFTWARE_TOKEN_MFA", "SOFTWARE_TOKEN_MFA"),
    }),
  ],
];

const stepsIn = ({ adas, administration, waits, resets, signIns, endings }: Manner): fc.Arbitrary<Step> => {
  const who: fc.Arbitrary<Name> = fc.oneof(
    { weight: adas, arbitrary: fc.constant("ada") },
    { weight: 1, arbitrary: fc.constant("bob") },
  );
  const weighted = (weight: number, arbitrary: fc.Arbitrary<Step>) => ({ weight: Math.round(weight), arbitrary });
  return fc.oneof(
    weighted(7 * resets, fc.record({ do: fc.constant("adminReset"), who, bySub: flag })),
    weighted(5 * resets, fc.record({ do: fc.constant("forgot"), who, hidden: flag, bySub: flag })),
    weighted(
      12 * resets,
      fc.record({
        do: fc.constant("confirm"),
        who,
        hidden: flag,
        bySub: flag,
        code: fc.constantFrom("live", "live", "wrong", "wrong", "old", "theirs"),
        pick,
      }),
    ),
    ...signInsIn(who).map(([weight, arbitrary]) => weighted(weight * signIns, arbitrary)),
    weighted(6, fc.record({ do: fc.constant("wait"), who, ms: fc.constantFrom(...waits) })),
    weighted(2, fc.record({ do: fc.constant("sweep"), who })),
    weighted(6, fc.record({ do: fc.constantFrom("enable", "create"), who })),
    weighted(Math.max(1, resets), fc.record({ do: fc.constant("print"), who })),
    weighted(1, fc.record({ do: fc.constantFrom(...endings), who })),
    weighted(administration, fc.record({ do: fc.constant("set"), who, permanent: fc.constantFrom(true, true, false) })),
    weighted(
      administration,
      fc.record({
        do: fc.constant("contact"),
        who,
        contact: fc.constantFrom("email", "phone_number"),
        move: flag,
        verified: fc.constantFrom(true, true, false),
      }),
    ),
  );
};

const walks = fc.oneof(
  ...[wandering, pressing, visiting, visiting].map((manner) =>
    fc.array(stepsIn(manner), { minLength: 1, maxLength: WALK_STEPS, size: "max" }),
  ),
);

test(
  "a password changes by a live code, by an administrator or by the old one, and by nothing else",
  { timeout: TIMEOUT_MS },
  async () => {
    const count = { taken: 0 };
    const property = fc.asyncProperty(fc.nat(), walks, async (seed, steps) => {
      count.taken += steps.length;
      await walk(seed, steps);
    });
    const round = { numRuns: 5, skipAllAfterTimeLimit: ROUND_MS };
    if (SEED !== undefined) return fc.assert(property, { ...round, seed: Number(SEED) });
    for (let n = 1; count.taken < STEPS; n += 1) await fc.assert(property, IS_ORDINARY ? { ...round, seed: n } : round);
  },
);
