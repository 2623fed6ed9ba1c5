import { userImportJobNotFound, type UserImportJob } from "../../model/user-import-job.ts";
import type { ImportKey, UserImportReader, UserImportWriter } from "../user-imports.ts";
import type { Connection } from "./engine.ts";
import { requireLivePool } from "./pools.ts";
import { pageOf, requireInserted, requireUnmoved, rowsToRead, withNextVersion } from "./rows.ts";
import { sql } from "./sql.ts";

interface JobRow {
  readonly pool_id: string;
  readonly id: string;
  readonly name: string;
  readonly role_arn: string;
  readonly hashing: UserImportJob["hashing"];
  readonly status: UserImportJob["status"];
  readonly created_at: number;
  readonly started_at: number | null;
  readonly completed_at: number | null;
  readonly completion_message: string | null;
  readonly upload_id: string | null;
  readonly upload_bytes: number | null;
  readonly upload_lines: number | null;
  readonly position: number;
  readonly line: number;
  readonly imported: number;
  readonly skipped: number;
  readonly failed: number;
  readonly reported: number;
  readonly report_tail: string;
  readonly version: number;
}

const jobOf = (row: JobRow): UserImportJob => ({
  poolId: row.pool_id,
  id: row.id,
  name: row.name,
  roleArn: row.role_arn,
  hashing: row.hashing,
  status: row.status,
  createdAt: row.created_at,
  startedAt: row.started_at,
  completedAt: row.completed_at,
  completionMessage: row.completion_message,
  upload:
    row.upload_id === null ? null : { id: row.upload_id, bytes: row.upload_bytes ?? 0, lines: row.upload_lines ?? 0 },
  progress: {
    position: row.position,
    line: row.line,
    imported: row.imported,
    skipped: row.skipped,
    failed: row.failed,
    reported: row.reported,
    reportTail: row.report_tail,
  },
  version: row.version,
});

/** The one turn there is: jobs of a server run one after another. */
const TURN = "account";

/** Where a list goes on, as its page token says: after the job of this moment and id. */
const placeOf = (after: string | undefined): readonly [number, string] => {
  const [createdAt = "", id = ""] = after?.split(" ", 2) ?? [];
  return after === undefined ? [Number.MAX_SAFE_INTEGER, ""] : [Number(createdAt), id];
};

type JobReader = Omit<UserImportReader, "chunk">;

/** Reads jobs; those of a pool that is gone are not there. */
export const userImportJobReader = (connection: Connection): JobReader => {
  const find = async (poolId: string, id: string): Promise<UserImportJob | undefined> => {
    const row = await connection.first<JobRow>(
      sql`select j.pool_id, j.id, j.name, j.role_arn, j.hashing, j.status, j.created_at, j.started_at, j.completed_at,
          j.completion_message, j.upload_id, j.upload_bytes, j.upload_lines, j.position, j.line, j.imported, j.skipped,
          j.failed, j.reported, j.report_tail, j.version
        from user_import_jobs j join pools p on p.id = j.pool_id and p.gone = 0
        where j.pool_id = ${poolId} and j.id = ${id}`,
    );
    return row && jobOf(row);
  };
  return {
    find,
    get: async (poolId, id) => {
      const job = await find(poolId, id);
      if (job === undefined) throw userImportJobNotFound(id);
      return job;
    },
    list: async (poolId, page) => {
      const [createdAt, id] = placeOf(page.after);
      const rows = await connection.all<JobRow>(
        sql`select j.pool_id, j.id, j.name, j.role_arn, j.hashing, j.status, j.created_at, j.started_at,
            j.completed_at, j.completion_message, j.upload_id, j.upload_bytes, j.upload_lines, j.position, j.line,
            j.imported, j.skipped, j.failed, j.reported, j.report_tail, j.version
          from user_import_jobs j join pools p on p.id = j.pool_id and p.gone = 0
          where j.pool_id = ${poolId} and (j.created_at, j.id) < (${createdAt}, ${id})
          order by j.created_at desc, j.id desc limit ${rowsToRead(page)}`,
      );
      return pageOf(page, rows.map(jobOf), (job) => `${job.createdAt} ${job.id}`);
    },
    active: async () => {
      const row = await connection.first<{ pool_id: string; job_id: string }>(
        sql`select pool_id, job_id from running_user_imports where slot = ${TURN}`,
      );
      return row && { poolId: row.pool_id, id: row.job_id };
    },
  };
};

type JobWriter = JobReader & Pick<UserImportWriter, "insert" | "save" | "advance" | "takeTurn" | "endTurn">;

/** Reads and writes jobs, and whose turn it is. */
export const userImportJobWriter = (connection: Connection): JobWriter => ({
  ...userImportJobReader(connection),
  insert: async (job) => {
    await requireLivePool(connection, job.poolId);
    const inserted = withNextVersion(job);
    const { upload, progress } = job;
    requireInserted(
      await connection.run(
        sql`insert into user_import_jobs (pool_id, id, name, role_arn, hashing, status, created_at, started_at,
            completed_at, completion_message, upload_id, upload_bytes, upload_lines, position, line, imported, skipped,
            failed, reported, report_tail, version)
          values (${job.poolId}, ${job.id}, ${job.name}, ${job.roleArn}, ${job.hashing}, ${job.status},
            ${job.createdAt}, ${job.startedAt}, ${job.completedAt}, ${job.completionMessage}, ${upload?.id ?? null},
            ${upload?.bytes ?? null}, ${upload?.lines ?? null}, ${progress.position}, ${progress.line},
            ${progress.imported}, ${progress.skipped}, ${progress.failed}, ${progress.reported}, ${progress.reportTail},
            ${inserted.version})
          on conflict (pool_id, id) do nothing`,
      ),
    );
    return inserted;
  },
  save: async (job) => {
    const saved = withNextVersion(job);
    const { upload } = job;
    requireUnmoved(
      await connection.run(
        sql`update user_import_jobs set status = ${job.status}, started_at = ${job.startedAt},
            completed_at = ${job.completedAt}, completion_message = ${job.completionMessage},
            upload_id = ${upload?.id ?? null}, upload_bytes = ${upload?.bytes ?? null},
            upload_lines = ${upload?.lines ?? null}, version = ${saved.version}
          where pool_id = ${job.poolId} and id = ${job.id} and version = ${job.version}`,
      ),
    );
    return saved;
  },
  advance: async ({ poolId, id, progress: from }, to) => {
    requireUnmoved(
      await connection.run(
        sql`update user_import_jobs set position = ${to.position}, line = ${to.line}, imported = ${to.imported},
            skipped = ${to.skipped}, failed = ${to.failed}, reported = ${to.reported}, report_tail = ${to.reportTail}
          where pool_id = ${poolId} and id = ${id} and status = 'InProgress' and position = ${from.position}`,
      ),
    );
  },
  takeTurn: async ({ poolId, id }: ImportKey) => {
    const taken = await connection.run(
      sql`insert into running_user_imports (slot, pool_id, job_id) values (${TURN}, ${poolId}, ${id})
        on conflict (slot) do nothing`,
    );
    return taken > 0;
  },
  endTurn: async ({ poolId, id }: ImportKey) => {
    await connection.run(
      sql`delete from running_user_imports where slot = ${TURN} and pool_id = ${poolId} and job_id = ${id}`,
    );
  },
});
