/**
 * A user pool: its settings are the members of the API, in the API's case, kept as they were given.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolType.html
 */
import type { LogConfigurationType, RiskConfigurationType, UserPoolType } from "../contracts/shapes.ts";
import type { Value } from "../contracts/vocabulary.ts";

/** What is computed or has a column of its own. */
type Derived =
  | "Id"
  | "Arn"
  | "Name"
  | "CreationDate"
  | "LastModifiedDate"
  | "Status"
  | "EstimatedNumberOfUsers"
  | "SmsConfigurationFailure"
  | "EmailConfigurationFailure";

/** Every setting of a pool, defaults included, as DescribeUserPool returns them; and what is set by other operations. */
export type PoolSettings = Omit<Value<typeof UserPoolType>, Derived> & {
  /** Set by SetUserPoolMfaConfig. */
  readonly mfa?: PoolMfaSettings | undefined;
  /** Set by SetUserPoolSessionConfiguration. */
  readonly sessions?: PoolSessionSettings | undefined;
  /** Set by SetRiskConfiguration. */
  readonly risk?: Omit<Value<typeof RiskConfigurationType>, "UserPoolId" | "ClientId"> | undefined;
  /** Set by SetLogDeliveryConfiguration. */
  readonly logDelivery?: readonly Value<typeof LogConfigurationType>[] | undefined;
};

/** Whether the server keeps track of sessions, and how many a user may have. */
export interface PoolSessionSettings {
  readonly tracked: boolean;
  readonly maxPerUser: number;
}

/** What SetUserPoolMfaConfig configures beside `MfaConfiguration`. */
export interface PoolMfaSettings {
  /** Whether authenticator apps are a factor; undefined when nothing was said of them. */
  readonly softwareToken?: boolean | undefined;
  readonly email?: { readonly message?: string | undefined; readonly subject?: string | undefined } | undefined;
  readonly webAuthn?:
    | {
        readonly relyingPartyId?: string | undefined;
        readonly userVerification?: "required" | "preferred" | undefined;
        readonly factorConfiguration?: "SINGLE_FACTOR" | "MULTI_FACTOR_WITH_USER_VERIFICATION" | undefined;
      }
    | undefined;
}

/** A pool. Times are milliseconds since the epoch. */
export interface Pool {
  /** `<region>_<nine letters or digits>`. */
  readonly id: string;
  readonly name: string;
  readonly settings: PoolSettings;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly version: number;
}

/** The part of the id after the region: what SRP and its verifiers are computed with. */
export const poolNameOf = (pool: Pool): string => pool.id.slice(pool.id.indexOf("_") + 1);

/** The tag by which a pool asks for password hashes instead of SRP verifiers. */
export const PASSWORD_SCHEME_TAG = "poolhouse:password-scheme";

/** How the pool's passwords are stored. With `argon2id` SRP sign-in is impossible. */
export const passwordSchemeOf = (pool: Pool): "srp" | "argon2id" =>
  pool.settings.UserPoolTags?.[PASSWORD_SCHEME_TAG] === "argon2id" ? "argon2id" : "srp";
