/** Some lines of a file become users, and the job moves on behind them, in one transaction: no line counts twice. */
import type { IdentifierKind } from "../model/identifier.ts";
import type { Pool } from "../model/pool.ts";
import type { ImportProgress } from "../model/user-import-job.ts";
import type { Store } from "../storage/store.ts";
import { judgeLine, type JudgeParts, type Judgement, type LineScene } from "./judge-line.ts";
import type { FileLine } from "./line-reader.ts";

type Outcome = "imported" | "skipped" | "failed";

interface Told {
  readonly outcome: Outcome;
  readonly line: number;
  readonly text: string;
}

const WORDS: Readonly<Record<Outcome, string>> = { imported: "SUCCEEDED", skipped: "SKIPPED", failed: "FAILED" };

/** Observed: the form of a report. It tells of users by the number of their line alone; assumed: the header's is 1. */
const reportOf = (told: readonly Told[]): string =>
  told.map(({ outcome, line, text }) => `[${WORDS[outcome]}] Line Number ${line} - ${text}\n`).join("");

/** Whether a name of this kind is what the pool's users are made under; the others are aliases. */
const isOwnName = (pool: Pool, kind: IdentifierKind): boolean =>
  kind === "username" || (pool.settings.UsernameAttributes ?? []).some((name) => name === kind);

/**
 * Assumed: a user whose alias is another's is not there already, and is refused; to move the alias would take it from
 * whom it signs in.
 */
const takenName = (pool: Pool, kind: IdentifierKind): Omit<Told, "line"> =>
  isOwnName(pool, kind)
    ? { outcome: "skipped", text: "The user already exists." }
    : { outcome: "failed", text: `An account with the ${kind} already exists.` };

const SUCCESS = { outcome: "imported", text: "The import succeeded." } as const;

const outcomesOf = (
  pool: Pool,
  before: number,
  judged: readonly Judgement[],
  taken: readonly (IdentifierKind | undefined)[],
): readonly Told[] => {
  const told: Told[] = [];
  let user = 0;
  for (const [index, judgement] of judged.entries()) {
    const line = before + index + 1;
    if (judgement.kind === "refused") told.push({ outcome: "failed", line, text: judgement.reason });
    if (judgement.kind !== "user") continue;
    const kind = taken[user++];
    told.push({ line, ...(kind === undefined ? SUCCESS : takenName(pool, kind)) });
  }
  return told;
};

const progressAfter = (
  from: ImportProgress,
  lines: readonly FileLine[],
  told: readonly Told[],
  report: string,
): ImportProgress => {
  const count = (wanted: Outcome) => told.filter(({ outcome }) => outcome === wanted).length;
  return {
    position: lines.at(-1)?.end ?? from.position,
    line: Math.max(from.line, 1) + lines.length,
    imported: from.imported + count("imported"),
    skipped: from.skipped + count("skipped"),
    failed: from.failed + count("failed"),
    reported: from.reported + Buffer.byteLength(from.reportTail),
    reportTail: report,
  };
};

/**
 * Imports lines that follow the job's progress; answers with the progress after them. Nobody is told of anything: no
 * message, no function, no password policy.
 * @throws Conflict when pool or job have changed meanwhile: then nothing is written
 */
export const importBatch = async (
  parts: JudgeParts & { readonly store: Store },
  scene: LineScene,
  lines: readonly FileLine[],
): Promise<ImportProgress> => {
  const { pool, job } = scene;
  const judged = lines.map((line) => judgeLine(parts, scene, line));
  const users = judged.flatMap((each) => (each.kind === "user" ? [each.imported] : []));
  return parts.store.transaction(async (tx) => {
    await tx.pools.guard(pool);
    const taken = await tx.userImports.insertUsers(pool, users);
    const told = outcomesOf(pool, Math.max(job.progress.line, 1), judged, taken);
    const progress = progressAfter(job.progress, lines, told, reportOf(told));
    await tx.userImports.advance(job, progress);
    return progress;
  });
};
