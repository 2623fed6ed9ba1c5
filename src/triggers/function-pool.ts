import { type FunctionCall, FunctionProcess, type FunctionProgram, type ProcessSettings } from "./function-process.ts";
import { FUNCTION_UNAVAILABLE, type Invocation, SOCKET_TIMEOUT, TOO_MANY_CALLS } from "./invoker.ts";

export interface PoolBounds {
  /** Processes of one function at once. */
  readonly maxProcesses: number;
  /** Calls of one function that wait for a process. */
  readonly maxWaiting: number;
}

/** A call that waits, and what becomes of it. */
interface Waiting {
  begin(): void;
  refuse(invocation: Invocation): void;
}

/** The processes of one function, and the calls that wait for one of them, in the order in which they came. */
export class FunctionPool {
  #program: FunctionProgram;
  readonly #settings: ProcessSettings;
  readonly #bounds: PoolBounds;
  readonly #idle = new Set<FunctionProcess>();
  readonly #busy = new Set<FunctionProcess>();
  readonly #waiting = new Set<Waiting>();
  readonly #ending = new Set<Promise<void>>();
  #isClosed = false;

  constructor(program: FunctionProgram, settings: ProcessSettings, bounds: PoolBounds) {
    this.#program = program;
    this.#settings = settings;
    this.#bounds = bounds;
  }

  /** From now on calls run this program; a process that runs another finishes its call and ends. */
  use(program: FunctionProgram): void {
    if (program.fingerprint === this.#program.fingerprint) return;
    this.#program = program;
    for (const each of this.#idle) each.end();
    this.#idle.clear();
  }

  /** Runs the function in a process that is free, in a new one, or after waiting for one. */
  async run(call: FunctionCall): Promise<Invocation> {
    if (call.signal.aborted) return SOCKET_TIMEOUT;
    if (this.#isClosed) return FUNCTION_UNAVAILABLE;
    if (this.#hasRoom()) return this.#serve(call);
    if (this.#waiting.size >= this.#bounds.maxWaiting) return TOO_MANY_CALLS;
    return this.#wait(call);
  }

  /** Ends every process; calls in flight and calls that wait fail. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const each of this.#waiting) each.refuse(FUNCTION_UNAVAILABLE);
    for (const each of [...this.#idle, ...this.#busy]) each.end();
    await Promise.all(this.#ending);
  }

  #hasRoom(): boolean {
    return this.#idle.size > 0 || this.#busy.size < this.#bounds.maxProcesses;
  }

  #wait(call: FunctionCall): Promise<Invocation> {
    return new Promise((resolve) => {
      const giveUp = (): void => waiting.refuse(SOCKET_TIMEOUT);
      const leave = (): void => {
        this.#waiting.delete(waiting);
        call.signal.removeEventListener("abort", giveUp);
      };
      const waiting: Waiting = {
        begin: () => {
          leave();
          resolve(this.#serve(call));
        },
        refuse: (invocation) => {
          leave();
          resolve(invocation);
        },
      };
      this.#waiting.add(waiting);
      call.signal.addEventListener("abort", giveUp, { once: true });
    });
  }

  /** Takes a process before it awaits anything, so that nobody else can take the same. */
  async #serve(call: FunctionCall): Promise<Invocation> {
    let runs: FunctionProcess;
    try {
      runs = this.#take();
    } catch {
      // The system has no more processes or descriptors to give.
      return FUNCTION_UNAVAILABLE;
    }
    this.#busy.add(runs);
    const invocation = await runs.run(call);
    this.#busy.delete(runs);
    if (runs.isUsable && runs.program === this.#program && !this.#isClosed) this.#idle.add(runs);
    else runs.end();
    if (this.#hasRoom()) this.#waiting.values().next().value?.begin();
    return invocation;
  }

  #take(): FunctionProcess {
    for (const each of this.#idle) {
      this.#idle.delete(each);
      if (each.isUsable) return each;
    }
    const started = new FunctionProcess(this.#program, this.#settings);
    void this.#forgetWhenEnded(started);
    return started;
  }

  async #forgetWhenEnded(started: FunctionProcess): Promise<void> {
    this.#ending.add(started.ended);
    await started.ended;
    this.#idle.delete(started);
    this.#ending.delete(started.ended);
  }
}
