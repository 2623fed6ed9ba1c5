/** The program as its operators have it: started as a process, known by what it prints, answers and leaves behind. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";

const PROGRAM = resolve(import.meta.dirname, "../bin/poolhouse.mjs");
/** A process that has not said or done by then what is waited for never will. */
const PATIENCE_MS = 30_000;

export type Environment = Readonly<Record<string, string>>;

/** A master key of production servers, in base64. */
export const MASTER_KEY = Buffer.alloc(32, 1).toString("base64");
export const OTHER_MASTER_KEY = Buffer.alloc(32, 2).toString("base64");

/** A folder that is gone when its owner is. */
export interface Folder extends Disposable {
  readonly path: string;
}

export const temporaryFolder = (): Folder => {
  const path = mkdtempSync(join(tmpdir(), "ph-test-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
};

/** Nothing of the settings of whoever runs the tests. */
const bareEnvironment = (env: Environment): Environment => ({
  PATH: process.env["PATH"] ?? "",
  HOME: process.env["HOME"] ?? "",
  ...env,
});

export interface RunOptions {
  readonly env?: Environment;
  readonly input?: string;
  /** Arguments of Node itself. */
  readonly nodeArgs?: readonly string[];
}

const spawnPoolhouse = (args: readonly string[], { env = {}, nodeArgs = [] }: RunOptions): ChildProcess =>
  spawn(process.execPath, [...nodeArgs, PROGRAM, ...args], { env: bareEnvironment(env), stdio: "pipe" });

/** Collects what a stream says, and resolves when it has said something. */
class Transcript {
  text = "";
  readonly #child: ChildProcess;
  readonly #waiting = new Set<() => void>();

  constructor(child: ChildProcess, stream: "stdout" | "stderr") {
    this.#child = child;
    child[stream]?.setEncoding("utf8").on("data", (chunk: string) => {
      this.text += chunk;
      for (const look of this.#waiting) look();
    });
  }

  /** Resolves with the first match. Rejects when the process ends without one. */
  async until(pattern: RegExp): Promise<RegExpExecArray> {
    const { promise, resolve: found, reject } = Promise.withResolvers<RegExpExecArray>();
    const fail = (why: string) => reject(new Error(`${why} before ${String(pattern)}: ${this.text}`));
    const look = () => {
      const match = pattern.exec(this.text);
      if (match !== null) found(match);
    };
    const onEnd = () => {
      look();
      fail("the process ended");
    };
    const timer = setTimeout(() => fail("time passed"), PATIENCE_MS);
    this.#waiting.add(look);
    this.#child.once("close", onEnd);
    look();
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(look);
      this.#child.off("close", onEnd);
    }
  }
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Outcome extends Ended {
  readonly stdout: string;
  readonly stderr: string;
}

const ending = async (child: ChildProcess): Promise<Ended> => {
  const timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
  await once(child, "close");
  clearTimeout(timer);
  return { code: child.exitCode, signal: child.signalCode };
};

/** Runs a command to its end. */
export const poolhouse = async (args: readonly string[], options: RunOptions = {}): Promise<Outcome> => {
  const child = spawnPoolhouse(args, options);
  const stdout = new Transcript(child, "stdout");
  const stderr = new Transcript(child, "stderr");
  child.stdin?.on("error", () => undefined).end(options.input ?? "");
  const ended = await ending(child);
  return { ...ended, stdout: stdout.text, stderr: stderr.text };
};

export interface Ready {
  readonly event: string;
  readonly endpoint: string;
  readonly poolId: string;
  readonly clientId: string;
}

export interface RunningServer extends AsyncDisposable {
  readonly ready: Ready;
  readonly pid: number;
  readonly stdout: Transcript;
  readonly stderr: Transcript;
  /** An SDK client with the given access key; the developer credentials unless said. */
  sdk(credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string | undefined;
  }): CognitoIdentityProviderClient;
  kill(signal: NodeJS.Signals): void;
  /** Resolves when the process has ended. */
  readonly ended: Promise<Ended>;
  /** Asks it to end, and waits. */
  stop(): Promise<Ended>;
}

/** The line as it stands: a member that it lacks is absent here too. */
const readReady = (line: string): Ready => {
  const ready: Ready = JSON.parse(line);
  return ready;
};

const READY = /^\{"event":"ready".*\}$/mu;

/** Starts a server on a free port and waits until it is ready. */
export const startServer = async (args: readonly string[], options: RunOptions = {}): Promise<RunningServer> => {
  const child = spawnPoolhouse(["serve", ...args], {
    ...options,
    env: { POOLHOUSE_PORT: "0", ...options.env },
  });
  const stdout = new Transcript(child, "stdout");
  const stderr = new Transcript(child, "stderr");
  const ended = once(child, "close").then((): Ended => ({ code: child.exitCode, signal: child.signalCode }));
  const stop = async (): Promise<Ended> => {
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), PATIENCE_MS);
    try {
      return await ended;
    } finally {
      clearTimeout(timer);
    }
  };
  let line: RegExpExecArray;
  try {
    line = await stdout.until(READY);
  } catch (error) {
    await stop();
    throw new Error(`the server did not start: ${stderr.text}`, { cause: error });
  }
  const ready = readReady(line[0]);
  const clients: CognitoIdentityProviderClient[] = [];
  return {
    ready,
    pid: child.pid ?? 0,
    stdout,
    stderr,
    ended,
    stop,
    kill: (signal) => void child.kill(signal),
    sdk: (credentials = { accessKeyId: "poolhouse", secretAccessKey: "poolhouse" }) => {
      const { sessionToken } = credentials;
      const client = new CognitoIdentityProviderClient({
        endpoint: ready.endpoint,
        region: "us-east-1",
        credentials: {
          accessKeyId: credentials.accessKeyId,
          secretAccessKey: credentials.secretAccessKey,
          ...(sessionToken === undefined ? {} : { sessionToken }),
        },
        maxAttempts: 1,
      });
      clients.push(client);
      return client;
    },
    [Symbol.asyncDispose]: async () => {
      for (const client of clients) client.destroy();
      await stop();
    },
  };
};

/** Starts a development server that keeps everything in `folder`. */
export const startDevelopment = (folder: string, env: Environment = {}): Promise<RunningServer> =>
  startServer(["--development"], { env: { POOLHOUSE_DATA_DIR: folder, ...env } });
