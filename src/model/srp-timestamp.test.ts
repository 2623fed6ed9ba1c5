import assert from "node:assert/strict";
import { test } from "node:test";
import { isTimely, SRP_CLOCK_SKEW_MS, srpTimestamp } from "./srp-timestamp.ts";

const AT = Date.UTC(2026, 2, 3, 4, 5, 6);
const TEXT = "Tue Mar 3 04:05:06 UTC 2026";

test("srpTimestamp writes a moment as Amazon's clients do", () => {
  assert.equal(srpTimestamp(AT), TEXT);
  assert.equal(srpTimestamp(Date.UTC(2026, 10, 21, 19, 0, 0)), "Sat Nov 21 19:00:00 UTC 2026");
});

test("isTimely takes a timestamp five minutes early or late, and no second more", () => {
  for (const off of [0, SRP_CLOCK_SKEW_MS, -SRP_CLOCK_SKEW_MS]) assert.equal(isTimely(TEXT, AT + off), true);
  for (const off of [SRP_CLOCK_SKEW_MS + 1, -SRP_CLOCK_SKEW_MS - 1]) assert.equal(isTimely(TEXT, AT + off), false);
});

test("isTimely takes no day that is padded, wrong or impossible", () => {
  for (const text of [
    "Tue Mar 03 04:05:06 UTC 2026",
    "Mon Mar 3 04:05:06 UTC 2026",
    "Tue Mar 3 4:05:06 UTC 2026",
    "Tue Mar 3 04:05:66 UTC 2026",
    "Sat Feb 31 04:05:06 UTC 2026",
  ]) {
    assert.equal(isTimely(text, AT), false, text);
  }
});

test("isTimely refuses what is no timestamp, in Amazon's words", () => {
  for (const text of [
    "",
    "now",
    "2026-03-03T04:05:06Z",
    "Tue Mar 3 04:05:06 GMT 2026",
    "Di Mär 3 04:05:06 UTC 2026",
    "tue Mar 3 04:05:06 UTC 2026",
    `${TEXT} `,
    `${TEXT}\n`,
    "Mon Feb 12 15:26:37 +05:30 2018",
  ]) {
    assert.throws(() => isTimely(text, AT), {
      name: "InvalidParameterException",
      message: "TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.",
    });
  }
});
