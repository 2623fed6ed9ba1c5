/** The part of the storage port that holds the rates which an administrator has set. */
import type { ProvisionedLimit } from "../model/provisioned-limit.ts";
import type { RateCategory } from "../model/rates.ts";

export interface ProvisionedLimitReader {
  /** Undefined where the rate was never set. */
  find(category: RateCategory): Promise<ProvisionedLimit | undefined>;
  /** All that were set; at most one of each category. */
  list(): Promise<readonly ProvisionedLimit[]>;
}

export interface ProvisionedLimitWriter extends ProvisionedLimitReader {
  /** Sets the rate of a category, whatever it was; its version says which of two came later. */
  replace(limit: Pick<ProvisionedLimit, "category" | "value">): Promise<ProvisionedLimit>;
}
