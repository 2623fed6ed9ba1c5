/** More work was asked for than fits the queue. Callers answer TooManyRequestsException. */
export class OverloadError extends Error {
  override readonly name = "OverloadError";
}

/** A way with a few tracks and a short queue, for work that would otherwise pile up until nothing is answered in time. */
export interface Lane {
  /** Runs the work when a track is free. @throws OverloadError at once, when the queue is full */
  run<T>(work: () => Promise<T>): Promise<T>;
}

/** A lane on which `width` pieces of work run at a time while at most `waiting` others wait, first come first served. */
export const createLane = (bounds: { readonly width: number; readonly waiting: number }): Lane => {
  const queue: (() => void)[] = [];
  let running = 0;

  const enter = async (): Promise<void> => {
    if (running < bounds.width) {
      running += 1;
      return;
    }
    if (queue.length >= bounds.waiting) throw new OverloadError("too much work of this kind is waiting");
    // The track is handed over by whoever leaves it, so `running` stays as it is.
    await new Promise<void>((resolve) => {
      queue.push(resolve);
    });
  };

  const leave = (): void => {
    const next = queue.shift();
    if (next === undefined) running -= 1;
    else next();
  };

  return {
    async run(work) {
      await enter();
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
};
