import { AddCustomAttributes } from "../../contracts/index.ts";
import { requireNoImport } from "../../flows/running-import.ts";
import { extendedSchema } from "../../model/attribute-schema.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Adds attributes to the schema of a pool; none of them can be changed or removed again.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AddCustomAttributes.html
 */
export const addCustomAttributes = implement(AddCustomAttributes, async (ctx, input) => {
  const pool = await ctx.store.pools.get(input.UserPoolId);
  const SchemaAttributes = extendedSchema(pool, input.CustomAttributes);
  await ctx.transaction(async (tx) => {
    await tx.pools.save({ ...pool, settings: { ...pool.settings, SchemaAttributes }, modifiedAt: ctx.now });
    await requireNoImport(tx, pool);
  });
  return {};
});
