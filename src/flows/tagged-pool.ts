/** The pool that a tag operation names by its ARN. */
import { poolArn } from "../model/policy.ts";
import type { Pool } from "../model/pool.ts";
import { invalidParameter } from "../model/refusals.ts";
import type { Context } from "../runtime/operation.ts";

/**
 * An ARN of another region, account or kind names nothing here: the policy was judged on these very letters.
 * @throws InvalidParameterException, ResourceNotFoundException
 */
export const taggedPool = async (ctx: Pick<Context, "place" | "store">, arn: string): Promise<Pool> => {
  const poolId = arn.slice(arn.lastIndexOf("/") + 1);
  // Assumed: the wording.
  if (poolArn(ctx.place, poolId) !== arn) throw invalidParameter("Invalid ResourceArn: it is not that of a user pool.");
  return ctx.store.pools.get(poolId);
};
