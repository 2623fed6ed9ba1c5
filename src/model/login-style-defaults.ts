/**
 * What a style of managed login has where it says nothing itself. The members are Amazon's; the colours are our own.
 * Colours: red, green, blue and opacity.
 */
import type { SettingsValue } from "./login-style-settings.ts";

/** From the page's ground to its text, in one mode. */
interface Palette {
  readonly ground: string;
  readonly bar: string;
  readonly raised: string;
  readonly line: string;
  readonly strong: string;
  readonly muted: string;
  readonly body: string;
  readonly heading: string;
  readonly accent: string;
  readonly accentStrong: string;
  readonly accentSoft: string;
  readonly onAccent: string;
  readonly error: string;
  readonly errorSoft: string;
  readonly success: string;
  readonly successSoft: string;
  readonly warning: string;
  readonly warningSoft: string;
}

const LIGHT: Palette = {
  ground: "ffffffff",
  bar: "f7f8faff",
  raised: "eef1f5ff",
  line: "d5dae1ff",
  strong: "76808eff",
  muted: "5a6472ff",
  body: "3c4552ff",
  heading: "10161fff",
  accent: "1a62c6ff",
  accentStrong: "0f3f86ff",
  accentSoft: "e5effcff",
  onAccent: "ffffffff",
  error: "c02020ff",
  errorSoft: "fdf3f3ff",
  success: "17752bff",
  successSoft: "f1faf3ff",
  warning: "8a5a00ff",
  warningSoft: "fdf8eaff",
};

const DARK: Palette = {
  ground: "12181fff",
  bar: "0b1016ff",
  raised: "1f2831ff",
  line: "37424eff",
  strong: "75818eff",
  muted: "98a3afff",
  body: "bac3cdff",
  heading: "e3e8edff",
  accent: "62a4f2ff",
  accentStrong: "9cc6f8ff",
  accentSoft: "1c2f47ff",
  onAccent: "0b1016ff",
  error: "f07878ff",
  errorSoft: "2a1113ff",
  success: "4fbd66ff",
  successSoft: "0f2415ff",
  warning: "e0b54bff",
  warningSoft: "271e0aff",
};

const inModes = (of: (palette: Palette) => SettingsValue) => ({ lightMode: of(LIGHT), darkMode: of(DARK) });
const OFF = { enabled: false };
const CORNER_PX = 8;

const quietButton = ({ accent, accentStrong, accentSoft, ground, raised }: Palette, edge = accent): SettingsValue => ({
  active: { backgroundColor: accentSoft, borderColor: accentStrong, textColor: accentStrong },
  defaults: { backgroundColor: ground, borderColor: edge, textColor: edge },
  hover: { backgroundColor: raised, borderColor: accentStrong, textColor: accentStrong },
});

const bar: SettingsValue = {
  ...inModes(({ bar: color, line }) => ({ background: { color }, borderColor: line })),
  backgroundImage: OFF,
  logo: { enabled: false, location: "START" },
};

const categories: SettingsValue = {
  auth: {
    authMethodOrder: [
      [
        { display: "BUTTON", type: "FEDERATED" },
        { display: "INPUT", type: "USERNAME_PASSWORD" },
      ],
    ],
    federation: { interfaceStyle: "BUTTON_LIST", order: [] },
  },
  form: {
    displayGraphics: true,
    instructions: OFF,
    languageSelector: OFF,
    location: { horizontal: "CENTER", vertical: "CENTER" },
    sessionTimerDisplay: "NONE",
  },
  global: { colorSchemeMode: "LIGHT", pageFooter: OFF, pageHeader: OFF, spacingDensity: "REGULAR" },
  signUp: { acceptanceElements: [{ enforcement: "NONE", textKey: "en" }] },
};

const componentClasses: SettingsValue = {
  buttons: { borderRadius: CORNER_PX },
  divider: inModes(({ line }) => ({ borderColor: line })),
  dropDown: {
    ...inModes(({ ground, raised, strong, heading, muted, accent }) => ({
      defaults: { itemBackgroundColor: ground },
      hover: { itemBackgroundColor: raised, itemBorderColor: strong, itemTextColor: heading },
      match: { itemBackgroundColor: muted, itemTextColor: accent },
    })),
    borderRadius: CORNER_PX,
  },
  focusState: inModes(({ accent }) => ({ borderColor: accent })),
  idpButtons: { icons: { enabled: true } },
  input: {
    ...inModes(({ ground, strong, muted }) => ({
      defaults: { backgroundColor: ground, borderColor: strong },
      placeholderColor: muted,
    })),
    borderRadius: CORNER_PX,
  },
  inputDescription: inModes(({ muted }) => ({ textColor: muted })),
  inputLabel: inModes(({ heading }) => ({ textColor: heading })),
  link: inModes(({ accent, accentStrong }) => ({
    defaults: { textColor: accent },
    hover: { textColor: accentStrong },
  })),
  optionControls: inModes(({ ground, strong, accent, onAccent }) => ({
    defaults: { backgroundColor: ground, borderColor: strong },
    selected: { backgroundColor: accent, foregroundColor: onAccent },
  })),
  statusIndicator: inModes((palette) => ({
    error: { backgroundColor: palette.errorSoft, borderColor: palette.error, indicatorColor: palette.error },
    pending: { indicatorColor: palette.muted },
    success: { backgroundColor: palette.successSoft, borderColor: palette.success, indicatorColor: palette.success },
    warning: { backgroundColor: palette.warningSoft, borderColor: palette.warning, indicatorColor: palette.warning },
  })),
};

const components: SettingsValue = {
  alert: {
    ...inModes(({ error, errorSoft }) => ({ error: { backgroundColor: errorSoft, borderColor: error } })),
    borderRadius: 12,
  },
  favicon: { enabledTypes: ["ICO", "SVG"] },
  form: {
    ...inModes(({ ground, line }) => ({ backgroundColor: ground, borderColor: line })),
    backgroundImage: OFF,
    borderRadius: CORNER_PX,
    logo: { enabled: false, formInclusion: "IN", location: "CENTER", position: "TOP" },
  },
  idpButton: { custom: {}, standard: inModes((palette) => quietButton(palette, palette.body)) },
  pageBackground: { ...inModes(({ ground }) => ({ color: ground })), image: { enabled: true } },
  pageFooter: bar,
  pageHeader: bar,
  pageText: inModes(({ body, heading }) => ({ bodyColor: body, descriptionColor: body, headingColor: heading })),
  phoneNumberSelector: { displayType: "TEXT" },
  primaryButton: inModes(({ accent, accentStrong, onAccent, line }) => ({
    active: { backgroundColor: accentStrong, textColor: onAccent },
    defaults: { backgroundColor: accent, textColor: onAccent },
    disabled: { backgroundColor: line, borderColor: line },
    hover: { backgroundColor: accentStrong, textColor: onAccent },
  })),
  secondaryButton: inModes((palette) => quietButton(palette)),
};

/** A whole settings document. */
export const DEFAULT_SETTINGS: SettingsValue = { categories, componentClasses, components };
