/**
 * The text that a SigV4 signature covers, rebuilt from a request as it arrived.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
import { createHash } from "node:crypto";

/** A request as far as signatures see it. */
export interface SignedRequest {
  readonly method: string;
  /** The target as sent: path and query, or an absolute URI. */
  readonly url: string;
  /** Names and values in turn, as they arrived, duplicates included; values in Latin-1. */
  readonly rawHeaders: readonly string[];
  readonly body: Uint8Array;
}

/** Every header by its name in lower case: values trimmed, runs of spaces made one, duplicates joined by a comma. */
export const headersOf = (request: SignedRequest): ReadonlyMap<string, string> => {
  const headers = new Map<string, string>();
  for (let i = 0; i + 1 < request.rawHeaders.length; i += 2) {
    const name = (request.rawHeaders[i] ?? "").toLowerCase();
    // Spaces alone: a trim of all white space would cut U+00A0, which is half of a letter in UTF-8.
    const value = (request.rawHeaders[i + 1] ?? "").replaceAll(/ {2,}/gu, " ").replaceAll(/^ | $/gu, "");
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before},${value}`);
  }
  return headers;
};

/**
 * The canonical request over exactly the listed headers. A listed header that is absent counts as empty; one that is
 * listed twice is written once, so that a short list cannot make the text grow beyond the request itself.
 */
export const canonicalRequest = (
  request: SignedRequest,
  headers: ReadonlyMap<string, string>,
  signedHeaders: string,
  payloadHash: string,
): string => {
  const { path, query } = partsOf(request.url);
  const names = new Set(signedHeaders.toLowerCase().split(";"));
  const lines = [...names].map((name) => `${name}:${headers.get(name) ?? ""}\n`);
  return [request.method, canonicalPath(path), canonicalQuery(query), lines.join(""), signedHeaders, payloadHash].join(
    "\n",
  );
};

/** Hex SHA-256. Text is hashed in Latin-1, the encoding in which headers arrive: the bytes that were on the wire. */
export const sha256Hex = (data: string | Uint8Array): string =>
  typeof data === "string"
    ? createHash("sha256").update(data, "latin1").digest("hex")
    : createHash("sha256").update(data).digest("hex");

const partsOf = (url: string): { readonly path: string; readonly query: string } => {
  const target = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/iu, "");
  const mark = target.indexOf("?");
  return mark < 0 ? { path: target, query: "" } : { path: target.slice(0, mark), query: target.slice(mark + 1) };
};

/** Dot segments and doubled slashes resolved, then each segment encoded once more: the rule of every service but S3. */
const canonicalPath = (path: string): string => {
  const kept: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "..") kept.pop();
    else if (segment !== "" && segment !== ".") kept.push(encode(segment));
  }
  const trailing = kept.length > 0 && path.endsWith("/") ? "/" : "";
  return `/${kept.join("/")}${trailing}`;
};

const canonicalQuery = (query: string): string =>
  query
    .split("&")
    .filter((pair) => pair !== "")
    .map((pair) => {
      const mark = pair.indexOf("=");
      const name = mark < 0 ? pair : pair.slice(0, mark);
      const value = mark < 0 ? "" : pair.slice(mark + 1);
      return [encode(decode(name)), encode(decode(value))] as const;
    })
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");

/** By code units; what is compared is ASCII. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Percent-encodes all but RFC 3986's unreserved characters. */
const encode = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replaceAll(
    /[!'()*]/gu,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** Malformed percent-encoding stands for itself: the signature then differs, and nothing fails. */
const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
