/** Wakes those who wait for a message. */
import type { InboxChanges } from "./routes/inbox.ts";

export interface Changes extends InboxChanges {
  /** Something may have changed. */
  announce(): void;
  /** Nobody waits any longer. */
  close(): void;
}

export const createChanges = (): Changes => {
  const waiting = new Set<() => void>();
  const announce = () => {
    for (const wake of waiting) wake();
    waiting.clear();
  };
  return {
    announce,
    close: announce,
    next: (signal) =>
      new Promise((resolve) => {
        if (signal.aborted) {
          resolve();
          return;
        }
        const wake = () => {
          signal.removeEventListener("abort", wake);
          waiting.delete(wake);
          resolve();
        };
        waiting.add(wake);
        signal.addEventListener("abort", wake, { once: true });
      }),
  };
};
