/**
 * Makes the senders that the settings ask for.
 */
import type { Secret } from "../../contracts/secret.ts";
import { systemClock, type Clock } from "../../runtime/clock.ts";
import { SenderSettingError, type Sender } from "../sender.ts";
import { readMailbox } from "./mailbox.ts";
import { withSmsRules } from "./sms-rules.ts";
import { smsSnsSender, snsRegion } from "./sms-sns.ts";
import { webhookTarget } from "./signed-webhook.ts";
import { smsWebhookSender } from "./sms-webhook.ts";
import { readSmtpUrl } from "./smtp-server.ts";
import { smtpSender } from "./smtp.ts";

/** The part of the settings that senders are made from. */
export interface SenderSettings {
  readonly mode?: "development" | "production" | undefined;
  /** POOLHOUSE_SMTP_URL; may carry a password. */
  readonly smtpUrl?: Secret | undefined;
  /** POOLHOUSE_EMAIL_FROM: an address or `Name <address>`. */
  readonly emailFrom?: string | undefined;
  /** POOLHOUSE_SMS_URL: `sns://region` or a webhook. */
  readonly smsUrl?: string | undefined;
  /** POOLHOUSE_SMS_SECRET: signs the webhook's requests. */
  readonly smsSecret?: Secret | undefined;
  /** POOLHOUSE_SMS_ORIGINATION: a number or a sender id. */
  readonly smsOrigination?: string | undefined;
  /** POOLHOUSE_SMS_SANDBOX: undefined = out of the sandbox. */
  readonly smsSandbox?: readonly string[] | undefined;
}

/** Nobody is reached: the message has arrived when it lies in the development inbox. */
const leftInInbox: Sender = {
  send: () => Promise.resolve({ outcome: "sent" }),
  close: () => Promise.resolve(),
  [Symbol.asyncDispose]: () => Promise.resolve(),
};

/** What leaves the process; a medium without a sender has none configured. */
export interface Senders {
  readonly email?: Sender;
  readonly sms?: Sender;
}

/** Where a mail server is configured but no sender is; settings require one in production. */
const DEVELOPMENT_FROM = "no-reply@localhost";

const emailSender = (url: Secret, from: string): Sender => {
  if (readMailbox(from) === undefined) {
    throw new SenderSettingError("POOLHOUSE_EMAIL_FROM must be one address, or a name and an address: Name <address>.");
  }
  return smtpSender({ server: readSmtpUrl(url), from });
};

const smsSender = (text: string, settings: SenderSettings, clock: Clock): Sender => {
  const url = URL.parse(text);
  if (url?.protocol === "sns:") {
    return smsSnsSender({ region: snsRegion(url), origination: settings.smsOrigination });
  }
  if (url?.protocol === "https:" || url?.protocol === "http:") {
    const target = webhookTarget(url, settings.smsSecret, { url: "POOLHOUSE_SMS_URL", secret: "POOLHOUSE_SMS_SECRET" });
    return smsWebhookSender({ ...target, origination: settings.smsOrigination }, clock);
  }
  throw new SenderSettingError("POOLHOUSE_SMS_URL must be sns://region or the https:// address of a webhook.");
};

/**
 * Makes the senders. Opens no connection and loads no library: the first message does.
 * @throws SenderSettingError for the operator, without credentials
 */
export const createSenders = (settings: SenderSettings, clock: Clock = systemClock): Senders => {
  const { mode, smtpUrl, emailFrom, smsUrl, smsOrigination, smsSandbox } = settings;
  return {
    ...(smtpUrl && { email: emailSender(smtpUrl, emailFrom ?? DEVELOPMENT_FROM) }),
    ...(smsUrl !== undefined && {
      sms: withSmsRules(smsSender(smsUrl, settings, clock), {
        verifiedNumbers: smsSandbox,
        withoutUnitedStates: smsOrigination === undefined,
      }),
    }),
    // A sandbox without a carrier refuses in the inbox what it would refuse on the way out.
    ...(smsUrl === undefined &&
      smsSandbox !== undefined &&
      mode === "development" && {
        sms: withSmsRules(leftInInbox, { verifiedNumbers: smsSandbox, withoutUnitedStates: false }),
      }),
  };
};
