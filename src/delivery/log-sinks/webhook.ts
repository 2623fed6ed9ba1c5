/** Posts logs to an endpoint of the operator. */
import type { Clock } from "../../runtime/clock.ts";
import type { LogSink } from "../log-sink.ts";
import { signedWebhook, type WebhookTarget } from "../senders/signed-webhook.ts";

/** A sink that posts `{id, destination, records}`, one destination a request, and takes any 2xx as accepted. */
export const webhookLogSink = (target: WebhookTarget, clock: Clock): LogSink => {
  const { post, close } = signedWebhook(target, "log endpoint", clock);
  return {
    write: ({ id, destination, records }, signal) => {
      const body = `{"id":${JSON.stringify(id)},"destination":${JSON.stringify(destination)},"records":[${records.join(",")}]}`;
      return post(id, body, signal);
    },
    close,
  };
};
