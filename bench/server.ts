/** Starts the server under test as its users do, in a process of its own. */
import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import type { LoopReport } from "./observed-server.ts";

export interface Started {
  readonly process: ChildProcess;
  readonly host: string;
  readonly port: number;
  readonly poolId: string;
  readonly clientId: string;
  /** From the start of the process to the ready line, in milliseconds. */
  readonly readyMs: number;
}

const BIN = new URL("../bin/poolhouse.mjs", import.meta.url).pathname;

const OBSERVED = new URL("./observed-server.ts", import.meta.url).pathname;

/** How a server is started that is not started as users do. */
export interface StartOptions {
  /** The cores that it may use, by number. */
  readonly cores: readonly number[];
  /** Further options of Node's. */
  readonly nodeOptions: readonly string[];
}

const start = (env: NodeJS.ProcessEnv, options: StartOptions | undefined): ChildProcess => {
  if (options === undefined) {
    return spawn(process.execPath, [BIN, "serve", "--development"], { env, stdio: ["ignore", "pipe", "inherit"] });
  }
  const command = [process.execPath, ...options.nodeOptions, OBSERVED];
  return spawn("taskset", ["-c", options.cores.join(","), ...command], {
    env,
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
};

/** A development server on a free port over `dataDir`; with options one whose event loop is observed. */
export const startServer = async (dataDir: string, options?: StartOptions): Promise<Started> => {
  const began = performance.now();
  const child = start({ ...process.env, POOLHOUSE_PORT: "0", POOLHOUSE_DATA_DIR: dataDir }, options);
  if (child.stdout === null) throw new Error("the server has no output");
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('{"event":"ready"')) continue;
    const ready = JSON.parse(line) as { endpoint: string; poolId: string; clientId: string };
    const url = new URL(ready.endpoint);
    return {
      process: child,
      host: url.hostname,
      port: Number(url.port),
      poolId: ready.poolId,
      clientId: ready.clientId,
      readyMs: performance.now() - began,
    };
  }
  throw new Error("the server ended before it was ready");
};

/** How the event loop of an observed server did since it was last asked. */
export const loopOf = async ({ process: child }: Started): Promise<LoopReport> => {
  const answered = new Promise<LoopReport>((resolve) => child.once("message", resolve));
  child.send("report");
  return answered;
};

export const stopServer = async ({ process: child }: Started): Promise<void> => {
  const ended = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await ended;
};

/** Resident memory of a process in MB, where the system tells. */
export const residentMb = ({ process: child }: Started): number | undefined => {
  try {
    const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
  } catch {
    return undefined;
  }
};

/** Processor time that a process has used, in seconds, where the system tells. */
export const processorSeconds = ({ process: child }: Started): number | undefined => {
  try {
    const fields = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return undefined;
  }
};
