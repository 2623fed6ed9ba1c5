import assert from "node:assert/strict";
import { test } from "node:test";
import type { OutgoingMessage, Sender } from "../sender.ts";
import { smsRefusal, withSmsRules } from "./sms-rules.ts";

const out = { verifiedNumbers: undefined, withoutUnitedStates: false };

test("smsRefusal lets every number pass outside the sandbox with an origination", async () => {
  for (const number of ["+12065550100", "+491711234567", "+14165550123"]) {
    assert.equal(await smsRefusal(number, out), undefined, number);
  }
});

test("smsRefusal refuses what is not one number in E.164 form", async () => {
  for (const number of [
    "",
    "+",
    "12065550100",
    "+0123456789",
    "+1206555010a",
    "+12065550100,+12065550101",
    "+12065550100 +12065550101",
    "+12065550100\n",
    "+1234567890123456",
    "+١٢٣٤٥٦٧٨",
    "tel:+12065550100",
    "+12065550100;ext=5",
  ]) {
    assert.match((await smsRefusal(number, out)) ?? "", /not one phone number/, JSON.stringify(number));
  }
});

test("smsRefusal in the sandbox lets verified numbers pass alone, and none where none is listed", async () => {
  const rules = { ...out, verifiedNumbers: ["+49 171 1234567", "+14165550123"] };
  assert.equal(await smsRefusal("+491711234567", rules), undefined);
  assert.equal(await smsRefusal("+14165550123", rules), undefined);
  assert.match((await smsRefusal("+491711234568", rules)) ?? "", /POOLHOUSE_SMS_SANDBOX/);
  assert.match((await smsRefusal("+491711234567", { ...out, verifiedNumbers: [] })) ?? "", /POOLHOUSE_SMS_SANDBOX/);
});

test("smsRefusal tells the United States from their neighbours under +1", async () => {
  const rules = { ...out, withoutUnitedStates: true };
  // Seattle, New York, toll-free, and area code 555, which belongs to no country.
  for (const number of ["+12065550100", "+12125551234", "+18005551234", "+15555550100"]) {
    assert.match((await smsRefusal(number, rules)) ?? "", /POOLHOUSE_SMS_ORIGINATION/, number);
  }
  // Toronto, Kingston, Santo Domingo, San Juan, Munich.
  for (const number of ["+14165550123", "+18765550123", "+18091234567", "+17875550100", "+491711234567"]) {
    assert.equal(await smsRefusal(number, rules), undefined, number);
  }
});

test("smsRefusal never repeats the number", async () => {
  const rules = { verifiedNumbers: ["+12065550100"], withoutUnitedStates: true };
  for (const number of ["+12065550100", "+12065550101", "x12065550101"]) {
    assert.doesNotMatch((await smsRefusal(number, rules)) ?? assert.fail(), /\d{3}/);
  }
});

test("withSmsRules hands over what is allowed, and keeps back what is not", async () => {
  const handed: string[] = [];
  let closed = 0;
  const close = async () => {
    closed++;
  };
  const sender: Sender = {
    send: async ({ to }) => {
      handed.push(to);
      return { outcome: "sent" };
    },
    close,
    [Symbol.asyncDispose]: close,
  };
  const message: OutgoingMessage = { id: "m-1", medium: "SMS", to: "+491711234567", body: "123456" };
  {
    await using guarded = withSmsRules(sender, { ...out, withoutUnitedStates: true });
    const signal = new AbortController().signal;
    assert.deepEqual(await guarded.send(message, signal), { outcome: "sent" });
    assert.equal((await guarded.send({ ...message, to: "+12065550100" }, signal)).outcome, "refused");
  }
  assert.deepEqual(handed, ["+491711234567"]);
  assert.equal(closed, 1);
});
