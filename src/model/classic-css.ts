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
 * What a page's style sheet must not hold: the end of the element that it stands in (cross-site scripting), what old
 * browsers run, and the escapes by which any of it could be hidden from this list.
 */
const FORBIDDEN = /<|\\|expression\s*\(|javascript:|(?<![-\w])behavior\s*:|-moz-binding|(?:image|image-set|src)\s*\(/iu;
/** Other addresses than the web's encrypted ones would be blocked by browsers, or run. */
const PERMITTED_URL = /^\s*["']?\s*(?:https:\/\/|data:image\/(?:png|jpeg|gif|webp);base64,)/iu;

const BLOCK = /(?:[^{}"']+|"[^"\n]*"|'[^'\n]*')*/uy;

const requireValues = (css: string): void => {
  const forbidden = FORBIDDEN.exec(css)?.[0];
  if (forbidden !== undefined) throw notAllowed(forbidden);
  for (const after of css.split(/url\s*\(/iu).slice(1)) {
    if (!PERMITTED_URL.test(after)) throw notAllowed("a URL other than of https");
  }
};

/** Takes comments out. @throws InvalidParameterException for one that does not end */
const withoutComments = (css: string): string => {
  const plain = css.replaceAll(/\/\*[^]*?\*\//gu, " ");
  if (plain.includes("/*")) throw malformed();
  return plain;
};

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
