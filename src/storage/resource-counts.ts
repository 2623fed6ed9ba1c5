import type { DocumentKind } from "../model/pool-document.ts";

/**
 * The part of the storage port that counts what a quota bounds. Every count goes no further than to `limit`, so that it
 * costs the same whatever there is.
 *
 * Of two that count at once before both insert, each would find room for itself. What belongs to a pool is therefore
 * counted after a write that holds the pool (`save` or `guard`); `pools` holds a row of its own.
 */
export interface ResourceCounts {
  /** The pools of the server. Others who count them wait until this transaction has ended. */
  pools(limit: number): Promise<number>;
  clients(poolId: string, limit: number): Promise<number>;
  groups(poolId: string, limit: number): Promise<number>;
  resourceServers(poolId: string, limit: number): Promise<number>;
  identityProviders(poolId: string, limit: number): Promise<number>;
  userImportJobs(poolId: string, limit: number): Promise<number>;
  documents(poolId: string, kind: DocumentKind, limit: number): Promise<number>;
}
