/**
 * Sends SMS by posting them to a webhook of the operator, signed as Standard Webhooks describes.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
import { createHmac } from "node:crypto";
import type { IncomingMessage, RequestOptions } from "node:http";
import type { Secret } from "../../contracts/secret.ts";
import type { Clock } from "../../runtime/clock.ts";
import type { Delivery, OutgoingMessage, Sender } from "../sender.ts";
import { SenderSettingError } from "../sender.ts";
import { attempt, impossible, postponed } from "./attempt.ts";
import { isLoopback } from "./loopback.ts";

const MAX_CONNECTIONS = 5;
/** An answer's body is read only to keep the connection, and no further than this. */
const MAX_ANSWER_BYTES = 64 * 1024;
const SECRET_PREFIX = "whsec_";

/** What a webhook sender is made from; `webhookSettings` reads it from the settings. */
export interface WebhookSettings {
  readonly url: URL;
  readonly key: Buffer;
  /** Sent as `from` where the message names no sender. */
  readonly origination: string | undefined;
}

/** `whsec_` and base64 as Standard Webhooks writes secrets; any other secret is taken as its UTF-8 bytes. */
const keyOf = (secret: Secret): Buffer => {
  const text = secret.reveal();
  if (!text.startsWith(SECRET_PREFIX)) return Buffer.from(text);
  const encoded = text.slice(SECRET_PREFIX.length);
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) {
    throw new SenderSettingError("POOLHOUSE_SMS_SECRET: what follows whsec_ must be base64.");
  }
  return Buffer.from(encoded, "base64");
};

/**
 * Checks the webhook's URL and secret. Plain http is for loopback only: elsewhere anybody on the way could read the codes.
 * @throws SenderSettingError without any part of the URL or the secret
 */
export const webhookSettings = (
  url: URL,
  secret: Secret | undefined,
  origination: string | undefined,
): WebhookSettings => {
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    throw new SenderSettingError("POOLHOUSE_SMS_URL: a webhook on another machine must be https://.");
  }
  if (secret === undefined) {
    throw new SenderSettingError(
      "POOLHOUSE_SMS_URL names a webhook, so POOLHOUSE_SMS_SECRET must be set: the secret that signs its requests.",
    );
  }
  return { url, key: keyOf(secret), origination };
};

/** The value of `webhook-signature` over id, time (whole seconds) and the exact body. */
export const webhookSignature = (key: Buffer, id: string, timestamp: string, body: string): string =>
  `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;

const outcomeOf = (status: number): Delivery => {
  if (status >= 200 && status < 300) return { outcome: "sent" };
  if (status >= 300 && status < 400) {
    return postponed(`The SMS webhook answered with a redirect (${status}), which is not followed.`);
  }
  const final = status >= 400 && status < 500 && status !== 429;
  return (final ? impossible : postponed)(`The SMS webhook answered ${status}.`);
};

const discard = (answer: IncomingMessage): void => {
  let bytes = 0;
  answer.on("error", () => answer.destroy());
  answer.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) answer.destroy();
  });
};

/** A sender that posts `{id, to, text, from}` and takes any 2xx as accepted. */
export const smsWebhookSender = ({ url, key, origination }: WebhookSettings, clock: Clock): Sender => {
  const closing = new AbortController();
  const open = async () => {
    const { Agent, request } = await (url.protocol === "https:" ? import("node:https") : import("node:http"));
    return { agent: new Agent({ keepAlive: true, maxSockets: MAX_CONNECTIONS }), request };
  };
  let opened: ReturnType<typeof open> | undefined;

  const post = async (message: OutgoingMessage, signal: AbortSignal): Promise<Delivery> => {
    opened ??= open();
    const { agent, request } = await opened;
    const body = JSON.stringify({
      id: message.id,
      to: message.to,
      text: message.body,
      from: message.senderId ?? origination,
    });
    const timestamp = String(Math.floor(clock.now() / 1_000));
    const options: RequestOptions & { readonly rejectUnauthorized: true } = {
      method: "POST",
      agent,
      signal,
      rejectUnauthorized: true,
      headers: {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
        "user-agent": "poolhouse",
        "webhook-id": message.id,
        "webhook-timestamp": timestamp,
        "webhook-signature": webhookSignature(key, message.id, timestamp, body),
      },
    };
    return new Promise((resolve, reject) => {
      const sending = request(url, options, (answer) => {
        discard(answer);
        resolve(outcomeOf(answer.statusCode ?? 0));
      });
      sending.on("error", reject);
      sending.end(body);
    });
  };
  const close = async (): Promise<void> => {
    closing.abort();
    (await opened)?.agent.destroy();
  };
  return {
    send: (message, signal) =>
      attempt({
        receiver: "SMS webhook",
        signals: [signal, closing.signal],
        explain: () => postponed("The SMS webhook could not be reached."),
        work: (ending) => post(message, ending),
      }),
    close,
    [Symbol.asyncDispose]: close,
  };
};
