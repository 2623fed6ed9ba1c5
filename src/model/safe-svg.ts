/**
 * Whether bytes are an SVG drawing that only draws. Login pages serve these files: one with a script runs with the
 * rights of the page that signs users in (stored cross-site scripting), and one that loads something from elsewhere
 * tells a third party who is signing in, and when.
 *
 * Everything is refused but what drawings are made of, so that what browsers learn tomorrow is refused as well.
 * @see https://svgwg.org/svg2-draft/conform.html#processing-modes
 */

const SVG_NAMESPACE = "http://www.w3.org/2000/svg";
const NESTING_MAX = 256;

const ELEMENTS = new Set(
  (
    "svg g defs symbol use title desc metadata style switch view path rect circle ellipse line polyline polygon text " +
    "tspan textPath image linearGradient radialGradient stop pattern clipPath mask marker filter feBlend " +
    "feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap " +
    "feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge feMergeNode " +
    "feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence"
  ).split(" "),
);

/** What drawing programs note for themselves; nothing to a browser while their prefixes mean nothing that it knows. */
const NOTE_PREFIXES = new Set(["cc", "dc", "inkscape", "rdf", "sodipodi"]);
/** What these prefixes may mean. With XLink's namespace, an attribute of theirs would be a link that is loaded. */
const NOTE_NAMESPACE =
  /^https?:\/\/(?:www\.inkscape\.org\/|(?:inkscape|sodipodi)\.sourceforge\.net\/|creativecommons\.org\/|web\.resource\.org\/cc\/|purl\.org\/dc\/|www\.w3\.org\/1999\/02\/22-rdf-syntax-ns#)/u;

/** Other encodings would let a browser read something else than was checked. */
const DECLARATION =
  /^<\?xml\s+version\s*=\s*["']1\.0["'](?:\s+encoding\s*=\s*["']utf-8["'])?(?:\s+standalone\s*=\s*["'](?:yes|no)["'])?\s*\?>/iu;
const DOCTYPE = /<!DOCTYPE\s+svg(?:\s+PUBLIC\s+"[^"<>]*"\s+"[^"<>]*")?\s*>/uy;
const START_TAG = /<([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/uy;
const END_TAG = /<\/([\w:.-]+)\s*>/uy;
const ATTRIBUTE = /([\w:.-]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/gu;

const ENTITIES: ReadonlyMap<unknown, string> = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["quot", '"'],
  ["apos", "'"],
]);

/** Text with its references resolved; undefined when one is of an entity that XML does not have by itself. */
const resolved = (text: string): string | undefined => {
  let isKnown = true;
  const plain = text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w+));|&/giu, (_all, decimal, hex, name) => {
    const point = Number(decimal ?? (hex === undefined ? Number.NaN : `0x${hex}`));
    const character = Number.isNaN(point)
      ? ENTITIES.get(name)
      : point <= 0x10_ff_ff
        ? String.fromCodePoint(point)
        : undefined;
    isKnown &&= character !== undefined;
    return character ?? "";
  });
  return isKnown ? plain : undefined;
};

/** Whether style text loads and runs nothing: references stay in the document, and no escape hides one. */
const isSafeStyle = (text: string): boolean =>
  !/\\|@import|@namespace|(?:expression|image|image-set|src)\s*\(|javascript:|(?<![-\w])behavior\s*:|-moz-binding|\/\//iu.test(
    text,
  ) && text.split(/url\s*\(/iu).every((after, index) => index === 0 || /^\s*["']?\s*#/u.test(after));

const PICTURE = /^data:image\/(?:png|jpeg|gif|webp);base64,[\w+/=\s]*$/iu;

const localName = (name: string): string => name.slice(name.indexOf(":") + 1);
const prefixOf = (name: string): string => (name.includes(":") ? name.slice(0, name.indexOf(":")) : "");

const isSafeNamespace = (name: string, value: string): boolean => {
  if (name === "xmlns") return value === SVG_NAMESPACE;
  return !NOTE_PREFIXES.has(localName(name)) || NOTE_NAMESPACE.test(value);
};

const isSafeAttribute = (element: string, name: string, value: string): boolean => {
  if (name === "xmlns" || prefixOf(name) === "xmlns") return isSafeNamespace(name, value);
  if (NOTE_PREFIXES.has(prefixOf(name))) return true;
  const local = localName(name).toLowerCase();
  if (local.startsWith("on") || local === "base") return false;
  if (local === "href" || local === "src") return value.startsWith("#") || (element === "image" && PICTURE.test(value));
  return local === "style" || value.includes("(") ? isSafeStyle(value) : !/javascript:/iu.test(value);
};

const isSafeElement = (name: string, attributes: string): boolean => {
  if (!ELEMENTS.has(name) && !NOTE_PREFIXES.has(prefixOf(name))) return false;
  const seen = new Set<string>();
  for (const [, attribute = "", double, single] of attributes.matchAll(ATTRIBUTE)) {
    const value = resolved(double ?? single ?? "");
    if (value === undefined || seen.has(attribute)) return false;
    seen.add(attribute);
    if (!isSafeAttribute(name, attribute, value.trim())) return false;
  }
  return true;
};

const decoder = new TextDecoder("utf-8", { fatal: true });

const textOf = (bytes: Uint8Array): string | undefined => {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
};

type Token =
  | { readonly kind: "start"; readonly name: string; readonly attributes: string; readonly isEmpty: boolean }
  | { readonly kind: "end"; readonly name: string }
  | { readonly kind: "text" | "characters"; readonly text: string }
  | { readonly kind: "malformed" };

const matchAt = (pattern: RegExp, source: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at;
  return pattern.exec(source);
};

/** What stands between two marks, and where it ends; undefined when it does not begin here, or never ends. */
const between = (source: string, at: number, begin: string, end: string) => {
  const last = source.startsWith(begin, at) ? source.indexOf(end, at + begin.length) : -1;
  return last < 0 ? undefined : { text: source.slice(at + begin.length, last), next: last + end.length };
};

/**
 * Readers of HTML end a comment where readers of XML do not, and know no character data outside of drawings: whatever
 * could be a comment to one and a tag to the other is refused.
 */
const isComment = (text: string): boolean => !/^-?>|--|-$/u.test(text);

/** The token at `at` and where the next one is; comments are empty text. */
const tokenAt = (source: string, at: number): { readonly token: Token; readonly next: number } => {
  const lessThan = source.indexOf("<", at);
  if (lessThan !== at) {
    const next = lessThan < 0 ? source.length : lessThan;
    const text = resolved(source.slice(at, next));
    return { token: text === undefined ? { kind: "malformed" } : { kind: "text", text }, next };
  }
  const comment = between(source, at, "<!--", "-->");
  if (comment !== undefined && isComment(comment.text))
    return { token: { kind: "text", text: "" }, next: comment.next };
  const characters = between(source, at, "<![CDATA[", "]]>");
  if (characters !== undefined && !characters.text.includes("<")) {
    return { token: { kind: "characters", text: characters.text }, next: characters.next };
  }
  const end = matchAt(END_TAG, source, at);
  if (end !== null) return { token: { kind: "end", name: end[1] ?? "" }, next: END_TAG.lastIndex };
  const start = matchAt(START_TAG, source, at);
  if (start === null) return { token: { kind: "malformed" }, next: source.length };
  const [, name = "", attributes = "", slash] = start;
  return { token: { kind: "start", name, attributes, isEmpty: slash === "/" }, next: START_TAG.lastIndex };
};

/** What surrounds the next token. */
interface Reading {
  /** The elements that are open, the outermost first. */
  readonly open: string[];
  isStarted: boolean;
  /** The text of the style element that is open. */
  style: string;
}

/** Whether the drawing is safe up to and with this token. */
const isSafeToken = (token: Token, reading: Reading): boolean => {
  const { open } = reading;
  const inner = open.at(-1);
  switch (token.kind) {
    case "characters":
      reading.style += token.text;
      return inner === "style";
    case "text":
      if (inner === "style") reading.style += token.text;
      return inner !== undefined || token.text.trim() === "";
    case "start":
      if (inner === undefined && (reading.isStarted || token.name !== "svg")) return false;
      if (inner === "style" || open.length >= NESTING_MAX || !isSafeElement(token.name, token.attributes)) return false;
      reading.isStarted = true;
      if (!token.isEmpty) open.push(token.name);
      return true;
    case "end": {
      const { style } = reading;
      reading.style = "";
      return open.pop() === token.name && isSafeStyle(style);
    }
    case "malformed":
    default:
      return false;
  }
};

/** Where the drawing begins: after the declaration, comments and a document type that declares nothing of its own. */
const afterProlog = (source: string): number => {
  let at = DECLARATION.exec(source)?.[0].length ?? 0;
  const blank = () => {
    while (/\s/u.test(source.charAt(at))) at += 1;
  };
  for (blank(); source.startsWith("<!--", at); blank()) {
    const comment = between(source, at, "<!--", "-->");
    if (comment === undefined || !isComment(comment.text)) return at;
    at = comment.next;
  }
  return at + (matchAt(DOCTYPE, source, at)?.[0].length ?? 0);
};

/** Whether the bytes are a drawing, well-formed and in UTF-8, that neither runs nor loads anything. */
export const isSafeSvg = (bytes: Uint8Array): boolean => {
  const source = textOf(bytes);
  if (source === undefined) return false;
  const reading: Reading = { open: [], isStarted: false, style: "" };
  let at = afterProlog(source);
  while (at < source.length) {
    const { token, next } = tokenAt(source, at);
    if (!isSafeToken(token, reading)) return false;
    at = next;
  }
  return reading.isStarted && reading.open.length === 0;
};
