/** Files of users, sent for a job and imported, without a socket. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createReceiver, type UploadOutcome } from "../imports/receive-upload.ts";
import { systemRandom } from "../runtime/random.ts";
import type { WireInput, WireOutput } from "./call.ts";
import type { World } from "./world.ts";

export type ImportJobView = NonNullable<WireOutput<"DescribeUserImportJob">["UserImportJob"]>;

/** A line of a file by column; what it does not name is empty. */
export type CsvRow = Readonly<Record<string, string>>;

const lineOf = (columns: readonly string[], row: CsvRow): string =>
  columns.map((name) => (row[name] ?? "").replaceAll(",", "\\,")).join(",");

/** The text of a file. */
export const csvOf = (columns: readonly string[], rows: readonly CsvRow[]): string =>
  `${[columns.join(","), ...rows.map((row) => lineOf(columns, row))].join("\n")}\n`;

/** A user whose e-mail address is proven. */
export const csvUser = (name: string, more: CsvRow = {}): CsvRow => ({
  "cognito:username": name,
  email: `${name}@example.com`,
  email_verified: "true",
  ...more,
});

export const LOGS_ROLE = "arn:aws:iam::000000000000:role/logs";

/** The file's text for the world's pool. */
export const csvFor = async (
  { call, pool }: World,
  rows: readonly CsvRow[],
  UserPoolId = pool.UserPoolId,
): Promise<string> => csvOf((await call.GetCSVHeader({ UserPoolId })).CSVHeader ?? [], rows);

/** Makes a job; answers with its names. */
export const createJob = async (
  { call, pool }: World,
  input: Partial<WireInput<"CreateUserImportJob">> = {},
): Promise<{ readonly UserPoolId: string; readonly JobId: string }> => {
  const { UserImportJob } = await call.CreateUserImportJob({
    ...pool,
    JobName: "people",
    CloudWatchLogsRoleArn: LOGS_ROLE,
    ...input,
  });
  return { UserPoolId: UserImportJob?.UserPoolId ?? "", JobId: UserImportJob?.JobId ?? "" };
};

async function* piecesOf(body: string | Uint8Array) {
  yield Buffer.from(body);
}

/** Sends a job's file. */
export const sendFile = (
  { server, clock }: World,
  { UserPoolId: poolId, JobId: id }: { readonly UserPoolId: string; readonly JobId: string },
  body: string | Uint8Array | (() => AsyncIterable<Uint8Array>),
): Promise<UploadOutcome> => {
  const receive = createReceiver({ store: server.store, random: systemRandom, now: () => clock.now() });
  return receive({ poolId, id }, typeof body === "function" ? body : () => piecesOf(body));
};

/** Makes a job and sends its file. */
export const prepareJob = async (
  world: World,
  body: string | Uint8Array,
  input: Partial<WireInput<"CreateUserImportJob">> = {},
): Promise<{ readonly UserPoolId: string; readonly JobId: string }> => {
  const job = await createJob(world, input);
  await sendFile(world, job, body);
  return job;
};

/** What the job's report says. */
export const reportOf = ({ reports }: World, JobId: string): readonly string[] =>
  readFileSync(join(reports, `${JobId}.log`), "utf8")
    .split("\n")
    .filter((line) => line !== "");

/** Imports a file to its end; answers with the job and its report. */
export const importFile = async (
  world: World,
  body: string | Uint8Array,
  input: Partial<WireInput<"CreateUserImportJob">> = {},
): Promise<{ readonly job: ImportJobView; readonly report: readonly string[] }> => {
  const named = await prepareJob(world, body, input);
  await world.call.StartUserImportJob(named);
  await world.server.imports.rest();
  const { UserImportJob: job } = await world.call.DescribeUserImportJob(named);
  return { job: job ?? {}, report: reportOf(world, named.JobId) };
};
