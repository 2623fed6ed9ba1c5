import assert from "node:assert/strict";
import { createHmac, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { test } from "node:test";
import { Secret } from "../../contracts/secret.ts";
import { startHttpServer } from "../../testing/loopback-server.ts";
import type { OutgoingMessage } from "../sender.ts";
import { SenderSettingError } from "../sender.ts";
import { webhookSignature, webhookTarget } from "./signed-webhook.ts";
import { smsWebhookSender } from "./sms-webhook.ts";

const message: OutgoingMessage = { id: "m-1", medium: "SMS", to: "+491711234567", body: "Your code is 123456. ✓" };
const SECRET = new Secret("a secret of the operator");
const NAMES = { url: "POOLHOUSE_SMS_URL", secret: "POOLHOUSE_SMS_SECRET" };
const clock = { now: () => 1_700_000_000_999 };

interface Received {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: Record<string, unknown>;
  readonly body: string;
}

const hookOf = (origin: string): URL => new URL("/sms?tenant=1", origin);

/** Answers every request with a status and keeps what came. */
const startWebhook = async (status: number, headers: Record<string, string> = {}) => {
  const received: Received[] = [];
  const started = await startHttpServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method, url } = request;
      received.push({ method, path: url, headers: { ...request.headers }, body: Buffer.concat(chunks).toString() });
      response.writeHead(status, headers).end("thanks");
    });
  });
  return { ...started, received, url: hookOf(started.origin) };
};

const senderTo = (url: URL, secret = SECRET, origination?: string) =>
  smsWebhookSender({ ...webhookTarget(url, secret, NAMES), origination }, clock);

const never = () => new AbortController().signal;

/** Verifies as a receiver would. */
const isSigned = ({ headers, body }: Received, key: Buffer): boolean => {
  const signed = `${String(headers["webhook-id"])}.${String(headers["webhook-timestamp"])}.${body}`;
  const expected = Buffer.from(`v1,${createHmac("sha256", key).update(signed).digest("base64")}`);
  const actual = Buffer.from(String(headers["webhook-signature"]));
  return expected.length === actual.length && timingSafeEqual(expected, actual);
};

test("smsWebhookSender posts the message, signed, with an id that lasts", async () => {
  await using webhook = await startWebhook(202);
  await using sender = senderTo(webhook.url, SECRET, "+12065550100");

  assert.deepEqual(await sender.send(message, never()), { outcome: "sent" });
  assert.deepEqual(await sender.send(message, never()), { outcome: "sent" });

  assert.equal(webhook.received.length, 2);
  for (const request of webhook.received) {
    assert.deepEqual([request.method, request.path], ["POST", "/sms?tenant=1"]);
    assert.equal(request.headers["content-type"], "application/json");
    assert.equal(request.headers["webhook-id"], "m-1");
    assert.equal(request.headers["webhook-timestamp"], "1700000000");
    assert.deepEqual(JSON.parse(request.body), {
      id: "m-1",
      to: "+491711234567",
      text: "Your code is 123456. ✓",
      from: "+12065550100",
    });
    assert.ok(isSigned(request, Buffer.from(SECRET.reveal())));
    assert.ok(!isSigned({ ...request, body: `${request.body} ` }, Buffer.from(SECRET.reveal())));
  }
});

test("smsWebhookSender names the message's own sender first, and none where there is none", async () => {
  await using webhook = await startWebhook(200);
  await using withOrigination = senderTo(webhook.url, SECRET, "POOLHOUSE");
  await using without = senderTo(webhook.url);

  await withOrigination.send({ ...message, senderId: "EXAMPLE" }, never());
  await without.send(message, never());

  const [first, second] = webhook.received.map(({ body }) => body);
  assert.match(first ?? "", /"from":"EXAMPLE"/);
  assert.equal(second, JSON.stringify({ id: "m-1", to: "+491711234567", text: "Your code is 123456. ✓" }));
});

test("smsWebhookSender signs with the bytes that whsec_ encodes", async () => {
  await using webhook = await startWebhook(204);
  const key = Buffer.from("0123456789abcdef0123456789abcdef");
  await using sender = senderTo(webhook.url, new Secret(`whsec_${key.toString("base64")}`));

  await sender.send(message, never());

  const [request] = webhook.received;
  assert.ok(request !== undefined && isSigned(request, key));
});

test("webhookSignature agrees with the reference libraries of Standard Webhooks", () => {
  const key = Buffer.from("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "base64");
  assert.equal(
    webhookSignature(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", '{"test": 2432232314}'),
    "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  );
});

for (const [status, final] of [
  [302, false],
  [400, true],
  [401, true],
  [404, true],
  [429, false],
  [500, false],
  [503, false],
] as const) {
  test(`smsWebhookSender takes ${status} as ${final ? "final" : "temporary"}`, async () => {
    await using elsewhere = await startWebhook(200);
    await using webhook = await startWebhook(status, { location: elsewhere.url.href });
    await using sender = senderTo(webhook.url);

    const delivery = await sender.send(message, never());

    assert.ok(delivery.outcome === "failed");
    assert.equal(delivery.final, final);
    assert.match(delivery.reason, new RegExp(String(status)));
    assert.doesNotMatch(delivery.reason, /123456|\d{7}|thanks/);
    assert.equal(elsewhere.received.length, 0, "no redirect is followed");
  });
}

test("smsWebhookSender does not read an endless answer to its end", async () => {
  const gone = Promise.withResolvers<void>();
  await using webhook = await startHttpServer((request, response) => {
    request.resume();
    response.on("close", gone.resolve);
    response.on("error", () => undefined);
    response.writeHead(200);
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(16_384)));
    };
    response.on("drain", more);
    more();
  });
  await using sender = senderTo(hookOf(webhook.origin));

  assert.deepEqual(await sender.send(message, never()), { outcome: "sent" });
  await gone.promise;
});

test("smsWebhookSender gives up a silent webhook when the caller does, and when it is closed", async () => {
  await using webhook = await startHttpServer(() => undefined);
  const givenUp = {
    outcome: "failed",
    reason: "The attempt was given up before the SMS webhook answered.",
    final: false,
  };
  const sender = senderTo(hookOf(webhook.origin));
  const caller = new AbortController();

  const first = once(webhook.server, "request");
  const abandoned = sender.send(message, caller.signal);
  await first;
  caller.abort();
  assert.deepEqual(await abandoned, givenUp);

  const second = once(webhook.server, "request");
  const cut = sender.send(message, never());
  await second;
  await sender.close();
  assert.deepEqual(await cut, givenUp);
  assert.deepEqual(await sender.send(message, never()), givenUp);
});

test("smsWebhookSender tries again where nobody listens", async () => {
  const webhook = await startWebhook(200);
  await webhook[Symbol.asyncDispose]();
  await using sender = senderTo(webhook.url);

  assert.deepEqual(await sender.send(message, never()), {
    outcome: "failed",
    reason: "The SMS webhook could not be reached.",
    final: false,
  });
});

test("webhookTarget refuses plain http to other machines, and a webhook without a secret", () => {
  for (const url of [
    "http://sms.example.com/",
    "http://127.0.0.1.evil.example/",
    "http://10.0.0.1/",
    "http://localhost.evil.example/",
  ]) {
    assert.throws(() => webhookTarget(new URL(url), SECRET, NAMES), SenderSettingError, url);
  }
  for (const url of ["https://sms.example.com/", "http://localhost:1/", "http://127.0.0.2:1/", "http://[::1]:1/"]) {
    assert.equal(webhookTarget(new URL(url), SECRET, NAMES).url.href, url);
  }
  assert.throws(() => webhookTarget(new URL("https://sms.example.com"), undefined, NAMES), /POOLHOUSE_SMS_SECRET/);
  assert.throws(
    () => webhookTarget(new URL("https://sms.example.com"), new Secret("whsec_not base64!"), NAMES),
    (error) => error instanceof SenderSettingError && !error.message.includes("not base64!"),
  );
});
