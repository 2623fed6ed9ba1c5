import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { startHttpServer } from "../../testing/loopback-server.ts";
import type { OutgoingMessage } from "../sender.ts";
import { SenderSettingError } from "../sender.ts";
import { smsSnsSender, snsRegion } from "./sms-sns.ts";

const message: OutgoingMessage = { id: "m-1", medium: "SMS", to: "+491711234567", body: "Your code is 123456." };

const ACCEPTED =
  '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>';
const refusal = (code: string): string =>
  `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>Invalid parameter: +491711234567 with 123456</Message></Error><RequestId>1</RequestId></ErrorResponse>`;

/** A stand-in for SNS that speaks its query protocol. */
const startSns = async (status = 200, answer = ACCEPTED) => {
  const received: { readonly form: URLSearchParams; readonly authorization: string }[] = [];
  const started = await startHttpServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const form = new URLSearchParams(Buffer.concat(chunks).toString());
      received.push({ form, authorization: request.headers.authorization ?? "" });
      response.writeHead(status, { "content-type": "text/xml" }).end(answer);
    });
  });
  return { ...started, received };
};

const senderTo = (endpoint: string, origination?: string) =>
  smsSnsSender({
    region: "eu-central-1",
    origination,
    access: { endpoint, credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "not a real key" } },
  });

const never = () => new AbortController().signal;

const attributesOf = (form: URLSearchParams): Record<string, string> => {
  const attributes: Record<string, string> = {};
  for (let n = 1; form.has(`MessageAttributes.entry.${n}.Name`); n++) {
    const entry = `MessageAttributes.entry.${n}`;
    attributes[form.get(`${entry}.Name`) ?? ""] = form.get(`${entry}.Value.StringValue`) ?? "";
  }
  return attributes;
};

test("smsSnsSender publishes a transactional message to the number, signed for the region", async () => {
  await using sns = await startSns();
  await using sender = senderTo(sns.origin);

  assert.deepEqual(await sender.send(message, never()), { outcome: "sent" });

  const [request] = sns.received;
  assert.ok(request !== undefined);
  assert.equal(request.form.get("Action"), "Publish");
  assert.equal(request.form.get("PhoneNumber"), "+491711234567");
  assert.equal(request.form.get("Message"), "Your code is 123456.");
  assert.match(request.authorization, /\/eu-central-1\/sns\/aws4_request/);
  assert.deepEqual(attributesOf(request.form), { "AWS.SNS.SMS.SMSType": "Transactional" });
});

for (const [origination, attribute] of [
  ["+12065550100", "AWS.MM.SMS.OriginationNumber"],
  ["12345", "AWS.MM.SMS.OriginationNumber"],
  ["POOLHOUSE", "AWS.SNS.SMS.SenderID"],
] as const) {
  test(`smsSnsSender sends ${origination} as ${attribute}`, async () => {
    await using sns = await startSns();
    await using sender = senderTo(sns.origin, origination);

    await sender.send(message, never());

    assert.equal(attributesOf(sns.received[0]?.form ?? new URLSearchParams())[attribute], origination);
  });
}

for (const [status, code, final] of [
  [400, "InvalidParameter", true],
  [400, "OptedOut", true],
  [400, "Throttling", false],
  [400, "ThrottlingException", false],
  [403, "AuthorizationError", false],
  [403, "InvalidClientTokenId", false],
  [429, "Throttled", false],
  [500, "InternalError", false],
  [503, "ServiceUnavailable", false],
] as const) {
  test(`smsSnsSender takes ${status} ${code} as ${final ? "final" : "temporary"}, asks once and repeats no text`, async () => {
    await using sns = await startSns(status, refusal(code));
    await using sender = senderTo(sns.origin);

    const delivery = await sender.send(message, never());

    assert.ok(delivery.outcome === "failed");
    assert.equal(delivery.final, final);
    assert.doesNotMatch(delivery.reason, /\d{4}/);
    assert.equal(sns.received.length, 1);
  });
}

test("smsSnsSender tries again where nobody listens, and where the answer makes no sense", async () => {
  await using nonsense = await startSns(200, "<html>");
  await using confused = senderTo(nonsense.origin);
  const sns = await startSns();
  await sns[Symbol.asyncDispose]();
  await using lonely = senderTo(sns.origin);

  for (const sender of [confused, lonely]) {
    const delivery = await sender.send(message, never());
    assert.ok(delivery.outcome === "failed" && !delivery.final);
  }
});

test("smsSnsSender gives up a silent service when the caller does, and when it is closed", async () => {
  await using sns = await startHttpServer(() => undefined);
  const sender = senderTo(sns.origin);
  const givenUp = {
    outcome: "failed",
    reason: "The attempt was given up before the SMS service answered.",
    final: false,
  };
  const caller = new AbortController();

  const first = once(sns.server, "request");
  const abandoned = sender.send(message, caller.signal);
  await first;
  caller.abort();
  assert.deepEqual(await abandoned, givenUp);

  const second = once(sns.server, "request");
  const cut = sender.send(message, never());
  await second;
  await sender.close();
  assert.deepEqual(await cut, givenUp);
});

test("snsRegion reads a region and nothing else", () => {
  assert.equal(snsRegion(new URL("sns://eu-central-1")), "eu-central-1");
  assert.equal(snsRegion(new URL("sns://us-gov-west-1/")), "us-gov-west-1");
  for (const url of [
    "sns://",
    "sns://evil.example",
    "sns://us-east-1:80",
    "sns://key:hunter22@us-east-1",
    "sns://us-east-1/x",
    "sns://us-east-1?x",
  ]) {
    assert.throws(
      () => snsRegion(new URL(url)),
      (error) => error instanceof SenderSettingError && !error.message.includes("hunter22"),
      url,
    );
  }
});
