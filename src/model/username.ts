/**
 * The name that a new user is stored under, from the one that was given.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html#user-pool-settings-aliases
 */
import type { ContactAttribute } from "./code.ts";
import { isEmailAddress, isPhoneNumber } from "./contact-format.ts";
import { canonicalIn } from "./identifier.ts";
import type { Pool } from "./pool.ts";
import { invalidParameter } from "./refusals.ts";
import type { AttributeValues } from "./user-attributes.ts";

/** A new user's stored name, and the attributes with what the name says. */
export interface NamedUser {
  readonly username: string;
  readonly attributes: AttributeValues;
}

/** Wider than what is accepted as an address: nothing that an address could fold into may be a name beside it. */
const EMAIL_LIKE = /^[^@]+@[^@]+$/;
const PHONE_LIKE = /^\+\d+$/;

const likenesses = [
  { alias: "email", pattern: EMAIL_LIKE, shape: "email format", kind: "email" },
  // Assumed: the wording, which follows that for e-mail.
  { alias: "phone_number", pattern: PHONE_LIKE, shape: "phone number format", kind: "phone number" },
] as const;

/**
 * A name that looks like an alias of the pool is refused, in the form in which names are compared: stops a user from
 * being found, or reset, under somebody else's address.
 * @throws InvalidParameterException
 */
export const requireUnlikeAliases = (pool: Pool, name: string): void => {
  const canonical = canonicalIn(pool, name);
  const aliases: readonly string[] = pool.settings.AliasAttributes ?? [];
  for (const { alias, pattern, shape, kind } of likenesses) {
    if (aliases.includes(alias) && pattern.test(canonical)) {
      throw invalidParameter(`Username cannot be of ${shape}, since user pool is configured for ${kind} alias.`);
    }
  }
};

const addressWording = (usernameAttributes: readonly string[]): string => {
  if (usernameAttributes.length > 1) return "Username should be either an email or a phone number.";
  return usernameAttributes[0] === "email" ? "Username should be an email." : "Username should be a phone number.";
};

const addressKind = (usernameAttributes: readonly string[], typed: string): ContactAttribute => {
  if (usernameAttributes.includes("email") && isEmailAddress(typed)) return "email";
  if (usernameAttributes.includes("phone_number") && isPhoneNumber(typed)) return "phone_number";
  throw invalidParameter(addressWording(usernameAttributes));
};

/**
 * Names a new user. Where usernames are addresses, the address becomes an attribute and the sub the name.
 * Assumed: the attribute, if it is submitted as well, must be the same address: a code goes to the one that was typed.
 * @throws InvalidParameterException
 */
export const nameNewUser = (pool: Pool, typed: string, attributes: AttributeValues, sub: string): NamedUser => {
  const usernameAttributes = pool.settings.UsernameAttributes ?? [];
  const preferred = attributes["preferred_username"];
  if (preferred !== undefined) requirePreferredUsername(pool, preferred);
  if (usernameAttributes.length === 0) {
    // Assumed: the wording. Such a name is nobody's when names are compared.
    if (canonicalIn(pool, typed) === "") throw invalidParameter("Username must have a visible character.");
    requireUnlikeAliases(pool, typed);
    return { username: typed, attributes };
  }
  const kind = addressKind(usernameAttributes, typed);
  const submitted = attributes[kind];
  if (submitted !== undefined && canonicalIn(pool, submitted) !== canonicalIn(pool, typed)) {
    throw invalidParameter(`Username and ${kind} must be the same.`);
  }
  return { username: sub, attributes: { ...attributes, [kind]: typed } };
};

/** Where it is an alias, a preferred username is a name, and may no more look like another alias than a username may. @throws InvalidParameterException */
export const requirePreferredUsername = (pool: Pool, preferred: string): void => {
  if (pool.settings.AliasAttributes?.includes("preferred_username")) requireUnlikeAliases(pool, preferred);
};
