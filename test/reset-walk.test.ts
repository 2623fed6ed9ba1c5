/**
 * Random walks over everything that touches a password and the codes that reset it, beside a small model. The invariant
 * that broke elsewhere: a password changes only if a live code for that user and purpose was presented, an administrator
 * set it, or the user proved the old one.
 *
 * `POOLHOUSE_WALK_STEPS` is the number of steps, 10,000 unless said; a failure prints the seed and the shortest walk, and
 * `POOLHOUSE_WALK_SEED` takes that seed's walks again.
 */
import { test } from "node:test";
import fc from "fast-check";
import { walk, type Step } from "./reset-walk/walk.ts";

const STEPS = Number(process.env["POOLHOUSE_WALK_STEPS"] ?? "10000");
const SEED = process.env["POOLHOUSE_WALK_SEED"];
/** A step takes about one millisecond. */
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
  endings: ["disable", "delete"],
};

/** One user again and again within minutes: what guesses and floods look like, and where the limits are. */
const pressing: Manner = {
  adas: 6,
  administration: 2,
  waits: [SECOND_MS, 10 * SECOND_MS, MINUTE_MS, 5 * MINUTE_MS],
  endings: ["disable"],
};

const stepsIn = ({ adas, administration, waits, endings }: Manner): fc.Arbitrary<Step> => {
  const who = fc.oneof({ weight: adas, arbitrary: fc.constant("ada") }, { weight: 1, arbitrary: fc.constant("bob") });
  const flag = fc.boolean();
  const pick = fc.nat({ max: 1_000 });
  const weighted = (weight: number, arbitrary: fc.Arbitrary<Step>) => ({ weight, arbitrary });
  return fc.oneof(
    weighted(14, fc.record({ do: fc.constant("adminReset"), who, bySub: flag })),
    weighted(10, fc.record({ do: fc.constant("forgot"), who, hidden: flag, bySub: flag })),
    weighted(
      24,
      fc.record({
        do: fc.constant("confirm"),
        who,
        hidden: flag,
        bySub: flag,
        code: fc.constantFrom("live", "live", "wrong", "wrong", "old", "theirs"),
        pick,
      }),
    ),
    weighted(
      14,
      fc.record({
        do: fc.constant("signIn"),
        who,
        by: fc.constantFrom("telling", "hiding", "administrator"),
        password: fc.constantFrom("right", "right", "old", "wrong"),
      }),
    ),
    weighted(6, fc.record({ do: fc.constant("change"), who, password: fc.constantFrom("right", "wrong") })),
    weighted(4, fc.record({ do: fc.constant("answer"), who, pick })),
    weighted(6, fc.record({ do: fc.constant("wait"), who, ms: fc.constantFrom(...waits) })),
    weighted(2, fc.record({ do: fc.constant("sweep"), who })),
    weighted(8, fc.record({ do: fc.constantFrom("enable", "create", "create", "print"), who })),
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
  ...[wandering, pressing].map((manner) =>
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
    while (count.taken < STEPS) await fc.assert(property, round);
  },
);
