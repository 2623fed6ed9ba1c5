/**
 * How a pool, or one of its clients, is to react to risk.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetRiskConfiguration.html
 */
import { isIP } from "node:net";
import { ApiException } from "../contracts/exceptions.ts";
import type { RiskConfigurationType } from "../contracts/shapes.ts";
import type { Value } from "../contracts/vocabulary.ts";
import { isMailbox } from "./contact-format.ts";
import { hasThreatProtection } from "./pool-defaults.ts";
import type { Pool } from "./pool.ts";
import { invalidParameter } from "./refusals.ts";

type Shown = Value<typeof RiskConfigurationType>;

/** What is configured at one level. */
export type RiskConfiguration = Omit<Shown, "UserPoolId" | "ClientId">;

/** What a request configures. */
type RiskInput = Omit<RiskConfiguration, "LastModifiedDate">;

type Filter = NonNullable<RiskInput["CompromisedCredentialsRiskConfiguration"]>["EventFilter"];

/** Without a filter, passwords are looked at whenever there is one. */
const EVERY_EVENT = ["SIGN_IN", "PASSWORD_CHANGE", "SIGN_UP"] as const;

/** Assumed: an empty filter is none. */
const eventsOf = (filter: Filter): Filter =>
  filter === undefined || filter.length === 0 ? [...EVERY_EVENT] : [...new Set(filter)];

const PREFIX_MAX: Readonly<Record<number, number>> = { 4: 32, 6: 128 };

/** Whether it is a range of addresses in CIDR notation. @see https://datatracker.ietf.org/doc/html/rfc4632 */
const isRange = (text: string): boolean => {
  const [address = "", prefix, ...more] = text.split("/");
  if (prefix === undefined || more.length > 0 || !/^\d{1,3}$/.test(prefix)) return false;
  return Number(prefix) <= (PREFIX_MAX[isIP(address)] ?? -1);
};

/** @throws UserPoolAddOnNotEnabledException */
export const requireThreatProtection = (pool: Pool): void => {
  if (hasThreatProtection(pool.settings)) return;
  // Assumed: the words.
  throw new ApiException(
    "UserPoolAddOnNotEnabledException",
    `Threat protection is not enabled for the user pool ${pool.id}.`,
  );
};

const requireRanges = ({ RiskExceptionConfiguration: exceptions }: RiskInput): void => {
  const ranges = [...(exceptions?.BlockedIPRangeList ?? []), ...(exceptions?.SkippedIPRangeList ?? [])];
  const wrong = ranges.find((range) => !isRange(range));
  // Assumed: the words.
  if (wrong !== undefined) throw invalidParameter(`${wrong} is not a valid CIDR range.`);
};

/** Who is to be told needs a sender. Whether the identity behind SourceArn is verified is not asked: mail goes out from here. */
const requireNotices = ({ AccountTakeoverRiskConfiguration: takeover }: RiskInput): void => {
  const notify = takeover?.NotifyConfiguration;
  const { LowAction, MediumAction, HighAction } = takeover?.Actions ?? {};
  // Assumed: the words.
  if (notify === undefined && [LowAction, MediumAction, HighAction].some((action) => action?.Notify === true)) {
    throw invalidParameter("NotifyConfiguration is required when an action has Notify set to true.");
  }
  // Observed of a pool's sender; assumed here. Line breaks would let a setting write headers of its own.
  if (notify?.From !== undefined && !isMailbox(notify.From)) {
    throw invalidParameter("Provided From email address is invalid");
  }
  if (notify?.ReplyTo !== undefined && !isMailbox(notify.ReplyTo)) {
    throw invalidParameter("Provided ReplyTo email address is invalid");
  }
};

/** What the request leaves at its level; undefined where it names nothing, which resets the level. @throws InvalidParameterException */
export const requestedRisk = (input: RiskInput, now: number): RiskConfiguration | undefined => {
  const {
    CompromisedCredentialsRiskConfiguration: compromised,
    AccountTakeoverRiskConfiguration,
    RiskExceptionConfiguration: exceptions,
  } = input;
  requireRanges(input);
  requireNotices(input);
  if (compromised === undefined && AccountTakeoverRiskConfiguration === undefined && exceptions === undefined) {
    return undefined;
  }
  return {
    CompromisedCredentialsRiskConfiguration:
      compromised === undefined ? undefined : { ...compromised, EventFilter: eventsOf(compromised.EventFilter) },
    AccountTakeoverRiskConfiguration,
    RiskExceptionConfiguration: exceptions,
    LastModifiedDate: now,
  };
};

/** The configuration of a level, with the ids that were asked for. */
export const riskView = (poolId: string, clientId: string | undefined, risk: RiskConfiguration | undefined): Shown => ({
  UserPoolId: poolId,
  ClientId: clientId,
  ...risk,
});
