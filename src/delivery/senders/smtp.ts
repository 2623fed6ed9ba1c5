/**
 * Sends e-mail over SMTP.
 * @see https://www.rfc-editor.org/rfc/rfc5321
 */
import type { SendMailOptions, SMTPPoolOptions } from "nodemailer";
import type { Delivery, OutgoingMessage, Sender } from "../sender.ts";
import { attempt, impossible, postponed, refused, SEND_TIMEOUT_MS } from "./attempt.ts";
import { isEmailAddress, readMailbox } from "./mailbox.ts";
import { plainText } from "./plain-text.ts";
import type { SmtpServer } from "./smtp-server.ts";

const MAX_CONNECTIONS = 5;
const MAX_MESSAGES_PER_CONNECTION = 100;
/** A connection that the server dropped while it was idle is replaced once; further attempts are the outbox's. */
const MAX_REQUEUES = 1;
const IDLE_TIMEOUT_MS = 30_000;
const CLOSE_TIMEOUT_MS = 1_000;
const MAX_RESPONSE_BYTES = 64 * 1024;

/** What an SMTP sender is made from. */
export interface SmtpSettings {
  readonly server: SmtpServer;
  /** The sender where the message names none: an address or `Name <address>`. */
  readonly from: string;
}

const poolOptions = ({ host, port, implicitTls, tlsRequired, certificateVerified, login }: SmtpServer) =>
  ({
    pool: true,
    host,
    port,
    secure: implicitTls,
    requireTLS: tlsRequired && !implicitTls,
    tls: { rejectUnauthorized: certificateVerified, minVersion: "TLSv1.2" },
    ...(login && { auth: { user: login.user, pass: login.password.reveal() }, forceAuth: true }),
    maxConnections: MAX_CONNECTIONS,
    maxMessages: MAX_MESSAGES_PER_CONNECTION,
    maxRequeues: MAX_REQUEUES,
    maxResponseSize: MAX_RESPONSE_BYTES,
    idleTimeout: IDLE_TIMEOUT_MS,
    connectionTimeout: SEND_TIMEOUT_MS,
    greetingTimeout: SEND_TIMEOUT_MS,
    socketTimeout: IDLE_TIMEOUT_MS + SEND_TIMEOUT_MS,
    dnsTimeout: SEND_TIMEOUT_MS,
    socketCloseTimeout: CLOSE_TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  }) satisfies SMTPPoolOptions;

/** The mail, or the reason why it must not be sent. */
const mailOf = (message: OutgoingMessage, defaultFrom: string): SendMailOptions | Delivery => {
  if (!isEmailAddress(message.to)) {
    return refused("The recipient is not exactly one e-mail address. Correct the user's email attribute.");
  }
  const from = readMailbox(message.from ?? defaultFrom);
  if (from === undefined) {
    return refused("The sender is not one address or Name <address>. Correct From in the pool's e-mail settings.");
  }
  const replyTo = message.replyTo === undefined ? undefined : readMailbox(message.replyTo);
  if (message.replyTo !== undefined && replyTo === undefined) {
    return refused("ReplyToEmailAddress is not one address. Correct it in the pool's e-mail settings.");
  }
  return {
    from: { ...from },
    to: { name: "", address: message.to },
    ...(replyTo && { replyTo: { ...replyTo } }),
    // One line: stops a template's line break from becoming a header of its own.
    subject: (message.subject ?? "").replace(/\p{Cc}+/gu, " "),
    html: message.body,
    text: plainText(message.body),
    messageId: `<${message.id}@${from.address.slice(from.address.lastIndexOf("@") + 1)}>`,
    // RFC 3834: no out-of-office replies to a machine.
    headers: { "Auto-Submitted": "auto-generated" },
    xMailer: false,
  };
};

interface SmtpFailure {
  readonly code?: unknown;
  /** The socket's own code, where there is one. */
  readonly originalCode?: unknown;
  readonly command?: unknown;
  readonly response?: unknown;
  readonly responseCode?: unknown;
}

const UNREACHABLE: ReadonlyMap<string, string> = new Map([
  ["ETIMEDOUT", "The mail server did not answer in time."],
  ["EDNS", "The mail server's name could not be resolved."],
  ["ETLS", "The connection to the mail server could not be encrypted and verified."],
  ["EAUTH", "The mail server did not accept the login of POOLHOUSE_SMTP_URL."],
  ["ENOAUTH", "The mail server did not accept the login of POOLHOUSE_SMTP_URL."],
]);

/**
 * Puts a failure into words. A server's own text often repeats the recipient, so only its numbers are kept.
 * 5yz is final, but for a login: that is the operator's to repair, and the message waits for it meanwhile.
 * @see https://www.rfc-editor.org/rfc/rfc5321#section-4.2.1
 */
const explain = (error: unknown): Delivery => {
  const { code, originalCode, command, response, responseCode } = (error ?? {}) as SmtpFailure;
  const loginFailed = code === "EAUTH" || code === "ENOAUTH" || String(command).startsWith("AUTH");
  if (typeof responseCode === "number" && !loginFailed) {
    const detail = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(String(response))?.[1];
    const reply = detail === undefined ? `${responseCode}` : `${responseCode} ${detail}`;
    if (responseCode >= 500) return impossible(`The mail server refused the message (${reply}).`);
    return postponed(`The mail server put the message off (${reply}).`);
  }
  if (code === "EENVELOPE" || code === "EMESSAGE") {
    return impossible("The mail server cannot take this message: its size or its kind of address is not supported.");
  }
  const isUntrusted = /CERT|TLS|SSL|^UNABLE_TO_/.test(String(originalCode));
  return postponed(UNREACHABLE.get(isUntrusted ? "ETLS" : String(code)) ?? "The mail server could not be reached.");
};

/**
 * A sender that hands e-mail to one mail server, over at most `MAX_CONNECTIONS` connections.
 * The mail library is loaded by the first message.
 */
export const smtpSender = ({ server, from }: SmtpSettings): Sender => {
  const closing = new AbortController();
  const openTransport = async () => {
    const { createTransport } = await import("nodemailer");
    return createTransport(poolOptions(server));
  };
  let transport: ReturnType<typeof openTransport> | undefined;

  const close = async (): Promise<void> => {
    closing.abort();
    const opened = transport;
    transport = undefined;
    (await opened)?.close({ force: true });
  };
  return {
    send: (message, signal) =>
      attempt({
        receiver: "mail server",
        signals: [signal, closing.signal],
        explain,
        work: async (ending) => {
          const mail = mailOf(message, from);
          if ("outcome" in mail) return mail;
          transport ??= openTransport();
          await (await transport).sendMail({ ...mail, signal: ending });
          return { outcome: "sent" };
        },
      }),
    close,
    [Symbol.asyncDispose]: close,
  };
};
