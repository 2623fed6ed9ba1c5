/**
 * The style sheet of the classic login pages: rules for the classes that these pages give away, and no others.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/hosted-ui-classic-branding.html
 */
import { invalidParameter } from "./refusals.ts";

const CSS_MAX_BYTES = 3 * 1024;

const SELECTORS: ReadonlySet<string> = new Set([
  ".background-customizable",
  ".banner-customizable",
  ".errorMessage-customizable",
  ".idpButton-customizable",
  ".idpButton-customizable:hover",
  ".idpDescription-customizable",
  ".inputField-customizable",
  ".inputField-customizable:focus",
  ".label-customizable",
  ".legalText-customizable",
  ".logo-customizable",
  ".passwordCheck-notValid-customizable",
  ".passwordCheck-valid-customizable",
  ".redirect-customizable",
  ".socialButton-customizable",
  ".submitButton-customizable",
  ".submitButton-customizable:hover",
  ".textDescription-customizable",
]);

/** Observed. */
const classNotAllowed = (selector: string) =>
  invalidParameter(`The CSS class ${selector} is not in the list of allowed classes.`);
/** Assumed: the words of these three. */
const tooLong = () => invalidParameter(`The CSS is larger than ${CSS_MAX_BYTES} bytes.`);
const malformed = () => invalidParameter("The CSS is malformed.");
const notAllowed = (text: string) => invalidParameter(`The CSS contains ${text}, which is not allowed.`);

/**
 * What a page's style sheet must not hold: what old browsers run, and the escapes by which any of it could be hidden from
 * this list.
 */
const FORBIDDEN = /\\|expression\s*\(|javascript:|(?<![-\w])behavior\s*:|-moz-binding|(?:image|image-set|src)\s*\(/iu;
/** Other addresses than the web's encrypted ones would be blocked by browsers, or run. */
const ADDRESS = "(?:https://|data:image/(?:png|jpeg|gif|webp);base64,)";
/** One that does not end as it began is read on by browsers, up to another end than is found here. */
const PERMITTED_URL = new RegExp(
  String.raw`^[ \t\n\r\f]*(?:" *${ADDRESS}[^"\n\r\f]*"|' *${ADDRESS}[^'\n\r\f]*'|${ADDRESS}[^\s"'(){}]*)[ \t\n\r\f]*\)`,
  "iu",
);

/** Text in quotes ends with its line, in every form that a line's end has in CSS. */
const BLOCK = /(?:[^{}"']+|"[^"\n\r\f]*"|'[^'\n\r\f]*')*/uy;
/** A comment, or what looks like one only, inside of quotes or of an address; and a comment or a quote that is never closed. */
const MARK = /\/\*[^]*?\*\/|"[^"\n\r\f]*"|'[^'\n\r\f]*'|url\([ \t\n\r\f]*[^\s"'(){}]*[ \t\n\r\f]*\)|\/\*|["']/giu;

/** Before the comments are gone: the end of the element that the sheet stands in ends it there as well (cross-site scripting). */
const requireNoTag = (css: string): void => {
  if (css.includes("<")) throw notAllowed("<");
};

const requireValues = (css: string): void => {
  const forbidden = FORBIDDEN.exec(css)?.[0];
  if (forbidden !== undefined) throw notAllowed(forbidden);
  // With a blank, or as the end of a longer name, it is no address to a browser: what stands in it would be read otherwise.
  if (/[-\w\u{80}-\u{10ffff}]url\(|url\s+\(/iu.test(css)) throw notAllowed("url");
  for (const after of css.split(/url\(/iu).slice(1)) {
    if (!PERMITTED_URL.test(after)) throw notAllowed("a URL other than of https");
  }
};

/**
 * Takes comments out, as a browser does: stops rules from hiding between marks of comments that are in quotes.
 * @throws InvalidParameterException for a comment or a quote that does not end
 */
const withoutComments = (css: string): string =>
  css.replaceAll(MARK, (mark) => {
    if (mark === "/*" || mark === '"' || mark === "'") throw malformed();
    return mark.startsWith("/*") ? " " : mark;
  });

/** At-rules have no class: `@import`, `@media` and the others are refused by their names. */
const requireSelectors = (prelude: string): void => {
  const atRule = /^@[\w-]*/u.exec(prelude)?.[0];
  if (atRule !== undefined) throw classNotAllowed(atRule);
  const wrong = prelude
    .split(",")
    .map((selector) => selector.trim())
    .find((selector) => !SELECTORS.has(selector));
  if (wrong !== undefined) throw classNotAllowed(wrong);
};

/** @throws InvalidParameterException */
export const requireClassicCss = (css: string): void => {
  if (Buffer.byteLength(css) > CSS_MAX_BYTES) throw tooLong();
  requireNoTag(css);
  const plain = withoutComments(css);
  let at = 0;
  while (plain.slice(at).trim() !== "") {
    const begin = plain.slice(at).search(/[{};]/u);
    requireSelectors(plain.slice(at, begin < 0 ? undefined : at + begin).trim());
    if (begin < 0 || plain[at + begin] !== "{") throw malformed();
    BLOCK.lastIndex = at + begin + 1;
    BLOCK.exec(plain);
    // A rule inside a rule would speak of other elements.
    if (plain[BLOCK.lastIndex] !== "}") throw malformed();
    at = BLOCK.lastIndex + 1;
  }
  requireValues(plain);
};
