/**
 * A sign-in as its user sees it in a list: one family of tokens, on one device, through one app client.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/managing-user-sessions.html
 */
import { ApiException } from "../contracts/exceptions.ts";
import type { GetUserPoolClientSessionConfiguration, GetUserPoolSessionConfiguration } from "../contracts/sessions.ts";
import type { SessionDescriptionType } from "../contracts/shapes.ts";
import type { OutputOf, Value } from "../contracts/vocabulary.ts";
import type { Client } from "./client.ts";
import { CLIENT_ALPHABET } from "./client-defaults.ts";
import type { Pool, PoolSessionSettings } from "./pool.ts";
import { invalidParameter, notFound } from "./refusals.ts";

/** What is known of the latest use of a session. */
export interface SessionActivity {
  /** Milliseconds since the epoch. */
  readonly lastActiveAt: number;
  readonly deviceType: string;
  /** The peer of the connection. */
  readonly ipAddress: string;
}

/** A session with tokens. Times are milliseconds since the epoch. */
export interface TokenSession extends SessionActivity {
  readonly poolId: string;
  readonly sub: string;
  /** The family of tokens that it is. */
  readonly originJti: string;
  /** `tkn` and 25 lower-case letters or digits. */
  readonly id: string;
  readonly clientId: string;
  /** The user's `tokenEpoch` at the sign-in. */
  readonly tokenEpoch: number;
  readonly createdAt: number;
  readonly expiresAt: number;
}

const ID_PREFIX = "tkn";

/** What follows the prefix of a session's id, and what it is made of. */
export const SESSION_ID_CHANCE = { alphabet: CLIENT_ALPHABET, length: 25 } as const;

export const sessionIdOf = (chance: string): string => `${ID_PREFIX}${chance}`;

/** Sessions of a user that are shown at once: more than a user can have. */
export const SESSIONS_SHOWN = 125;

const TRACKING_OFF: PoolSessionSettings = { tracked: false, maxPerUser: 20 };
const SSO_VALIDITY_MINUTES = 60;

/** Whether a pool keeps track of sessions, and how many a user may have. */
export const sessionSettings = ({ settings }: Pick<Pool, "settings">): PoolSessionSettings =>
  settings.sessions ?? TRACKING_OFF;

/** For how many minutes the login pages may reuse a session for the client. */
export const ssoValidityMinutes = ({ settings }: Pick<Client, "settings">): number =>
  settings.ssoValidityMinutes ?? SSO_VALIDITY_MINUTES;

/** As the API shows it. */
export const sessionSettingsView = (pool: Pool): OutputOf<typeof GetUserPoolSessionConfiguration> => {
  const { tracked, maxPerUser } = sessionSettings(pool);
  return {
    UserPoolId: pool.id,
    UserSessionTracking: tracked ? "ENABLED" : "DISABLED",
    TokenSession: { MaxPerUser: maxPerUser },
  };
};

/** As the API shows it. */
export const ssoSettingsView = (client: Client): OutputOf<typeof GetUserPoolClientSessionConfiguration> => ({
  UserPoolId: client.poolId,
  ClientId: client.id,
  SSOSession: { MaxValidityMinutes: ssoValidityMinutes(client) },
});

/** Assumed: exception and words. @throws OperationNotEnabledException */
export const requireTracking = (pool: Pool): void => {
  if (sessionSettings(pool).tracked) return;
  throw new ApiException("OperationNotEnabledException", "Session tracking is not enabled for the user pool.");
};

/** Assumed: the words. */
export const sessionNotFound = (id: string) => notFound(`Session ${id} does not exist.`);
/** A user signs out of it instead. Assumed: exception and words. */
export const currentSession = () => invalidParameter("The session of the access token cannot be revoked.");

/**
 * The sessions that must go so that one more fits, of all in order of activity. Lowering the limit ends nothing by
 * itself; the next sign-in does.
 */
export const sessionsToEvict = (oldestFirst: readonly TokenSession[], maxPerUser: number): readonly TokenSession[] =>
  oldestFirst.slice(0, Math.max(0, oldestFirst.length - maxPerUser + 1));

/** `isCurrent`: the access token of the request belongs to it. Nothing here knows places, so the country is unknown. */
export const sessionView = (session: TokenSession, isCurrent: boolean): Value<typeof SessionDescriptionType> => ({
  SessionId: session.id,
  SessionType: "TOKEN",
  ClientId: session.clientId,
  CreateDate: session.createdAt,
  LastActiveDate: session.lastActiveAt,
  DeviceType: session.deviceType,
  LastIPAddress: session.ipAddress,
  LastLocation: { Country: "unknown" },
  IsCurrentSession: isCurrent,
});
