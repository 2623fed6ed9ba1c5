/** Wakes those who wait for a message. */
import type { InboxChanges } from "./routes/inbox.ts";

export interface Changes extends InboxChanges {
  /** Something may have changed. */
  announce(): void;
  /** Nobody waits any longer, now or later. */
  close(): void;
}

export const createChanges = (): Changes => {
  const waiting = new Set<() => void>();
  let closed = false;
  const announce = () => {
    for (const wake of waiting) wake();
  };
  return {
    announce,
    close: () => {
      closed = true;
      announce();
    },
    next: (signal) =>
      new Promise((resolve) => {
        const wake = () => {
          signal.removeEventListener("abort", wake);
          waiting.delete(wake);
          resolve(!closed && !signal.aborted);
        };
        if (closed || signal.aborted) {
          wake();
          return;
        }
        waiting.add(wake);
        signal.addEventListener("abort", wake, { once: true });
      }),
  };
};
