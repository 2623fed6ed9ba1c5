/** A request and an answer as plain values, and how the parts of the edge fit together. */
import type { IncomingHttpHeaders } from "node:http";

/** A request that was read whole. */
export interface WireRequest {
  readonly method: string;
  /** The target as sent: path and query, rarely an absolute URI. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  /** Names and values in turn, as they arrived. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  /** The address of the connection's other end; never taken from a header, which anybody can write. */
  readonly remoteAddress: string;
}

/** What is known of a request before its body is read. */
export type RequestHead = Omit<WireRequest, "body">;

/** The server adds `Content-Length`, `Date` and `x-amzn-RequestId`. */
export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/**
 * Runs an operation of the API. `operation` is a name that the API has; `json` is what the body holds, unchecked.
 * @throws ApiException, which is told to the caller; anything else is a fault of ours and is not
 */
export type Perform = (
  operation: string,
  json: unknown,
  request: WireRequest,
  requestId: string,
) => Promise<{ readonly body: string }>;

export type RouteParams = Readonly<Record<string, string>>;

/** A path that is no operation: keys, discovery, health, the inbox. */
export interface Route {
  /** HEAD is answered wherever GET is. */
  readonly method: "GET" | "POST";
  /** `path` is as sent, without query and still percent-encoded. Undefined when the route is another's. */
  readonly match: (path: string) => RouteParams | undefined;
  readonly handle: (request: WireRequest, params: RouteParams, requestId: string) => Promise<HttpAnswer>;
  /** Any web page may read the answers. */
  readonly cors?: true;
  /** The greatest body it accepts, in bytes; 1 MiB unless said. */
  readonly bodyLimit?: number;
}

/**
 * A path that takes in what is too large to be held: its body is read as it is worked on. `body` asks the caller to go on
 * sending, so a request that is refused before costs nothing; it throws `BodyBrokenOff` when the caller goes away.
 */
export interface ReceivingRoute extends Pick<Route, "match"> {
  readonly method: "PUT";
  /** The greatest body it accepts, in bytes. It counts for itself where none is announced. */
  readonly bodyLimit: number;
  /** What is answered to an announced body that is greater. */
  readonly tooLarge: HttpAnswer;
  readonly receive: (
    head: RequestHead,
    params: RouteParams,
    body: () => AsyncIterable<Uint8Array>,
  ) => Promise<HttpAnswer>;
}

/** The path of a request's target, as sent. */
export const pathOf = (url: string): string => withoutOrigin(url).split(/[?#]/u, 1)[0] ?? "";

/** The query of a request's target. Malformed percent-encoding stands for itself. */
export const queryOf = (url: string): URLSearchParams => {
  const target = withoutOrigin(url);
  const mark = target.indexOf("?");
  return new URLSearchParams(mark < 0 ? "" : target.slice(mark + 1));
};

/** @see https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2 absolute form, which every server must accept */
const withoutOrigin = (url: string): string => url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/iu, "");
