import assert from "node:assert/strict";
import { test } from "node:test";
import type { Pool, PoolSettings } from "./pool.ts";
import { nameNewUser, requirePreferredUsername } from "./username.ts";

const poolOf = (settings: PoolSettings): Pool => ({
  id: "us-east-1_Ab1Cd2Ef3",
  name: "pool",
  settings,
  createdAt: 0,
  modifiedAt: 0,
  version: 1,
});
const SUB = "34c84488-e0e1-40ae-92ee-991ad1a898c8";
const invalid = (message: string) => ({ name: "InvalidParameterException", message });

test("nameNewUser takes any name in a plain pool, one like an address too", () => {
  for (const name of ["ada", "ada@example.com", "+12065550100"]) {
    assert.deepEqual(nameNewUser(poolOf({}), name, {}, SUB), { username: name, attributes: {} });
  }
});

test("nameNewUser refuses a name that nobody can see", () => {
  assert.throws(
    () => nameNewUser(poolOf({}), "\u3164\u115F", {}, SUB),
    invalid("Username must have a visible character."),
  );
});

test("nameNewUser refuses a name that looks like an alias, or folds into one", () => {
  const pool = poolOf({ AliasAttributes: ["email", "phone_number"] });
  for (const name of ["ada@example.com", "ada\uFF20example.com", "\uFF41da@example\uFF0Ecom", "a@b"]) {
    assert.throws(
      () => nameNewUser(pool, name, {}, SUB),
      invalid("Username cannot be of email format, since user pool is configured for email alias."),
    );
  }
  for (const name of ["+12065550100", "\uFF0B12065550100"]) {
    assert.throws(
      () => nameNewUser(pool, name, {}, SUB),
      invalid("Username cannot be of phone number format, since user pool is configured for phone number alias."),
    );
  }
  assert.equal(nameNewUser(pool, "@ada", {}, SUB).username, "@ada");
  assert.equal(
    nameNewUser(poolOf({ AliasAttributes: ["phone_number"] }), "a@b.example", {}, SUB).username,
    "a@b.example",
  );
});

test("nameNewUser makes the address an attribute and the sub the name", () => {
  const pool = poolOf({ UsernameAttributes: ["email", "phone_number"] });
  assert.deepEqual(nameNewUser(pool, "ada@example.com", { name: "Ada" }, SUB), {
    username: SUB,
    attributes: { name: "Ada", email: "ada@example.com" },
  });
  assert.deepEqual(nameNewUser(pool, "+12065550100", {}, SUB).attributes, { phone_number: "+12065550100" });
});

const refusal = (UsernameAttributes: ("email" | "phone_number")[], name: string, message: string) =>
  assert.throws(() => nameNewUser(poolOf({ UsernameAttributes }), name, {}, SUB), invalid(message));

test("nameNewUser asks for the kind of address that the pool wants", () => {
  refusal(["email"], "ada", "Username should be an email.");
  refusal(["email"], "+12065550100", "Username should be an email.");
  refusal(["phone_number"], "ada@example.com", "Username should be a phone number.");
  refusal(["email", "phone_number"], "ada", "Username should be either an email or a phone number.");
});

test("nameNewUser refuses to send one address's code to another", () => {
  const pool = poolOf({ UsernameAttributes: ["email"], UsernameConfiguration: { CaseSensitive: false } });
  assert.throws(
    () => nameNewUser(pool, "eve@example.com", { email: "ada@example.com" }, SUB),
    invalid("Username and email must be the same."),
  );
  assert.equal(
    nameNewUser(pool, "Ada@example.com", { email: "ada@example.com" }, SUB).attributes["email"],
    "Ada@example.com",
  );
});

test("requirePreferredUsername holds a name that is an alias to the rules of usernames", () => {
  const pool = poolOf({ AliasAttributes: ["email", "preferred_username"] });
  assert.throws(() => requirePreferredUsername(pool, "ada@example.com"), { name: "InvalidParameterException" });
  requirePreferredUsername(pool, "ada");
  requirePreferredUsername(poolOf({ AliasAttributes: ["email"] }), "ada@example.com");
});
