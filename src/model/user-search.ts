/**
 * Finding users by one of their attributes: what is indexed of a user, and the filter that ListUsers takes.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/how-to-manage-user-accounts.html#cognito-user-pools-searching-for-users-using-listusers-api
 */
import { schemaOf } from "./attribute-schema.ts";
import { folded, isCaseSensitive } from "./identifier.ts";
import type { Pool } from "./pool.ts";
import { invalidParameter } from "./refusals.ts";
import type { User } from "./user.ts";

const ATTRIBUTES = [
  "email",
  "phone_number",
  "name",
  "given_name",
  "family_name",
  "preferred_username",
] as const satisfies readonly string[];

/** What users can be found by through the index. */
export type IndexedName = (typeof ATTRIBUTES)[number] | "username" | "cognito:user_status" | "status";

/** One condition, its value as the index has it. */
export interface UserSearch {
  readonly name: IndexedName | "sub";
  readonly operator: "is" | "begins";
  readonly value: string;
}

const INDEXED: ReadonlySet<string> = new Set([...ATTRIBUTES, "username", "cognito:user_status", "status"]);
const isSearchable = (name: string): name is UserSearch["name"] => name === "sub" || INDEXED.has(name);

/** What a pool that does not distinguish case folds. Assumed: other attributes always keep theirs. */
const NAMES: ReadonlySet<string> = new Set(["username", "email", "preferred_username"]);

/** Folded code point by code point, so that the beginning of a text is folded to the beginning of the folded text. */
const foldedByCharacter = (text: string): string => Array.from(text, folded).join("");

/**
 * Characters of a value that are indexed. A filter has 256 at most, of which folding makes three times as many at most,
 * so a longer value is never taken for another; a key of this length is one that every engine can keep.
 */
const INDEXED_LENGTH = 750;

/** Text that every engine can keep: no half of a character, and nothing that ends a text. */
const storable = (text: string): string => text.slice(0, INDEXED_LENGTH).toWellFormed().replaceAll("\u0000", "\uFFFD");

const indexedValue = (pool: Pool, name: string, value: string): string => {
  const isFolded = name === "cognito:user_status" || (NAMES.has(name) && !isCaseSensitive(pool));
  return storable(isFolded ? foldedByCharacter(value) : value);
};

/** Everything that the user is found by, name by name. */
export const indexedValues = (pool: Pool, user: User): ReadonlyMap<IndexedName, string> => {
  const values = new Map<IndexedName, string>([
    ["username", indexedValue(pool, "username", user.username)],
    ["cognito:user_status", indexedValue(pool, "cognito:user_status", user.status)],
    ["status", user.enabled ? "Enabled" : "Disabled"],
  ]);
  for (const name of ATTRIBUTES) {
    const value = user.attributes[name];
    if (value !== undefined) values.set(name, indexedValue(pool, name, value));
  }
  return values;
};

/** `name op "value"`: the name may be quoted, quotes inside are escaped, spaces are free. */
const FILTER = /^\s*(?:"((?:[^"\\]|\\.)*)"|([^\s"=^]+))\s*(\^?=)\s*"((?:[^"\\]|\\.)*)"\s*$/su;

const unescaped = (text: string): string => text.replaceAll(/\\(["\\])/g, "$1");

/** The condition of a filter; undefined where it is empty, which finds everybody. @throws InvalidParameterException */
export const parseFilter = (pool: Pool, filter: string): UserSearch | undefined => {
  if (filter.trim() === "") return undefined;
  const [, quoted, bare, operator, value] = FILTER.exec(filter) ?? [];
  if (value === undefined) throw invalidParameter("Error while parsing filter.");
  const name = unescaped(quoted ?? bare ?? "");
  if (!isSearchable(name)) throw invalidParameter(`Invalid search attribute: ${name}`);
  return {
    name,
    operator: operator === "=" ? "is" : "begins",
    value: indexedValue(pool, name, unescaped(value)),
  };
};

const LAST_CODE_POINT = 0x10ffff;
const FIRST_SURROGATE = 0xd800;
const AFTER_SURROGATES = 0xe000;

/** The first text after all that begin with `prefix`, where texts are ordered by their code points. */
export const endOfPrefix = (prefix: string): string => {
  const points = Array.from(prefix, (character) => character.codePointAt(0) ?? 0);
  while (points.at(-1) === LAST_CODE_POINT) points.pop();
  const last = points.pop();
  // Nothing comes after what has no beginning but the end of all texts.
  if (last === undefined) return String.fromCodePoint(LAST_CODE_POINT, LAST_CODE_POINT);
  const next = last + 1 === FIRST_SURROGATE ? AFTER_SURROGATES : last + 1;
  return String.fromCodePoint(...points, next);
};

/** The attributes that a list is to show; undefined: all. @throws InvalidParameterException for one that no user can have */
export const requestedAttributes = (pool: Pool, names: readonly string[] = []): ReadonlySet<string> | undefined => {
  if (names.length === 0) return undefined;
  const known = new Set(["sub", "identities", ...schemaOf(pool).map(({ Name }) => Name)]);
  if (names.some((name) => !known.has(name))) {
    throw invalidParameter("One or more requested attributes do not exist.");
  }
  return new Set(names);
};
