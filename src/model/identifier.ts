/**
 * The names by which a pool knows a user: usernames and live aliases share one name space, and in their canonical form
 * a value names one user at most. Equal-looking names (full-width, composed, zero-width, other case) are one name:
 * this stops a second account from passing as the first. Messages go to the stored form, never to this one.
 */
import { isVerifiedFlag } from "./destination.ts";
import type { Pool } from "./pool.ts";
import type { User } from "./user.ts";

export type IdentifierKind = "username" | "email" | "phone_number" | "preferred_username" | "identity";

export interface Identifier {
  /** In canonical form. */
  readonly value: string;
  readonly kind: IdentifierKind;
}

/** Code points that show nothing: they would let two different values look the same. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cc}]/gu;

/**
 * The text without differences of case. It goes down, up and down again, so that letters with several lower forms agree,
 * and so does the one whose only lower form has an upper form of two letters, the capital sharp s.
 */
export const folded = (text: string): string => text.toLowerCase().toUpperCase().toLowerCase();

/**
 * The form in which names are compared: compatibility-composed, without invisible code points, and folded where the pool
 * does not distinguish case. Folding takes letters apart from their marks, for one of the marks has an upper form that is
 * a letter.
 * @see https://unicode.org/reports/tr15/ and https://datatracker.ietf.org/doc/html/rfc8265#section-3.3
 * @see https://www.unicode.org/versions/latest/core-spec/chapter-3/#G34145 (caseless matching)
 */
export const canonicalName = (value: string, caseSensitive: boolean): string => {
  const composed = value.normalize("NFKC").replace(INVISIBLE, "").normalize("NFKC").trim();
  return caseSensitive ? composed : folded(composed.normalize("NFD")).normalize("NFKC");
};

/** Whether the pool distinguishes case. The API's default is that it does. */
export const isCaseSensitive = (pool: Pool): boolean => pool.settings.UsernameConfiguration?.CaseSensitive ?? true;

/** A typed name in the form under which the pool would have stored it. */
export const canonicalIn = (pool: Pool, value: string): string => canonicalName(value, isCaseSensitive(pool));

/**
 * Every name the user has in the pool now. E-mail address and phone number are names only where the pool makes them so:
 * as username attributes always, as aliases while they are verified.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
 */
export const identifiersOf = (pool: Pool, user: User): Identifier[] => {
  const found = new Map<string, Identifier>();
  const add = (value: string | undefined, kind: IdentifierKind) => {
    const canonical = value === undefined ? "" : kind === "identity" ? value : canonicalIn(pool, value);
    if (canonical !== "") found.set(`${kind}:${canonical}`, { value: canonical, kind });
  };
  add(user.username, "username");
  for (const { providerName, userId } of user.identities) {
    // Federated subjects keep their case, whatever the pool does.
    const name = `${providerName}_${userId}`;
    if (name !== user.username) add(name, "identity");
  }
  const { attributes } = user;
  const isUsername = new Set<string>(pool.settings.UsernameAttributes);
  const isAlias = new Set<string>(pool.settings.AliasAttributes);
  for (const kind of ["email", "phone_number"] as const) {
    if (isUsername.has(kind) || (isAlias.has(kind) && isVerifiedFlag(attributes[`${kind}_verified`]))) {
      add(attributes[kind], kind);
    }
  }
  if (isAlias.has("preferred_username")) add(attributes["preferred_username"], "preferred_username");
  return [...found.values()];
};
