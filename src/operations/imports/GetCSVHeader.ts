import { GetCSVHeader } from "../../contracts/index.ts";
import { csvHeader } from "../../model/import-file.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Answers the columns that a file of users for this pool has.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetCSVHeader.html
 */
export const getCSVHeader = implement(GetCSVHeader, async (ctx, { UserPoolId }) => {
  const pool = await ctx.store.pools.get(UserPoolId);
  return { UserPoolId: pool.id, CSVHeader: csvHeader(pool) };
});
