import type { DocumentFile, DocumentKind, PoolDocument } from "../../model/pool-document.ts";
import type { DocumentReader, DocumentWriter } from "../documents.ts";
import type { Connection } from "./engine.ts";
import { fromJson, type JsonText } from "./json.ts";
import { requireLivePool } from "./pools.ts";
import { pageOf, requireInserted, requireUnmoved, rowsToRead, withNextVersion } from "./rows.ts";
import { sql, type Query } from "./sql.ts";

/** More than any document has. */
const FILES_MAX = 64;

interface DocumentRow<Kind extends DocumentKind> {
  readonly pool_id: string;
  readonly kind: Kind;
  readonly owner: string;
  readonly id: string;
  readonly client_id: string;
  readonly content: JsonText<PoolDocument<Kind>["content"]>;
  readonly created_at: number;
  readonly modified_at: number;
  readonly version: number;
}

const documentOf = <Kind extends DocumentKind>(row: DocumentRow<Kind>): PoolDocument<Kind> => ({
  poolId: row.pool_id,
  kind: row.kind,
  owner: row.owner,
  id: row.id,
  clientId: row.client_id,
  content: fromJson(row.content),
  createdAt: row.created_at,
  modifiedAt: row.modified_at,
  version: row.version,
});

/** Reads documents; those of a pool that is gone are not there. */
export const documentReader = (connection: Connection): DocumentReader => {
  const first = async <Kind extends DocumentKind>(query: Query): Promise<PoolDocument<Kind> | undefined> => {
    const row = await connection.first<DocumentRow<Kind>>(query);
    return row && documentOf(row);
  };
  return {
    find: (poolId, kind, owner) =>
      first(
        sql`select d.pool_id, d.kind, d.owner, d.id, d.client_id, d.content, d.created_at, d.modified_at, d.version
          from pool_documents d join pools p on p.id = d.pool_id and p.gone = 0
          where d.pool_id = ${poolId} and d.kind = ${kind} and d.owner = ${owner}`,
      ),
    byId: (poolId, kind, id) =>
      first(
        sql`select d.pool_id, d.kind, d.owner, d.id, d.client_id, d.content, d.created_at, d.modified_at, d.version
          from pool_documents d join pools p on p.id = d.pool_id and p.gone = 0
          where d.pool_id = ${poolId} and d.kind = ${kind} and d.id = ${id}`,
      ),
    list: async <Kind extends DocumentKind>(
      poolId: string,
      kind: Kind,
      page: Parameters<DocumentReader["list"]>[2],
    ) => {
      const rows = await connection.all<DocumentRow<Kind>>(
        sql`select d.pool_id, d.kind, d.owner, d.id, d.client_id, d.content, d.created_at, d.modified_at, d.version
          from pool_documents d join pools p on p.id = d.pool_id and p.gone = 0
          where d.pool_id = ${poolId} and d.kind = ${kind} and d.id > ${page.after ?? ""}
          order by d.id limit ${rowsToRead(page)}`,
      );
      return pageOf(
        page,
        rows.map((row) => documentOf(row)),
        ({ id }) => id,
      );
    },
    files: ({ poolId, id }) =>
      connection.all<DocumentFile>(
        sql`select id, bytes from pool_document_files
          where pool_id = ${poolId} and document_id = ${id} order by id limit ${FILES_MAX}`,
      ),
    file: async ({ poolId, id }, fileId) => {
      const row = await connection.first<{ bytes: Uint8Array }>(
        sql`select bytes from pool_document_files
          where pool_id = ${poolId} and document_id = ${id} and id = ${fileId}`,
      );
      return row?.bytes;
    },
  };
};

const insertRow = async (connection: Connection, document: PoolDocument): Promise<void> =>
  requireInserted(
    await connection.run(
      sql`insert into pool_documents (pool_id, kind, owner, id, client_id, content, created_at, modified_at, version)
        values (${document.poolId}, ${document.kind}, ${document.owner}, ${document.id}, ${document.clientId},
          ${JSON.stringify(document.content)}, ${document.createdAt}, ${document.modifiedAt}, ${document.version})
        on conflict (pool_id, kind, owner) do nothing`,
    ),
  );

const deleteRow = async (connection: Connection, { poolId, kind, id, version }: PoolDocument): Promise<void> =>
  requireUnmoved(
    await connection.run(
      sql`delete from pool_documents
        where pool_id = ${poolId} and kind = ${kind} and id = ${id} and version = ${version}`,
    ),
  );

/** Reads and writes documents and their files. */
export const documentWriter = (connection: Connection): DocumentWriter => ({
  ...documentReader(connection),
  insert: async (document) => {
    await requireLivePool(connection, document.poolId);
    const inserted = withNextVersion(document);
    await insertRow(connection, inserted);
    return inserted;
  },
  save: async (document) => {
    const saved = withNextVersion(document);
    // Not an update: the owner is of the key, and of two documents that take one owner at once the later is told.
    await deleteRow(connection, document);
    await insertRow(connection, saved);
    return saved;
  },
  guard: async ({ poolId, kind, id, version }) => {
    requireUnmoved(
      await connection.run(
        sql`update pool_documents set version = version
          where pool_id = ${poolId} and kind = ${kind} and id = ${id} and version = ${version}`,
      ),
    );
  },
  delete: async (document) => {
    await deleteRow(connection, document);
    await connection.run(
      sql`delete from pool_document_files where pool_id = ${document.poolId} and document_id = ${document.id}`,
    );
  },
  deleteOfClient: async (poolId, clientId) => {
    await connection.run(
      sql`delete from pool_document_files where pool_id = ${poolId} and document_id in
        (select id from pool_documents where pool_id = ${poolId} and client_id = ${clientId})`,
    );
    await connection.run(sql`delete from pool_documents where pool_id = ${poolId} and client_id = ${clientId}`);
  },
  addFile: async ({ poolId, id }, file) => {
    await connection.run(
      sql`insert into pool_document_files (pool_id, document_id, id, bytes)
        values (${poolId}, ${id}, ${file.id}, ${file.bytes})`,
    );
  },
  removeFile: async ({ poolId, id }, fileId) => {
    await connection.run(
      sql`delete from pool_document_files where pool_id = ${poolId} and document_id = ${id} and id = ${fileId}`,
    );
  },
});
