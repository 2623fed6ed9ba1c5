import { ATTEMPTS } from "../runtime/perform.ts";
import { rateExceeded } from "../model/refusals.ts";
import { Conflict } from "../storage/store.ts";

/** Does the work again while what it judged changes under it, as `perform` does. @throws TooManyRequestsException */
export const untilSettled = async <T>(work: () => Promise<T>): Promise<T> => {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
    }
  }
  throw rateExceeded();
};
