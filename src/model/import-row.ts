/**
 * One line of a file of users, judged as if an administrator had made the user. A refusal's message is written into the
 * report, so it never repeats a value.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool-csv-header.html
 */
import { textRules } from "../contracts/constraints.ts";
import { AttributeValueType, UsernameType } from "../contracts/shapes.ts";
import { CONTACTS } from "./code.ts";
import { isVerifiedFlag } from "./destination.ts";
import { MFA_COLUMN, PASSWORD_HASH_COLUMN, splitLine, USERNAME_COLUMN } from "./import-file.ts";
import type { Pool } from "./pool.ts";
import { invalidParameter } from "./refusals.ts";
import { poolFactors } from "./second-factor.ts";
import { newAttributes, requireRequiredAttributes, type AttributeValues } from "./user-attributes.ts";

/** A user as a line has it. */
export interface ImportRow {
  /** As a caller would type it: where usernames are addresses, an address. */
  readonly username: string;
  readonly attributes: AttributeValues;
  /** The value of `cognito:mfa_enabled`; undefined: as the pool has it. */
  readonly mfaEnabled: boolean | undefined;
  /** Undefined where the user is to choose a password. */
  readonly passwordHash: string | undefined;
}

const usernameRules = textRules(UsernameType);
const valueRules = textRules(AttributeValueType);

const requireUsername = (username: string): void => {
  const [broken] = usernameRules.broken(username);
  if (broken !== undefined) throw invalidParameter(`${USERNAME_COLUMN} failed to satisfy constraint: ${broken}`);
};

const BIRTHDATE = /^(\d\d)\/(\d\d)\/(\d{4})$/;

/** Assumed: kept as it is written, in ten characters. */
const requireBirthdate = (value: string): void => {
  const [month, day, year] = (BIRTHDATE.exec(value) ?? []).slice(1).map(Number);
  const date = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, day));
  const isDay = year !== undefined && date.getUTCMonth() + 1 === month && date.getUTCDate() === day;
  if (!isDay) throw invalidParameter("birthdate must be in the format mm/dd/yyyy.");
};

const flagOf = (value: string | undefined): boolean | undefined => {
  if (value === undefined) return undefined;
  if (!/^(?:true|false)$/i.test(value)) throw invalidParameter(`${MFA_COLUMN} must be true or false.`);
  return value.toLowerCase() === "true";
};

/** The user of a line, under the columns of its file. Empty values are no values. @throws InvalidParameterException */
export const readRow = (pool: Pool, columns: readonly string[], line: string): ImportRow => {
  const values = splitLine(line);
  if (values.length !== columns.length) {
    throw invalidParameter(`The row has ${values.length} values, where the header has ${columns.length} columns.`);
  }
  const submitted: { readonly Name: string; readonly Value: string }[] = [];
  const own = new Map<string, string>();
  for (const [index, Name] of columns.entries()) {
    const Value = values[index] ?? "";
    if (Value === "") continue;
    if (Name === USERNAME_COLUMN || Name === MFA_COLUMN || Name === PASSWORD_HASH_COLUMN) own.set(Name, Value);
    else {
      const [broken] = valueRules.broken(Value);
      if (broken !== undefined) throw invalidParameter(`${Name} failed to satisfy constraint: ${broken}`);
      if (Name === "birthdate") requireBirthdate(Value);
      submitted.push({ Name, Value });
    }
  }
  const username = own.get(USERNAME_COLUMN) ?? "";
  requireUsername(username);
  return {
    username,
    attributes: newAttributes(pool, submitted, "owner"),
    mfaEnabled: flagOf(own.get(MFA_COLUMN)),
    passwordHash: own.get(PASSWORD_HASH_COLUMN),
  };
};

/**
 * What the attributes of an imported user must have, those that its name brings included: what the pool requires, and
 * proof of an address or number that the pool verifies, to which the user's first code goes.
 * @throws InvalidParameterException
 */
export const requireImportable = (pool: Pool, attributes: AttributeValues): void => {
  for (const contact of CONTACTS) {
    if (isVerifiedFlag(attributes[`${contact}_verified`]) && attributes[contact] === undefined) {
      throw invalidParameter(`${contact}_verified is true, but the row has no ${contact}.`); // Assumed: the words.
    }
  }
  const isReachable = (pool.settings.AutoVerifiedAttributes ?? []).some((name) =>
    isVerifiedFlag(attributes[`${name}_verified`]),
  );
  if (!isReachable) {
    // Observed.
    throw invalidParameter(
      "The User Record does not set any of the auto verified attributes to true. (Example: email_verified to true).",
    );
  }
  requireRequiredAttributes(pool, attributes);
};

/**
 * Whether codes by SMS are switched on for an imported user. Assumed: the column means codes by SMS, as it did when these were the only
 * factor, and must not say other than a pool that demands MFA, or has none; an empty one leaves it to the pool.
 * @throws InvalidParameterException
 */
export const hasImportedMfa = (pool: Pool, { mfaEnabled }: ImportRow, attributes: AttributeValues): boolean => {
  const mode = pool.settings.MfaConfiguration ?? "OFF";
  if (mode === "OFF" && mfaEnabled === true) {
    throw invalidParameter(`${MFA_COLUMN} must not be true, because the user pool has no MFA.`);
  }
  if (mode === "ON" && mfaEnabled === false) {
    throw invalidParameter(`${MFA_COLUMN} must not be false, because the user pool requires MFA.`);
  }
  if (mode !== "OPTIONAL" || mfaEnabled !== true) return false;
  if (!poolFactors(pool).includes("SMS_MFA") || attributes["phone_number"] === undefined) {
    throw invalidParameter(`${MFA_COLUMN} is true, but no SMS can be sent to the user.`);
  }
  return true;
};
