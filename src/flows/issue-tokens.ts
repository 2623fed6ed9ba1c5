/**
 * The end of every sign-in: groups, PreTokenGeneration, two signed tokens and a refresh token.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AuthenticationResultType.html
 */
import type { Secret } from "../contracts/secret.ts";
import { newRefreshToken } from "../crypto/refresh-token.ts";
import { rotatesRefreshTokens } from "../model/auth-flows.ts";
import {
  accessTokenClaims,
  API_SCOPE,
  groupClaims,
  idTokenClaims,
  tokenLifetimesMs,
  type Sign,
} from "../model/claims.ts";
import type { Client } from "../model/client.ts";
import type { Pool } from "../model/pool.ts";
import type { RefreshFamily } from "../model/refresh-family.ts";
import { sessionSettings, type TokenSession } from "../model/token-session.ts";
import type { User } from "../model/user.ts";
import type { Context } from "../runtime/operation.ts";
import { uuidFrom } from "../runtime/random.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { AppClient } from "./app-client.ts";
import { customizeTokens, type TokenSource } from "./pre-token-generation.ts";
import { newSession, openSession } from "./token-sessions.ts";

/** The tokens of an answer, in the API's words. */
export interface IssuedTokens {
  readonly AccessToken: Secret;
  readonly IdToken: Secret;
  readonly ExpiresIn: number;
  readonly TokenType: "Bearer";
  readonly RefreshToken?: Secret;
}

/** A sign-in that is proven, or one that is being refreshed. */
export interface ProvenSignIn extends AppClient {
  readonly user: User;
  readonly source: TokenSource;
  /** Goes to PreTokenGeneration. */
  readonly clientMetadata: Readonly<Record<string, string>> | undefined;
}

/** Signed tokens and what they belong to; nothing is written yet. */
export interface PreparedTokens extends Pick<AppClient, "pool"> {
  readonly family: RefreshFamily;
  /** Undefined where the pool tracks no sessions. */
  readonly session: TokenSession | undefined;
  readonly refreshToken: Secret;
  readonly tokens: IssuedTokens;
}

/** Whether tokens carry what names their sign-in: they must wherever a sign-in can end by itself. */
const isRevocable = (pool: Pool, { settings }: Client): boolean =>
  settings.EnableTokenRevocation !== false || rotatesRefreshTokens(settings) || sessionSettings(pool).tracked;

const signBoth = async (ctx: Context, signIn: ProvenSignIn, family: RefreshFamily): Promise<IssuedTokens> => {
  const { pool, client, user } = signIn;
  const sign: Sign = {
    issuer: ctx.place.issuer(pool.id),
    user,
    client,
    scopes: family.scopes,
    groups: groupClaims(await ctx.store.groups.ofUser(user)),
    authTime: family.authTime,
    now: ctx.now,
    eventId: uuidFrom(ctx.random),
    originJti: isRevocable(pool, client) ? family.originJti : null,
    idJti: uuidFrom(ctx.random),
    accessJti: uuidFrom(ctx.random),
  };
  const claims = await customizeTokens(ctx, signIn, sign, { id: idTokenClaims(sign), access: accessTokenClaims(sign) });
  const [id, access] = await Promise.all([
    ctx.tokens.sign(pool.id, "id", claims.id),
    ctx.tokens.sign(pool.id, "access", claims.access),
  ]);
  return {
    AccessToken: access,
    IdToken: id,
    ExpiresIn: Math.floor(tokenLifetimesMs(client).access / 1000),
    TokenType: "Bearer",
  };
};

/** Asks the trigger and signs, for a new sign-in. The caller keeps them in its write, with the user guarded. */
export const prepareTokens = async (ctx: Context, signIn: ProvenSignIn): Promise<PreparedTokens> => {
  const { pool, client, user } = signIn;
  const family: RefreshFamily = {
    poolId: pool.id,
    sub: user.sub,
    clientId: client.id,
    originJti: uuidFrom(ctx.random),
    authTime: ctx.now,
    scopes: [API_SCOPE],
    tokenEpoch: user.tokenEpoch,
    device: null,
    createdAt: ctx.now,
    expiresAt: ctx.now + tokenLifetimesMs(client).refresh,
    revokedAt: null,
    version: 0,
  };
  const refreshToken = newRefreshToken(ctx.random);
  const tokens = await signBoth(ctx, signIn, family);
  return {
    pool,
    family,
    session: newSession(ctx, pool, family),
    refreshToken,
    tokens: { ...tokens, RefreshToken: refreshToken },
  };
};

/** The write of a sign-in: its family, and its session where the pool tracks them. */
export const keepTokens = async (ctx: Context, tx: Tx, { pool, family, session, refreshToken }: PreparedTokens) => {
  await tx.refreshFamilies.insert(family, refreshToken);
  if (session !== undefined) await openSession(ctx, tx, pool, session);
};

/** New ID and access tokens of an old sign-in, without a refresh token. */
export const refreshTokens = (ctx: Context, signIn: ProvenSignIn, family: RefreshFamily): Promise<IssuedTokens> =>
  signBoth(ctx, signIn, family);
