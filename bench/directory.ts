/**
 * What the directory's operations cost over HTTP, with signatures verified and durable commits, at 1,000, 100,000 and
 * 1,000,000 users: it should be the same; what an import brings into each; and cognito-local at 1,000 and 10,000 users.
 * `node bench/directory.ts`; BENCH_USERS=1000 for a short run, BENCH_PEER=no without the peer.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { Agent } from "node:http";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { measurePeer } from "./directory-peer.ts";
import { measureImport } from "./import.ts";
import { load, send, type LoadResult, type Target } from "./load.ts";
import { populate, usernameOf } from "./populate.ts";
import { processorSeconds, residentMb, startServer, stopServer, type Started } from "./server.ts";

const credentials = { accessKeyId: "poolhouse", secretAccessKey: "poolhouse" };
/** Calls of each kind, one after another: what one call costs, not what many make of the machine. */
const CALLS = 500;
const PAGE = 60;
/** Rows of a file that is imported. */
const IMPORTED = 20_000;
/** How many users the peer is measured with: it writes all of them at every change. */
const PEER_USERS = [1_000, 10_000];
/** Pages before the one that is measured. */
const PAGES_DEEP = 200;

const print = (...cells: readonly string[]): void =>
  console.log(cells.map((cell, index) => (index === 0 ? cell.padEnd(46) : cell.padStart(12))).join(""));

const figures = ({ p50, p99, failed }: LoadResult): string[] => [
  `${p50.toFixed(2)} ms`,
  `${p99.toFixed(2)} ms`,
  failed === 0 ? "" : `${failed} FAILED`,
];

/** One kind of call: the operation, and what the n-th is given beside the pool. */
interface Kind {
  readonly title: string;
  readonly operation: string;
  readonly input: (n: number) => object;
}

/** Users spread over all there are, never the same twice in a row. */
const spread = (n: number, users: number): string => usernameOf((n * 7_919) % users);

const kindsAt = (users: number): readonly Kind[] => [
  { title: "AdminGetUser", operation: "AdminGetUser", input: (n) => ({ Username: spread(n, users) }) },
  {
    title: "AdminCreateUser",
    operation: "AdminCreateUser",
    input: (n) => ({
      Username: `new-${n}`,
      TemporaryPassword: "A password of 1 user!",
      MessageAction: "SUPPRESS",
      UserAttributes: [
        { Name: "email", Value: `new-${n}@example.com` },
        { Name: "family_name", Value: "New" },
      ],
    }),
  },
  {
    title: "AdminUpdateUserAttributes",
    operation: "AdminUpdateUserAttributes",
    input: (n) => ({ Username: spread(n, users), UserAttributes: [{ Name: "name", Value: `Name ${n}` }] }),
  },
  {
    title: "AdminAddUserToGroup",
    operation: "AdminAddUserToGroup",
    input: (n) => ({ Username: spread(n, users), GroupName: "bench" }),
  },
  { title: "ListUsersInGroup", operation: "ListUsersInGroup", input: () => ({ GroupName: "bench", Limit: PAGE }) },
  ...[
    (n: number) => `email = "${spread(n, users)}@example.com"`,
    (n: number) => `username ^= "${spread(n, users)}"`,
    () => 'username ^= "user-"',
    () => 'status = "Enabled"',
    () => 'cognito:user_status = "CONFIRMED"',
    () => 'family_name = "nobody"',
  ].map((filter) => ({
    title: `ListUsers, ${filter(1)}`,
    operation: "ListUsers",
    input: (n: number) => ({ Filter: filter(n), Limit: PAGE }),
  })),
  { title: "ListUsers", operation: "ListUsers", input: () => ({ Limit: PAGE }) },
];

/** The token of a page far into a list. */
const deepToken = async (target: Target, UserPoolId: string, Filter: string): Promise<string | undefined> => {
  const agent = new Agent({ keepAlive: true });
  let token: string | undefined;
  for (let page = 0; page < PAGES_DEEP; page += 1) {
    const input = { UserPoolId, Filter, Limit: PAGE, PaginationToken: token };
    const { body } = await send(target, agent, "ListUsers", input);
    const { PaginationToken } = JSON.parse(body) as { readonly PaginationToken?: string };
    if (PaginationToken === undefined) break;
    token = PaginationToken;
  }
  agent.destroy();
  return token;
};

const measureServer = async (started: Started, users: number): Promise<void> => {
  const target: Target = { host: started.host, port: started.port, credentials };
  const { poolId: UserPoolId } = started;
  const agent = new Agent();
  await send(target, agent, "CreateGroup", { UserPoolId, GroupName: "bench" });
  agent.destroy();
  const measure = async ({ title, operation, input }: Kind): Promise<void> => {
    const result = await load(target, {
      operation,
      connections: 1,
      count: CALLS,
      input: (n) => ({ UserPoolId, ...input(n) }),
    });
    print(`  ${title}`, ...figures(result));
  };
  for (const kind of kindsAt(users)) await measure(kind);
  for (const Filter of ["", 'status = "Enabled"', 'username ^= "user-"']) {
    const PaginationToken = await deepToken(target, UserPoolId, Filter);
    const title = `ListUsers, a page far into ${Filter === "" ? "all" : Filter}`;
    await measure({ title, operation: "ListUsers", input: () => ({ Filter, Limit: PAGE, PaginationToken }) });
  }
};

/** The users there are wait for their turns meanwhile. */
const measureImports = async (started: Started): Promise<void> => {
  for (const withHash of [false, true]) {
    const prefix = withHash ? "hashed" : "imported";
    const before = processorSeconds(started);
    const { rowsPerSecond, others } = await measureImport(started, credentials, { rows: IMPORTED, prefix, withHash });
    const after = processorSeconds(started);
    const title = withHash ? "import with PBKDF2 hashes" : "import";
    print(`  ${title}, ${IMPORTED.toLocaleString("en")} rows`, `${rowsPerSecond.toFixed(0)}/s`);
    if (before !== undefined && after !== undefined) {
      print("    of one core, were it not for the disk", `${(IMPORTED / (after - before)).toFixed(0)}/s`);
    }
    print("    AdminGetUser meanwhile, its worst second", ...figures(others));
  }
};

const measureAt = async (users: number): Promise<void> => {
  const dataDir = mkdtempSync(join(tmpdir(), "poolhouse-bench-"));
  try {
    const first = await startServer(dataDir);
    await stopServer(first);
    const began = performance.now();
    await populate(dataDir, first.poolId, users);
    const seconds = (performance.now() - began) / 1000;
    const started = await startServer(dataDir);
    print(`Poolhouse, ${users.toLocaleString("en")} users`, "p50", "p99");
    print("  put there, one transaction each", `${(users / seconds).toFixed(0)}/s`);
    await measureServer(started, users);
    await measureImports(started);
    const busyMb = residentMb(started);
    if (busyMb !== undefined) print("  memory afterwards", `${busyMb.toFixed(0)} MB`);
    await stopServer(started);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
};

console.log(`${availableParallelism()} cores, Node ${process.version}; the load comes from this process`);
for (const users of (process.env["BENCH_USERS"] ?? "1000,100000,1000000").split(",").map(Number)) {
  await measureAt(users);
}
await measurePeer(PEER_USERS, print, figures);
