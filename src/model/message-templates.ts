/**
 * Which text a message has, and what is filled into it.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-message-customizations.html
 */
import { Secret } from "../contracts/secret.ts";

/** Why a message is written. */
export type MessageKind =
  | "SignUp"
  | "AdminCreateUser"
  | "ResendCode"
  | "ForgotPassword"
  | "UpdateUserAttribute"
  | "VerifyUserAttribute"
  | "Authentication";

export type Medium = "EMAIL" | "SMS";

/** The texts that a pool sets; each has a default. */
export interface MessageTexts {
  readonly verificationTemplate?:
    | {
        readonly smsMessage?: string | undefined;
        readonly emailMessage?: string | undefined;
        readonly emailSubject?: string | undefined;
        readonly emailMessageByLink?: string | undefined;
        readonly emailSubjectByLink?: string | undefined;
        readonly defaultEmailOption?: "CONFIRM_WITH_LINK" | "CONFIRM_WITH_CODE" | undefined;
      }
    | undefined;
  readonly inviteTemplate?:
    | {
        readonly smsMessage?: string | undefined;
        readonly emailMessage?: string | undefined;
        readonly emailSubject?: string | undefined;
      }
    | undefined;
  readonly smsAuthenticationMessage?: string | undefined;
  readonly emailMfa?: { readonly message?: string | undefined; readonly subject?: string | undefined } | undefined;
}

/** What a CustomMessage function answered; null and undefined keep the pool's text. */
export interface CustomTexts {
  readonly smsMessage?: string | null | undefined;
  readonly emailMessage?: string | null | undefined;
  readonly emailSubject?: string | null | undefined;
}

export interface MessageRequest {
  readonly kind: MessageKind;
  readonly medium: Medium;
  readonly texts: MessageTexts;
  readonly custom?: CustomTexts | undefined;
  /** The code, or the temporary password of an invitation. */
  readonly code: Secret;
  readonly username: string;
  /** The address that confirms a sign-up at a click; it holds the code. Used where `isLinkMessage` says so. */
  readonly link?: Secret | undefined;
}

/** A message's final text: HTML for e-mail, plain text for SMS. */
export interface MessageText {
  /** Present for e-mail alone. */
  readonly subject?: string;
  readonly body: Secret;
}

interface Template {
  readonly body: string;
  readonly subject: string;
}

const CODE_PLACEHOLDER = "{####}";

// Assumed: the wording, but for the sentences that verification codes and invitations are known by.
const DEFAULT_VERIFICATION: Template = {
  subject: "Your verification code",
  body: "Your verification code is {####}.",
};
const DEFAULT_LINK: Template = {
  subject: "Your verification link",
  body: "Please click the link below to verify your email address. {##Verify Email##}",
};
const DEFAULT_INVITATION: Template = {
  subject: "Your temporary password",
  body: "Your username is {username} and temporary password is {####}.",
};
const DEFAULT_AUTHENTICATION: Template = {
  subject: "Your authentication code",
  body: "Your authentication code is {####}.",
};

/**
 * Whether a message carries a link instead of a code. Links serve sign-ups alone: a reset always carries a code, also in
 * pools that confirm by link.
 */
export const isLinkMessage = (kind: MessageKind, medium: Medium, texts: MessageTexts): boolean =>
  medium === "EMAIL" &&
  (kind === "SignUp" || kind === "ResendCode") &&
  texts.verificationTemplate?.defaultEmailOption === "CONFIRM_WITH_LINK";

const choose = (fallback: Template, body: string | undefined, subject?: string): Template => ({
  body: body ?? fallback.body,
  subject: subject ?? fallback.subject,
});

/** The pool's text for the message, or the default. */
const templateOf = (kind: MessageKind, medium: Medium, texts: MessageTexts, byLink: boolean): Template => {
  const { verificationTemplate: verification, inviteTemplate: invite, emailMfa } = texts;
  const sms = medium === "SMS";
  if (kind === "AdminCreateUser") {
    return choose(DEFAULT_INVITATION, sms ? invite?.smsMessage : invite?.emailMessage, invite?.emailSubject);
  }
  if (kind === "Authentication") {
    return choose(DEFAULT_AUTHENTICATION, sms ? texts.smsAuthenticationMessage : emailMfa?.message, emailMfa?.subject);
  }
  if (byLink) return choose(DEFAULT_LINK, verification?.emailMessageByLink, verification?.emailSubjectByLink);
  const body = sms ? verification?.smsMessage : verification?.emailMessage;
  return choose(DEFAULT_VERIFICATION, body, verification?.emailSubject);
};

const HTML_ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as it is shown in HTML, whatever is in it. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => HTML_ESCAPES[character] ?? "");
const asItStands = (text: string): string => text;

/** Code, username and link placeholders; the code first, since it would also match as a link without text. */
const PLACEHOLDER = /\{####\}|\{username\}|\{##([^{}]+?)##\}/g;

/**
 * Writes a message. Undefined when there is nothing to send: an invitation whose text has no place for the password.
 *
 * One pass over the template: stops a username such as `{####}` from being filled in itself. In e-mail, what users chose
 * is escaped: stops a username from bringing markup, such as a link, into a mail of the operator's name.
 * Assumed: subjects have no placeholders, so a code never shows in a list of mails.
 */
export const writeMessage = (request: MessageRequest): MessageText | undefined => {
  const { kind, medium, texts, custom, code, username } = request;
  const link = isLinkMessage(kind, medium, texts) ? request.link : undefined;
  const template = templateOf(kind, medium, texts, link !== undefined);
  const body = (medium === "SMS" ? custom?.smsMessage : custom?.emailMessage) ?? template.body;
  const isInvitation = kind === "AdminCreateUser";
  if (isInvitation && !body.includes(CODE_PLACEHOLDER)) return undefined;

  const shown = medium === "EMAIL" ? escapeHtml : asItStands;
  const filled = body.replace(PLACEHOLDER, (placeholder, linkText: string | undefined) => {
    if (placeholder === CODE_PLACEHOLDER) return shown(code.reveal());
    if (linkText === undefined) return isInvitation ? shown(username) : placeholder;
    return link === undefined ? placeholder : `<a href="${escapeHtml(link.reveal())}">${linkText}</a>`;
  });
  return {
    ...(medium === "EMAIL" && { subject: custom?.emailSubject ?? template.subject }),
    body: new Secret(filled),
  };
};
