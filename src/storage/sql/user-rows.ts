import type { User } from "../../model/user.ts";
import { fromJson, type JsonText } from "./json.ts";

/** A user as it lies in its table. */
export interface UserRow {
  readonly pool_id: string;
  readonly sub: string;
  readonly username: string;
  readonly status: User["status"];
  readonly enabled: number;
  readonly attributes: JsonText<User["attributes"]>;
  readonly mfa_factors: JsonText<User["mfaFactors"]>;
  readonly preferred_mfa: User["preferredMfa"];
  readonly mfa_option: number;
  readonly identities: JsonText<User["identities"]>;
  readonly tokens_revoked_at: number;
  readonly token_epoch: number;
  readonly created_at: number;
  readonly modified_at: number;
  readonly version: number;
}

/** A user as the program knows it. */
export const userOf = (row: UserRow): User => ({
  poolId: row.pool_id,
  sub: row.sub,
  username: row.username,
  status: row.status,
  enabled: row.enabled === 1,
  attributes: fromJson(row.attributes),
  mfaFactors: fromJson(row.mfa_factors),
  preferredMfa: row.preferred_mfa,
  hasMfaOption: row.mfa_option === 1,
  identities: fromJson(row.identities),
  tokensRevokedAt: row.tokens_revoked_at,
  tokenEpoch: row.token_epoch,
  createdAt: row.created_at,
  modifiedAt: row.modified_at,
  version: row.version,
});
