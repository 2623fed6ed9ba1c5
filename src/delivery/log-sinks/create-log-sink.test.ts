import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { Secret } from "../../contracts/secret.ts";
import { createDataFolder } from "../../testing/data-folder.ts";
import { startHttpServer } from "../../testing/loopback-server.ts";
import { SenderSettingError } from "../sender.ts";
import { webhookSignature } from "../senders/signed-webhook.ts";
import { createLogSink } from "./create-log-sink.ts";

const SECRET = new Secret("whsec_c2lnbnMgdGhlIGxvZ3M=");
const ARN = "arn:aws:firehose:us-east-1:123456789012:deliverystream/people";
const clock = { now: () => 1_700_000_000_999 };
const signal = new AbortController().signal;
const batch = { id: "batch-1", destination: ARN, records: ['{"a":1}', '{"a":2}'] };

/** An endpoint that answers each request with the next status, the last one from then on. */
const startEndpoint = async (statuses: readonly number[], headers: Record<string, string> = {}) => {
  const received: { headers: Record<string, unknown>; body: string }[] = [];
  const server = await startHttpServer((request, response) => {
    const { headers: sent } = request;
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push({ headers: { ...sent }, body: Buffer.concat(chunks).toString() });
      response.writeHead(statuses[Math.min(received.length, statuses.length) - 1] ?? 200, headers).end();
    });
  });
  return Object.assign(server, { received });
};

test("createLogSink posts batches to an endpoint, signed, under an id that lasts", async () => {
  await using endpoint = await startEndpoint([503, 204]);
  const sink = createLogSink({ logDelivery: `${endpoint.origin}/in?tenant=1`, logDeliverySecret: SECRET }, clock);
  assert.deepEqual(await sink.write(batch, signal), {
    outcome: "failed",
    reason: "The log endpoint answered 503.",
    final: false,
  });
  assert.deepEqual(await sink.write(batch, signal), { outcome: "sent" });
  await sink.close();
  for (const { headers, body } of endpoint.received) {
    assert.deepEqual(JSON.parse(body), { id: "batch-1", destination: ARN, records: [{ a: 1 }, { a: 2 }] });
    assert.equal(headers["content-type"], "application/json");
    assert.equal(headers["webhook-id"], "batch-1");
    assert.equal(headers["webhook-timestamp"], "1700000000");
    assert.equal(
      headers["webhook-signature"],
      webhookSignature(Buffer.from("signs the logs"), "batch-1", "1700000000", body),
    );
  }
});

test("createLogSink follows no redirect, and tells a refusal from a failure", async () => {
  await using elsewhere = await startEndpoint([200]);
  await using endpoint = await startEndpoint([307, 400, 429], { location: elsewhere.origin });
  const sink = createLogSink({ logDelivery: endpoint.origin, logDeliverySecret: SECRET }, clock);
  const outcomes = [];
  for (let n = 0; n < 3; n += 1) outcomes.push(await sink.write(batch, signal));
  await sink.close();
  assert.deepEqual(outcomes, [
    {
      outcome: "failed",
      reason: "The log endpoint answered with a redirect (307), which is not followed.",
      final: false,
    },
    { outcome: "failed", reason: "The log endpoint answered 400.", final: true },
    { outcome: "failed", reason: "The log endpoint answered 429.", final: false },
  ]);
  assert.deepEqual(elsewhere.received, []);
});

test("createLogSink says so where nobody listens", async () => {
  const { origin, ...gone } = await startEndpoint([200]);
  await gone[Symbol.asyncDispose]();
  const sink = createLogSink({ logDelivery: origin, logDeliverySecret: SECRET }, clock);
  assert.deepEqual(await sink.write(batch, signal), {
    outcome: "failed",
    reason: "The log endpoint could not be reached.",
    final: false,
  });
  await sink.close();
});

test("createLogSink writes to the folder that file: names", async () => {
  using folder = createDataFolder();
  for (const logDelivery of [`file:${folder.path}/one`, `file://${folder.path}/two`]) {
    const sink = createLogSink({ logDelivery });
    assert.deepEqual(await sink.write(batch, signal), { outcome: "sent" });
    await sink.close();
  }
  assert.deepEqual(readdirSync(folder.path).toSorted(), ["one", "two"]);
});

test("createLogSink refuses what it cannot keep safe, without repeating it", () => {
  const refusals = [
    [{ logDelivery: "http://logs.example.com/hunter2", logDeliverySecret: SECRET }, /must be https/],
    [{ logDelivery: "https://logs.example.com/hunter2" }, /POOLHOUSE_LOG_DELIVERY_SECRET must be set/],
    [
      { logDelivery: "https://logs.example.com", logDeliverySecret: new Secret("whsec_hunter2!") },
      /POOLHOUSE_LOG_DELIVERY_SECRET: what follows whsec_ must be base64/,
    ],
    [{ logDelivery: "file:" }, /file: and a folder/],
    [{ logDelivery: "/var/log/hunter2" }, /file: and a folder/],
    [{ logDelivery: "s3://hunter2" }, /file: and a folder/],
  ] as const;
  for (const [settings, text] of refusals) {
    assert.throws(
      () => createLogSink(settings),
      (error) => {
        assert.ok(error instanceof SenderSettingError);
        assert.match(error.message, text);
        assert.doesNotMatch(error.message, /hunter2/);
        return true;
      },
    );
  }
});
