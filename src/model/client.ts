/**
 * An app client: its settings are the members of the API, in the API's case, kept as they were given.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolClientType.html
 */
import type { Secret } from "../contracts/secret.ts";
import type { UserPoolClientType } from "../contracts/shapes.ts";
import type { Value } from "../contracts/vocabulary.ts";
import type { PoolSettings } from "./pool.ts";

type Derived = "UserPoolId" | "ClientId" | "ClientName" | "ClientSecret" | "LastModifiedDate" | "CreationDate";

/** Every setting of a client, defaults included, as DescribeUserPoolClient returns them; and what is set by other operations. */
export type ClientSettings = Omit<Value<typeof UserPoolClientType>, Derived> & {
  /** Set by SetUserPoolClientSessionConfiguration. */
  readonly ssoValidityMinutes?: number | undefined;
  /** Set by SetRiskConfiguration. */
  readonly risk?: PoolSettings["risk"];
};

/** One secret of a client; while there are two, either proves the client. */
export interface ClientSecret {
  readonly id: string;
  readonly value: Secret;
  readonly createdAt: number;
}

/** An app client. Times are milliseconds since the epoch. */
export interface Client {
  /** 26 lower-case letters and digits, unique in the server. */
  readonly id: string;
  readonly poolId: string;
  readonly name: string;
  /** Oldest first; empty for a public client. */
  readonly secrets: readonly ClientSecret[];
  readonly settings: ClientSettings;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly version: number;
}
