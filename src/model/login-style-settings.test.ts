import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_SETTINGS } from "./login-style-defaults.ts";
import { mergedSettings, requestedSettings } from "./login-style-settings.ts";

test("requestedSettings takes the whole of the defaults, and any part of them", () => {
  assert.deepEqual(requestedSettings(DEFAULT_SETTINGS), DEFAULT_SETTINGS);
  for (const part of [
    {},
    { components: {} },
    { components: { form: { borderRadius: 8.5 } }, componentClasses: { buttons: { borderRadius: 9999 } } },
    { components: { idpButton: { custom: { MyProvider: { lightMode: { hover: { textColor: "FFffFF00" } } } } } } },
    { categories: { auth: { federation: { order: ["Google", "MyProvider"] } } } },
  ]) {
    assert.deepEqual(requestedSettings(part), part);
  }
});

test("requestedSettings names the member that is unknown", () => {
  for (const [document, path] of [
    [{ nothing: {} }, "settings.nothing"],
    [{ components: { from: {} } }, "settings.components.from"],
    [{ components: { form: { lightMode: { shadow: "00000000" } } } }, "settings.components.form.lightMode.shadow"],
    [JSON.parse('{"__proto__": {}}'), "settings.__proto__"],
    [{ constructor: {} }, "settings.constructor"],
  ] as const) {
    assert.throws(() => requestedSettings(document), {
      name: "InvalidParameterException",
      message: `${path} is not a setting of managed login.`,
    });
  }
});

test("requestedSettings names the member whose value is not what it may hold", () => {
  const form = (members: object) => ({ components: { form: members } });
  const auth = (members: object) => ({ categories: { auth: members } });
  for (const [document, path] of [
    ["{}", "settings"],
    [[], "settings"],
    [null, "settings"],
    [{ components: null }, "settings.components"],
    [form({ borderRadius: "8" }), "settings.components.form.borderRadius"],
    [form({ borderRadius: 10_001 }), "settings.components.form.borderRadius"],
    [form({ borderRadius: -1 }), "settings.components.form.borderRadius"],
    [form({ lightMode: { borderColor: "#ffffffff" } }), "settings.components.form.lightMode.borderColor"],
    [form({ lightMode: { borderColor: "ffffff" } }), "settings.components.form.lightMode.borderColor"],
    [form({ lightMode: { borderColor: "fffffffg" } }), "settings.components.form.lightMode.borderColor"],
    [form({ lightMode: { borderColor: 0 } }), "settings.components.form.lightMode.borderColor"],
    [form({ logo: { enabled: "true" } }), "settings.components.form.logo.enabled"],
    [form({ logo: { location: "center" } }), "settings.components.form.logo.location"],
    [{ categories: { global: { colorSchemeMode: "GREY" } } }, "settings.categories.global.colorSchemeMode"],
    [{ components: { favicon: { enabledTypes: ["PNG"] } } }, "settings.components.favicon.enabledTypes[0]"],
    [auth({ authMethodOrder: [{}] }), "settings.categories.auth.authMethodOrder[0]"],
    [auth({ authMethodOrder: [[{ type: 1 }]] }), "settings.categories.auth.authMethodOrder[0][0].type"],
    [auth({ federation: { order: ["a".repeat(129)] } }), "settings.categories.auth.federation.order[0]"],
    [
      auth({ federation: { order: Array.from({ length: 1001 }, () => "a") } }),
      "settings.categories.auth.federation.order",
    ],
  ] as const) {
    assert.throws(() => requestedSettings(document), {
      name: "InvalidParameterException",
      message: `The value of ${path} is not valid.`,
    });
  }
});

test("mergedSettings puts members over the defaults, and lists in place of them", () => {
  const own = { components: { form: { borderRadius: 1 }, favicon: { enabledTypes: ["SVG"] } } };
  const merged = mergedSettings(
    {
      components: { form: { borderRadius: 8, logo: { enabled: true } }, favicon: { enabledTypes: ["ICO", "SVG"] } },
      categories: {},
    },
    own,
  );
  assert.deepEqual(merged, {
    components: { form: { borderRadius: 1, logo: { enabled: true } }, favicon: { enabledTypes: ["SVG"] } },
    categories: {},
  });
  assert.deepEqual(mergedSettings(DEFAULT_SETTINGS, {}), DEFAULT_SETTINGS);
});
