import { readdir, realpath, stat } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join, sep } from "node:path";
import { parseFunctionArn } from "./function-arn.ts";
import { FunctionPool, type PoolBounds } from "./function-pool.ts";
import type { FunctionOutput, FunctionProgram, ProcessBounds, ProcessSettings } from "./function-process.ts";
import {
  FUNCTION_NOT_FOUND,
  FUNCTION_UNAVAILABLE,
  INVOCATION_TIMEOUT_MS,
  type Invocation,
  type InvocationOptions,
  type Invoker,
} from "./invoker.ts";
import { payloadOf } from "./payload.ts";

const MODULE_SUFFIX = ".mjs";

/** What functions may use unless the constructor says otherwise. */
export const FUNCTION_BOUNDS: ProcessBounds & PoolBounds = {
  timeoutMs: INVOCATION_TIMEOUT_MS,
  heapLimitMiB: 256,
  memoryLimitBytes: 512 * 1024 * 1024,
  maxProcesses: availableParallelism(),
  maxWaiting: 256,
};

export interface FunctionsFolderOptions {
  /** The folder of ES modules, one function each. */
  readonly folder: string;
  /** The whole environment of the functions, from `pickEnvironment()`. */
  readonly environment: Readonly<Record<string, string>>;
  /** Receives what functions print. */
  readonly output: (line: FunctionOutput) => void;
  readonly bounds?: Partial<ProcessBounds & PoolBounds>;
}

/** The variables that functions may see: those on the list and no others, so that no secret of the server is among them. */
export const pickEnvironment = (
  names: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = environment[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );

/**
 * Runs trigger functions from a folder: the ARN `…:function:NAME` runs `handler` of `NAME.mjs`. Versions and aliases
 * are accepted and ignored: there is one file. Functions run in processes of their own, which are started at first
 * use and kept.
 *
 * This guards against faults, not malice: the code is trusted like the operator's own.
 */
export class FunctionsFolder implements Invoker {
  readonly #folder: string;
  readonly #settings: ProcessSettings;
  readonly #bounds: PoolBounds;
  readonly #pools = new Map<string, FunctionPool>();
  /** Pools of functions that are gone from the folder, until their processes have ended. */
  readonly #closing = new Set<Promise<void>>();
  #isClosed = false;

  constructor({ folder, environment, output, bounds: changed = {} }: FunctionsFolderOptions) {
    const bounds = { ...FUNCTION_BOUNDS, ...changed };
    this.#folder = folder;
    this.#settings = { bounds, environment, directory: folder, output };
    this.#bounds = bounds;
  }

  async isKnown(arn: string): Promise<boolean> {
    const name = parseFunctionArn(arn)?.name;
    return name !== undefined && (await this.#find(name)) !== undefined;
  }

  async invoke(arn: string, event: object, { type, signal }: InvocationOptions): Promise<Invocation> {
    const name = parseFunctionArn(arn)?.name;
    if (name === undefined) return FUNCTION_NOT_FOUND;
    const program = await this.#find(name);
    if (this.#isClosed) return FUNCTION_UNAVAILABLE;
    if (program === undefined) {
      this.#forget(name);
      return FUNCTION_NOT_FOUND;
    }
    const pool = this.#poolOf(program);
    const invocation = await pool.run({ arn, payload: payloadOf(event), signal });
    // There is no queue here that would outlive a crash or try again: whoever calls an event learns how it ended.
    return type === "Event" && invocation.kind === "answer" ? { kind: "answer", payload: null } : invocation;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const name of this.#pools.keys()) this.#forget(name);
    await Promise.all(this.#closing);
  }

  #poolOf(program: FunctionProgram): FunctionPool {
    const known = this.#pools.get(program.name);
    if (known !== undefined) {
      known.use(program);
      return known;
    }
    const pool = new FunctionPool(program, this.#settings, this.#bounds);
    this.#pools.set(program.name, pool);
    return pool;
  }

  #forget(name: string): void {
    const pool = this.#pools.get(name);
    if (pool === undefined) return;
    this.#pools.delete(name);
    const closing = pool.close().finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }

  /**
   * The function as it is in the folder now, or undefined. The name must be one of those listed, and the real file must
   * lie in the folder: a link that leads out of it is no function. (Links within are, as container mounts have them.)
   */
  async #find(name: string): Promise<FunctionProgram | undefined> {
    const fileName = name + MODULE_SUFFIX;
    try {
      if (!(await readdir(this.#folder)).includes(fileName)) return undefined;
      const [folder, file] = await Promise.all([realpath(this.#folder), realpath(join(this.#folder, fileName))]);
      if (!file.startsWith(folder + sep)) return undefined;
      const found = await stat(file, { bigint: true });
      if (!found.isFile()) return undefined;
      return { name, file, fingerprint: [file, found.ino, found.size, found.mtimeNs, found.ctimeNs].join(":") };
    } catch {
      // Gone since it was listed, or not readable.
      return undefined;
    }
  }
}
