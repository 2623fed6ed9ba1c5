/**
 * One sign-in and all the tokens that came from it. Its refresh token is stored as a keyed hash. Where the client rotates
 * refresh tokens, each one has one successor, so the family is a line and never a tree: of a thief and the owner the
 * second to come shows a token that is replaced already.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html
 * @see https://datatracker.ietf.org/doc/html/rfc9700#section-4.14.2
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
  /** The device of the sign-in; null where the pool tracked none. */
  readonly device: FamilyDevice | null;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly revokedAt: number | null;
  readonly version: number;
}

/** The device that a family belongs to. */
export interface FamilyDevice {
  readonly key: string;
  /** Whether ConfirmDevice has registered it: from then on its tokens are worth something together with its key alone. */
  readonly confirmed: boolean;
}

/** What a refresh token is to its family. */
export type TokenStanding =
  | { readonly kind: "current" }
  /** It has a successor, and works until `usableUntil` all the same: an answer may have been lost. */
  | { readonly kind: "replaced"; readonly usableUntil: number }
  /** It was replaced long ago: whoever shows it has kept it, or stolen it. */
  | { readonly kind: "stale" };

/** A family, found by one of its refresh tokens. */
export interface FoundFamily {
  readonly family: RefreshFamily;
  readonly standing: TokenStanding;
}

/** Whether a token of this standing still buys something at `now`. */
export const isUsable = (standing: TokenStanding, now: number): boolean =>
  standing.kind === "current" || (standing.kind === "replaced" && now < standing.usableUntil);
