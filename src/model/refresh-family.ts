/**
 * One sign-in and all the tokens that came from it. Its refresh token is stored as a keyed hash.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html
 */
export interface RefreshFamily {
  readonly poolId: string;
  readonly sub: string;
  readonly clientId: string;
  /** The claim that ID and access tokens of the sign-in share. */
  readonly originJti: string;
  /** The moment of the sign-in, in milliseconds; kept on refresh. */
  readonly authTime: number;
  readonly scopes: readonly string[];
  /** The user's `tokenEpoch` at the sign-in. */
  readonly tokenEpoch: number;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly revokedAt: number | null;
  readonly version: number;
}
