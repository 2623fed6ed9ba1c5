/** What a line of a file comes to, before it is written: a user, or the reason why not. */
import { ApiException } from "../contracts/exceptions.ts";
import { parseImportedHash, type ImportedHash } from "../crypto/imported-hash.ts";
import { newUser } from "../flows/create-user.ts";
import { importedPassword } from "../flows/set-password.ts";
import { hasImportedMfa, readRow, requireImportable, type ImportRow } from "../model/import-row.ts";
import type { Log } from "../model/log-fields.ts";
import type { Pool } from "../model/pool.ts";
import { invalidParameter } from "../model/refusals.ts";
import type { UserImportJob } from "../model/user-import-job.ts";
import type { Random } from "../runtime/random.ts";
import type { ImportedUser } from "../storage/user-imports.ts";
import type { FileLine } from "./line-reader.ts";

export interface JudgeParts {
  readonly random: Random;
  readonly log: Log;
}

/** `nothing`: an empty line, which is no user's. */
export type Judgement =
  | { readonly kind: "user"; readonly imported: ImportedUser }
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "nothing" };

/** Where a line belongs. */
export interface LineScene {
  readonly pool: Pool;
  readonly job: UserImportJob;
  readonly columns: readonly string[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

const problems = {
  "too long": "The row is longer than 16000 characters.",
  "not UTF-8": "The row is not encoded in UTF-8.",
} as const;

const INTERNAL_ERROR = "The user could not be imported because of an internal error.";

/** The password as the file has it; undefined where the user is to choose one. @throws InvalidParameterException */
const hashOf = ({ hashing }: UserImportJob, { passwordHash }: ImportRow): ImportedHash | undefined => {
  if (passwordHash === undefined) return undefined;
  // Assumed: the words.
  if (hashing === null) throw invalidParameter("The row has a password_hash, but the job names no algorithm.");
  const reading = parseImportedHash(hashing, passwordHash);
  if ("fault" in reading) throw invalidParameter(reading.fault);
  return reading.hash;
};

const userOf = ({ random }: JudgeParts, { pool, job, columns, now }: LineScene, text: string): ImportedUser => {
  const row = readRow(pool, columns, text);
  const hash = hashOf(job, row);
  const made = newUser({ random, now }, pool, row.username, row.attributes, hash ? "CONFIRMED" : "RESET_REQUIRED");
  // Stray flags too, which the user was made without.
  requireImportable(pool, { ...row.attributes, ...made.attributes });
  const user = { ...made, hasMfaOption: hasImportedMfa(pool, row, made.attributes) };
  return { user, credential: hash && importedPassword({ random, now }, user, hash) };
};

/** Characters of a reason: many attributes may be wrong at once. */
const REASON_MAX_LENGTH = 500;

/** A refusal on one line. */
const reasonOf = ({ message }: ApiException): string =>
  message.replaceAll(/\s+/g, " ").trim().slice(0, REASON_MAX_LENGTH);

/** The refusals of the rules are reasons; anything else is a fault of ours, which costs this row alone. */
export const judgeLine = (parts: JudgeParts, scene: LineScene, line: FileLine): Judgement => {
  if ("problem" in line) return { kind: "refused", reason: problems[line.problem] };
  if (line.text.trim() === "") return { kind: "nothing" };
  try {
    return { kind: "user", imported: userOf(parts, scene, line.text) };
  } catch (error) {
    if (error instanceof ApiException) return { kind: "refused", reason: reasonOf(error) };
    parts.log("error", "imported row failed", {
      poolId: scene.pool.id,
      exception: error instanceof Error ? error.name : "unknown",
    });
    return { kind: "refused", reason: INTERNAL_ERROR };
  }
};
