import assert from "node:assert/strict";
import { test } from "node:test";
import { deliveryDetails, isVerifiedFlag, maskDestination, maskEmail, maskPhoneNumber } from "./destination.ts";

test("maskEmail shows the first character of each side", () => {
  assert.equal(maskEmail("ada@example.com"), "a***@e***");
  assert.equal(maskEmail("a@b"), "a***@b***");
  assert.equal(maskEmail("a@b@example.com"), "a***@e***");
  assert.equal(maskEmail("😀da@😀.example"), "😀***@😀***");
});

test("maskEmail gives away nothing more of what is not an address", () => {
  assert.equal(maskEmail("ada"), "a***@***");
  assert.equal(maskEmail(""), "***@***");
});

test("maskPhoneNumber shows the last four digits, and how many are hidden", () => {
  assert.equal(maskPhoneNumber("+12065559934"), "+*******9934");
  assert.equal(maskPhoneNumber("+491711234114"), "+********4114");
  assert.equal(maskPhoneNumber("+12345"), "+*2345");
});

test("maskPhoneNumber hides a number that four digits would give away", () => {
  assert.equal(maskPhoneNumber("+1234"), "+****");
  assert.equal(maskPhoneNumber("+1"), "+*");
});

test("maskDestination masks by medium", () => {
  assert.equal(maskDestination("EMAIL", "ada@example.com"), "a***@e***");
  assert.equal(maskDestination("SMS", "+12065559934"), "+*******9934");
});

test("deliveryDetails tells where a message went without giving the address away", () => {
  assert.deepEqual(deliveryDetails({ attribute: "email", medium: "EMAIL", value: "test@test.com" }), {
    Destination: "t***@t***",
    DeliveryMedium: "EMAIL",
    AttributeName: "email",
  });
});

test("isVerifiedFlag takes true in any case, and nothing else", () => {
  for (const value of ["true", "True", "TRUE"]) assert.equal(isVerifiedFlag(value), true, value);
  for (const value of [undefined, "", "false", "1", "yes", " true"]) assert.equal(isVerifiedFlag(value), false, value);
});
