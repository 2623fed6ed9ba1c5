/** The part of the storage port that holds what a pool is configured with beside its settings. */
import type { Domain } from "../model/domain.ts";
import type { IdentityProvider } from "../model/identity-provider.ts";
import type { Page, PageRequest } from "../model/page.ts";
import type { DocumentReader, DocumentWriter } from "./documents.ts";
import type { Versioned } from "./store.ts";
import type { UserImportReader, UserImportWriter } from "./user-imports.ts";

export interface DomainReader {
  /** By its name, of whichever pool. */
  find(name: string): Promise<Domain | undefined>;
}

export interface IdentityProviderReader {
  find(poolId: string, name: string): Promise<IdentityProvider | undefined>;
  byIdentifier(poolId: string, identifier: string): Promise<IdentityProvider | undefined>;
  /** In order of name. */
  list(poolId: string, page: PageRequest): Promise<Page<IdentityProvider>>;
}

/** What a reader sees. */
export interface PoolResources {
  readonly domains: DomainReader;
  readonly identityProviders: IdentityProviderReader;
  readonly userImports: UserImportReader;
  readonly documents: DocumentReader;
}

/** What a transaction writes. */
export interface PoolResourceWriters {
  readonly domains: DomainReader & Versioned<Domain>;
  /** `insert` and `save` throw `IdpIdentifierTaken` for an identifier of another provider. */
  readonly identityProviders: IdentityProviderReader & Versioned<IdentityProvider>;
  readonly userImports: UserImportWriter;
  readonly documents: DocumentWriter;
}

/** An identifier leads to another provider of the pool. */
export class IdpIdentifierTaken extends Error {
  override readonly name = "IdpIdentifierTaken";
}
