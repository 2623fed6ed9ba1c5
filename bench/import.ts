/** What an import brings a second, and what others wait for meanwhile. */
import { Agent } from "node:http";
import { openLoop, send, type LoadResult, type Target } from "./load.ts";
import { usernameOf } from "./populate.ts";
import type { Started } from "./server.ts";

/** A hash of another program for every user: reading it costs the same whatever the password. */
const HASH = "$pbkdf2-sha256$1000$AAECAwQFBgcICQoLDA0ODw$ZBguCaL+vTmY5UhMyX46pJ+4W2a13YVfVj7slLhWHrg";
/** Calls of others a second, while rows are imported. */
const OTHERS_PER_SECOND = 100;
const POLL_MS = 50;

export interface ImportResult {
  readonly rowsPerSecond: number;
  readonly others: LoadResult;
}

interface Job {
  readonly JobId: string;
  readonly Status: string;
  readonly PreSignedUrl: string;
  readonly ImportedUsers: number;
}

const fileOf = (header: readonly string[], rows: number, prefix: string, withHash: boolean): string => {
  const line = (n: number) => {
    const name = `${prefix}-${n}`;
    const row: Readonly<Record<string, string>> = {
      "cognito:username": name,
      email: `${name}@example.com`,
      email_verified: "true",
      name: `Name ${n}`,
      password_hash: withHash ? HASH : "",
    };
    return header.map((column) => row[column] ?? "").join(",");
  };
  return [header.join(","), ...Array.from({ length: rows }, (_, n) => line(n)), ""].join("\n");
};

/** Imports `rows` users whose names begin with `prefix`, while somebody else reads users. */
export const measureImport = async (
  { host, port, poolId: UserPoolId }: Started,
  credentials: Target["credentials"],
  { rows, prefix, withHash }: { readonly rows: number; readonly prefix: string; readonly withHash: boolean },
): Promise<ImportResult> => {
  const target: Target = { host, port, ...(credentials === undefined ? {} : { credentials }) };
  const agent = new Agent({ keepAlive: true });
  const call = async <Answer>(operation: string, input: object): Promise<Answer> =>
    JSON.parse((await send(target, agent, operation, { UserPoolId, ...input })).body) as Answer;
  const { CSVHeader } = await call<{ CSVHeader: string[] }>("GetCSVHeader", {});
  const { UserImportJob: job } = await call<{ UserImportJob: Job }>("CreateUserImportJob", {
    JobName: "bench",
    CloudWatchLogsRoleArn: "arn:aws:iam::000000000000:role/logs",
    ...(withHash ? { PasswordHashingAlgorithm: "PBKDF2_SHA256" } : {}),
  });
  await fetch(job.PreSignedUrl, { method: "PUT", body: fileOf(CSVHeader, rows, prefix, withHash) });

  const state = { isOver: false, seconds: 0 };
  const began = performance.now();
  await call("StartUserImportJob", { JobId: job.JobId });
  const imported = (async () => {
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      const { UserImportJob: now } = await call<{ UserImportJob: Job }>("DescribeUserImportJob", { JobId: job.JobId });
      if (["Pending", "InProgress"].includes(now.Status)) continue;
      state.isOver = true;
      state.seconds = (performance.now() - began) / 1000;
      if (now.ImportedUsers !== rows) throw new Error(`${now.Status}: ${now.ImportedUsers} of ${rows}`);
      return;
    }
  })();
  const read = async (n: number): Promise<boolean> =>
    (await send(target, agent, "AdminGetUser", { UserPoolId, Username: usernameOf(n % 1_000) })).status === 200;
  // About as long as the import takes; what comes after its end is not counted.
  const times: LoadResult[] = [];
  while (!state.isOver) times.push(await openLoop({ count: OTHERS_PER_SECOND, do: read }, OTHERS_PER_SECOND));
  await imported;
  agent.destroy();
  const worst = times.reduce((a, b) => (b.p99 > a.p99 ? b : a));
  return { rowsPerSecond: rows / state.seconds, others: worst };
};
