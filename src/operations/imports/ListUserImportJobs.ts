import { ListUserImportJobs } from "../../contracts/index.ts";
import { nextToken, pageRequest } from "../../flows/page-token.ts";
import { userImportJobView } from "../../model/user-import-job.ts";
import { implement } from "../../runtime/operation.ts";

/** Jobs of one page, at most: what the list can hold, though a request may ask for sixty. */
const PAGE_SIZE = 50;

/**
 * Lists the imports of a pool, newest first.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUserImportJobs.html
 */
export const listUserImportJobs = implement(ListUserImportJobs, async (ctx, input) => {
  const pool = await ctx.store.pools.get(input.UserPoolId);
  const binding = ["ListUserImportJobs", pool.id];
  const limit = Math.min(input.MaxResults, PAGE_SIZE);
  const request = pageRequest(ctx, binding, { limit, token: input.PaginationToken });
  const page = await ctx.store.userImports.list(pool.id, request);
  return {
    UserImportJobs: page.rows.map((job) => userImportJobView(job, ctx.now, ctx.imports.uploadUrl(job))),
    PaginationToken: nextToken(ctx, binding, page),
  };
});
