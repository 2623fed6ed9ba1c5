/**
 * The end of every sign-in: groups, PreTokenGeneration, two signed tokens and a refresh token.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AuthenticationResultType.html
 */
import type { Secret } from "../contracts/secret.ts";
import { deviceGroupKey } from "../crypto/device-secret.ts";
import { newRefreshToken } from "../crypto/refresh-token.ts";
import type { Message } from "../delivery/message.ts";
import { concluded, type AuthEvent } from "../model/auth-event.ts";
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
import { tracksDevices } from "../model/device.ts";
import type { Pool } from "../model/pool.ts";
import type { RefreshFamily } from "../model/refresh-family.ts";
import { sessionSettings, type TokenSession } from "../model/token-session.ts";
import type { User } from "../model/user.ts";
import type { Context } from "../runtime/operation.ts";
import { uuidFrom } from "../runtime/random.ts";
import type { Tx } from "../runtime/transaction.ts";
import { Conflict } from "../storage/store.ts";
import type { AppClient } from "./app-client.ts";
import { customizeTokens, type TokenSource } from "./pre-token-generation.ts";
import { sendNotice } from "./risk-notice.ts";
import { familyDevice, type DeviceSignIn } from "./sign-in-device.ts";
import { newSession, openSession } from "./token-sessions.ts";

/** The tokens of an answer, in the API's words. */
export interface IssuedTokens {
  readonly AccessToken: Secret;
  readonly IdToken: Secret;
  readonly ExpiresIn: number;
  readonly TokenType: "Bearer";
  readonly RefreshToken?: Secret;
  /** The keys of a device that was not known, for ConfirmDevice. */
  readonly NewDeviceMetadata?: { readonly DeviceKey: string; readonly DeviceGroupKey: string };
}

/** A sign-in that is proven, or one that is being refreshed. */
export interface ProvenSignIn extends AppClient, DeviceSignIn {
  readonly user: User;
  readonly source: TokenSource;
  /** Goes to PreTokenGeneration. */
  readonly clientMetadata: Readonly<Record<string, string>> | undefined;
  /** What the sign-in is recorded as; undefined where nothing is. */
  readonly event?: AuthEvent | undefined;
  /** What its user is told of it. */
  readonly notice?: Message | undefined;
}

/** Signed tokens and what they belong to; nothing is written yet. */
export interface PreparedTokens extends Pick<AppClient, "pool"> {
  readonly family: RefreshFamily;
  /** Undefined where the pool tracks no sessions. */
  readonly session: TokenSession | undefined;
  readonly refreshToken: Secret;
  readonly event: AuthEvent | undefined;
  readonly notice: Message | undefined;
  readonly tokens: IssuedTokens;
}

/** Whether tokens carry what names their sign-in: they must wherever a sign-in can end by itself. */
const isRevocable = (pool: Pool, { settings }: Client): boolean =>
  settings.EnableTokenRevocation !== false ||
  rotatesRefreshTokens(settings) ||
  sessionSettings(pool).tracked ||
  tracksDevices(pool);

const signBoth = async (ctx: Context, signIn: ProvenSignIn, family: RefreshFamily): Promise<IssuedTokens> => {
  const { pool, client, user } = signIn;
  const sign: Sign = {
    issuer: ctx.place.issuer(pool.id, pool.settings.IssuerConfiguration?.Type),
    user,
    client,
    scopes: family.scopes,
    groups: groupClaims(await ctx.store.groups.ofUser(user)),
    authTime: family.authTime,
    deviceKey: family.device?.key ?? null,
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

const newDevice = ({ poolId, device }: RefreshFamily): Pick<IssuedTokens, "NewDeviceMetadata"> =>
  device === null || device.confirmed
    ? {}
    : { NewDeviceMetadata: { DeviceKey: device.key, DeviceGroupKey: deviceGroupKey(poolId) } };

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
    device: await familyDevice(ctx, signIn),
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
    event: concluded(signIn.event, "Pass"),
    notice: signIn.notice,
    tokens: { ...tokens, RefreshToken: refreshToken, ...newDevice(family) },
  };
};

/**
 * The write of a sign-in: its family, the use of its device, and its session where the pool tracks them.
 * @throws Conflict when the device has been forgotten meanwhile
 */
export const keepTokens = async (
  ctx: Context,
  tx: Tx,
  { pool, family, session, refreshToken, event, notice }: PreparedTokens,
) => {
  await tx.authEvents.record(event);
  await sendNotice(tx, notice);
  await tx.refreshFamilies.insert(family, refreshToken);
  if (family.device?.confirmed === true) {
    const use = { lastAuthenticatedAt: ctx.now, lastIp: ctx.request.remoteAddress };
    if (!(await tx.devices.touch(family, family.device.key, use))) throw new Conflict();
  }
  if (session !== undefined) await openSession(ctx, tx, pool, session);
};

/** New ID and access tokens of an old sign-in, without a refresh token. */
export const refreshTokens = (ctx: Context, signIn: ProvenSignIn, family: RefreshFamily): Promise<IssuedTokens> =>
  signBoth(ctx, signIn, family);
