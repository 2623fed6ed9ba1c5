import assert from "node:assert/strict";
import { test } from "node:test";
import { Secret } from "../../contracts/secret.ts";
import { SenderSettingError } from "../sender.ts";
import { createSenders, type SenderSettings } from "./create-senders.ts";

const SMTP = new Secret("smtp://127.0.0.1:1");

test("createSenders makes what is configured", async () => {
  assert.deepEqual(Object.keys(createSenders({})), []);
  assert.deepEqual(Object.keys(createSenders({ smtpUrl: SMTP })), ["email"]);
  assert.deepEqual(Object.keys(createSenders({ smsUrl: "sns://eu-central-1" })), ["sms"]);
  const both = createSenders({ smtpUrl: SMTP, smsUrl: "https://sms.example.com", smsSecret: new Secret("s") });
  assert.deepEqual(Object.keys(both), ["email", "sms"]);
  await both.email?.close();
  await both.sms?.close();
});

test("createSenders puts the SMS rules before the sender", async () => {
  const settings = { smsUrl: "http://127.0.0.1:1", smsSecret: new Secret("s") };
  const message = { id: "m-1", medium: "SMS" as const, to: "+12065550100", body: "123456" };
  const outcome = async (more: SenderSettings) => {
    const { sms } = createSenders({ ...settings, ...more });
    const delivery = await sms?.send(message, new AbortController().signal);
    await sms?.close();
    return delivery?.outcome;
  };

  assert.equal(await outcome({}), "refused", "no origination");
  assert.equal(await outcome({ smsOrigination: "+12065550199" }), "failed", "nobody listens");
  assert.equal(await outcome({ smsOrigination: "+12065550199", smsSandbox: [] }), "refused", "sandbox");
});

test("createSenders holds the sandbox in a development server without a carrier too", async () => {
  const outcome = async (to: string, settings: SenderSettings) => {
    const { sms } = createSenders(settings);
    const delivery = await sms?.send({ id: "m-1", medium: "SMS", to, body: "123456" }, new AbortController().signal);
    await sms?.close();
    return delivery?.outcome;
  };
  const sandbox = { mode: "development", smsSandbox: ["+1 (206) 555-0100"] } as const;
  assert.equal(await outcome("+12065550100", sandbox), "sent", "a verified number; no carrier, no origination");
  assert.equal(await outcome("+12065550101", sandbox), "refused");
  assert.equal(await outcome("+12065550101", { mode: "development" }), undefined, "no sandbox: the inbox has it");
  assert.equal(await outcome("+12065550100", { ...sandbox, mode: "production" }), undefined, "nobody could carry it");
});

test("createSenders refuses settings that cannot work, and repeats no part of them", () => {
  for (const settings of [
    { smtpUrl: new Secret("http://ada:hunter22@mail.example.com") },
    { smtpUrl: SMTP, emailFrom: "hunter22@a.example, b@b.example" },
    { smtpUrl: SMTP, emailFrom: "hunter22" },
    { smsUrl: "hunter22" },
    { smsUrl: "ftp://ada:hunter22@sms.example.com" },
    { smsUrl: "http://ada:hunter22@sms.example.com", smsSecret: new Secret("s") },
    { smsUrl: "https://ada:hunter22@sms.example.com" },
    { smsUrl: "sns://ada:hunter22@us-east-1" },
  ]) {
    assert.throws(
      () => createSenders(settings),
      (error) => error instanceof SenderSettingError && !error.message.includes("hunter22"),
      JSON.stringify(Object.keys(settings)),
    );
  }
});
