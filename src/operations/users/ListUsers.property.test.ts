import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { startWorld } from "../../testing/world.ts";

/** Characters that mean something to a filter, to SQL or to the order of texts, and a few that do not. */
const unit = fc.constantFrom(...Array.from("abAB01 \\\"'%_*^=()ßẞéÉ"), "\u{1F600}", "\uFFFD", "\uD7FF");
const value = fc.string({ unit, minLength: 1, maxLength: 6 });
const USERS = 25;

const quoted = (text: string) => `"${text.replaceAll(/["\\]/g, "\\$&")}"`;

test("ListUsers finds those whose value is, or begins with, what was asked for, and nobody else", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const people = new Map<string, string>();
  for (const name of fc.sample(value, USERS)) {
    const Username = `user${people.size}`;
    people.set(Username, name);
    const UserAttributes = [{ Name: "name", Value: name }];
    await call.AdminCreateUser({ ...pool, Username, MessageAction: "SUPPRESS", UserAttributes });
  }
  const names = [...people.values()];
  const asked = fc.oneof(
    value,
    fc.tuple(fc.constantFrom(...names), fc.nat(6)).map(([name, length]) => Array.from(name).slice(0, length).join("")),
  );
  const property = fc.asyncProperty(asked, fc.constantFrom("=", "^="), async (text, operator) => {
    const { Users = [] } = await call.ListUsers({ ...pool, Filter: `name ${operator} ${quoted(text)}` });
    const expected = [...people]
      .filter(([, name]) => (operator === "=" ? name === text : name.startsWith(text)))
      .map(([Username]) => Username);
    assert.deepEqual(Users.map(({ Username = "" }) => Username).sort(), expected.sort());
  });
  await fc.assert(property, { numRuns: 300 });
});
