/**
 * Posts to a webhook of the operator, signed as Standard Webhooks describes.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
import { createHmac } from "node:crypto";
import type { IncomingMessage, RequestOptions } from "node:http";
import type { Secret } from "../../contracts/secret.ts";
import type { Clock } from "../../runtime/clock.ts";
import type { Delivery } from "../sender.ts";
import { SenderSettingError } from "../sender.ts";
import { attempt, impossible, postponed } from "./attempt.ts";
import { isLoopback } from "./loopback.ts";

const MAX_CONNECTIONS = 5;
/** An answer's body is read only to keep the connection, and no further than this. */
const MAX_ANSWER_BYTES = 64 * 1024;
const SECRET_PREFIX = "whsec_";

/** Where to post, and the key that signs; `webhookTarget` reads it from the settings. */
export interface WebhookTarget {
  readonly url: URL;
  readonly key: Buffer;
}

/** The names of the settings that a webhook comes from. */
export interface WebhookNames {
  readonly url: string;
  readonly secret: string;
}

/** `whsec_` and base64 as Standard Webhooks writes secrets; any other secret is taken as its UTF-8 bytes. */
const keyOf = (secret: Secret, name: string): Buffer => {
  const text = secret.reveal();
  if (!text.startsWith(SECRET_PREFIX)) return Buffer.from(text);
  const encoded = text.slice(SECRET_PREFIX.length);
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded)) {
    throw new SenderSettingError(`${name}: what follows whsec_ must be base64.`);
  }
  return Buffer.from(encoded, "base64");
};

/**
 * Checks a webhook's URL and secret. Plain http is for loopback only: elsewhere anybody on the way could read what is
 * posted.
 * @throws SenderSettingError without any part of the URL or the secret
 */
export const webhookTarget = (url: URL, secret: Secret | undefined, names: WebhookNames): WebhookTarget => {
  if (url.protocol === "http:" && !isLoopback(url.hostname)) {
    throw new SenderSettingError(`${names.url}: a webhook on another machine must be https://.`);
  }
  if (secret === undefined) {
    throw new SenderSettingError(
      `${names.url} names a webhook, so ${names.secret} must be set: the secret that signs its requests.`,
    );
  }
  return { url, key: keyOf(secret, names.secret) };
};

/** The value of `webhook-signature` over id, time (whole seconds) and the exact body. */
export const webhookSignature = (key: Buffer, id: string, timestamp: string, body: string): string =>
  `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;

const outcomeOf = (status: number, receiver: string): Delivery => {
  if (status >= 200 && status < 300) return { outcome: "sent" };
  if (status >= 300 && status < 400) {
    return postponed(`The ${receiver} answered with a redirect (${status}), which is not followed.`);
  }
  const final = status >= 400 && status < 500 && status !== 429;
  return (final ? impossible : postponed)(`The ${receiver} answered ${status}.`);
};

const discard = (answer: IncomingMessage): void => {
  let bytes = 0;
  answer.on("error", () => answer.destroy());
  answer.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) answer.destroy();
  });
};

/** Owns connections, so it must be closed. */
export interface SignedWebhook {
  /**
   * Posts JSON; any 2xx is accepted, other 4xx than 429 are final. Never rejects. `id` is the same at every attempt, so
   * that the receiver can recognise a repeat.
   */
  post(id: string, body: string, signal: AbortSignal): Promise<Delivery>;
  /** Gives up what is under way and lets go of every connection. */
  close(): Promise<void>;
}

/** `receiver` is what reasons call it, as in "SMS webhook". */
export const signedWebhook = ({ url, key }: WebhookTarget, receiver: string, clock: Clock): SignedWebhook => {
  const closing = new AbortController();
  const open = async () => {
    const { Agent, request } = await (url.protocol === "https:" ? import("node:https") : import("node:http"));
    return { agent: new Agent({ keepAlive: true, maxSockets: MAX_CONNECTIONS }), request };
  };
  let opened: ReturnType<typeof open> | undefined;

  const post = async (id: string, body: string, signal: AbortSignal): Promise<Delivery> => {
    opened ??= open();
    const { agent, request } = await opened;
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
        "webhook-id": id,
        "webhook-timestamp": timestamp,
        "webhook-signature": webhookSignature(key, id, timestamp, body),
      },
    };
    return new Promise((resolve, reject) => {
      const sending = request(url, options, (answer) => {
        discard(answer);
        resolve(outcomeOf(answer.statusCode ?? 0, receiver));
      });
      sending.on("error", reject);
      sending.end(body);
    });
  };
  return {
    post: (id, body, signal) =>
      attempt({
        receiver,
        signals: [signal, closing.signal],
        explain: () => postponed(`The ${receiver} could not be reached.`),
        work: (ending) => post(id, body, ending),
      }),
    close: async () => {
      closing.abort();
      (await opened)?.agent.destroy();
    },
  };
};
