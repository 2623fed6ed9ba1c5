import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { fileURLToPath } from "node:url";
import { type FunctionChannel, openChannel } from "./function-channel.ts";
import { ANSWER_MAX_BYTES, type Invocation, SOCKET_TIMEOUT } from "./invoker.ts";
import { followLines } from "./log-lines.ts";

/** One version of a function: the file that defines it, as it was at one moment. */
export interface FunctionProgram {
  readonly name: string;
  /** The real path of the ES module. */
  readonly file: string;
  /** Changes whenever the file does. */
  readonly fingerprint: string;
}

/** A line that a function printed. The operator's own code wrote it; this program adds nothing to it. */
export interface FunctionOutput {
  readonly functionName: string;
  readonly stream: "stdout" | "stderr";
  readonly text: string;
}

/** What a function's process may use. */
export interface ProcessBounds {
  /** How long one call may take, the start of the process included. */
  readonly timeoutMs: number;
  /** V8's old generation. */
  readonly heapLimitMiB: number;
  /** Resident memory, which counts Buffers too. */
  readonly memoryLimitBytes: number;
}

export interface ProcessSettings {
  readonly bounds: ProcessBounds;
  /** The whole environment of the process. */
  readonly environment: Readonly<Record<string, string>>;
  readonly directory: string;
  readonly output: (line: FunctionOutput) => void;
}

/** A call of a function: the event as JSON text, and the ARN by which it was asked for. */
export interface FunctionCall {
  readonly arn: string;
  readonly payload: string;
  readonly signal: AbortSignal;
}

/** The function's process ended before it answered. Observed: Lambda's name for it. */
const PROCESS_ENDED = { kind: "failure", error: "Runtime.ExitError", retry: false } as const satisfies Invocation;

const RUNNER = fileURLToPath(new URL("function-runner.mjs", import.meta.url));
const WATCH_INTERVAL_MS = 50;
/** How long the last lines of a process that has ended are waited for; what it started may hold its output open. */
const LAST_LINES_MS = 250;
const CHANNEL = 3;

/** Reads and writes, yet does not keep the server from ending. */
const inBackground = (stream: unknown): Duplex => {
  if (!(stream instanceof Socket)) throw new TypeError("a process has pipes");
  return stream.unref();
};

/**
 * One running copy of a function, for one call at a time. A process and not a thread: a leak under a thread's limits
 * aborts the whole server, and `execSync` cannot be stopped there. Not `fork` with its message channel either: that
 * one reads messages of any size and number into the server's memory.
 */
export class FunctionProcess {
  readonly program: FunctionProgram;
  /** Resolves when the process has ended. */
  readonly ended: Promise<void>;
  readonly #child: ChildProcess;
  readonly #channel: FunctionChannel;
  readonly #timeoutMs: number;
  #settle: ((invocation: Invocation) => void) | undefined;
  #isUsable = true;
  #hasEnded = false;

  constructor(program: FunctionProgram, { bounds, environment, directory, output }: ProcessSettings) {
    this.program = program;
    this.#timeoutMs = bounds.timeoutMs;
    const runner = {
      file: program.file,
      functionName: program.name,
      parentPid: process.pid,
      memoryLimitBytes: bounds.memoryLimitBytes,
      watchIntervalMs: WATCH_INTERVAL_MS,
      answerMaxBytes: ANSWER_MAX_BYTES,
    };
    this.#child = spawn(
      process.execPath,
      [`--max-old-space-size=${bounds.heapLimitMiB}`, RUNNER, JSON.stringify(runner)],
      // A process group of its own, so that what the function starts (`execSync`) ends with it.
      { cwd: directory, env: { ...environment }, stdio: ["ignore", "pipe", "pipe", "pipe"], detached: true },
    );
    this.#child.unref();
    this.ended = this.#awaitEnd();
    this.#followOutput(output);
    this.#channel = openChannel(
      inBackground(this.#child.stdio[CHANNEL]),
      (reply) => {
        if (reply.isFinal) this.#isUsable = false;
        this.#settle?.(reply.invocation);
        if (reply.isFinal) this.end();
      },
      () => this.end(),
    );
  }

  /** Whether another call can be given to it. */
  get isUsable(): boolean {
    return this.#isUsable;
  }

  /** Runs the function once. Must not be called again before it has resolved. */
  run({ arn, payload, signal }: FunctionCall): Promise<Invocation> {
    const requestId = randomUUID();
    return new Promise((resolve) => {
      const giveUp = (): void => {
        this.#settle?.(SOCKET_TIMEOUT);
        this.end();
      };
      const timer = setTimeout(giveUp, this.#timeoutMs);
      signal.addEventListener("abort", giveUp, { once: true });
      this.#settle = (invocation) => {
        this.#settle = undefined;
        clearTimeout(timer);
        signal.removeEventListener("abort", giveUp);
        resolve(invocation);
      };
      this.#channel.ask(
        requestId,
        `{"requestId":"${requestId}","arn":${JSON.stringify(arn)},"remainingMs":${this.#timeoutMs},"event":${payload}}\n`,
      );
    });
  }

  /** Kills the process and whatever it started. A call in flight fails. */
  end(): void {
    this.#isUsable = false;
    this.#killGroup();
    this.#settle?.(PROCESS_ENDED);
  }

  #killGroup(): void {
    const { pid } = this.#child;
    // Once it has ended, the number may be somebody else's.
    if (pid === undefined || this.#hasEnded) return;
    // Until it has ended it is waited for, so that `close()` resolves.
    this.#child.ref();
    try {
      process.kill(-pid, "SIGKILL");
    } catch {
      // Nothing is left to kill.
    }
  }

  /** Must come before anything that can throw: an `error` event that nobody hears would end the server. */
  #awaitEnd(): Promise<void> {
    const child = this.#child;
    return new Promise((resolve) => {
      const ended = (): void => {
        // What it started and left behind is in the same group.
        this.end();
        this.#hasEnded = true;
        setTimeout(() => {
          for (const stream of child.stdio ?? []) stream?.destroy();
        }, LAST_LINES_MS).unref();
        resolve();
      };
      child.once("exit", ended);
      child.once("error", ended);
    });
  }

  #followOutput(output: ProcessSettings["output"]): void {
    const functionName = this.program.name;
    for (const stream of ["stdout", "stderr"] as const) {
      followLines(inBackground(this.#child[stream]), (text) => output({ functionName, stream, text }));
    }
  }
}
