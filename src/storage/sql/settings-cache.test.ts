import assert from "node:assert/strict";
import { test } from "node:test";
import { createSettingsCache } from "./settings-cache.ts";

test("createSettingsCache parses a text once, and anew when it has changed", () => {
  const settingsOf = createSettingsCache<{ readonly n: number }>();
  const first = settingsOf("a", '{"n":1}');
  assert.equal(settingsOf("a", '{"n":1}'), first);
  assert.deepEqual(settingsOf("a", '{"n":2}'), { n: 2 });
  assert.deepEqual(settingsOf("a", '{"n":1}'), { n: 1 });
});

test("createSettingsCache freezes what many share, to the depth", () => {
  const settingsOf = createSettingsCache<{ readonly list: { n: number }[] }>();
  const settings = settingsOf("a", '{"list":[{"n":1}]}');
  assert.ok(Object.isFrozen(settings) && Object.isFrozen(settings.list) && Object.isFrozen(settings.list[0]));
});

test("createSettingsCache forgets the oldest beyond its limit", () => {
  const settingsOf = createSettingsCache<{ readonly n: number }>(2);
  const [a, b] = [settingsOf("a", '{"n":1}'), settingsOf("b", '{"n":1}')];
  settingsOf("c", '{"n":1}');
  assert.equal(settingsOf("b", '{"n":1}'), b);
  assert.notEqual(settingsOf("a", '{"n":1}'), a);
});
