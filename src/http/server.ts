/** The listening socket: connections, their bounds, and the end of both. What is answered is decided in `dispatch.ts`. */
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { announcesMoreThan, BodyBrokenOff, bodyOf, discardBody, readBody } from "./body.ts";
import { createDispatch, faultFields, tooLarge } from "./dispatch.ts";
import type { DispatchOptions, Receiver } from "./dispatch.ts";
import { faultAnswer } from "./answers.ts";
import type { HttpAnswer, RequestHead } from "./wire.ts";

/** The bounds of every connection. The time limits stop callers who hold connections by sending slowly. */
export const HTTP_LIMITS = {
  /** All headers of a request, in bytes. */
  headerBytes: 16_384,
  headersTimeoutMs: 10_000,
  /** From the head of a request to the last byte of its body. */
  requestTimeoutMs: 30_000,
  /** The same where a body is taken in as it comes: files of a hundred megabytes. */
  uploadTimeoutMs: 900_000,
  /** How long a connection may rest between requests; longer than load balancers do, which must close first. */
  keepAliveMs: 75_000,
  /** How long nothing may move on a connection, whatever its state. */
  silenceMs: 120_000,
  /** How often the time limits are looked at. */
  checkIntervalMs: 5_000,
  connections: 4_096,
  /** How much of a refused body is taken in, and for how long, so that the refusal can be read. */
  discardBytes: 4_194_304,
  discardMs: 2_000,
  /** How long requests in flight may take to finish when the server is closed. */
  closeGraceMs: 10_000,
} as const;

export type HttpLimits = { readonly [K in keyof typeof HTTP_LIMITS]: number };

export interface HttpServerOptions extends DispatchOptions {
  /** Milliseconds since the epoch; also the `Date` of answers, by which SDKs correct their clocks. */
  readonly now: () => number;
  /** A new request id: a lower-case UUID. */
  readonly uuid: () => string;
  /** Other bounds than `HTTP_LIMITS`. */
  readonly limits?: Partial<HttpLimits>;
}

export interface Listening {
  readonly host: string;
  readonly port: number;
  readonly url: string;
}

export interface HttpServer {
  /** Port 0 takes a free one. Rejects when the address cannot be had. */
  listen(host: string, port: number): Promise<Listening>;
  /** Stops accepting, lets requests in flight finish within the grace time, closes every connection. */
  close(): Promise<void>;
}

export const createHttpServer = (options: HttpServerOptions): HttpServer => {
  const dispatch = createDispatch(options);
  const limits: HttpLimits = { ...HTTP_LIMITS, ...options.limits };
  const inFlight = new Map<Socket, number>();
  let closing = false;

  const server = createServer({
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: Math.max(limits.uploadTimeoutMs, limits.requestTimeoutMs),
    keepAliveTimeout: limits.keepAliveMs,
    connectionsCheckingInterval: limits.checkIntervalMs,
    noDelay: true,
  });
  server.timeout = limits.silenceMs;
  server.maxConnections = limits.connections;
  // The bytes of all headers are bounded; a bound on their number would drop the rest in silence, signed ones too.
  server.maxHeadersCount = 0;

  /** Ends a request's turn on its connection, which then goes if the server is closing. */
  const leave = (socket: Socket) => {
    const left = (inFlight.get(socket) ?? 1) - 1;
    if (inFlight.has(socket)) inFlight.set(socket, left);
    if (closing && left <= 0) socket.destroySoon();
  };

  const onRequest = (message: IncomingMessage, response: ServerResponse) => {
    const { socket } = message;
    inFlight.set(socket, (inFlight.get(socket) ?? 0) + 1);
    response.once("close", () => leave(socket));
    const send = createSender(response, options, () => closing);
    answer(message, response, { dispatch, send, uuid: options.uuid, limits }).catch((error: unknown) => {
      options.log("error", "answer failed", faultFields(error));
      socket.destroy();
    });
  };

  server.on("connection", (socket: Socket) => {
    inFlight.set(socket, 0);
    socket.once("close", () => inFlight.delete(socket));
  });
  server.on("request", onRequest);
  // Without this listener Node asks for every body; with it, a body that is too large is refused before it is sent.
  server.on("checkContinue", onRequest);

  return {
    listen: (host, port) =>
      new Promise((resolve, reject) => {
        server.once("error", reject);
        server.listen({ host, port }, () => {
          server.off("error", reject);
          const address = server.address();
          const bound = typeof address === "object" && address !== null ? address.port : port;
          resolve({ host, port: bound, url: `http://${host.includes(":") ? `[${host}]` : host}:${bound}` });
        });
      }),
    close: () =>
      new Promise((resolve) => {
        closing = true;
        const force = setTimeout(() => server.closeAllConnections(), limits.closeGraceMs);
        server.close(() => {
          clearTimeout(force);
          resolve();
        });
        for (const [socket, requests] of inFlight) if (requests === 0) socket.destroy();
      }),
  };
};

type Send = (answer: HttpAnswer, requestId: string, then?: () => Promise<void>) => Promise<void>;

interface Parts {
  readonly dispatch: ReturnType<typeof createDispatch>;
  readonly send: Send;
  readonly uuid: () => string;
  readonly limits: HttpLimits;
}

/** One request: its head decides the bound, its body is read, its answer is sent. */
const answer = async (
  message: IncomingMessage,
  response: ServerResponse,
  { dispatch, send, uuid, limits }: Parts,
): Promise<void> => {
  const requestId = uuid();
  const head: RequestHead = {
    method: message.method ?? "",
    url: message.url ?? "",
    headers: message.headers,
    rawHeaders: message.rawHeaders,
    remoteAddress: message.socket.remoteAddress ?? "",
  };
  const destination = dispatch(head);
  if ("receive" in destination) return receive(message, response, destination, { send, requestId, limits });
  const { bodyLimit, answer: answerTo, refuse } = destination;
  const expectsContinue = message.headers.expect !== undefined;
  if (expectsContinue && !announcesMoreThan(message, bodyLimit)) response.writeContinue();
  const body = await readBody(message, bodyLimit, limits.requestTimeoutMs);
  if (body === "aborted") return;
  if (body === "too slow") return send(TOO_SLOW, requestId, async () => undefined);
  if (body !== "too large") return send(await answerTo({ ...head, body }, requestId), requestId);
  // A caller who asks first has not sent its body, and now need not.
  return send(refuse(tooLarge(bodyLimit)), requestId, async () => {
    if (!expectsContinue) await discardBody(message, limits.discardBytes, limits.discardMs);
  });
};

/** @see https://www.rfc-editor.org/rfc/rfc9110#section-15.5.9 */
const TOO_SLOW: HttpAnswer = { status: 408, headers: {}, body: "" };

interface Turn {
  readonly send: Send;
  readonly requestId: string;
  readonly limits: HttpLimits;
}

/** One request whose body is taken in as it comes, once its head has been judged. */
const receive = async (
  message: IncomingMessage,
  response: ServerResponse,
  { bodyLimit, tooLarge: refusal, receive: take }: Receiver,
  { send, requestId, limits }: Turn,
): Promise<void> => {
  let awaitsContinue = message.headers.expect !== undefined;
  const body = () => {
    if (awaitsContinue) response.writeContinue();
    awaitsContinue = false;
    return bodyOf(message);
  };
  try {
    const given = announcesMoreThan(message, bodyLimit) ? refusal : await take(body, requestId);
    if (message.complete) return await send(given, requestId);
    await send(given, requestId, async () => {
      if (!awaitsContinue) await discardBody(message, limits.discardBytes, limits.discardMs);
    });
  } catch (error) {
    // There is nobody left to tell.
    if (!(error instanceof BodyBrokenOff)) throw error;
  }
};

/** Writes an answer. With `then`, the connection is closed once that is done. */
const createSender =
  (response: ServerResponse, options: HttpServerOptions, isClosing: () => boolean): Send =>
  async (given, requestId, then) => {
    const headersOf = ({ headers, body }: HttpAnswer) => ({
      "x-amzn-requestid": requestId,
      ...headers,
      "content-length": String(Buffer.byteLength(body)),
      date: new Date(options.now()).toUTCString(),
      ...(then !== undefined || isClosing() ? { connection: "close" } : {}),
    });
    response.sendDate = false;
    let sent = given;
    try {
      response.writeHead(given.status, headersOf(given));
    } catch (error) {
      // A route gave a header that HTTP cannot carry.
      options.log("error", "answer refused", { requestId, ...faultFields(error) });
      sent = faultAnswer();
      response.writeHead(sent.status, headersOf(sent));
    }
    if (then !== undefined) {
      response.write(sent.body);
      await then();
      response.end();
    } else response.end(sent.body);
  };
