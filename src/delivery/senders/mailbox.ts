/**
 * What counts as one e-mail address. Narrower than RFC 5322 on purpose: no quotes, comments, groups, literals or blanks.
 */

/** RFC 5321 §4.5.3.1: a path of 256 octets, less its angle brackets. */
const ADDRESS_MAX_BYTES = 254;
const LOCAL_PART = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const DOMAIN = /^[\p{L}\p{M}\p{N}_-]{1,63}(?:\.[\p{L}\p{M}\p{N}_-]{1,63})*$/u;

/** A sender: an address and the name shown for it (may be empty). */
export interface Mailbox {
  readonly name: string;
  readonly address: string;
}

/**
 * Whether the text is exactly one address. Stops a code from being sent to an attacker as well or instead (CR/LF, commas,
 * display names, a second `@`, look-alikes that a mail library folds into another domain).
 * @see https://www.rfc-editor.org/rfc/rfc5321#section-4.1.2
 */
export const isEmailAddress = (text: string): boolean => {
  const at = text.lastIndexOf("@");
  const domain = text.slice(at + 1);
  return (
    at > 0 &&
    Buffer.byteLength(text) <= ADDRESS_MAX_BYTES &&
    LOCAL_PART.test(text.slice(0, at)) &&
    DOMAIN.test(domain) &&
    domain.normalize("NFKC") === domain
  );
};

const CONTROL = /\p{Cc}/u;
const NAMED = /^([^<>]*)<([^<>]*)>$/;

/** Reads `address` or `Name <address>`; undefined when it is neither. */
export const readMailbox = (text: string): Mailbox | undefined => {
  const [, name, address] = CONTROL.test(text) ? [] : (NAMED.exec(text.trim()) ?? ["", "", text.trim()]);
  if (name === undefined || address === undefined || !isEmailAddress(address)) return undefined;
  return { name: name.trim().replace(/^"(.*)"$/, "$1"), address };
};
