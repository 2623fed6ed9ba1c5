import assert from "node:assert/strict";
import { test } from "node:test";
import { createRates } from "./rates.ts";

test("createRates takes ten writes and ten reads of one user in a second, and others' beside them", () => {
  const rates = createRates();
  for (let n = 0; n < 10; n += 1) rates.require("AdminResetUserPassword", "ada", 0);
  assert.throws(() => rates.require("AdminResetUserPassword", "ada", 0), {
    name: "TooManyRequestsException",
    message: "Rate exceeded",
  });
  rates.require("AdminGetUser", "ada", 0);
  rates.require("AdminResetUserPassword", "bob", 0);
  rates.require("AdminResetUserPassword", "ada", 1_000);
});

test("createRates holds a category for the whole server", () => {
  const rates = createRates();
  for (let n = 0; n < 30; n += 1) rates.require("ForgotPassword", `user-${n}`, 0);
  assert.throws(() => rates.require("AdminResetUserPassword", "another", 0), { name: "TooManyRequestsException" });
  rates.require("InitiateAuth", undefined, 0);
});
