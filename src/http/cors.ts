/**
 * What web pages of any origin may do: call the API and read its answers. Never with credentials of the browser's
 * (`Allow-Credentials`): a caller is known by what the request itself carries.
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
import type { IncomingHttpHeaders } from "node:http";
import { headerText } from "./answers.ts";
import type { HttpAnswer } from "./wire.ts";

/** How long a browser may keep the answer to a preflight, in seconds. Observed. */
export const PREFLIGHT_LIFETIME_SECONDS = 172_800;

const ANY_ORIGIN = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date",
};

/** The answer with what lets a web page read it; unchanged for a request that comes from none. */
export const withCors = (answer: HttpAnswer, headers: IncomingHttpHeaders): HttpAnswer =>
  headers.origin === undefined ? answer : { ...answer, headers: { ...answer.headers, ...ANY_ORIGIN } };

/** The answer to OPTIONS. Applications add headers of their own, so what is asked for is granted, letter by letter. */
export const preflightAnswer = (headers: IncomingHttpHeaders): HttpAnswer => {
  if (headers.origin === undefined) return { status: 200, headers: {}, body: "" };
  const asked = headers["access-control-request-headers"];
  return {
    status: 200,
    headers: {
      ...ANY_ORIGIN,
      ...(asked === undefined ? {} : { "access-control-allow-headers": headerText(asked) }),
      "access-control-allow-methods": headerText(headers["access-control-request-method"] ?? "POST"),
      "access-control-max-age": String(PREFLIGHT_LIFETIME_SECONDS),
    },
    body: "",
  };
};
