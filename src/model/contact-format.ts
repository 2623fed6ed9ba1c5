/**
 * What counts as one e-mail address and as one phone number.
 * Narrower than RFC 5322 on purpose: no quotes, comments, groups, literals or blanks. Stops a code from being sent to an
 * attacker as well or instead: by a comma, a line end, a display name or a look-alike that folds into another domain.
 */

/** RFC 5321 §4.5.3.1: a path of 256 octets, less its angle brackets. */
const ADDRESS_MAX_BYTES = 254;
const LOCAL_PART = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const DOMAIN = /^[\p{L}\p{M}\p{N}_-]{1,63}(?:\.[\p{L}\p{M}\p{N}_-]{1,63})*$/u;
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;

/** Whether the text is exactly one address. @see https://www.rfc-editor.org/rfc/rfc5321#section-4.1.2 */
export const isEmailAddress = (text: string): boolean => {
  const at = text.lastIndexOf("@");
  const domain = text.slice(at + 1);
  return (
    at > 0 &&
    Buffer.byteLength(text) <= ADDRESS_MAX_BYTES &&
    !INVISIBLE.test(text) &&
    LOCAL_PART.test(text.slice(0, at)) &&
    DOMAIN.test(domain) &&
    domain.normalize("NFKC") === domain
  );
};

const PHONE_NUMBER = /^\+[1-9]\d{1,14}$/;

/** Whether the text is a number in E.164: a plus sign and at most 15 digits. @see https://www.itu.int/rec/T-REC-E.164 */
export const isPhoneNumber = (text: string): boolean => PHONE_NUMBER.test(text);

const MAILBOX = /^(?:[^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/;

/** An address, alone or as `Name <address>`; no line breaks, which would let a setting write headers of its own. */
export const isMailbox = (text: string): boolean => MAILBOX.test(text);
