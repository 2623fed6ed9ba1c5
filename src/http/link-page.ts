/**
 * Where a link of a mail leads. One that acts on its button changes nothing when it is opened and asks nothing of the
 * database: it stops mail scanners and previews, which open every link, from acting for a person. One that acts when it is
 * opened shows the button alone to who only looks ahead.
 */
import { ApiException } from "../contracts/exceptions.ts";
import type { RequestFacts } from "../runtime/operation.ts";
import { pageAnswer, type Page } from "./html.ts";
import type { HttpAnswer, Route, WireRequest } from "./wire.ts";

/** The button sends nothing but the page's own address. */
const BODY_LIMIT_BYTES = 1_024;

export interface LinkPage<Link> {
  /** With or without a slash at its end: people and programs that copy links lose it. */
  readonly path: string;
  readonly actsOn: "open" | "button";
  /** What the link says. @throws ApiException for one that says nothing */
  read(request: WireRequest): Link;
  ask(link: Link): Page;
  /** @throws ApiException */
  act(link: Link, facts: RequestFacts): Promise<Page>;
  refusal(error: ApiException): HttpAnswer;
}

/**
 * Whether a person is opening the page. HEAD must change nothing, and a browser that fetches ahead says so.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-9.2.1
 * @see https://wicg.github.io/nav-speculation/prefetch.html#sec-purpose-header
 */
const isOpened = ({ method, headers }: WireRequest): boolean =>
  method === "GET" && headers["sec-purpose"] === undefined;

/** `GET` of the link acts or asks; `POST` of the same address, which the button sends, acts. */
export const linkRoutes = <Link>({ path, actsOn, read, ask, act, refusal }: LinkPage<Link>): readonly Route[] => {
  const match: Route["match"] = (asked) => (asked === path || asked === `${path}/` ? {} : undefined);
  const orRefusal =
    (show: (request: WireRequest, requestId: string) => Promise<Page>): Route["handle"] =>
    async (request, _params, requestId) => {
      try {
        return pageAnswer(200, await show(request, requestId));
      } catch (error) {
        if (error instanceof ApiException) return refusal(error);
        throw error;
      }
    };
  const acting = async (request: WireRequest, id: string): Promise<Page> => {
    const { headers, remoteAddress } = request;
    return act(read(request), { id, userAgent: headers["user-agent"] ?? "", remoteAddress });
  };
  const opening = async (request: WireRequest, id: string): Promise<Page> =>
    actsOn === "open" && isOpened(request) ? acting(request, id) : ask(read(request));
  return [
    { method: "GET", match, handle: orRefusal(opening) },
    { method: "POST", match, bodyLimit: BODY_LIMIT_BYTES, handle: orRefusal(acting) },
  ];
};
