/** Makes what the settings say takes the logs of pools. */
import type { Secret } from "../../contracts/secret.ts";
import { systemClock, type Clock } from "../../runtime/clock.ts";
import type { LogSink } from "../log-sink.ts";
import { SenderSettingError } from "../sender.ts";
import { webhookTarget } from "../senders/signed-webhook.ts";
import { fileLogSink } from "./files.ts";
import { webhookLogSink } from "./webhook.ts";

/** The part of the settings that it is made from. */
export interface LogSinkSettings {
  /** POOLHOUSE_LOG_DELIVERY: `file:FOLDER` or the address of an endpoint. */
  readonly logDelivery: string;
  /** POOLHOUSE_LOG_DELIVERY_SECRET: signs the requests to an endpoint. */
  readonly logDeliverySecret?: Secret | undefined;
}

const NAMES = { url: "POOLHOUSE_LOG_DELIVERY", secret: "POOLHOUSE_LOG_DELIVERY_SECRET" };

/** The folder in `file:PATH`, or `file:///PATH`, as POOLHOUSE_DATABASE_URL has it. */
const FOLDER = /^file:(?:\/\/(?=\/))?(.+)$/su;

/**
 * Makes the sink. Opens nothing: the first record does.
 * @throws SenderSettingError for the operator, without the URL or the secret
 */
export const createLogSink = (settings: LogSinkSettings, clock: Clock = systemClock): LogSink => {
  const { logDelivery, logDeliverySecret } = settings;
  const folder = FOLDER.exec(logDelivery)?.[1];
  if (folder !== undefined) return fileLogSink(folder);
  const url = URL.parse(logDelivery);
  if (url?.protocol === "https:" || url?.protocol === "http:") {
    return webhookLogSink(webhookTarget(url, logDeliverySecret, NAMES), clock);
  }
  throw new SenderSettingError(`${NAMES.url} must be file: and a folder, or the https:// address of an endpoint.`);
};
