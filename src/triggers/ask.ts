import { ApiException } from "../contracts/exceptions.ts";
import type { Log } from "../model/log-fields.ts";
import { type AnswerFrame, READ_ANSWER, type TriggerAnswers } from "./answers.ts";
import type { TriggerEvents, TriggerName } from "./events.ts";
import { parseFunctionArn } from "./function-arn.ts";
import { INVOCATION_TIMEOUT_MS, type Invocation, type Invoker, SOCKET_TIMEOUT } from "./invoker.ts";

/** Asks trigger functions. */
export interface Triggers {
  /**
   * Sends an event to a function and reads its answer. The frame is CustomMessage's alone: what the service puts into
   * the message.
   * @throws ApiException UserLambdaValidationException when the function failed, UnexpectedLambdaException when it
   *   could not be called or did not answer in time, InvalidLambdaResponseException when its answer makes no sense.
   */
  ask<T extends TriggerName>(
    trigger: T,
    arn: string,
    event: TriggerEvents[T],
    ...frame: AnswerFrame<T>
  ): Promise<TriggerAnswers[T]>;
}

export interface TriggersOptions {
  readonly invoker: Invoker;
  readonly log: Log;
  /** For one attempt, in milliseconds. */
  readonly timeoutMs?: number;
}

/** Attempts in total; Cognito's own number. */
export const INVOCATION_MAX_ATTEMPTS = 3;

/** As much of a function's error as callers are told. */
export const FUNCTION_ERROR_MAX_CHARS = 1_024;

/** One attempt, which ends in time even if the invoker does not heed the signal. */
const attempt = async (invoker: Invoker, arn: string, event: object, timeoutMs: number): Promise<Invocation> => {
  const giveUp = new AbortController();
  const { promise: timedOut, resolve } = Promise.withResolvers<Invocation>();
  const timer = setTimeout(() => {
    giveUp.abort();
    resolve(SOCKET_TIMEOUT);
  }, timeoutMs);
  try {
    return await Promise.race([
      invoker.invoke(arn, event, { type: "RequestResponse", signal: giveUp.signal }),
      timedOut,
    ]);
  } finally {
    clearTimeout(timer);
  }
};

/**
 * The exception that a caller is told of for a call that gave no answer. Observed: the words, the name of the trigger
 * at their beginning, and the full stop that is always appended.
 */
const refusal = (trigger: TriggerName, invocation: Exclude<Invocation, { kind: "answer" }>): ApiException => {
  if (invocation.kind === "failure") {
    return new ApiException(
      "UnexpectedLambdaException",
      `${trigger} invocation failed due to error ${invocation.error}.`,
    );
  }
  const message = invocation.message.slice(0, FUNCTION_ERROR_MAX_CHARS).toWellFormed();
  return new ApiException("UserLambdaValidationException", `${trigger} failed with error ${message}.`);
};

/**
 * Makes the one way by which functions are asked: five seconds for an attempt, three attempts when it timed out or was
 * throttled. Nothing of an event, an answer or a function's error is ever logged: they hold what users typed.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 */
export const createTriggers = ({ invoker, log, timeoutMs = INVOCATION_TIMEOUT_MS }: TriggersOptions): Triggers => ({
  ask: async (trigger, arn, event, ...frame) => {
    const fields = { trigger, functionName: parseFunctionArn(arn)?.name ?? "" };
    let invocation = await attempt(invoker, arn, event, timeoutMs);
    for (let n = 1; n < INVOCATION_MAX_ATTEMPTS && invocation.kind === "failure" && invocation.retry; n += 1) {
      log("warn", "trigger tried again", { ...fields, reason: invocation.error });
      invocation = await attempt(invoker, arn, event, timeoutMs);
    }
    if (invocation.kind !== "answer") {
      const exception = refusal(trigger, invocation);
      const reason = invocation.kind === "failure" ? { reason: invocation.error } : {};
      log("warn", "trigger failed", { ...fields, exception: exception.name, ...reason });
      throw exception;
    }
    try {
      return READ_ANSWER[trigger](invocation.payload, event, ...frame);
    } catch (error) {
      log("warn", "trigger answer refused", fields);
      throw error;
    }
  },
});
