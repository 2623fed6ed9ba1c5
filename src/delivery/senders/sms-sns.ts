/**
 * Sends SMS through Amazon SNS, with the usual `AWS_*` variables for credentials and, if set, the endpoint.
 * @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
import type { MessageAttributeValue, SNSClientConfig } from "@aws-sdk/client-sns";
import type { Delivery, OutgoingMessage, Sender } from "../sender.ts";
import { SenderSettingError } from "../sender.ts";
import { attempt, impossible, postponed, SEND_TIMEOUT_MS } from "./attempt.ts";

const REGION = /^[a-z]{2,8}(?:-[a-z]{2,16}){1,3}-\d{1,2}$/;
/** An E.164 number or a short code; anything else is a sender id. */
const ORIGINATION_NUMBER = /^\+?\d{4,15}$/;

/** What an SNS sender is made from. */
export interface SnsSettings {
  readonly region: string;
  readonly origination: string | undefined;
  /** In place of what the environment says. */
  readonly access?: Pick<SNSClientConfig, "endpoint" | "credentials">;
}

/** The region of `sns://region`. @throws SenderSettingError without any part of the URL */
export const snsRegion = (url: URL): string => {
  const bare = url.username === "" && url.password === "" && url.port === "" && url.search === "" && url.hash === "";
  if (!bare || !/^\/?$/.test(url.pathname) || !REGION.test(url.hostname)) {
    throw new SenderSettingError(
      "POOLHOUSE_SMS_URL: sns:// is followed by a region alone, as in sns://eu-central-1; credentials come from AWS_* variables.",
    );
  }
  return url.hostname;
};

const text = (value: string): MessageAttributeValue => ({ DataType: "String", StringValue: value });

/** @see https://docs.aws.amazon.com/sns/latest/dg/sms_publish-to-phone.html */
const attributesOf = (origination: string | undefined): Record<string, MessageAttributeValue> => ({
  "AWS.SNS.SMS.SMSType": text("Transactional"),
  ...(origination !== undefined && {
    [ORIGINATION_NUMBER.test(origination) ? "AWS.MM.SMS.OriginationNumber" : "AWS.SNS.SMS.SenderID"]: text(origination),
  }),
});

interface SnsFailure {
  readonly name?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/**
 * Puts a failure into words by its name alone: SNS's own text may repeat the number. What the operator can repair
 * (credentials, permissions) and what passes (throttling, faults, the network) is tried again; other 4xx are final.
 */
const explain = (error: unknown): Delivery => {
  const { name, $metadata } = (error ?? {}) as SnsFailure;
  const status = $metadata?.httpStatusCode;
  const label = typeof name === "string" && /^[A-Za-z.]{1,64}$/.test(name) ? name : "unknown error";
  if (status === undefined) {
    return postponed(
      label === "CredentialsProviderError"
        ? "There are no AWS credentials with which to call Amazon SNS."
        : "Amazon SNS could not be reached.",
    );
  }
  if (status === 401 || status === 403) {
    return postponed(`Amazon SNS did not accept the AWS credentials or their permissions (${label}).`);
  }
  if (status < 400 || status >= 500 || status === 408 || status === 429 || label.startsWith("Throttl")) {
    return postponed(`Amazon SNS could not take the message now (${label}).`);
  }
  return impossible(`Amazon SNS refused the message (${label}).`);
};

/** A sender that publishes to phone numbers directly. The SDK is loaded by the first message and never repeats by itself. */
export const smsSnsSender = ({ region, origination, access }: SnsSettings): Sender => {
  const closing = new AbortController();
  const open = async () => {
    const { PublishCommand, SNSClient } = await import("@aws-sdk/client-sns");
    const client = new SNSClient({
      region,
      maxAttempts: 1,
      requestHandler: { connectionTimeout: SEND_TIMEOUT_MS, requestTimeout: SEND_TIMEOUT_MS },
      ...access,
    });
    return { client, PublishCommand };
  };
  let opened: ReturnType<typeof open> | undefined;

  const publish = async (message: OutgoingMessage, abortSignal: AbortSignal): Promise<Delivery> => {
    opened ??= open();
    const { client, PublishCommand } = await opened;
    const command = new PublishCommand({
      PhoneNumber: message.to,
      Message: message.body,
      MessageAttributes: attributesOf(message.senderId ?? origination),
    });
    await client.send(command, { abortSignal });
    return { outcome: "sent" };
  };
  const close = async (): Promise<void> => {
    closing.abort();
    (await opened)?.client.destroy();
  };
  return {
    send: (message, signal) =>
      attempt({
        receiver: "SMS service",
        signals: [signal, closing.signal],
        explain,
        work: (ending) => publish(message, ending),
      }),
    close,
    [Symbol.asyncDispose]: close,
  };
};
