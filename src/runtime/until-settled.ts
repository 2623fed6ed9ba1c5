import { rateExceeded } from "../model/refusals.ts";
import { Conflict } from "../storage/store.ts";

/** How often work is done when what it judged keeps changing under it. */
export const ATTEMPTS = 3;

/** Does the work again, from its first line, while what it judged changes under it. @throws TooManyRequestsException */
export const untilSettled = async <T>(work: (attempt: number) => Promise<T>): Promise<T> => {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    try {
      return await work(attempt);
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
    }
  }
  throw rateExceeded();
};
