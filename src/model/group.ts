/**
 * A group of a pool. Of a user's groups the one with the lowest precedence gives the preferred role.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GroupType.html
 */
export interface Group {
  readonly poolId: string;
  readonly name: string;
  readonly description: string | null;
  readonly roleArn: string | null;
  /** 0 is the highest; null loses against any number. */
  readonly precedence: number | null;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly version: number;
}

/** Groups that a user may be in. @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html */
export const GROUPS_PER_USER = 100;
