import type { User } from "../model/user.ts";

/** A confirmed user as a plain value, for the tests of rules; `change` says what else it is. */
export const userValue = (change: Partial<User> = {}): User => ({
  poolId: "us-east-1_Pool00001",
  sub: "5b1f5f4e-0000-4000-8000-000000000001",
  username: "ada",
  status: "CONFIRMED",
  enabled: true,
  attributes: {},
  mfaFactors: [],
  preferredMfa: null,
  hasMfaOption: false,
  identities: [],
  tokensRevokedAt: 0,
  tokenEpoch: 0,
  createdAt: 0,
  modifiedAt: 0,
  version: 1,
  ...change,
});
