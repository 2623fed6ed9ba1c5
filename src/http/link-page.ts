/**
 * Where a link of a mail leads. Opening it changes nothing and asks nothing of the database: it shows a button, and the
 * button acts. Stops mail scanners, previews and prefetching browsers, which open every link, from acting for a person.
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
  /** What the link says. @throws ApiException for one that says nothing */
  read(request: WireRequest): Link;
  ask(link: Link): Page;
  /** @throws ApiException */
  act(link: Link, facts: RequestFacts): Promise<Page>;
  refusal(error: ApiException): HttpAnswer;
}

/** `GET` of the link asks, `POST` of the same address acts. */
export const linkRoutes = <Link>({ path, read, ask, act, refusal }: LinkPage<Link>): readonly Route[] => {
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
  return [
    { method: "GET", match, handle: orRefusal(async (request) => ask(read(request))) },
    {
      method: "POST",
      match,
      bodyLimit: BODY_LIMIT_BYTES,
      handle: orRefusal(async (request, id) => {
        const { headers, remoteAddress } = request;
        return act(read(request), { id, userAgent: headers["user-agent"] ?? "", remoteAddress });
      }),
    },
  ];
};
