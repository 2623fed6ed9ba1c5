import assert from "node:assert/strict";
import { test } from "node:test";
import { isEmailAddress, isPhoneNumber } from "./contact-format.ts";

test("isEmailAddress takes one address", () => {
  for (const address of ["ada@example.com", "a.b+c@sub.example.co", "o'neil@example.com", "jörg@münchen.example"]) {
    assert.equal(isEmailAddress(address), true, address);
  }
});

test("isEmailAddress refuses whatever could be two addresses, or another one", () => {
  for (const text of [
    "",
    "ada",
    "@example.com",
    "ada@",
    "ada@@example.com",
    "ada@example.com@evil.example",
    "ada@example.com,eve@evil.example",
    "ada@example.com;eve@evil.example",
    "ada@example.com eve@evil.example",
    "ada@example.com\r\nBcc: eve@evil.example",
    "ada@example.com\u0000",
    "Ada <ada@example.com>",
    '"ada"@example.com',
    "ada@example\uFF0Ecom",
    "ada\uFF20example.com",
    "ada@ex\u00ADample.com",
    "ad\u200Da@example.com",
    "ada.@example.com",
    ".ada@example.com",
    "ada@.example.com",
    `${"a".repeat(250)}@example.com`,
  ]) {
    assert.equal(isEmailAddress(text), false, JSON.stringify(text));
  }
});

test("isPhoneNumber takes E.164 alone", () => {
  assert.equal(isPhoneNumber("+12065550100"), true);
  for (const text of ["", "12065550100", "+0206555", "+1 206 555", "+1206555010012345", "+1206555\n", "+１２０６"]) {
    assert.equal(isPhoneNumber(text), false, JSON.stringify(text));
  }
});
