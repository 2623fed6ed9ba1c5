import assert from "node:assert/strict";
import { test } from "node:test";
import type { LogFields } from "../model/log-fields.ts";
import { createTriggers } from "./ask.ts";
import { customMessageEvent, preSignUpEvent } from "./events.ts";
import {
  FUNCTION_NOT_FOUND,
  type Invocation,
  type InvocationOptions,
  SOCKET_TIMEOUT,
  TOO_MANY_CALLS,
} from "./invoker.ts";

const ARN = "arn:aws:lambda:us-east-1:000000000000:function:gate";
const scene = { region: "r", userPoolId: "p", userName: "hidden-name", awsSdkVersion: "v", clientId: "c" };
const event = preSignUpEvent(scene, "PreSignUp_SignUp", {
  userAttributes: { email: "hidden@example.com" },
  validationData: { hidden: "hidden" },
  clientMetadata: { hidden: "hidden" },
});

/** Triggers over an invoker that gives these results in turn. */
const asking = (...results: readonly (Invocation | "silence")[]) => {
  const calls: InvocationOptions[] = [];
  const lines: { text: string; fields: LogFields }[] = [];
  const triggers = createTriggers({
    invoker: {
      isKnown: async () => true,
      close: async () => {},
      invoke: async (arn, sent, options) => {
        assert.equal(arn, ARN);
        assert.ok("triggerSource" in sent);
        const result = results[calls.push(options) - 1];
        assert.ok(result !== undefined, "asked too often");
        return result === "silence" ? new Promise<never>(() => {}) : result;
      },
    },
    log: (_level, text, fields = {}) => lines.push({ text, fields }),
    timeoutMs: 5,
  });
  return { calls, lines, ask: () => triggers.ask("PreSignUp", ARN, event), triggers };
};

const answer: Invocation = { kind: "answer", payload: { ...event, response: { autoConfirmUser: true } } };

test("Triggers.ask answers with what the function decided", async () => {
  const { ask, calls, lines } = asking(answer);
  assert.deepEqual(await ask(), { autoConfirmUser: true, autoVerifyEmail: false, autoVerifyPhone: false });
  assert.equal(calls[0]?.type, "RequestResponse");
  assert.deepEqual(lines, []);
});

test("Triggers.ask gives CustomMessage's reader the frame of the message", async () => {
  const texts = { smsMessage: `{####}${"x".repeat(134)}` };
  const { triggers } = asking(...[1, 2].map(() => ({ kind: "answer", payload: { response: texts } }) as const));
  const asked = customMessageEvent(scene, "ForgotPassword", { userAttributes: {} });
  const fits = await triggers.ask("CustomMessage", ARN, asked, { codeLength: 6, linkVerification: false });
  assert.equal(fits.smsMessage, texts.smsMessage);
  await assert.rejects(triggers.ask("CustomMessage", ARN, asked, { codeLength: 7, linkVerification: false }), {
    name: "InvalidLambdaResponseException",
  });
});

test("Triggers.ask tells a function's error once, with the full stop that is always appended", async () => {
  const { ask, calls } = asking({ kind: "function-error", message: "Not from here." });
  await assert.rejects(ask(), {
    name: "UserLambdaValidationException",
    message: "PreSignUp failed with error Not from here..",
  });
  assert.equal(calls.length, 1);
});

test("Triggers.ask cuts a function's error off", async () => {
  const { ask } = asking({ kind: "function-error", message: `${"x".repeat(1_023)}😀${"x".repeat(1_000_000)}` });
  await assert.rejects(ask(), { message: `PreSignUp failed with error ${"x".repeat(1_023)}\ufffd.` });
});

test("Triggers.ask tries three times in all when there is no answer in time", async () => {
  const { ask, calls } = asking("silence", "silence", "silence");
  await assert.rejects(ask(), {
    name: "UnexpectedLambdaException",
    message: "PreSignUp invocation failed due to error Socket timeout while invoking Lambda function.",
  });
  assert.deepEqual(
    calls.map(({ signal }) => signal.aborted),
    [true, true, true],
  );
});

test("Triggers.ask takes the answer of a later attempt", async () => {
  const { ask, calls, lines } = asking(TOO_MANY_CALLS, SOCKET_TIMEOUT, answer);
  assert.equal((await ask()).autoConfirmUser, true);
  assert.equal(calls.length, 3);
  assert.deepEqual(
    lines.map(({ fields }) => fields.reason),
    [TOO_MANY_CALLS.error, SOCKET_TIMEOUT.error],
  );
});

test("Triggers.ask does not repeat what another attempt cannot mend", async () => {
  for (const failure of [
    FUNCTION_NOT_FOUND,
    { kind: "failure", error: "AccessDeniedException", retry: false },
    { kind: "failure", error: "ServiceException", retry: false },
  ] as const) {
    const { ask, calls } = asking(failure);
    await assert.rejects(ask(), {
      name: "UnexpectedLambdaException",
      message: `PreSignUp invocation failed due to error ${failure.error}.`,
    });
    assert.equal(calls.length, 1);
  }
});

test("Triggers.ask refuses an answer that makes no sense", async () => {
  const { ask } = asking({ kind: "answer", payload: null });
  await assert.rejects(ask(), { name: "InvalidLambdaResponseException", message: "Unrecognizable lambda output" });
});

test("Triggers.ask logs neither events nor answers nor what functions throw", async () => {
  const all = [
    asking({ kind: "function-error", message: "hidden" }),
    asking({ kind: "answer", payload: "hidden" }),
    asking({ kind: "answer", payload: { response: { autoConfirmUser: "hidden" } } }),
    asking(FUNCTION_NOT_FOUND),
  ];
  for (const { ask, lines } of all) {
    await assert.rejects(ask());
    assert.equal(lines.length, 1);
    assert.deepEqual(lines[0]?.fields.functionName, "gate");
    assert.doesNotMatch(JSON.stringify(lines), /hidden/);
  }
});
