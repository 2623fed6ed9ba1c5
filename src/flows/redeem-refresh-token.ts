/**
 * New tokens for a refresh token, and its successor where the client rotates refresh tokens.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html
 * @see https://datatracker.ietf.org/doc/html/rfc9700#section-4.14.2
 */
import type { ApiException } from "../contracts/exceptions.ts";
import type { Secret } from "../contracts/secret.ts";
import { isRefreshTokenShaped, successorOf } from "../crypto/refresh-token.ts";
import { rotatesRefreshTokens } from "../model/auth-flows.ts";
import { tracksDevices } from "../model/device.ts";
import { isUsable, type FoundFamily, type RefreshFamily } from "../model/refresh-family.ts";
import { invalidRefreshToken, refreshTokenExpired, refreshTokenRevoked, userDisabled } from "../model/refusals.ts";
import { sessionSettings } from "../model/token-session.ts";
import type { User } from "../model/user.ts";
import type { Context } from "../runtime/operation.ts";
import type { Tx } from "../runtime/transaction.ts";
import { Conflict, type Reader } from "../storage/store.ts";
import type { StringMap } from "../triggers/events.ts";
import type { AppClient } from "./app-client.ts";
import { refreshTokens, type IssuedTokens } from "./issue-tokens.ts";
import { activityOf } from "./token-sessions.ts";

/** A refresh token that somebody wants to use. */
export interface Redemption extends AppClient {
  readonly token: Secret;
  /** The device that was named with it. */
  readonly deviceKey: string | undefined;
  /** Goes to PreTokenGeneration. */
  readonly clientMetadata: StringMap | undefined;
  /** Judges what the caller must prove beside the token, once its user is known. @throws NotAuthorizedException */
  readonly prove: (user: User) => void;
  /** What the operation that is asked can say. */
  readonly refusals: {
    /** An administrator's reset is not finished. */
    resetRequired(): ApiException;
    /** The token was replaced, and its grace period is over. */
    reused(): ApiException;
  };
}

type Judgement =
  | { readonly kind: "refused"; readonly refusal: ApiException }
  /** `found` stands, unless the token itself was used up. */
  | { readonly kind: "usable" | "reused"; readonly found: FoundFamily; readonly user: User };

/** What ends a family: its time, a revocation, and what became of the user. */
const endOf = (
  family: RefreshFamily,
  user: User,
  now: number,
  { resetRequired }: Redemption["refusals"],
): ApiException | undefined => {
  if (!user.enabled) return userDisabled();
  if (family.revokedAt !== null || family.tokenEpoch < user.tokenEpoch) return refreshTokenRevoked();
  if (now >= family.expiresAt) return refreshTokenExpired();
  return user.status === "RESET_REQUIRED" ? resetRequired() : undefined;
};

/**
 * Whether the token is used without the device that it belongs to, or after that was forgotten. Stops a refresh token
 * that was stolen alone. Assumed: one whose device was never confirmed works anywhere.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-device-tracking.html
 */
const isElsewhere = async (
  { devices }: Pick<Reader, "devices">,
  { pool, deviceKey }: Redemption,
  family: RefreshFamily,
): Promise<boolean> => {
  if (!tracksDevices(pool) || family.device?.confirmed !== true) return false;
  return deviceKey !== family.device.key || (await devices.find(family, deviceKey)) === undefined;
};

const judge = async (
  reader: Pick<Reader, "refreshFamilies" | "users" | "devices">,
  redemption: Redemption,
  now: number,
): Promise<Judgement> => {
  const { pool, client, token, refusals } = redemption;
  const found = isRefreshTokenShaped(token) ? await reader.refreshFamilies.byToken(pool.id, token) : undefined;
  // Stops a stolen token from being used through another client than the one it was issued to.
  const family = found?.family.clientId === client.id ? found.family : undefined;
  const user = family && (await reader.users.bySub(pool.id, family.sub));
  if (found === undefined || user === undefined) return { kind: "refused", refusal: invalidRefreshToken() };
  const refusal = endOf(found.family, user, now, refusals);
  if (refusal !== undefined) return { kind: "refused", refusal };
  if (await isElsewhere(reader, redemption, found.family)) return { kind: "refused", refusal: invalidRefreshToken() };
  return { kind: isUsable(found.standing, now) ? "usable" : "reused", found, user };
};

const graceMs = ({ client }: AppClient): number =>
  (client.settings.RefreshTokenRotation?.RetryGracePeriodSeconds ?? 0) * 1000;

/**
 * Replaces the token by its successor, or finds that it was replaced by it already: a retry within the grace period is
 * answered with the same one. False when the successor is used up itself.
 * @throws Conflict
 */
const rotate = async (
  ctx: Context,
  tx: Tx,
  redemption: Redemption,
  { family, standing }: FoundFamily,
  successor: Secret,
): Promise<boolean> => {
  if (standing.kind === "current") {
    const usableUntil = ctx.now + graceMs(redemption);
    if (!(await tx.refreshFamilies.rotate(family, successor, usableUntil, ctx.now))) throw new Conflict();
    return true;
  }
  const next = await tx.refreshFamilies.byToken(family.poolId, successor);
  return next !== undefined && isUsable(next.standing, ctx.now);
};

/**
 * Spends the token, in one transaction. A token that was used up before ends its whole family: it was kept or stolen,
 * and nobody can tell which of its holders is the user.
 */
const spend = (ctx: Context, redemption: Redemption, successor: Secret | undefined): Promise<Judgement> =>
  ctx.transaction(async (tx) => {
    const judgement = await judge(tx, redemption, ctx.now);
    if (judgement.kind === "refused") return judgement;
    const { found, user } = judgement;
    const isSpent =
      judgement.kind === "usable" && (successor === undefined || (await rotate(ctx, tx, redemption, found, successor)));
    if (!isSpent) {
      await tx.refreshFamilies.revoke(found.family, ctx.now);
      return { ...judgement, kind: "reused" };
    }
    await tx.users.guard(user);
    if (sessionSettings(redemption.pool).tracked) await tx.tokenSessions.touch(found.family, activityOf(ctx));
    return judgement;
  });

/** Where nothing is written, what was judged is judged once more: what was revoked meanwhile gets nothing. */
const spendOrJudge = (ctx: Context, redemption: Redemption, successor: Secret | undefined): Promise<Judgement> =>
  successor !== undefined || sessionSettings(redemption.pool).tracked
    ? spend(ctx, redemption, successor)
    : judge(ctx.store, redemption, ctx.now);

/**
 * New tokens of an old sign-in. A successor lives for what is left of its family's time.
 * @throws NotAuthorizedException, and what the redemption's refusals say
 */
export const redeemRefreshToken = async (ctx: Context, redemption: Redemption): Promise<IssuedTokens> => {
  const { pool, client, token, clientMetadata, prove, refusals } = redemption;
  const judged = await judge(ctx.store, redemption, ctx.now);
  if (judged.kind === "refused") throw judged.refusal;
  const { user, found } = judged;
  prove(user);
  const successor = rotatesRefreshTokens(client.settings)
    ? successorOf(token, (text, length) => ctx.decoys.bytes("refresh-token", [text], length))
    : undefined;
  if (judged.kind === "reused") {
    const spent = await spend(ctx, redemption, successor);
    throw spent.kind === "refused" ? spent.refusal : refusals.reused();
  }
  const source = "TokenGeneration_RefreshTokens";
  const tokens = await refreshTokens(ctx, { pool, client, user, source, clientMetadata }, found.family);
  const spent = await spendOrJudge(ctx, redemption, successor);
  if (spent.kind === "refused") throw spent.refusal;
  if (spent.kind === "reused") throw refusals.reused();
  return successor === undefined ? tokens : { ...tokens, RefreshToken: successor };
};
