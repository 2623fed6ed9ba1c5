import { fromJson, type JsonText } from "./json.ts";

/** Settings kept parsed at once: a pool's or client's take some kilobytes each. */
const SETTINGS_KEPT = 500;

/**
 * Settings, parsed and frozen. They are read with nearly every request and seldom change, so what was parsed is used
 * again as long as the text is the same: the text, not a version, for a version of a transaction that was undone comes
 * again with other words.
 */
export const createSettingsCache = <Settings extends object>(limit = SETTINGS_KEPT) => {
  const kept = new Map<string, { readonly text: string; readonly settings: Settings }>();

  return (id: string, text: JsonText<Settings>): Settings => {
    const known = kept.get(id);
    if (known?.text === text) return known.settings;
    const settings = frozen(fromJson(text));
    kept.delete(id);
    const [oldest] = kept.keys();
    if (kept.size >= limit && oldest !== undefined) kept.delete(oldest);
    kept.set(id, { text, settings });
    return settings;
  };
};

/** Many requests share the value: whoever tries to change it must learn of it. */
const frozen = <T>(value: T): T => {
  if (typeof value !== "object" || value === null) return value;
  for (const member of Object.values(value)) frozen(member);
  return Object.freeze(value);
};
