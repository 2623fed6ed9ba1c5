/** What the documentation says of tokens: what ends them, and what a refresh token buys. */
import { DAY, fits, HOUR, OK, SAYS, use, type Model, type Outcome, type Person } from "./model.ts";

/** An app client, as far as tokens know it. */
export interface Client {
  readonly id: string;
  /** It hides who exists. */
  readonly hides: boolean;
  /** Each refresh replaces the refresh token. */
  readonly rotates: boolean;
}

/** A refresh token of a family; one that was replaced works until `usableUntil`. */
export interface RefreshToken {
  readonly value: string;
  usableUntil: number | undefined;
}

/** One sign-in and what came of it. */
export interface Family {
  readonly of: Person;
  readonly clientId: string;
  readonly rotates: boolean;
  readonly revocations: number;
  readonly until: number;
  readonly line: RefreshToken[];
  revoked: boolean;
}

/** An access token. */
export interface Token {
  readonly value: string;
  readonly family: Family;
  readonly until: number;
}

const GRACE = 30 * 1000;

export const newFamily = (
  model: Model,
  of: Person,
  client: Pick<Client, "id" | "rotates">,
  refreshToken: string,
): Family => ({
  of,
  clientId: client.id,
  rotates: client.rotates,
  revocations: of.revocations,
  until: model.now + 30 * DAY,
  line: [{ value: refreshToken, usableUntil: undefined }],
  revoked: false,
});

export const newToken = (model: Model, family: Family, value: string): Token => ({
  value,
  family,
  until: model.now + HOUR,
});

const isHere = (model: Model, of: Person): boolean => model.people.get(of.username) === of;

/** What an operation answers to an access token that is worth nothing; undefined while it is worth something. */
export const tokenBar = (model: Model, { family, until }: Token): Outcome | undefined => {
  const { of } = family;
  if (model.now >= until) return SAYS.tokenExpired;
  if (!isHere(model, of)) return SAYS.unknownUser;
  if (!of.enabled || family.revoked || of.revocations !== family.revocations) return SAYS.tokenRevoked;
  return of.status === "RESET_REQUIRED" ? SAYS.resetRequired : undefined;
};

/** What a refresh is told; `nth` is the place of the token in its line. */
export const refresh = (
  model: Model,
  family: Family,
  nth: number,
  { by, through }: { readonly by: "flow" | "operation"; readonly through: Pick<Client, "id" | "rotates"> },
): Outcome => {
  const { of } = family;
  if (by === "flow" && through.rotates) return SAYS.flowOff;
  if (through.id !== family.clientId || !isHere(model, of)) return SAYS.refreshInvalid;
  if (!of.enabled) return SAYS.disabled;
  if (family.revoked || of.revocations !== family.revocations) return SAYS.refreshRevoked;
  if (model.now >= family.until) return SAYS.refreshExpired;
  if (of.status === "RESET_REQUIRED") return by === "flow" ? SAYS.resetRequired : SAYS.refreshRevoked;
  const isUsable = (place: number) => {
    const token = family.line[place];
    return token !== undefined && (token.usableUntil === undefined || model.now < token.usableUntil);
  };
  const isCurrent = nth === family.line.length - 1;
  if (isUsable(nth) && (!family.rotates || isCurrent || isUsable(nth + 1))) return OK;
  family.revoked = true;
  return by === "flow" ? SAYS.refreshRevoked : SAYS.refreshReused;
};

/** The token has its successor. Of a retry it is the one it had before. */
export const rotated = (model: Model, family: Family, nth: number, value: string): void => {
  const token = family.line[nth];
  if (token === undefined || nth !== family.line.length - 1) return;
  token.usableUntil = model.now + GRACE;
  family.line.push({ value, usableUntil: undefined });
};

/** What ChangePassword answers. */
export const changePassword = (model: Model, token: Token, previous: string, proposed: string): Outcome => {
  const bar = tokenBar(model, token);
  if (bar !== undefined) return bar;
  const { of } = token.family;
  if (!fits(of, "change", model.now)) return SAYS.limit;
  use(of, "change", model.now);
  if (of.password !== previous) return SAYS.incorrect;
  model.choose(of, proposed, of.status);
  of.temporaryUntil = Infinity;
  return OK;
};
