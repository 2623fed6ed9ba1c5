import { StartUserImportJob } from "../../contracts/index.ts";
import { anotherImportRuns, startedJob, userImportJobView } from "../../model/user-import-job.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Starts an import whose file was sent. One may be active at a time, in all pools.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_StartUserImportJob.html
 */
export const startUserImportJob = implement(StartUserImportJob, async (ctx, { UserPoolId, JobId }) => {
  const pool = await ctx.store.pools.get(UserPoolId);
  const job = await ctx.store.userImports.get(pool.id, JobId);
  const pending = startedJob(pool, job, ctx.now);

  const started = await ctx.transaction(async (tx) => {
    await tx.pools.guard(pool);
    if (!(await tx.userImports.takeTurn(job))) throw anotherImportRuns();
    if (job.upload !== null) await tx.userImports.keepUpload(pool.id, job.upload.id, ctx.now, null);
    return tx.userImports.save(pending);
  });
  ctx.imports.wake();
  return { UserImportJob: userImportJobView(started, ctx.now, ctx.imports.uploadUrl(started)) };
});
