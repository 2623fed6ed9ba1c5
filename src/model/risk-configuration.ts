/**
 * How a pool, or one of its clients, is to react to risk.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetRiskConfiguration.html
 */
import { isIP } from "node:net";
import { ApiException } from "../contracts/exceptions.ts";
import type { RiskConfigurationType } from "../contracts/shapes.ts";
import type { Value } from "../contracts/vocabulary.ts";
import { hasThreatProtection } from "./pool-defaults.ts";
import type { Pool } from "./pool.ts";
import { invalidParameter } from "./refusals.ts";

type Shown = Value<typeof RiskConfigurationType>;

/** What is configured at one level. */
export type RiskConfiguration = Omit<Shown, "UserPoolId" | "ClientId">;

/** What a request configures. */
type RiskInput = Omit<RiskConfiguration, "LastModifiedDate">;

/** Without a filter, passwords are looked at whenever there is one. */
const EVERY_EVENT = ["SIGN_IN", "PASSWORD_CHANGE", "SIGN_UP"] as const;

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

/** What the request leaves at its level; undefined where it names nothing, which resets the level. @throws InvalidParameterException */
export const requestedRisk = (input: RiskInput, now: number): RiskConfiguration | undefined => {
  const {
    CompromisedCredentialsRiskConfiguration: compromised,
    AccountTakeoverRiskConfiguration,
    RiskExceptionConfiguration: exceptions,
  } = input;
  const ranges = [...(exceptions?.BlockedIPRangeList ?? []), ...(exceptions?.SkippedIPRangeList ?? [])];
  const wrong = ranges.find((range) => !isRange(range));
  // Assumed: the words.
  if (wrong !== undefined) throw invalidParameter(`${wrong} is not a valid CIDR range.`);
  if (compromised === undefined && AccountTakeoverRiskConfiguration === undefined && exceptions === undefined) {
    return undefined;
  }
  return {
    CompromisedCredentialsRiskConfiguration:
      compromised === undefined
        ? undefined
        : { ...compromised, EventFilter: compromised.EventFilter ?? [...EVERY_EVENT] },
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
