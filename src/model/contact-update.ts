/**
 * What becomes of addresses and numbers when a user's attributes change: which replace the old ones at once, which wait
 * until they are proven, and which are sent a code.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-email-phone-verification.html
 */
import { CONTACTS, type ContactAttribute } from "./code.ts";
import type { Pool } from "./pool.ts";
import { invalidParameter } from "./refusals.ts";
import type { AttributeValues, SubmittedAttributes } from "./user-attributes.ts";

/** A new address or number. */
export interface NewContact {
  readonly contact: ContactAttribute;
  readonly value: string;
  /** It replaces the old one only once it is proven. */
  readonly waits: boolean;
}

export interface ContactUpdate {
  /** The attributes as they are right after the change: what waits is not among them. */
  readonly attributes: AttributeValues;
  /** What is sent a code. */
  readonly codes: readonly NewContact[];
}

const isListed = (list: readonly string[] | undefined, contact: ContactAttribute): boolean =>
  list?.includes(contact) === true;

/** The old value and its flag in place of the new ones. */
const restored = (after: AttributeValues, before: AttributeValues, contact: ContactAttribute): AttributeValues => {
  const kept: Record<string, string> = { ...after };
  for (const name of [contact, `${contact}_verified`]) {
    const old = before[name];
    if (old === undefined) delete kept[name];
    else kept[name] = old;
  }
  return kept;
};

/**
 * Judges a change of attributes from `before` to `after`. An address that must be proven first waits, unless the pool's
 * owner says something of its flag: stops a mistyped or a stolen session's address from taking the account's messages.
 * Users are sent codes for what the pool verifies by itself, owners for what waits alone.
 */
export const contactUpdate = (
  pool: Pool,
  before: AttributeValues,
  after: AttributeValues,
  { submitted, isOwner }: { readonly submitted: SubmittedAttributes; readonly isOwner: boolean },
): ContactUpdate => {
  let attributes = after;
  const codes: NewContact[] = [];
  for (const contact of CONTACTS) {
    const value = after[contact];
    if (value === undefined || value === before[contact]) continue;
    const isVouched = submitted.some(({ Name }) => Name === `${contact}_verified`);
    const isGuarded = isListed(
      pool.settings.UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate,
      contact,
    );
    const waits = isGuarded && !isVouched;
    if (waits) attributes = restored(attributes, before, contact);
    if (waits || (!isOwner && isListed(pool.settings.AutoVerifiedAttributes, contact))) {
      codes.push({ contact, value, waits });
    }
  }
  return { attributes, codes };
};

/** @throws InvalidParameterException for an attribute that no code can prove */
export const requireContact = (name: string): ContactAttribute => {
  const contact = CONTACTS.find((each) => each === name);
  if (contact === undefined) {
    throw invalidParameter("Invalid attribute name. Only phone_number and email can be verified.");
  }
  return contact;
};
