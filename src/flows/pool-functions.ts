/** The functions of a pool, before its settings are saved. */
import type { PoolSettings } from "../model/pool.ts";
import { codeKeyArn, codeKeyUnknown, functionUnknown, triggerArns } from "../model/pool-triggers.ts";
import type { Context } from "../runtime/operation.ts";

/**
 * Every function that the settings name can be called from here, and codes can be encrypted for those that send them.
 * @throws InvalidParameterException
 */
export const requireKnownFunctions = async (ctx: Pick<Context, "place">, settings: PoolSettings): Promise<void> => {
  const { LambdaConfig: config = {} } = settings;
  for (const arn of triggerArns(config)) {
    if (!(await ctx.place.isFunctionKnown(arn))) throw functionUnknown(arn);
  }
  const keyArn = codeKeyArn(config);
  if (keyArn !== undefined && !ctx.place.isCodeKeyKnown(keyArn)) throw codeKeyUnknown(keyArn);
};
