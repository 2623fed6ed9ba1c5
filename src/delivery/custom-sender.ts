/** Hands messages to the functions of pools that send them themselves. */
import { escapeHtml } from "../model/message-templates.ts";
import type { CustomSender, OutboxContent, OutboxMessage } from "../storage/store.ts";
import type { Invocation, Invoker } from "../triggers/invoker.ts";
import { senderEvent } from "../triggers/sender-events.ts";
import type { HeldMetadata } from "./held-metadata.ts";
import type { Delivery } from "./sender.ts";
import { attempt, impossible, postponed } from "./senders/attempt.ts";

/** The longest that one call may take: the function's own five seconds, and what goes before them. */
const CALL_MS = 10_000;

/** Encrypts what a function alone may read. */
export interface CodeEncrypter {
  /** @throws an error by the name of `UnknownCodeKey` where there is no such key, what a key service refuses */
  encrypt(clear: string, recipient: { readonly keyArn: string; readonly poolId: string }): Promise<string>;
}

export interface CustomSenderParts {
  readonly invoker: Invoker;
  readonly codes: CodeEncrypter;
  readonly metadata: HeldMetadata;
}

/** Makes one attempt; never rejects. */
export type CallSender = (
  message: Pick<OutboxMessage, "id" | "poolId" | "medium">,
  content: OutboxContent,
) => Promise<Delivery>;

/** What the operator can repair is tried again until the code is dead: a missing key, a function that is not there. */
const deliveryOf = (invocation: Invocation): Delivery => {
  if (invocation.kind === "answer") return { outcome: "sent" };
  // Never the text of a function's error: functions put anything into it.
  if (invocation.kind === "function-error") return postponed("The function that sends it failed.");
  return postponed(`The function that sends it could not be called: ${invocation.error}.`);
};

/** By its name alone: the text of an error may hold what it was working on. */
const explainEncryption = (error: unknown): Delivery => {
  const name = error instanceof Error && /^[A-Za-z.]{1,64}$/.test(error.name) ? error.name : "unknown error";
  return postponed(
    name === "UnknownCodeKey"
      ? "There is no key for its code: put the pool's KMSKeyID into POOLHOUSE_KMS_KEYS_FILE, or set POOLHOUSE_KMS_ENDPOINT."
      : `Its code could not be encrypted (${name}).`,
  );
};

/** Calls functions as events, with the code encrypted. A code that cannot be encrypted is not sent. */
export const createCallSender = ({ invoker, codes, metadata }: CustomSenderParts): CallSender => {
  const call = async (
    { id, poolId, medium }: Parameters<CallSender>[0],
    clear: string | undefined,
    { arn, keyArn, envelope, userAttributes }: CustomSender,
    signal: AbortSignal,
  ): Promise<Delivery> => {
    let code: string | undefined;
    try {
      code = clear === undefined ? undefined : await codes.encrypt(clear, { keyArn, poolId });
    } catch (error) {
      return explainEncryption(error);
    }
    const clientMetadata = metadata.of(id) ?? null;
    const event = senderEvent(envelope, { medium, code, clientMetadata, userAttributes });
    return deliveryOf(await invoker.invoke(arn, event, { type: "Event", signal }));
  };

  return async (message, { customSender, codeValue }) => {
    if (customSender === undefined) return impossible("It is not for a function.");
    // Observed: escaped before it is encrypted, for functions that put it into an e-mail; codes stay as they are.
    const clear = codeValue === null ? undefined : escapeHtml(codeValue.reveal());
    return attempt({
      receiver: "function",
      signals: [],
      timeoutMs: CALL_MS,
      work: (signal) => call(message, clear, customSender, signal),
      explain: () => postponed("The function that sends it could not be called."),
    });
  };
};
