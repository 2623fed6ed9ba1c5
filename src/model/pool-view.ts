/** A pool as the API shows it. */
import type { UserPoolDescriptionType, UserPoolType } from "../contracts/shapes.ts";
import type { Value } from "../contracts/vocabulary.ts";
import { poolArn } from "./policy.ts";
import type { Pool } from "./pool.ts";

/** `users` is how many there are. @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolType.html */
export const poolView = (
  pool: Pool,
  place: Parameters<typeof poolArn>[0],
  users: number,
): Value<typeof UserPoolType> => {
  const { mfa: _mfa, sessions: _sessions, risk: _risk, logDelivery: _logDelivery, ...settings } = pool.settings;
  return {
    ...settings,
    Id: pool.id,
    Arn: poolArn(place, pool.id),
    Name: pool.name,
    CreationDate: pool.createdAt,
    LastModifiedDate: pool.modifiedAt,
    EstimatedNumberOfUsers: users,
  };
};

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolDescriptionType.html */
export const poolDescription = (pool: Pool): Value<typeof UserPoolDescriptionType> => ({
  Id: pool.id,
  Name: pool.name,
  LambdaConfig: pool.settings.LambdaConfig ?? {},
  CreationDate: pool.createdAt,
  LastModifiedDate: pool.modifiedAt,
});
