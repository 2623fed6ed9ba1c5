/**
 * AWS JSON 1.1: one operation for each request, named in a header, its input in the body. The order is what clients see:
 * content type, JSON, target; the operation's own path begins after that.
 * @see https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html
 */
import type { IncomingHttpHeaders } from "node:http";
import { ApiException } from "../contracts/exceptions.ts";
import { notFoundAnswer, successAnswer } from "./answers.ts";
import type { HttpAnswer, Perform, WireRequest } from "./wire.ts";

const TARGET_PREFIX = "AWSCognitoIdentityProviderService.";

/** Assumed: 1.0 and plain JSON are taken as 1.1, which is all that SDKs send. */
const CONTENT_TYPES: ReadonlySet<string> = new Set([
  "application/x-amz-json-1.1",
  "application/x-amz-json-1.0",
  "application/json",
]);

export interface JsonProtocol {
  readonly perform: Perform;
  /** Whether the API has an operation of this name. */
  readonly isOperation: (name: string) => boolean;
}

/**
 * Answers a POST.
 * @throws ApiException and whatever `perform` throws
 */
export const answerJson = async (
  request: WireRequest,
  requestId: string,
  protocol: JsonProtocol,
): Promise<HttpAnswer> => {
  if (!isJsonType(request.headers["content-type"])) return notFoundAnswer();
  const json = parseBody(request.body);
  const operation = operationOf(request.headers, protocol.isOperation);
  if (operation === undefined) throw new ApiException("UnknownOperationException");
  const { body } = await protocol.perform(operation, json, request, requestId);
  return successAnswer(body);
};

/** The operation that the target names, if the API has it; letter case counts. */
export const operationOf = (
  headers: IncomingHttpHeaders,
  isOperation: (name: string) => boolean,
): string | undefined => {
  const target = headers["x-amz-target"];
  if (typeof target !== "string" || !target.startsWith(TARGET_PREFIX)) return undefined;
  const name = target.slice(TARGET_PREFIX.length);
  return isOperation(name) ? name : undefined;
};

const isJsonType = (header: string | undefined): boolean =>
  CONTENT_TYPES.has((header ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "");

/** Invalid UTF-8 is refused rather than repaired, so that no two byte strings are taken for one name. */
const parseBody = (body: Buffer): unknown => {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body));
  } catch {
    throw new ApiException("SerializationException");
  }
};
