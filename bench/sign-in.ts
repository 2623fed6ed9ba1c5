/**
 * Sign-ins a second by SRP, by password and by refresh token, over HTTP with durable commits, on one core and on two;
 * each beside what its cryptography alone would allow on the same cores in the same run. Then the same at 70% of what was
 * reached, with users who come at random; and how long the server's event loop was held up meanwhile.
 *
 * `npm run bench:sign-in`; BENCH_CORES=1 for one core alone. Needs Linux and `taskset`. The load comes from this process:
 * beside one core it has another to itself, beside all of them it shares them, and what it takes is the server's loss.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { Agent } from "node:http";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { measureCryptography, type CryptographyCost } from "./cryptography.ts";
import { closedLoop, openLoop, send, type LoadResult, type Work } from "./load.ts";
import { PASSWORD, populate, SIGNING_IN, usernameOf } from "./populate.ts";
import { loopOf, processorSeconds, startServer, stopServer, type Started } from "./server.ts";
import { createSrpAnswers, type Parameters } from "./srp-answers.ts";

const USERS = 1_000;
const WORKERS = 16;
const COUNT = Number(process.env["BENCH_COUNT"] ?? 2_000);
const WARM_UP = 300;
const SHARE_OF_LOAD = 0.7;

const print = (...cells: readonly string[]): void =>
  console.log(cells.map((cell, index) => (index === 0 ? cell.padEnd(34) : cell.padStart(13))).join(""));

/** What a kind of sign-in costs in cryptography alone, in milliseconds. */
const COSTS: Readonly<Record<string, (cost: CryptographyCost) => number>> = {
  srp: ({ powerMs, signatureMs }) => 3 * powerMs + 2 * signatureMs,
  password: ({ powerMs, signatureMs }) => powerMs + 2 * signatureMs,
  refresh: ({ signatureMs }) => 2 * signatureMs,
};

/** A kind of sign-in: prepares a run of it, which is not measured. */
type Prepare = (count: number) => Promise<Work>;

interface Answer {
  readonly ChallengeParameters?: Parameters;
  readonly AuthenticationResult?: { readonly RefreshToken?: string };
}

const createKinds = async (started: Started, agent: Agent): Promise<Readonly<Record<string, Prepare>>> => {
  const target = { host: started.host, port: started.port };
  const ClientId = started.clientId;
  const ask = async (operation: string, input: object): Promise<Answer | undefined> => {
    const { status, body } = await send(target, agent, operation, { ClientId, ...input });
    return status === 200 ? (JSON.parse(body) as Answer) : undefined;
  };
  const start = (AuthFlow: string, AuthParameters: Parameters) => ask("InitiateAuth", { AuthFlow, AuthParameters });
  const bySrp = await createSrpAnswers(started.poolId, PASSWORD, availableParallelism());
  const begin = (n: number) => start("USER_SRP_AUTH", { USERNAME: usernameOf(n % SIGNING_IN), SRP_A: bySrp.SRP_A });
  const byPassword = (n: number) => start("USER_PASSWORD_AUTH", { USERNAME: usernameOf(n % SIGNING_IN), PASSWORD });

  return {
    // Each begins an exchange and answers one that was begun and computed before: the client's share is not measured.
    srp: async (count) => {
      const answers: Parameters[] = [];
      const prepare = async (n: number): Promise<boolean> => {
        answers[n] = await bySrp.answer((await begin(n))?.ChallengeParameters ?? {});
        return true;
      };
      await closedLoop({ count, do: prepare }, WORKERS);
      const signIn = async (n: number): Promise<boolean> => {
        const [begun, ended] = await Promise.all([
          begin(n),
          ask("RespondToAuthChallenge", { ChallengeName: "PASSWORD_VERIFIER", ChallengeResponses: answers[n] }),
        ]);
        return begun !== undefined && ended?.AuthenticationResult !== undefined;
      };
      return { count, do: signIn };
    },
    password: async (count) => ({ count, do: async (n) => (await byPassword(n))?.AuthenticationResult !== undefined }),
    refresh: async (count) => {
      const tokens: string[] = [];
      const prepare = async (n: number): Promise<boolean> => {
        tokens[n] = (await byPassword(n))?.AuthenticationResult?.RefreshToken ?? "";
        return true;
      };
      await closedLoop({ count: SIGNING_IN, do: prepare }, WORKERS);
      const refresh = async (n: number): Promise<boolean> =>
        (await start("REFRESH_TOKEN_AUTH", { REFRESH_TOKEN: tokens[n % SIGNING_IN] ?? "" }))?.AuthenticationResult !==
        undefined;
      return { count, do: refresh };
    },
  };
};

const ms = (value: number): string => `${value.toFixed(2)} ms`;
const failures = ({ failed }: LoadResult): string => (failed === 0 ? "" : `${failed} FAILED`);

const measureKind = async (started: Started, name: string, prepare: Prepare, cost: readonly CryptographyCost[]) => {
  const each = cost.map((core) => COSTS[name]?.(core) ?? 0);
  const ceiling = each.reduce((sum, one) => sum + 1000 / one, 0);
  const work = await prepare(COUNT);
  await loopOf(started);
  const before = processorSeconds(started) ?? 0;
  const full = await closedLoop(work, WORKERS);
  const seconds = (processorSeconds(started) ?? 0) - before;
  const fullLoop = await loopOf(started);
  const share = (full.perSecond / ceiling) * 100;
  const ofProcessor = ((each.reduce((sum, one) => sum + one, 0) / each.length) * COUNT) / 10 / seconds;
  print(
    `  ${name}, ${WORKERS} at a time`,
    `${full.perSecond.toFixed(0)}/s`,
    `${ceiling.toFixed(0)}/s`,
    `${share.toFixed(0)}%`,
    `${ofProcessor.toFixed(0)}%`,
    ms(full.p50),
    ms(full.p99),
    ms(fullLoop.delayMax),
    ms(fullLoop.workMax),
    failures(full),
  );
  const eased = await prepare(COUNT);
  await loopOf(started);
  const partial = await openLoop(eased, full.perSecond * SHARE_OF_LOAD);
  const loop = await loopOf(started);
  print(
    `  ${name}, at ${SHARE_OF_LOAD * 100}% of that`,
    `${partial.perSecond.toFixed(0)}/s`,
    "",
    "",
    "",
    ms(partial.p50),
    ms(partial.p99),
    ms(loop.delayMax),
    ms(loop.workMax),
    failures(partial),
  );
};

const pin = (pid: number | undefined, cores: readonly number[]): void => {
  execFileSync("taskset", ["-a", "-cp", cores.join(","), String(pid)], { stdio: "ignore" });
};

const measureOn = async (cores: readonly number[]): Promise<void> => {
  const all = Array.from({ length: availableParallelism() }, (_, core) => core);
  const others = all.filter((core) => !cores.includes(core));
  const dataDir = mkdtempSync(join(tmpdir(), "poolhouse-bench-"));
  const options = { cores, nodeOptions: (process.env["BENCH_NODE_OPTIONS"] ?? "").split(" ").filter(Boolean) };
  try {
    const first = await startServer(dataDir);
    await stopServer(first);
    await populate(dataDir, first.poolId, USERS);
    pin(process.pid, others.length > 0 ? others : all);
    const cost = await measureCryptography(cores);
    const started = await startServer(dataDir, options);
    const agent = new Agent({ keepAlive: true });
    const kinds = await createKinds(started, agent);
    for (const prepare of Object.values(kinds)) await closedLoop(await prepare(WARM_UP), WORKERS);
    const { powerMs = 0, signatureMs = 0 } = cost[0] ?? {};
    print(
      `${cores.length} ${cores.length === 1 ? "core" : "cores"}`,
      "reached",
      "cryptography",
      "of the time",
      "of processor",
      "p50",
      "p99",
      "loop late",
      "loop works",
    );
    for (const [name, prepare] of Object.entries(kinds)) await measureKind(started, name, prepare, cost);
    print(`  a power ${powerMs.toFixed(3)} ms, a signature ${signatureMs.toFixed(3)} ms`);
    agent.destroy();
    await stopServer(started);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
    pin(process.pid, all);
  }
};

console.log(`${availableParallelism()} cores, Node ${process.version}`);
for (const count of (process.env["BENCH_CORES"] ?? "1,2").split(",").map(Number)) {
  await measureOn(Array.from({ length: count }, (_, core) => core));
}
