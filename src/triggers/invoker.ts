/** What came of calling a function. */
export type Invocation =
  /** The function returned this JSON value; whether it makes sense is `answers.ts`'s to say. */
  | { readonly kind: "answer"; readonly payload: unknown }
  /** The function itself failed: the text it threw. Never logged, since functions put anything into it. */
  | { readonly kind: "function-error"; readonly message: string }
  /**
   * The function could not be called, or did not answer. `error` is an identifier or a fixed phrase, fit for callers
   * and logs; `retry` says whether another attempt may help.
   */
  | { readonly kind: "failure"; readonly error: string; readonly retry: boolean };

export interface InvocationOptions {
  /**
   * `RequestResponse` waits for the answer. `Event` waits until nobody else has to see to the call, and its payload is
   * null: an endpoint takes it into a queue of its own; where there is none, the function has run.
   */
  readonly type: "RequestResponse" | "Event";
  /** Gives the attempt up: the invocation then answers `SOCKET_TIMEOUT`. */
  readonly signal: AbortSignal;
}

/**
 * A way to run the function that an ARN names. Implementations resolve with a failure rather than reject, for every
 * fault of the function, its process or the network.
 */
export interface Invoker {
  /** Whether an ARN may be saved in a pool's LambdaConfig. */
  isKnown(arn: string): Promise<boolean>;
  /** Runs the function with this event; `payloadOf(event)` is what the function receives. */
  invoke(arn: string, event: object, options: InvocationOptions): Promise<Invocation>;
  /** Ends what the invoker keeps running. */
  close(): Promise<void>;
}

/** How long one attempt may take, in milliseconds; Cognito's own limit, which nobody can configure there. */
export const INVOCATION_TIMEOUT_MS = 5_000;

/** The largest answer of a function, in bytes of JSON: Lambda's limit for synchronous calls (6 MB). */
export const ANSWER_MAX_BYTES = 6 * 1024 * 1024;

/** No answer in time. Observed: Cognito's words. */
export const SOCKET_TIMEOUT = {
  kind: "failure",
  error: "Socket timeout while invoking Lambda function",
  retry: true,
} as const satisfies Invocation;

/** No such function. */
export const FUNCTION_NOT_FOUND = {
  kind: "failure",
  error: "ResourceNotFoundException",
  retry: false,
} as const satisfies Invocation;

/** More calls than are run or queued. */
export const TOO_MANY_CALLS = {
  kind: "failure",
  error: "TooManyRequestsException",
  retry: true,
} as const satisfies Invocation;

/** The function cannot be run or reached at the moment, for reasons that are not its own. */
export const FUNCTION_UNAVAILABLE = {
  kind: "failure",
  error: "ServiceException",
  retry: false,
} as const satisfies Invocation;
