/**
 * The text alternative of an HTML message, for readers that show no HTML.
 */

const PIECE = /<[a-z/!][^<>]*>|[^<]+|</gi;
const TAG = /^<[a-z/!][^<>]*>$/i;
const HIDDEN = /^<(?:style|script|head|title)\b/i;
const HIDDEN_END = /^<\/(?:style|script|head|title)\b/i;
const LINE_END = /^<(?:br|hr)\b|^<\/(?:p|div|h[1-6]|li|tr|table|ul|ol|blockquote)\b/i;
const LINK = /^<a\s/i;
const LINK_END = /^<\/a\b/i;
const TARGET = /\shref\s*=\s*(?:"([^"]*)"|'([^']*)')/i;
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
  ["#39", "'"],
  ["nbsp", " "],
]);

const decodeEntities = (text: string): string =>
  text.replace(/&(#39|[a-z]+);/g, (entity, name: string) => ENTITIES.get(name) ?? entity);

/** Leaves the words, the line ends and the addresses of links (`text (address)`). Takes linear time. */
export const plainText = (html: string): string => {
  let text = "";
  let target: string | undefined;
  let hidden = false;
  for (const [piece] of html.matchAll(PIECE)) {
    if (!TAG.test(piece)) {
      if (!hidden) text += decodeEntities(piece);
    } else if (HIDDEN.test(piece)) {
      hidden = true;
    } else if (HIDDEN_END.test(piece)) {
      hidden = false;
    } else if (LINE_END.test(piece)) {
      text += "\n";
    } else if (LINK.test(piece)) {
      const found = TARGET.exec(piece);
      target = found?.[1] ?? found?.[2];
    } else if (LINK_END.test(piece) && target !== undefined) {
      text += ` (${decodeEntities(target)})`;
      target = undefined;
    }
  }
  return text
    .split(/\r\n|\r|\n/)
    .map((line) =>
      line
        .split(/[ \t]+/)
        .join(" ")
        .trim(),
    )
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
};
