import type { Migration } from "./migration.ts";

/** What login pages show of a pool and its clients: terms, styles, and the files of styles. */
export const poolDocuments: Migration = {
  id: "0012-pool-documents",
  statements: [
    `create table pool_documents (
      pool_id text not null, kind text not null, owner text not null, id text not null, client_id text not null,
      content text not null, created_at bigint not null, modified_at bigint not null, version bigint not null,
      primary key (pool_id, kind, owner))`,
    `create index pool_documents_id on pool_documents (pool_id, kind, id)`,
    `create index pool_documents_client on pool_documents (pool_id, client_id)`,
    `create table pool_document_files (
      pool_id text not null, document_id text not null, id text not null, bytes blob not null,
      primary key (pool_id, document_id, id))`,
  ],
};
