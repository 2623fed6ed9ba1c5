/** What the login pages show of a pool or of one of its clients. There is one of a kind for each owner. */
import type { LoginStyleContent } from "./login-style.ts";
import type { TermsContent } from "./terms.ts";
import type { UICustomizationContent } from "./ui-customization.ts";

interface Contents {
  readonly terms: TermsContent;
  /** A style of managed login. */
  readonly "login-style": LoginStyleContent;
  /** The style of the classic pages. */
  readonly "ui-customization": UICustomizationContent;
}

export type DocumentKind = keyof Contents;

/** A document; its files are kept beside it, so that whoever reads documents reads no pictures. */
export interface PoolDocument<Kind extends DocumentKind = DocumentKind> {
  readonly poolId: string;
  readonly kind: Kind;
  /** Of what there is one: a client, its terms of one name, or all clients. */
  readonly owner: string;
  /** A random UUID. */
  readonly id: string;
  readonly clientId: string;
  readonly content: Contents[Kind];
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly version: number;
}

/** A file never changes: another one has another id. */
export interface DocumentFile {
  /** A random UUID. */
  readonly id: string;
  readonly bytes: Uint8Array;
}
