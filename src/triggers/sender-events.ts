/**
 * The events of functions that send messages themselves, CustomEmailSender and CustomSMSSender. They alone are called
 * without waiting for an answer, so their events have no `response`.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-sender-triggers.html
 */
import type { Medium, MessageKind } from "../model/message-templates.ts";
import { envelope, type EventScene, type StringMap, type TriggerEvent } from "./events.ts";

type SenderTrigger = "CustomEmailSender" | "CustomSMSSender";
/** What a message is sent for; the last carries no code. */
export type SenderOccasion = MessageKind | "AccountTakeOverNotification";
export type SenderSource = `${SenderTrigger}_${SenderOccasion}`;

/** The common part of a sender's event. */
export type SenderEnvelope = Omit<TriggerEvent<SenderSource, never, never>, "request" | "response">;

export interface SenderRequest {
  readonly medium: Medium;
  /** In base64, encrypted: the code, or the temporary password of an invitation; undefined where none is carried. */
  readonly code: string | undefined;
  /** Null when the caller sent none, and after a restart. */
  readonly clientMetadata: StringMap | null;
  readonly userAttributes: StringMap;
}

const TRIGGER: Readonly<Record<Medium, SenderTrigger>> = { EMAIL: "CustomEmailSender", SMS: "CustomSMSSender" };
const REQUEST_TYPE = { EMAIL: "customEmailSenderRequestV1", SMS: "customSMSSenderRequestV1" } as const;

/** What is known of the event when the message is composed. */
export const senderEnvelope = (scene: EventScene, medium: Medium, occasion: SenderOccasion): SenderEnvelope =>
  envelope("1", scene, `${TRIGGER[medium]}_${occasion}` as const);

/** The event, whole. */
export const senderEvent = (common: object, { medium, code, clientMetadata, userAttributes }: SenderRequest) => ({
  ...common,
  request: { type: REQUEST_TYPE[medium], code, clientMetadata, userAttributes },
});
