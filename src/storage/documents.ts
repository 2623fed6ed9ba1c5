/** The part of the storage port that holds what login pages show. */
import type { Page, PageRequest } from "../model/page.ts";
import type { DocumentFile, DocumentKind, PoolDocument } from "../model/pool-document.ts";

export interface DocumentReader {
  /** The document of this kind that the owner has. */
  find<Kind extends DocumentKind>(poolId: string, kind: Kind, owner: string): Promise<PoolDocument<Kind> | undefined>;
  byId<Kind extends DocumentKind>(poolId: string, kind: Kind, id: string): Promise<PoolDocument<Kind> | undefined>;
  /** In order of id; without their files. */
  list<Kind extends DocumentKind>(poolId: string, kind: Kind, page: PageRequest): Promise<Page<PoolDocument<Kind>>>;
  /** All of its files, forty at most. */
  files(document: PoolDocument): Promise<readonly DocumentFile[]>;
  /** A file's bytes; undefined when the document no longer has it. */
  file(document: PoolDocument, fileId: string): Promise<Uint8Array | undefined>;
}

/** `save` may give the document to another owner. */
export interface DocumentWriter extends DocumentReader {
  /** @throws AlreadyExists when the owner has one */
  insert<Kind extends DocumentKind>(document: PoolDocument<Kind>): Promise<PoolDocument<Kind>>;
  /** @throws Conflict, and AlreadyExists when a new owner has one */
  save<Kind extends DocumentKind>(document: PoolDocument<Kind>): Promise<PoolDocument<Kind>>;
  /** @throws Conflict */
  guard(document: PoolDocument): Promise<void>;
  /** With its files. @throws Conflict */
  delete(document: PoolDocument): Promise<void>;
  /** All documents of a client, with their files. */
  deleteOfClient(poolId: string, clientId: string): Promise<void>;
  addFile(document: PoolDocument, file: DocumentFile): Promise<void>;
  removeFile(document: PoolDocument, fileId: string): Promise<void>;
}
