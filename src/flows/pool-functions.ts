/** The functions of a pool, before its settings are saved. */
import type { PoolSettings } from "../model/pool.ts";
import { functionUnknown, triggerArns } from "../model/pool-triggers.ts";
import type { Context } from "../runtime/operation.ts";

/** Every function that the settings name can be called from here. @throws InvalidParameterException */
export const requireKnownFunctions = async (ctx: Pick<Context, "place">, settings: PoolSettings): Promise<void> => {
  for (const arn of triggerArns(settings.LambdaConfig ?? {})) {
    if (!(await ctx.place.isFunctionKnown(arn))) throw functionUnknown(arn);
  }
};
