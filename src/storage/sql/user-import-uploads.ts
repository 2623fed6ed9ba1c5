import type { UserImportReader, UserImportWriter } from "../user-imports.ts";
import type { Connection } from "./engine.ts";
import type { Protection } from "./protection.ts";
import { requireInserted, requireUnmoved } from "./rows.ts";
import { sql } from "./sql.ts";

/** Files whose time has come that one sweep works on, and pieces that it removes of each; the rest waits for the next. */
const UPLOADS_AT_ONCE = 10;
const CHUNKS_AT_ONCE = 64;

const placeOf = (poolId: string, uploadId: string, n: number) => ({
  table: "user_import_chunks",
  column: "content",
  key: [poolId, uploadId, String(n)],
});

/** Reads the pieces of a file. They hold whatever users are imported with, so they lie sealed. */
export const userImportUploadReader = (
  connection: Connection,
  { sealer }: Protection,
): Pick<UserImportReader, "chunk"> => ({
  chunk: async (poolId, uploadId, n) => {
    const row = await connection.first<{ content: Uint8Array }>(
      sql`select content from user_import_chunks where pool_id = ${poolId} and upload_id = ${uploadId} and n = ${n}`,
    );
    return row && sealer.open(placeOf(poolId, uploadId, n), row.content);
  },
});

/** Reads and writes files. */
export const userImportUploadWriter = (
  connection: Connection,
  protection: Protection,
): Pick<UserImportWriter, "chunk" | "openUpload" | "addChunk" | "keepUpload"> => ({
  ...userImportUploadReader(connection, protection),
  openUpload: async (poolId, uploadId, sweepAt) => {
    requireInserted(
      await connection.run(
        sql`insert into user_import_uploads (pool_id, id, sweep_at) values (${poolId}, ${uploadId}, ${sweepAt})
          on conflict (pool_id, id) do nothing`,
      ),
    );
  },
  addChunk: async (poolId, uploadId, n, content) => {
    requireInserted(
      await connection.run(
        sql`insert into user_import_chunks (pool_id, upload_id, n, content)
          values (${poolId}, ${uploadId}, ${n}, ${protection.sealer.seal(placeOf(poolId, uploadId, n), content)})
          on conflict (pool_id, upload_id, n) do nothing`,
      ),
    );
  },
  keepUpload: async (poolId, uploadId, now, sweepAt) => {
    requireUnmoved(
      await connection.run(
        sql`update user_import_uploads set sweep_at = ${sweepAt}
          where pool_id = ${poolId} and id = ${uploadId} and (sweep_at is null or sweep_at > ${now})`,
      ),
    );
  },
});

/** Removes files whose time has come, about `limit` rows; answers how many rows it has removed. */
export const sweepUploads = async (connection: Connection, now: number, limit: number): Promise<number> => {
  const due = await connection.all<{ pool_id: string; id: string }>(
    sql`select pool_id, id from user_import_uploads where sweep_at <= ${now} order by sweep_at limit ${UPLOADS_AT_ONCE}`,
  );
  let removed = 0;
  for (const { pool_id: poolId, id } of due) {
    const most = Math.min(CHUNKS_AT_ONCE, limit - removed);
    const chunks = await connection.run(
      sql`delete from user_import_chunks where pool_id = ${poolId} and upload_id = ${id} and n in
        (select n from user_import_chunks where pool_id = ${poolId} and upload_id = ${id} order by n limit ${most})`,
    );
    removed += chunks;
    if (chunks >= most) return removed;
    removed += await connection.run(
      sql`delete from user_import_uploads where pool_id = ${poolId} and id = ${id} and sweep_at <= ${now}`,
    );
  }
  return removed;
};
