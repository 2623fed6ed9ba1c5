import type { Migration } from "./migration.ts";

/** Imports of users: the jobs, whose turn it is, and the files that wait for them, in pieces. */
export const importJobs: Migration = {
  id: "0011-import-jobs",
  statements: [
    `create table user_import_jobs (
      pool_id text not null, id text not null, name text not null, role_arn text not null, hashing text,
      status text not null, created_at bigint not null, started_at bigint, completed_at bigint,
      completion_message text, upload_id text, upload_bytes bigint, upload_lines bigint,
      position bigint not null, line bigint not null, imported bigint not null, skipped bigint not null,
      failed bigint not null, reported bigint not null, report_tail text not null, version bigint not null,
      primary key (pool_id, id))`,
    `create index user_import_jobs_by_age on user_import_jobs (pool_id, created_at, id)`,
    `create table running_user_imports (
      slot text not null, pool_id text not null, job_id text not null,
      primary key (slot))`,
    `create table user_import_uploads (
      pool_id text not null, id text not null, sweep_at bigint,
      primary key (pool_id, id))`,
    `create index user_import_uploads_to_sweep on user_import_uploads (sweep_at)`,
    `create table user_import_chunks (
      pool_id text not null, upload_id text not null, n bigint not null, content blob not null,
      primary key (pool_id, upload_id, n))`,
  ],
};
