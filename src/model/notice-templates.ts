/**
 * The mails that tell a user of a sign-in that looks risky.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_NotifyConfigurationType.html
 */
import { Secret } from "../contracts/secret.ts";
import type { NotifyConfigurationType, NotifyEmailType } from "../contracts/shapes.ts";
import type { Value } from "../contracts/vocabulary.ts";
import { escapeHtml } from "./message-templates.ts";

/** What became of the sign-in. */
export type NoticeOutcome = "BLOCK" | "MFA" | "NO_ACTION";

/** What is filled in; undefined is not known. */
export interface NoticeFacts {
  readonly username: string;
  /** Milliseconds since the epoch. */
  readonly loginTime: number;
  readonly ipAddress: string | undefined;
  readonly deviceName: string | undefined;
  readonly city: string | undefined;
  readonly country: string | undefined;
  readonly oneClickLinkValid: Secret;
  readonly oneClickLinkInvalid: Secret;
}

type Template = Value<typeof NotifyEmailType>;
type Configuration = Value<typeof NotifyConfigurationType>;

// Assumed: the wording, but for the subjects.
const FEEDBACK =
  "<p>Time: {login-time}<br>Address: {ip-address}<br>Device: {device-name}</p>" +
  '<p>Was it you? <a href="{one-click-link-valid}">Yes</a> – <a href="{one-click-link-invalid}">No</a>. ' +
  "If not, change your password.</p>";
const DEFAULTS: Readonly<Record<NoticeOutcome, Template>> = {
  BLOCK: {
    Subject: "Blocked sign-in attempt",
    HtmlBody: `<p>We blocked a sign-in to your account that did not look like you.</p>${FEEDBACK}`,
  },
  MFA: {
    Subject: "New sign-in attempt",
    HtmlBody: `<p>Somebody who knows your password has begun to sign in, and was asked for a further proof.</p>${FEEDBACK}`,
  },
  NO_ACTION: {
    Subject: "New sign-in attempt",
    HtmlBody: `<p>Somebody signed in to your account in a way that we have not seen before.</p>${FEEDBACK}`,
  },
};

const templateOf = (configuration: Configuration | undefined, outcome: NoticeOutcome): Template => {
  const own = {
    BLOCK: configuration?.BlockEmail,
    MFA: configuration?.MfaEmail,
    NO_ACTION: configuration?.NoActionEmail,
  };
  return own[outcome] ?? DEFAULTS[outcome];
};

/** In the words of the templates. Assumed: what is told of what is not known. */
const wordsOf = (facts: NoticeFacts): Readonly<Record<string, string>> => ({
  username: facts.username,
  "login-time": new Date(facts.loginTime).toISOString(),
  "ip-address": facts.ipAddress ?? "unknown",
  "device-name": facts.deviceName ?? "unknown",
  city: facts.city ?? "unknown",
  country: facts.country ?? "unknown",
  "one-click-link-valid": facts.oneClickLinkValid.reveal(),
  "one-click-link-invalid": facts.oneClickLinkInvalid.reveal(),
});

const PLACEHOLDER = /\{([a-z-]+)\}/gu;

/**
 * Writes the mail: subject, and body in HTML. Everything that is filled in is escaped, and one pass fills it in: stops a
 * username or a user agent from bringing markup or a placeholder of its own into a mail of the operator's name.
 */
export const writeNotice = (
  configuration: Configuration | undefined,
  outcome: NoticeOutcome,
  facts: NoticeFacts,
): { readonly subject: string; readonly body: Secret } => {
  const { Subject, HtmlBody, TextBody } = templateOf(configuration, outcome);
  const words = wordsOf(facts);
  const html = HtmlBody ?? escapeHtml(TextBody ?? "").replaceAll("\n", "<br>\n");
  const body = html.replace(PLACEHOLDER, (placeholder, name: string) =>
    Object.hasOwn(words, name) ? escapeHtml(words[name] ?? "") : placeholder,
  );
  return { subject: Subject, body: new Secret(body) };
};
