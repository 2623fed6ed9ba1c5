/**
 * The settings document of a managed login style: which members there are, and what each may hold.
 * Assumed: that others are refused, and the words. The members are those of Amazon's example of a whole document.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateManagedLoginBranding.html#API_CreateManagedLoginBranding_Examples
 */
import { invalidParameter } from "./refusals.ts";

/** A settings document, or a part of one. */
export type SettingsValue =
  | string
  | number
  | boolean
  | readonly SettingsValue[]
  | { readonly [member: string]: SettingsValue };

type Rule =
  | { readonly kind: "members"; readonly members: Readonly<Record<string, Rule>> }
  /** Members with names of the administrator's own. */
  | { readonly kind: "named"; readonly of: Rule }
  | { readonly kind: "list"; readonly of: Rule }
  | { readonly kind: "scalar"; readonly isValid: (value: unknown) => boolean };

/** Entries of a list, or of names: as many as a pool has providers at most. */
const ENTRIES_MAX = 1_000;
const TEXT_MAX_LENGTH = 128;
/** More than any corner needs; 9999 is what people write for a round one. */
const RADIUS_MAX_PX = 10_000;

const members = (rules: Readonly<Record<string, Rule>>): Rule => ({ kind: "members", members: rules });
const named = (of: Rule): Rule => ({ kind: "named", of });
const list = (of: Rule): Rule => ({ kind: "list", of });
const scalar = (isValid: (value: unknown) => boolean): Rule => ({ kind: "scalar", isValid });
const matching = (pattern: RegExp) => scalar((value) => typeof value === "string" && pattern.test(value));
const oneOf = (...values: readonly string[]) => scalar((value) => typeof value === "string" && values.includes(value));

/** Red, green, blue and opacity in hexadecimal digits. */
const colour = matching(/^[0-9a-f]{8}$/iu);
const flag = scalar((value) => typeof value === "boolean");
const radius = scalar((value) => typeof value === "number" && value >= 0 && value <= RADIUS_MAX_PX);
const text = scalar((value) => typeof value === "string" && value.length <= TEXT_MAX_LENGTH);
/** One of Amazon's words of which not all are known. */
const word = matching(/^[A-Z][A-Z_]{0,39}$/u);

const enabled = members({ enabled: flag });
const colours = (...names: readonly string[]): Rule => members(Object.fromEntries(names.map((name) => [name, colour])));
const states = (names: readonly string[], each: Rule): Rule =>
  members(Object.fromEntries(names.map((name) => [name, each])));
const modes = (each: Rule): Readonly<Record<string, Rule>> => ({ lightMode: each, darkMode: each });
const button = modes(
  states(["active", "defaults", "disabled", "hover"], colours("backgroundColor", "borderColor", "textColor")),
);
const bar = members({
  ...modes(members({ background: colours("color"), borderColor: colour })),
  backgroundImage: enabled,
  logo: members({ enabled: flag, location: word }),
});

const CATEGORIES = members({
  auth: members({
    authMethodOrder: list(list(members({ display: word, type: word }))),
    federation: members({ interfaceStyle: word, order: list(text) }),
  }),
  form: members({
    displayGraphics: flag,
    instructions: enabled,
    languageSelector: enabled,
    location: members({ horizontal: word, vertical: word }),
    sessionTimerDisplay: word,
  }),
  global: members({
    colorSchemeMode: oneOf("LIGHT", "DARK", "DYNAMIC"),
    pageFooter: enabled,
    pageHeader: enabled,
    spacingDensity: word,
  }),
  signUp: members({ acceptanceElements: list(members({ enforcement: word, textKey: text })) }),
});

const COMPONENT_CLASSES = members({
  buttons: members({ borderRadius: radius }),
  divider: members(modes(colours("borderColor"))),
  dropDown: members({
    ...modes(
      states(["defaults", "hover", "match"], colours("itemBackgroundColor", "itemBorderColor", "itemTextColor")),
    ),
    borderRadius: radius,
  }),
  focusState: members(modes(colours("borderColor"))),
  idpButtons: members({ icons: enabled }),
  input: members({
    ...modes(members({ defaults: colours("backgroundColor", "borderColor"), placeholderColor: colour })),
    borderRadius: radius,
  }),
  inputDescription: members(modes(colours("textColor"))),
  inputLabel: members(modes(colours("textColor"))),
  link: members(modes(states(["defaults", "hover"], colours("textColor")))),
  optionControls: members(
    modes(
      members({
        defaults: colours("backgroundColor", "borderColor"),
        selected: colours("backgroundColor", "foregroundColor"),
      }),
    ),
  ),
  statusIndicator: members(
    modes(
      states(["error", "pending", "success", "warning"], colours("backgroundColor", "borderColor", "indicatorColor")),
    ),
  ),
});

const COMPONENTS = members({
  alert: members({
    ...modes(members({ error: colours("backgroundColor", "borderColor") })),
    borderRadius: radius,
  }),
  favicon: members({ enabledTypes: list(oneOf("ICO", "SVG")) }),
  form: members({
    ...modes(colours("backgroundColor", "borderColor")),
    backgroundImage: enabled,
    borderRadius: radius,
    logo: members({ enabled: flag, formInclusion: word, location: word, position: word }),
  }),
  idpButton: members({ custom: named(members(button)), standard: members(button) }),
  pageBackground: members({ ...modes(colours("color")), image: enabled }),
  pageFooter: bar,
  pageHeader: bar,
  pageText: members(modes(colours("bodyColor", "descriptionColor", "headingColor"))),
  phoneNumberSelector: members({ displayType: word }),
  primaryButton: members(button),
  secondaryButton: members(button),
});

const SETTINGS = members({
  categories: CATEGORIES,
  componentClasses: COMPONENT_CLASSES,
  components: COMPONENTS,
});

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const unknownSetting = (path: string) => invalidParameter(`${path} is not a setting of managed login.`);
const invalidSetting = (path: string) => invalidParameter(`The value of ${path} is not valid.`);

const requireEntries = (count: number, path: string): void => {
  if (count > ENTRIES_MAX) throw invalidSetting(path);
};

/** The value, which has been checked against its rule. @throws InvalidParameterException */
const checked = (rule: Rule, value: unknown, path: string): SettingsValue => {
  if (rule.kind === "list" && Array.isArray(value)) {
    requireEntries(value.length, path);
    return value.map((entry: unknown, index) => checked(rule.of, entry, `${path}[${index}]`));
  }
  if ((rule.kind === "members" || rule.kind === "named") && isObject(value)) {
    const entries = Object.entries(value);
    requireEntries(entries.length, path);
    return Object.fromEntries(
      entries.map(([name, entry]) => {
        const inner = `${path}.${name.slice(0, TEXT_MAX_LENGTH)}`;
        if (rule.kind === "named") return [name, checked(rule.of, entry, inner)];
        const own = Object.hasOwn(rule.members, name) ? rule.members[name] : undefined;
        if (own === undefined) throw unknownSetting(inner);
        return [name, checked(own, entry, inner)];
      }),
    );
  }
  if (rule.kind !== "scalar" || !rule.isValid(value)) throw invalidSetting(path);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every scalar rule takes text, numbers or booleans alone
  return value as SettingsValue;
};

/** The settings of a request. @throws InvalidParameterException for the first member that is unknown or invalid */
export const requestedSettings = (document: unknown): SettingsValue => checked(SETTINGS, document, "settings");

const isBranch = (value: SettingsValue | undefined): value is { readonly [member: string]: SettingsValue } =>
  isObject(value);

/** `own` over `defaults`, member by member; lists go whole. */
export const mergedSettings = (defaults: SettingsValue, own: SettingsValue): SettingsValue => {
  if (!isBranch(defaults) || !isBranch(own)) return own;
  const merged = new Map<string, SettingsValue>(Object.entries(defaults));
  for (const [name, value] of Object.entries(own)) {
    const before = merged.get(name);
    merged.set(name, before === undefined ? value : mergedSettings(before, value));
  }
  return Object.fromEntries(merged);
};
