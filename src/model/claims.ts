/**
 * What the tokens of a sign-in say.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html
 */
import type { Client } from "./client.ts";
import type { Group } from "./group.ts";
import type { User } from "./user.ts";

/** The scope of a sign-in through the API. */
export const API_SCOPE = "aws.cognito.signin.user.admin";

/** Roles and groups as the tokens carry them. */
export interface GroupClaims {
  readonly groups: readonly string[];
  readonly roles: readonly string[];
  readonly preferredRole: string | null;
}

/** One sign-in, or one refresh of it. Moments are milliseconds; the claims carry whole seconds. */
export interface Sign {
  readonly issuer: string;
  readonly user: User;
  readonly client: Client;
  readonly scopes: readonly string[];
  readonly groups: GroupClaims;
  readonly authTime: number;
  /** The device of the sign-in; null where the pool tracks none. */
  readonly deviceKey: string | null;
  readonly now: number;
  readonly eventId: string;
  /** Null where the client has token revocation switched off. */
  readonly originJti: string | null;
  readonly idJti: string;
  readonly accessJti: string;
}

export type Claims = Readonly<Record<string, unknown>>;

const UNIT_MS = { seconds: 1_000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const;

/** How long the tokens of a client live, in milliseconds. @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_TokenValidityUnitsType.html */
export const tokenLifetimesMs = (client: Pick<Client, "settings">): { access: number; id: number; refresh: number } => {
  const { AccessTokenValidity, IdTokenValidity, RefreshTokenValidity, TokenValidityUnits: units } = client.settings;
  return {
    access:
      (AccessTokenValidity ?? 0) === 0 ? UNIT_MS.hours : AccessTokenValidity! * UNIT_MS[units?.AccessToken ?? "hours"],
    id: (IdTokenValidity ?? 0) === 0 ? UNIT_MS.hours : IdTokenValidity! * UNIT_MS[units?.IdToken ?? "hours"],
    refresh:
      (RefreshTokenValidity ?? 0) === 0
        ? 30 * UNIT_MS.days
        : RefreshTokenValidity! * UNIT_MS[units?.RefreshToken ?? "days"],
  };
};

const seconds = (ms: number): number => Math.floor(ms / 1000);

const rank = (group: Group): number => group.precedence ?? Number.POSITIVE_INFINITY;

/** Two groups without precedence are equal, where a difference of infinities would be no number. */
const compareRanks = (a: Group, b: Group): number => (rank(a) === rank(b) ? 0 : rank(a) - rank(b));

/** The best role is that of the group with the lowest precedence; none when groups with different roles tie. */
export const groupClaims = (groups: readonly Group[]): GroupClaims => {
  const ranked = [...groups].sort((a, b) => compareRanks(a, b) || (a.name < b.name ? -1 : 1));
  const withRole = ranked.filter((group) => group.roleArn !== null);
  const [first] = withRole;
  const best = first && withRole.filter((group) => rank(group) === rank(first)).map((group) => group.roleArn);
  return {
    groups: ranked.map((group) => group.name),
    roles: [...new Set(withRole.map((group) => group.roleArn!))],
    preferredRole: best && new Set(best).size === 1 ? best[0]! : null,
  };
};

const typed = (name: string, value: string): unknown => {
  if (name === "email_verified" || name === "phone_number_verified") return value.toLowerCase() === "true";
  if (name === "updated_at") return Number(value);
  if (name === "address") return { formatted: value };
  return value;
};

/** The attributes that the client may read. */
const readableAttributes = (user: User, client: Client): Claims => {
  const readable = client.settings.ReadAttributes;
  const permitted = readable === undefined ? undefined : new Set<string>(readable);
  return Object.fromEntries(
    Object.entries(user.attributes)
      .filter(([name]) => permitted === undefined || permitted.has(name))
      .map(([name, value]) => [name, typed(name, value)]),
  );
};

const identityClaims = (user: User): Claims =>
  user.identities.length === 0
    ? {}
    : {
        identities: user.identities.map(({ userId, providerName, providerType, issuer, primary, dateCreated }) => ({
          userId,
          providerName,
          providerType,
          issuer,
          primary: String(primary),
          dateCreated: String(dateCreated),
        })),
      };

const rolesOf = ({ roles, preferredRole }: GroupClaims): Claims => ({
  ...(roles.length === 0 ? {} : { "cognito:roles": roles }),
  ...(preferredRole === null ? {} : { "cognito:preferred_role": preferredRole }),
});

const groupsOf = ({ groups }: GroupClaims): Claims => (groups.length === 0 ? {} : { "cognito:groups": groups });

const originOf = (originJti: string | null): Claims => (originJti === null ? {} : { origin_jti: originJti });

export const idTokenClaims = (sign: Sign): Claims => ({
  sub: sign.user.sub,
  ...groupsOf(sign.groups),
  ...rolesOf(sign.groups),
  iss: sign.issuer,
  "cognito:username": sign.user.username,
  ...readableAttributes(sign.user, sign.client),
  ...identityClaims(sign.user),
  ...originOf(sign.originJti),
  aud: sign.client.id,
  event_id: sign.eventId,
  token_use: "id",
  auth_time: seconds(sign.authTime),
  exp: seconds(sign.now + tokenLifetimesMs(sign.client).id),
  iat: seconds(sign.now),
  // Observed: an ID token of a client without token revocation has none; the access token always had one.
  ...(sign.originJti === null ? {} : { jti: sign.idJti }),
});

export const accessTokenClaims = (sign: Sign): Claims => ({
  sub: sign.user.sub,
  ...(sign.deviceKey === null ? {} : { device_key: sign.deviceKey }),
  ...groupsOf(sign.groups),
  iss: sign.issuer,
  client_id: sign.client.id,
  ...originOf(sign.originJti),
  event_id: sign.eventId,
  token_use: "access",
  scope: sign.scopes.join(" "),
  auth_time: seconds(sign.authTime),
  exp: seconds(sign.now + tokenLifetimesMs(sign.client).access),
  iat: seconds(sign.now),
  jti: sign.accessJti,
  username: sign.user.username,
});

/** A token for an application itself. */
export interface ClientSign extends Pick<Sign, "issuer" | "client" | "scopes" | "now"> {
  readonly jti: string;
}

/** Without a user there is no `username`, so nothing takes the token for a user's. */
export const clientTokenClaims = ({ issuer, client, scopes, now, jti }: ClientSign): Claims => ({
  sub: client.id,
  token_use: "access",
  ...(scopes.length === 0 ? {} : { scope: scopes.join(" ") }),
  auth_time: seconds(now),
  iss: issuer,
  exp: seconds(now + tokenLifetimesMs(client).access),
  iat: seconds(now),
  version: 2,
  jti,
  client_id: client.id,
});
