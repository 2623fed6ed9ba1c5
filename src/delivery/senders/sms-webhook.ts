/** Sends SMS by posting them to a webhook of the operator. */
import type { Clock } from "../../runtime/clock.ts";
import type { Sender } from "../sender.ts";
import { signedWebhook, type WebhookTarget } from "./signed-webhook.ts";

/** What a webhook sender is made from. */
export interface SmsWebhookSettings extends WebhookTarget {
  /** Sent as `from` where the message names no sender. */
  readonly origination: string | undefined;
}

/** A sender that posts `{id, to, text, from}` and takes any 2xx as accepted. */
export const smsWebhookSender = (settings: SmsWebhookSettings, clock: Clock): Sender => {
  const { post, close } = signedWebhook(settings, "SMS webhook", clock);
  return {
    send: ({ id, to, body: text, senderId }, signal) =>
      post(id, JSON.stringify({ id, to, text, from: senderId ?? settings.origination }), signal),
    close,
    [Symbol.asyncDispose]: close,
  };
};
