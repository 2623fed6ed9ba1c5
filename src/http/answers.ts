/**
 * The answers of the JSON 1.1 protocol.
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
import { statusOf } from "../contracts/exceptions.ts";
import type { ApiException, ExceptionName } from "../contracts/exceptions.ts";
import { contractOf } from "../contracts/index.ts";
import type { HttpAnswer } from "./wire.ts";

/** The most characters of a message that are repeated in a header: clients refuse headers over 16 KB. */
export const ERROR_HEADER_MAX_LENGTH = 1_024;

const JSON_HEADERS = { "content-type": "application/x-amz-json-1.1", "cache-control": "no-store" };

/** `body` is JSON, or empty for an operation without output. */
export const successAnswer = (body: string): HttpAnswer => ({ status: 200, headers: JSON_HEADERS, body });

/** A refusal: its short name and its message, in the body and in headers, since each client reads one of them. */
export const exceptionAnswer = (exception: ApiException): HttpAnswer =>
  refusal(exception.name, exception.told ? exception.message : undefined);

/**
 * A fault of ours, by the name that the operation declares for it. It says nothing of what went wrong: that is in the log,
 * under the request's id.
 */
export const faultAnswer = (operation = ""): HttpAnswer =>
  refusal(
    contractOf(operation)?.errors.includes("InternalServerException")
      ? "InternalServerException"
      : "InternalErrorException",
    "An internal error occurred. The server's log names it by the request id.",
  );

/** Observed: what the framework answers to anything that is not its protocol. */
export const notFoundAnswer = (): HttpAnswer => ({ status: 404, headers: {}, body: "<UnknownOperationException/>\n" });

const refusal = (name: ExceptionName, message: string | undefined): HttpAnswer => ({
  status: statusOf(name),
  headers: {
    ...JSON_HEADERS,
    "x-amzn-errortype": `${name}:`,
    ...(message === undefined ? {} : { "x-amzn-errormessage": headerText(message).slice(0, ERROR_HEADER_MAX_LENGTH) }),
  },
  body: JSON.stringify(message === undefined ? { __type: name } : { __type: name, message }),
});

/** Text that a header can carry. Stops response splitting, and the failure of Node at a control character. */
export const headerText = (text: string): string => text.replaceAll(/[^\t\u0020-\u007E\u0080-\u00FF]/gu, "?");

/** An answer of one of the server's own paths. Nothing of it is kept by anybody on the way. */
export const jsonAnswer = (status: number, value: unknown): HttpAnswer => ({
  status,
  headers: { "content-type": "application/json", "cache-control": "no-store" },
  body: JSON.stringify(value),
});
