/**
 * How many of each resource there may be. Amazon has a default and, for some, a maximum that it grants on request; here
 * nobody could be asked, so the maximum holds. What has a quota of its own elsewhere: groups of a user (`group.ts`),
 * linked identities, passkeys, secrets of a client, custom attributes, and what a contract bounds by itself. Custom
 * domains are bounded by the pools, each of which has one: Amazon's four a Region are certificates of its network.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html#resource-quotas
 */
import { ApiException } from "../contracts/exceptions.ts";

export const QUOTAS = {
  userPools: 10_000,
  clients: 10_000,
  groups: 10_000,
  resourceServers: 300,
  identityProviders: 1_000,
  userImportJobs: 1_000,
  loginStyles: 20,
  terms: 40,
} as const;

type Quota = keyof typeof QUOTAS;

/** Assumed: the words. */
const REFUSALS: Readonly<Record<Quota, string>> = {
  userPools: "The server has as many user pools as it may have.",
  clients: "The user pool has as many app clients as it may have.",
  groups: "The user pool has as many groups as it may have.",
  resourceServers: "The user pool has as many resource servers as it may have.",
  identityProviders: "The user pool has as many identity providers as it may have.",
  userImportJobs: "The user pool has as many user import jobs as it may have.",
  loginStyles: "The user pool has as many managed login styles as it may have.",
  terms: "The user pool has as many terms documents as it may have.",
};

/** Whether one more fits beside `count`. @throws LimitExceededException */
export const requireRoom = (quota: Quota, count: number): void => {
  if (count >= QUOTAS[quota]) throw new ApiException("LimitExceededException", REFUSALS[quota]);
};
