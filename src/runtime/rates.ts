/** Counts requests a second, by category and by user, in this process. */
import type { OperationName } from "../contracts/index.ts";
import { isReading, RATE_OF_A_USER, rateCategoryOf, RATES, takeFrom, type Bucket } from "../model/rates.ts";
import { rateExceeded } from "../model/refusals.ts";

/** Users whose buckets are kept; the longest unused is forgotten, which fills its bucket. */
const USERS_KEPT = 10_000;

export interface Rates {
  /** Takes one request. `who` is the user or the name that it is about. @throws TooManyRequestsException */
  require(name: OperationName, who: string | undefined, now: number): void;
}

/** No rates: every request is taken. */
export const noRates: Rates = { require: () => undefined };

export const createRates = (): Rates => {
  const buckets = new Map<string, Bucket>();
  const take = (key: string, perSecond: number, now: number): void => {
    const next = takeFrom(buckets.get(key), perSecond, now);
    if (next === undefined) throw rateExceeded();
    buckets.delete(key);
    const [oldest] = buckets.keys();
    if (buckets.size >= USERS_KEPT && oldest !== undefined) buckets.delete(oldest);
    buckets.set(key, next);
  };
  return {
    require: (name, who, now) => {
      const category = rateCategoryOf(name);
      take(category, RATES[category], now);
      if (who !== undefined) take(`${isReading(name) ? "read" : "write"}:${who}`, RATE_OF_A_USER, now);
    },
  };
};
