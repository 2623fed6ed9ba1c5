/** How a process is asked to end. */

/**
 * When the same request may come twice: a terminal's Ctrl-C reaches the server itself, and again through the npm script
 * or the shell that started it. Only a later one is a person losing patience.
 */
const ECHO_MS = 500;

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** Where signals arrive: the process. */
export interface SignalSource {
  on(signal: "SIGINT" | "SIGTERM", listener: (signal: string) => void): unknown;
}

/** Resolves at the first SIGINT or SIGTERM. A second one, later than an echo, calls `insist`. */
export const stopRequested = (source: SignalSource, now: () => number, insist: () => void): Promise<string> =>
  new Promise((resolve) => {
    let first: number | undefined;
    const onSignal = (signal: string): void => {
      if (first === undefined) {
        first = now();
        resolve(signal);
      } else if (now() - first > ECHO_MS) insist();
    };
    for (const signal of SIGNALS) source.on(signal, onSignal);
  });
