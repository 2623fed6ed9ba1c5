/** The part of the storage port that holds what a pool is configured with beside its settings. */
import type { Domain } from "../model/domain.ts";
import type { Versioned } from "./store.ts";

export interface DomainReader {
  /** By its name, of whichever pool. */
  find(name: string): Promise<Domain | undefined>;
}

/** What a reader sees. */
export interface PoolResources {
  readonly domains: DomainReader;
}

/** What a transaction writes. */
export interface PoolResourceWriters {
  readonly domains: DomainReader & Versioned<Domain>;
}
