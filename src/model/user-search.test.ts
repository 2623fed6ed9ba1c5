import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Pool } from "./pool.ts";
import { endOfPrefix, indexedValues, parseFilter } from "./user-search.ts";
import type { User } from "./user.ts";
import { userValue } from "../testing/user-value.ts";

const poolOf = (CaseSensitive: boolean): Pool => ({
  id: "us-east-1_a",
  name: "pool",
  settings: { UsernameConfiguration: { CaseSensitive } },
  createdAt: 0,
  modifiedAt: 0,
  version: 1,
});
const pool = poolOf(true);

const userOf = (attributes: User["attributes"], username = "Ada"): User =>
  userValue({ poolId: pool.id, sub: "s", username, attributes });

const NAMES = [
  "username",
  "email",
  "phone_number",
  "name",
  "given_name",
  "family_name",
  "preferred_username",
  "cognito:user_status",
  "status",
  "sub",
] as const;

test("parseFilter reads every name, operator, quotation and any spaces", () => {
  assert.deepEqual(parseFilter(pool, 'name="A"'), { name: "name", operator: "is", value: "A" });
  assert.deepEqual(parseFilter(pool, ' "given_name"  ^=  "Jo" '), {
    name: "given_name",
    operator: "begins",
    value: "Jo",
  });
  assert.deepEqual(parseFilter(pool, 'family_name = "O\\"Reilly \\\\"'), {
    name: "family_name",
    operator: "is",
    value: 'O"Reilly \\',
  });
  assert.equal(parseFilter(pool, ""), undefined);
  assert.equal(parseFilter(pool, "  "), undefined);
});

test("parseFilter gives back whatever was quoted", () => {
  const spaces = fc.string({ unit: fc.constantFrom(" ", "\t", "\n"), maxLength: 3 });
  const values = fc.string({ unit: "grapheme", maxLength: 40 });
  fc.assert(
    fc.property(
      fc.constantFrom(...NAMES),
      fc.constantFrom("=", "^="),
      values,
      fc.boolean(),
      fc.array(spaces, { minLength: 4, maxLength: 4 }),
      (name, operator, value, quoted, [a, b, c, d]) => {
        const escaped = value.replaceAll(/["\\]/g, "\\$&");
        const read = parseFilter(pool, `${a}${quoted ? `"${name}"` : name}${b}${operator}${c}"${escaped}"${d}`);
        assert.equal(read?.name, name);
        assert.equal(read?.operator, operator === "=" ? "is" : "begins");
        if (name !== "cognito:user_status") assert.equal(read?.value, value.replaceAll("\u0000", "\uFFFD"));
      },
    ),
  );
});

test("parseFilter refuses what is no condition, or not one that can be searched by", () => {
  const parsing = { name: "InvalidParameterException", message: "Error while parsing filter." };
  const wrong = ["name", 'name "A"', "name = A", 'name = "A', 'name == "A"', 'name = "A" and name = "B"', '= "A"'];
  for (const filter of [...wrong, 'name = "a"b"', 'name > "A"', "name = 'A'", '"name = "A"']) {
    assert.throws(() => parseFilter(pool, filter), parsing, filter);
  }
  for (const name of ["custom:team", "email_verified", "Username", "constructor"]) {
    assert.throws(() => parseFilter(pool, `${name} = "x"`), {
      name: "InvalidParameterException",
      message: `Invalid search attribute: ${name}`,
    });
  }
});

test("parseFilter and indexedValues agree, whatever the case where it does not count", () => {
  const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(text, fc.nat(20), (email, length) => {
      const folding = poolOf(false);
      const stored = indexedValues(folding, userOf({ email })).get("email") ?? "";
      for (const typed of [email, email.toUpperCase()]) {
        const whole = parseFilter(folding, `email = "${typed.replaceAll(/["\\]/g, "\\$&")}"`);
        if (typed === email) assert.equal(whole?.value, stored);
        const start = Array.from(email).slice(0, length).join("");
        const begun = parseFilter(folding, `email ^= "${start.replaceAll(/["\\]/g, "\\$&")}"`);
        assert.ok(stored.startsWith(begun?.value ?? "?"));
      }
    }),
  );
  assert.equal(parseFilter(pool, 'cognito:user_status = "confirmed"')?.value, "confirmed");
  assert.equal(indexedValues(pool, userOf({})).get("cognito:user_status"), "confirmed");
  assert.equal(indexedValues(pool, userOf({})).get("username"), "Ada");
  assert.equal(indexedValues(poolOf(false), userOf({})).get("username"), "ada");
  assert.equal(indexedValues(poolOf(false), userOf({ name: "Ada" })).get("name"), "Ada");
});

test("indexedValues keeps of a long value more than a filter can ask for, and no half of a character", () => {
  const kept = (name: string) => indexedValues(pool, userOf({ name })).get("name") ?? "";
  assert.equal(kept("n".repeat(2048)).length, 750);
  assert.equal(kept("\u{1F600}".repeat(1000)).isWellFormed(), true);
  assert.equal(kept(`${"n".repeat(749)}\u{1F600}`), `${"n".repeat(749)}\uFFFD`);
  assert.equal(kept("a\u0000b"), "a\uFFFDb");
});

test("endOfPrefix comes after everything that begins so, and before everything else that comes later", () => {
  const text = fc.string({ unit: "grapheme-composite", maxLength: 6 });
  fc.assert(
    fc.property(
      text.filter((prefix) => prefix !== ""),
      text,
      (prefix, other) => {
        const order = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
        assert.equal(order(prefix + other, endOfPrefix(prefix)), -1);
        if (order(other, prefix) === 1 && !other.startsWith(prefix)) {
          assert.ok(order(other, endOfPrefix(prefix)) >= 0);
        }
      },
    ),
  );
  assert.equal(endOfPrefix("\uD7FF"), "\uE000");
});
