import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { canonicalName } from "./identifier.ts";

/** Letters, marks and signs that fold, compose or vanish. */
const RANGES = [
  [0x20, 0x24f],
  [0x300, 0x3ff],
  [0x1100, 0x11ff],
  [0x1e00, 0x206f],
  [0xac00, 0xac80],
  [0xfb00, 0xfb50],
  [0xfe00, 0xffef],
  [0x1d400, 0x1d7ff],
] as const;

const unit = fc
  .oneof(...RANGES.map(([min, max]) => fc.integer({ min, max })))
  .map((point) => String.fromCodePoint(point));
const names = fc.string({ unit, maxLength: 12 });

const FORMS = ["NFC", "NFD", "NFKC", "NFKD"] as const;

/** Code points that show nothing. */
const INVISIBLE = ["\u0000", "\u00AD", "\u200B", "\u200D", "\u2060", "\uFE0F", "\uFEFF"] as const;

test("canonicalName leaves alone what it has made", () => {
  fc.assert(
    fc.property(names, fc.boolean(), (name, caseSensitive) => {
      const canonical = canonicalName(name, caseSensitive);
      assert.equal(canonicalName(canonical, caseSensitive), canonical);
    }),
    { numRuns: 1_000 },
  );
});

test("canonicalName is one for all that looks the same: composed or not, between blanks, with what shows nothing around", () => {
  fc.assert(
    fc.property(names, fc.boolean(), fc.constantFrom(...INVISIBLE), (name, caseSensitive, hidden) => {
      const canonical = canonicalName(name, caseSensitive);
      const alike = [...FORMS.map((form) => name.normalize(form)), ` ${name}\t`, `${hidden}${name}${hidden}`];
      for (const each of alike) assert.equal(canonicalName(each, caseSensitive), canonical);
    }),
    { numRuns: 1_000 },
  );
});

test("canonicalName does not distinguish case where the pool does not", () => {
  fc.assert(
    fc.property(names, (name) => {
      const letters = canonicalName(name, true).normalize("NFD");
      const canonical = canonicalName(name, false);
      assert.equal(canonicalName(letters.toUpperCase(), false), canonical);
      assert.equal(canonicalName(letters.toLowerCase(), false), canonical);
    }),
    { numRuns: 1_000 },
  );
});

test("canonicalName takes these for one name, and those for two", () => {
  const one = [
    ["ada@example.com", "ADA@EXAMPLE.COM"],
    ["ada@example.com", "ada＠example.com"],
    ["ada", "ａｄａ"],
    ["ada", "𝐚𝐝𝐚"],
    ["ada", "a\u200Dd\u200Ba"],
    ["ada", "ada\u0000"],
    ["ada", " ada "],
    ["é", "e\u0301"],
    ["straße", "STRASSE"],
    ["straße", "STRAẞE"],
    ["ﬁn", "FIN"],
    ["Ω", "Ω"],
    ["Σας", "ΣΑΣ"],
    ["kilo", "Kilo"],
    ["ıda", "IDA"],
  ] as const;
  for (const [a, b] of one) assert.equal(canonicalName(a, false), canonicalName(b, false), `${a} ${b}`);
  const two = [
    ["ada", "аda"],
    ["ada", "ädä"],
    ["a.da", "ada"],
    ["o0", "oO"],
  ] as const;
  for (const [a, b] of two) assert.notEqual(canonicalName(a, false), canonicalName(b, false), `${a} ${b}`);
  assert.notEqual(canonicalName("ada", true), canonicalName("Ada", true));
});
