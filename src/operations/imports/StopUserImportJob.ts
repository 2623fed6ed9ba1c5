import { StopUserImportJob } from "../../contracts/index.ts";
import { stoppedJob, userImportJobView } from "../../model/user-import-job.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Stops an import after the rows that are in hand; the users that it has brought stay.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_StopUserImportJob.html
 */
export const stopUserImportJob = implement(StopUserImportJob, async (ctx, { UserPoolId, JobId }) => {
  const pool = await ctx.store.pools.get(UserPoolId);
  const job = await ctx.store.userImports.get(pool.id, JobId);
  const stopping = stoppedJob(job, ctx.now);

  const stopped = await ctx.transaction((tx) => tx.userImports.save(stopping));
  ctx.imports.wake();
  return { UserImportJob: userImportJobView(stopped, ctx.now, ctx.imports.uploadUrl(stopped)) };
});
