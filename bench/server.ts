/** Starts the server under test as its users do, in a process of its own. */
import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

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

/** A development server on a free port over `dataDir`. */
export const startServer = async (dataDir: string): Promise<Started> => {
  const began = performance.now();
  const child = spawn(process.execPath, [BIN, "serve", "--development"], {
    env: { ...process.env, POOLHOUSE_PORT: "0", POOLHOUSE_DATA_DIR: dataDir },
    stdio: ["ignore", "pipe", "inherit"],
  });
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
