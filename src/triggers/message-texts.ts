import { unrecognizable } from "./read-json.ts";

/** The texts that a CustomMessage function wrote; undefined keeps the pool's template. */
export interface MessageTexts {
  readonly smsMessage: string | undefined;
  readonly emailMessage: string | undefined;
  readonly emailSubject: string | undefined;
}

/** What the service puts into the message, as far as its size and form depend on it. */
export interface MessageFrame {
  /** Characters of the code, or of the temporary password, that takes the place of `{####}`. */
  readonly codeLength: number;
  /** True when the e-mail carries a link instead of a code (DefaultEmailOption CONFIRM_WITH_LINK). */
  readonly linkVerification: boolean;
}

/** Largest SMS text in characters, the code included. */
export const SMS_MESSAGE_MAX_CHARS = 140;
/** Largest e-mail text in characters. */
export const EMAIL_MESSAGE_MAX_CHARS = 20_000;
/** Largest e-mail subject in characters. */
export const EMAIL_SUBJECT_MAX_CHARS = 140;

const LINK_OPENS = "{##";
const LINK_CLOSES = "##}";

/** Whether a text holds `{##some text##}`, in one pass; `{####}` is a code and no link. */
const holdsLink = (text: string): boolean => {
  for (let open = text.indexOf(LINK_OPENS); open !== -1; open = text.indexOf(LINK_OPENS, open + 1)) {
    const close = text.indexOf(LINK_CLOSES, open + LINK_OPENS.length);
    if (close === -1) return false;
    if (close > open + LINK_OPENS.length) return true;
  }
  return false;
};

/** Characters are code points, not UTF-16 units; the cheap test first, so that a huge text is not walked. */
const isLongerThan = (text: string, maximum: number): boolean =>
  text.length > maximum && (text.length > 2 * maximum || Array.from(text).length > maximum);

/**
 * Checks the texts of a CustomMessage answer: their sizes, and that the recipient will find in them what the message
 * is for: the code (or the link), and in an invitation the username too.
 * Assumed: every text given is checked, also that of the channel not used now.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-message.html
 * @throws ApiException InvalidLambdaResponseException
 */
export const requireMessageTexts = (
  texts: MessageTexts,
  { codeParameter, usernameParameter }: { readonly codeParameter: string; readonly usernameParameter: string | null },
  { codeLength, linkVerification }: MessageFrame,
): MessageTexts => {
  const { smsMessage, emailMessage, emailSubject } = texts;
  const holdsUsername = (text: string) => usernameParameter === null || text.includes(usernameParameter);
  if (smsMessage !== undefined) {
    if (!smsMessage.includes(codeParameter) || !holdsUsername(smsMessage)) throw unrecognizable();
    // A code is never shorter than its placeholder; a huge text must not be made larger still.
    if (isLongerThan(smsMessage, SMS_MESSAGE_MAX_CHARS)) throw unrecognizable();
    if (isLongerThan(smsMessage.replaceAll(codeParameter, "0".repeat(codeLength)), SMS_MESSAGE_MAX_CHARS)) {
      throw unrecognizable();
    }
  }
  if (emailMessage !== undefined) {
    const holdsPurpose = linkVerification ? holdsLink(emailMessage) : emailMessage.includes(codeParameter);
    if (!holdsPurpose || !holdsUsername(emailMessage)) throw unrecognizable();
    if (isLongerThan(emailMessage, EMAIL_MESSAGE_MAX_CHARS)) throw unrecognizable();
  }
  if (emailSubject !== undefined && isLongerThan(emailSubject, EMAIL_SUBJECT_MAX_CHARS)) throw unrecognizable();
  return texts;
};
