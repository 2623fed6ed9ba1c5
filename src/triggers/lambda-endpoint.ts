import { parseFunctionArn } from "./function-arn.ts";
import {
  ANSWER_MAX_BYTES,
  FUNCTION_NOT_FOUND,
  FUNCTION_UNAVAILABLE,
  type Invocation,
  type InvocationOptions,
  type Invoker,
  SOCKET_TIMEOUT,
} from "./invoker.ts";
import { payloadOf } from "./payload.ts";
import { type LambdaCredentials, signedHeaders } from "./sign.ts";

export interface LambdaEndpointOptions {
  /**
   * Where Lambda's API is. A URL whose path ends in `/invocations` is called as it stands, whatever the function:
   * runtime emulators serve one function under a fixed path.
   */
  readonly endpoint: string;
  /** Without credentials requests are not signed, which emulators accept. */
  readonly credentials?: LambdaCredentials | undefined;
  /** Milliseconds since the epoch, for signatures. */
  readonly now: () => number;
}

const INVOCATIONS = "/invocations";
const ERROR_NAME = /^[A-Za-z][A-Za-z0-9.]{0,63}$/;

/** The names of errors that come without one. */
const ERROR_OF_STATUS: Readonly<Record<number, string>> = {
  403: "AccessDeniedException",
  404: "ResourceNotFoundException",
  413: "RequestTooLargeException",
  415: "UnsupportedMediaTypeException",
  429: "TooManyRequestsException",
};

const member = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;

/** Text within the bound, or undefined when the body is larger; the rest is not fetched then. */
const readBody = async (response: Response): Promise<string | undefined> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > ANSWER_MAX_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
};

/** The JSON value of a body: null for none, undefined for what is not JSON. */
const parse = (text: string): unknown => {
  try {
    return text === "" ? null : JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Error names come as `Name`, `Name:http://…` or `prefix#Name`. Anything else is not repeated to callers. */
const serviceError = (response: Response, body: unknown): Invocation => {
  const stated = response.headers.get("x-amzn-errortype") ?? member(body, "__type") ?? member(body, "code");
  const name = typeof stated === "string" ? (stated.split(":")[0] ?? "").replace(/^.*#/, "") : "";
  const error = ERROR_NAME.test(name) ? name : (ERROR_OF_STATUS[response.status] ?? FUNCTION_UNAVAILABLE.error);
  return { kind: "failure", error, retry: response.status === 429 };
};

/** The text that the function threw; its type, or Lambda's word for the failure, when it threw none. */
const functionError = (word: string, body: unknown): Invocation => {
  const texts = [member(body, "errorMessage"), member(body, "errorType"), word];
  return { kind: "function-error", message: texts.find((text) => typeof text === "string") ?? word };
};

const readInvocation = async (response: Response): Promise<Invocation> => {
  const text = await readBody(response);
  if (text === undefined) return FUNCTION_UNAVAILABLE;
  const body = parse(text);
  // Redirects are failures too: following one would take the event, and a password in it, to another host.
  if (!response.ok) return serviceError(response, body);
  const failed = response.headers.get("x-amz-function-error");
  return failed === null ? { kind: "answer", payload: body } : functionError(failed, body);
};

/**
 * Runs trigger functions through the Invoke operation of a Lambda-compatible endpoint.
 * The signature's region is the function's own. Assumed: functions are addressed by name, as emulators need it.
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export const lambdaEndpoint = ({ endpoint, credentials, now }: LambdaEndpointOptions): Invoker => {
  const base = new URL(endpoint);
  const urlOf = (name: string, qualifier: string | undefined): URL => {
    if (base.pathname.endsWith(INVOCATIONS)) return base;
    const path = `${base.pathname.replace(/\/$/, "")}/2015-03-31/functions/${encodeURIComponent(name)}${INVOCATIONS}`;
    const query = qualifier === undefined ? "" : `?Qualifier=${encodeURIComponent(qualifier)}`;
    return new URL(path + query, base.origin);
  };

  const invoke = async (arn: string, event: object, { type, signal }: InvocationOptions): Promise<Invocation> => {
    const known = parseFunctionArn(arn);
    if (known === undefined) return FUNCTION_NOT_FOUND;
    const request = {
      method: "POST",
      url: urlOf(known.name, known.qualifier),
      headers: { "content-type": "application/json", "x-amz-invocation-type": type, "x-amz-log-type": "None" },
      body: payloadOf(event),
    };
    const headers =
      credentials === undefined
        ? request.headers
        : signedHeaders(request, credentials, { region: known.region, service: "lambda", now: now() });
    try {
      const { method, url, body } = request;
      const response = await fetch(url, { method, headers, body, redirect: "manual", signal });
      return await readInvocation(response);
    } catch {
      // The network failed, now or in the middle of the answer. Assumed: another attempt is worth it.
      return signal.aborted ? SOCKET_TIMEOUT : { ...FUNCTION_UNAVAILABLE, retry: true };
    }
  };

  return { invoke, isKnown: async (arn) => parseFunctionArn(arn) !== undefined, close: async () => {} };
};
