/** Which part of the edge answers a request, and how its failures are told. No sockets here: values in, an answer out. */
import { ApiException } from "../contracts/exceptions.ts";
import type { Log, LogFields } from "../model/log-fields.ts";
import { exceptionAnswer, faultAnswer, notFoundAnswer } from "./answers.ts";
import { BodyBrokenOff } from "./body.ts";
import { preflightAnswer, withCors } from "./cors.ts";
import { isDevelopmentHost } from "./hosts.ts";
import { answerJson, operationOf } from "./json-protocol.ts";
import type { JsonProtocol } from "./json-protocol.ts";
import { pathOf } from "./wire.ts";
import type { HttpAnswer, ReceivingRoute, RequestHead, Route, RouteParams, WireRequest } from "./wire.ts";

/** The greatest body that is read where nothing else is said, in bytes. */
export const BODY_LIMIT_BYTES = 1_048_576;

export interface DispatchOptions extends JsonProtocol {
  /** The greatest body of an operation, in bytes; undefined for the ordinary limit. */
  readonly bodyLimitOf: (operation: string) => number | undefined;
  /** Asked in order; the first that matches answers. */
  readonly routes: readonly (Route | ReceivingRoute)[];
  /** In development only loopback and the public URL's host are answered. */
  readonly mode: "development" | "production";
  readonly publicUrl: string;
  readonly log: Log;
}

/** What is decided from a request's head, before its body is read. */
export interface Destination {
  readonly bodyLimit: number;
  /** Answers; never rejects. */
  readonly answer: (request: WireRequest, requestId: string) => Promise<HttpAnswer>;
  /** Answers a request whose body is not going to be read. */
  readonly refuse: (exception: ApiException) => HttpAnswer;
}

/** The same for a body that is taken in as it comes. */
export interface Receiver {
  readonly bodyLimit: number;
  /** Answers a request that announces more. */
  readonly tooLarge: HttpAnswer;
  /** Answers; rejects with `BodyBrokenOff` alone. */
  readonly receive: (body: () => AsyncIterable<Uint8Array>, requestId: string) => Promise<HttpAnswer>;
}

/** A request was larger than what it asks for can be. */
export const tooLarge = (limit: number): ApiException =>
  new ApiException("RequestEntityTooLargeException", `The request body is larger than ${limit} bytes.`);

export const createDispatch =
  (options: DispatchOptions): ((head: RequestHead) => Destination | Receiver) =>
  (head) => {
    const owners = ownersOf(options.routes, pathOf(head.url));
    const method = head.method === "HEAD" ? "GET" : head.method;
    const owner = owners.find(({ route }) => route.method === method);
    const operation = owner === undefined ? operationOf(head.headers, options.isOperation) : undefined;
    // The API is open to pages of every origin; a path of the server's own only where its route says so.
    const isShared =
      owner === undefined
        ? method === "POST" || owners.length === 0 || owners.some(({ route }) => isOpenToPages(route))
        : isOpenToPages(owner.route);
    const shared = (answer: HttpAnswer) => (isShared ? withCors(answer, head.headers) : answer);

    const run = async (request: WireRequest, requestId: string): Promise<HttpAnswer> => {
      requireHost(request, options);
      if (owner !== undefined && "handle" in owner.route) {
        return owner.route.handle(request, owner.params, requestId);
      }
      if (method === "POST") return answerJson(request, requestId, options);
      return method === "OPTIONS" && isShared ? preflightAnswer(request.headers) : notFoundAnswer();
    };

    if (owner !== undefined && "receive" in owner.route) return receiving(owner.route, owner.params, head, options);
    const given = owner?.route.bodyLimit ?? (operation === undefined ? undefined : options.bodyLimitOf(operation));
    return {
      bodyLimit: given ?? BODY_LIMIT_BYTES,
      refuse: (exception) => shared(exceptionAnswer(exception)),
      answer: async (request, requestId) => {
        try {
          return shared(await run(request, requestId));
        } catch (error) {
          const about = operation === undefined ? { requestId } : { requestId, operation };
          return shared(failureAnswer(error, about, options.log));
        }
      },
    };
  };

const isOpenToPages = (route: Route | ReceivingRoute): boolean => "cors" in route && route.cors;

const receiving = (
  route: ReceivingRoute,
  params: RouteParams,
  head: RequestHead,
  options: DispatchOptions,
): Receiver => ({
  bodyLimit: route.bodyLimit,
  tooLarge: route.tooLarge,
  receive: async (body, requestId) => {
    try {
      requireHost(head, options);
      return await route.receive(head, params, body);
    } catch (error) {
      if (error instanceof BodyBrokenOff) throw error;
      return failureAnswer(error, { requestId }, options.log);
    }
  },
});

/** Tells a refusal as it is. Anything else is a fault of ours: told as nothing more than that, and logged. */
const failureAnswer = (
  error: unknown,
  about: { readonly requestId: string; readonly operation?: string },
  log: Log,
): HttpAnswer => {
  if (error instanceof ApiException) return exceptionAnswer(error);
  if (error instanceof URIError)
    return exceptionAnswer(new ApiException("InvalidParameterException", "The URL's percent-encoding is malformed."));
  log("error", "request failed", { ...about, ...faultFields(error) });
  return faultAnswer(about.operation);
};

/** What a log may say of an unexpected error: its name and where it was thrown. Its message may quote the request. */
export const faultFields = (error: unknown): Pick<LogFields, "exception" | "stack"> => {
  if (!(error instanceof Error)) return { exception: typeof error };
  const frames = (error.stack ?? "").split("\n").filter((line) => /^\s+at /u.test(line));
  return { exception: error.name, stack: frames.map((line) => line.trim()).join("\n") };
};

interface Owner {
  readonly route: Route | ReceivingRoute;
  readonly params: RouteParams;
}

/** The routes that have the path, whatever their method. A path with malformed percent-encoding is nobody's. */
const ownersOf = (routes: DispatchOptions["routes"], path: string): readonly Owner[] =>
  routes.flatMap((route) => {
    const params = match(route, path);
    return params === undefined ? [] : [{ route, params }];
  });

const match = (route: Route | ReceivingRoute, path: string): RouteParams | undefined => {
  try {
    return route.match(path);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
};

const requireHost = (head: RequestHead, { mode, publicUrl }: DispatchOptions): void => {
  requireOneHost(head);
  if (mode === "development") requireDevelopmentHost(head, publicUrl);
};

/** Two hosts could mean one to a proxy and the other here. @see https://www.rfc-editor.org/rfc/rfc9112#section-3.2 */
const requireOneHost = ({ rawHeaders }: RequestHead): void => {
  const hosts = rawHeaders.filter((name, i) => i % 2 === 0 && name.toLowerCase() === "host");
  if (hosts.length > 1) throw new ApiException("AccessDeniedException", "A request has one Host header.");
};

const requireDevelopmentHost = ({ headers }: RequestHead, publicUrl: string): void => {
  if (isDevelopmentHost(headers.host, publicUrl)) return;
  throw new ApiException(
    "AccessDeniedException",
    "A development server answers to localhost and to the host of POOLHOUSE_PUBLIC_URL alone. Set POOLHOUSE_PUBLIC_URL to the address that you call.",
  );
};
