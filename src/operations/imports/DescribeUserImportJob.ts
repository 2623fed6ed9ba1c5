import { DescribeUserImportJob } from "../../contracts/index.ts";
import { userImportJobView } from "../../model/user-import-job.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Shows how an import is doing.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserImportJob.html
 */
export const describeUserImportJob = implement(DescribeUserImportJob, async (ctx, { UserPoolId, JobId }) => {
  const pool = await ctx.store.pools.get(UserPoolId);
  const job = await ctx.store.userImports.get(pool.id, JobId);
  return { UserImportJob: userImportJobView(job, ctx.now, ctx.imports.uploadUrl(job)) };
});
