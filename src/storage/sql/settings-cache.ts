import { fromJson, type JsonText } from "./json.ts";

/** Values kept at once: the settings of a pool or client take some kilobytes each. */
const VALUES_KEPT = 500;

/**
 * What columns that are read with nearly every request and seldom change are turned into, frozen. It is used again as
 * long as the column holds the same: that, not a version, for a version of a transaction that was undone comes again with
 * other words.
 */
export const createColumnCache = <Column, Value>(isSame: (a: Column, b: Column) => boolean, limit = VALUES_KEPT) => {
  const kept = new Map<string, { readonly column: Column; readonly value: Value }>();

  return (id: string, column: Column, read: (column: Column) => Value): Value => {
    const known = kept.get(id);
    if (known !== undefined && isSame(known.column, column)) return known.value;
    const value = frozen(read(column));
    kept.delete(id);
    const [oldest] = kept.keys();
    if (kept.size >= limit && oldest !== undefined) kept.delete(oldest);
    kept.set(id, { column, value });
    return value;
  };
};

/** Settings, parsed. */
export const createSettingsCache = <Settings extends object>(limit?: number) => {
  const settingsOf = createColumnCache<JsonText<Settings>, Settings>((a, b) => a === b, limit);
  return (id: string, text: JsonText<Settings>): Settings => settingsOf(id, text, fromJson);
};

/** Many requests share the value: whoever tries to change it must learn of it. */
const frozen = <T>(value: T): T => {
  if (typeof value !== "object" || value === null) return value;
  for (const member of Object.values(value)) frozen(member);
  return Object.freeze(value);
};
