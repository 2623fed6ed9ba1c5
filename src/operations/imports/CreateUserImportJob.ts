import { CreateUserImportJob } from "../../contracts/index.ts";
import { QUOTAS, requireRoom } from "../../model/quotas.ts";
import { JOB_ID_LENGTH, NO_PROGRESS, userImportJobView, type UserImportJob } from "../../model/user-import-job.ts";
import { implement } from "../../runtime/operation.ts";
import { textFrom } from "../../runtime/random.ts";

const ID_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/**
 * Makes a job, which waits for its file and its start. The role for logs is kept and shown: reports are written here.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserImportJob.html
 */
export const createUserImportJob = implement(CreateUserImportJob, async (ctx, input) => {
  const pool = await ctx.store.pools.get(input.UserPoolId);
  const job: UserImportJob = {
    poolId: pool.id,
    id: `import-${textFrom(ctx.random, ID_LETTERS, JOB_ID_LENGTH)}`,
    name: input.JobName,
    roleArn: input.CloudWatchLogsRoleArn,
    hashing: input.PasswordHashingAlgorithm ?? null,
    status: "Created",
    createdAt: ctx.now,
    startedAt: null,
    completedAt: null,
    completionMessage: null,
    upload: null,
    progress: NO_PROGRESS,
    version: 0,
  };

  const created = await ctx.transaction(async (tx) => {
    await tx.pools.guard(pool); // its jobs are counted
    requireRoom("userImportJobs", await tx.resourceCounts.userImportJobs(pool.id, QUOTAS.userImportJobs));
    return tx.userImports.insert(job);
  });
  return { UserImportJob: userImportJobView(created, ctx.now, ctx.imports.uploadUrl(created)) };
});
