/** Counts requests a second, by category and by user, in this process. */
import type { OperationName } from "../contracts/index.ts";
import type { ProvisionedLimit } from "../model/provisioned-limit.ts";
import { isReading, RATE_OF_A_USER, rateOf, RATES, takeFrom, type Bucket, type RateCategory } from "../model/rates.ts";
import { rateExceeded } from "../model/refusals.ts";

/** Users whose buckets are kept; the longest unused is forgotten, which fills its bucket. */
const USERS_KEPT = 10_000;

/** A request, as rates see it. */
export interface RatedRequest {
  readonly name: OperationName;
  /** The challenge that it answers. */
  readonly challenge?: string | undefined;
  /** The user or the name that it is about. */
  readonly who: string | undefined;
}

export interface Rates {
  /** Takes one request. @throws TooManyRequestsException */
  require(request: RatedRequest, now: number): Promise<void>;
  /** Holds a category to the rate that it was set to, from the next request on. */
  provision(limit: ProvisionedLimit): void;
}

export interface RatesParts {
  /** `amazon` holds every category and every user; `none` only the categories that an administrator has set. */
  readonly mode: "none" | "amazon";
  /** The limits that were set before; read once, at the first request. */
  readLimits(): Promise<readonly ProvisionedLimit[]>;
}

export const createRates = ({ mode, readLimits }: RatesParts): Rates => {
  const buckets = new Map<string, Bucket>();
  const provisioned = new Map<RateCategory, ProvisionedLimit>();
  let takenOver: Promise<void> | undefined;

  const take = (key: string, perSecond: number, now: number): void => {
    const next = takeFrom(buckets.get(key), perSecond, now);
    if (next === undefined) throw rateExceeded();
    buckets.delete(key);
    const [oldest] = buckets.keys();
    if (buckets.size >= USERS_KEPT && oldest !== undefined) buckets.delete(oldest);
    buckets.set(key, next);
  };

  const provision = (limit: ProvisionedLimit): void => {
    // Of two that were set at once the later stands, whoever comes here first.
    if (limit.version > (provisioned.get(limit.category)?.version ?? 0)) provisioned.set(limit.category, limit);
  };

  const takeOver = async (): Promise<void> => {
    for (const limit of await readLimits()) provision(limit);
  };

  return {
    provision,
    require: async ({ name, challenge, who }, now) => {
      takenOver ??= takeOver();
      try {
        await takenOver;
      } catch (error) {
        // What failed is not remembered.
        takenOver = undefined;
        throw error;
      }
      const { category, bucket, times } = rateOf(name, challenge);
      const limit = provisioned.get(category)?.value ?? (mode === "amazon" ? RATES[category] : undefined);
      // The user's rate comes first: what it refuses takes nothing from everybody's.
      if (mode === "amazon" && who !== undefined) {
        take(`${isReading(name) ? "read" : "write"}:${who}`, RATE_OF_A_USER, now);
      }
      if (limit !== undefined) take(bucket, limit * times, now);
    },
  };
};
