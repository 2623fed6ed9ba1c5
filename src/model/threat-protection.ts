/**
 * What threat protection does: the settings that hold for a client, and what follows from them.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-threat-protection.html
 */
import { BlockList, isIP } from "node:net";
import { ApiException } from "../contracts/exceptions.ts";
import type { AccountTakeoverActionType, EventFilterType } from "../contracts/shapes.ts";
import type { Value } from "../contracts/vocabulary.ts";
import type { AuthEventRisk } from "./auth-event.ts";
import type { Client } from "./client.ts";
import { hasThreatProtection } from "./pool-defaults.ts";
import type { Pool } from "./pool.ts";
import { notAuthorized } from "./refusals.ts";
import type { RiskConfiguration } from "./risk-configuration.ts";

/** A client and its pool. */
interface Protected {
  readonly pool: Pool;
  readonly client: Client;
}

/** On what occasion a password is given. */
export type PasswordOccasion = Value<typeof EventFilterType>;

/** How the client reacts: as it was told, or else as its pool. */
const riskSettings = ({ pool, client }: Protected): RiskConfiguration | undefined =>
  client.settings.risk ?? pool.settings.risk;

/** Whether findings have consequences; in the mode AUDIT they are recorded alone. */
const isEnforced = ({ settings }: Pool): boolean => settings.UserPoolAddOns?.AdvancedSecurityMode === "ENFORCED";

/** Whether one of the ranges, in CIDR notation, has the address. */
export const isInRanges = (ranges: readonly string[] | undefined, address: string | undefined): boolean => {
  if (ranges === undefined || ranges.length === 0 || address === undefined) return false;
  const list = new BlockList();
  for (const range of ranges) {
    const [network = "", prefix = ""] = range.split("/");
    list.addSubnet(network, Number(prefix), isIP(network) === 6 ? "ipv6" : "ipv4");
  }
  return list.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
};

/** Whether sign-ins from the address are refused. Assumed: where nothing is enforced the list refuses nobody. */
export const isBlockedAddress = (app: Protected, address: string | undefined): boolean =>
  isEnforced(app.pool) && isInRanges(riskSettings(app)?.RiskExceptionConfiguration?.BlockedIPRangeList, address);

/** Whether nothing is judged of what comes from the address. */
const isSkippedAddress = (app: Protected, address: string | undefined): boolean =>
  isInRanges(riskSettings(app)?.RiskExceptionConfiguration?.SkippedIPRangeList, address);

/**
 * Whether a password is looked up on the occasion. Assumed: where nobody has said, on every occasion, and without
 * consequences.
 */
export const looksUpPasswords = (app: Protected, occasion: PasswordOccasion, address: string | undefined): boolean => {
  if (!hasThreatProtection(app.pool.settings) || isSkippedAddress(app, address)) return false;
  const filter = riskSettings(app)?.CompromisedCredentialsRiskConfiguration?.EventFilter;
  return filter === undefined || filter.includes(occasion);
};

/** What a compromised password means: recorded, and where it is so set and enforced refused. */
export const compromisedRisk = (app: Protected): AuthEventRisk => {
  const action = riskSettings(app)?.CompromisedCredentialsRiskConfiguration?.Actions.EventAction;
  const isRefused = isEnforced(app.pool) && action === "BLOCK";
  return { RiskDecision: isRefused ? "Block" : "NoRisk", CompromisedCredentialsDetected: true };
};

/** How a sign-in proves its first factor: custom challenges have a mode of their own. */
export type SignInKind = "password" | "passwordless" | "custom";

const modeOf = ({ settings: { UserPoolAddOns: addOns } }: Pool, kind: SignInKind) =>
  kind === "custom" ? addOns?.AdvancedSecurityAdditionalFlows?.CustomAuthMode : addOns?.AdvancedSecurityMode;

/** Whether a sign-in is compared with those before it. */
export const assessesSignIns = (app: Protected, kind: SignInKind, address: string | undefined): boolean =>
  (modeOf(app.pool, kind) ?? "OFF") !== "OFF" && !isSkippedAddress(app, address);

/** What follows a risk; undefined where nothing is set, or nothing enforced. */
export const takeoverAction = (
  app: Protected,
  kind: SignInKind,
  level: "Low" | "Medium" | "High",
): Value<typeof AccountTakeoverActionType> | undefined =>
  modeOf(app.pool, kind) === "ENFORCED"
    ? riskSettings(app)?.AccountTakeoverRiskConfiguration?.Actions[`${level}Action`]
    : undefined;

/** How users are told of a risk. */
export const notifyConfiguration = (app: Protected) =>
  riskSettings(app)?.AccountTakeoverRiskConfiguration?.NotifyConfiguration;

/** A new password that others know already. */
export const compromisedPassword = () =>
  new ApiException("InvalidPasswordException", "Provided password cannot be used for security reasons.");

/** A sign-in that threat protection stops. Assumed: the words. */
export const blockedSignIn = () => notAuthorized("Unable to login because of security reasons");
