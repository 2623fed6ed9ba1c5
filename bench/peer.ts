/** cognito-local beside Poolhouse: put into a temporary folder by npm, or taken from where BENCH_PEER says it is. */
import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { Agent } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { send, type Target } from "./load.ts";

const PORT = 9_339;
const credentials = { accessKeyId: "poolhouse", secretAccessKey: "poolhouse" };

/** What to start; undefined where there is none, and then why is said. */
export const findPeer = (folder: string): string | undefined => {
  const { BENCH_PEER: given } = process.env;
  if (given === "no") return undefined;
  if (given !== undefined && given !== "") return given;
  const made = spawnSync("npm", ["install", "--no-audit", "--no-fund", "--prefix", folder, "cognito-local"]);
  if (made.status === 0) return join(folder, "node_modules/.bin/cognito-local");
  console.log(
    "cognito-local is not there: npm could not install it. BENCH_PEER=PATH names one, BENCH_PEER=no is silent.",
  );
  return undefined;
};

/** A peer that runs and keeps its data in a folder. */
export interface Peer extends AsyncDisposable {
  readonly target: Target;
  call<Answer>(operation: string, input: object): Promise<Answer>;
}

const isRunning = async (peer: ChildProcess): Promise<boolean> => {
  if (peer.stdout === null) return false;
  for await (const line of createInterface({ input: peer.stdout })) if (line.includes("running")) return true;
  return false;
};

export const startPeer = async (command: string, folder: string): Promise<Peer> => {
  const peer = spawn(command, [], {
    cwd: folder,
    env: { ...process.env, PORT: String(PORT) },
    stdio: ["ignore", "pipe", "ignore"],
    detached: true,
  });
  if (!(await isRunning(peer))) throw new Error("the peer ended before it was ready");
  const target: Target = { host: "127.0.0.1", port: PORT, credentials };
  const agent = new Agent({ keepAlive: true });
  return {
    target,
    call: async <Answer>(operation: string, input: object) =>
      JSON.parse((await send(target, agent, operation, input)).body || "{}") as Answer,
    [Symbol.asyncDispose]: async () => {
      agent.destroy();
      const ended = once(peer, "exit");
      if (peer.pid !== undefined) process.kill(-peer.pid, "SIGTERM");
      await ended;
    },
  };
};

interface PeerPool {
  readonly Users: Record<string, { readonly Username: string; readonly Attributes: { Name: string; Value: string }[] }>;
}

/** Puts users into the pool of a peer that is not running, after the likeness of the one it has: one by one takes minutes. */
export const fillPeer = (folder: string, poolId: string, addresses: readonly string[]): void => {
  const path = join(folder, ".cognito/db", `${poolId}.json`);
  const pool = JSON.parse(readFileSync(path, "utf8")) as PeerPool;
  const [model] = Object.values(pool.Users);
  if (model === undefined) throw new Error("the peer's pool has no user");
  for (const address of addresses) {
    const sub = crypto.randomUUID();
    const Attributes = [
      { Name: "email", Value: address },
      { Name: "sub", Value: sub },
    ];
    pool.Users[sub] = { ...model, Username: sub, Attributes };
  }
  writeFileSync(path, JSON.stringify(pool));
};
