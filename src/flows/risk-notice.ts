/** Telling a user by mail that somebody signs in with what they know, and asking whether it was they. */
import { Secret } from "../contracts/secret.ts";
import type { NotifyConfigurationType } from "../contracts/shapes.ts";
import type { Value } from "../contracts/vocabulary.ts";
import type { Message } from "../delivery/message.ts";
import type { AuthEvent } from "../model/auth-event.ts";
import type { Client } from "../model/client.ts";
import { feedbackLink } from "../model/feedback-link.ts";
import { writeNotice, type NoticeFacts, type NoticeOutcome } from "../model/notice-templates.ts";
import { customSenderOf } from "../model/pool-triggers.ts";
import type { Pool } from "../model/pool.ts";
import { destinationOf, isVerified } from "../model/recovery.ts";
import type { User } from "../model/user.ts";
import type { Context } from "../runtime/operation.ts";
import { uuidFrom } from "../runtime/random.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { OutboxContent } from "../storage/store.ts";
import type { StringMap } from "../triggers/events.ts";
import { senderEnvelope } from "../triggers/sender-events.ts";
import { sceneOf, triggerAttributes } from "./trigger-scene.ts";

/** A sign-in that its user is told of. */
export interface NoticeAbout {
  readonly pool: Pool;
  readonly client: Client;
  readonly user: User;
  readonly event: AuthEvent;
  readonly outcome: NoticeOutcome;
  readonly configuration: Value<typeof NotifyConfigurationType> | undefined;
}

const MEDIUM = "EMAIL";

interface Links {
  readonly token: Secret;
  readonly valid: Secret;
  readonly invalid: Secret;
}

const linksOf = (ctx: Context, { pool, user, event }: NoticeAbout): Links => {
  const subject = { poolId: pool.id, sub: user.sub, eventId: event.id };
  const token = ctx.feedbackTokens.make(subject, ctx.now);
  const link = (value: "Valid" | "Invalid") => feedbackLink(ctx.place.publicUrl(), { ...subject, token, value });
  return { token, valid: link("Valid"), invalid: link("Invalid") };
};

/** What a function that sends mails itself is told, beside the user's attributes. Assumed: names that the guide leaves out. */
const toldOf = ({ event, outcome }: NoticeAbout, { token, valid, invalid }: Links): StringMap => {
  const { IpAddress, DeviceName, City, Country } = event.context;
  return {
    ACCOUNT_TAKE_OVER_ACTION: outcome,
    EVENT_ID: event.id,
    LOGIN_TIME: new Date(event.createdAt).toISOString(),
    IP_ADDRESS: IpAddress ?? "",
    DEVICE_NAME: DeviceName ?? "",
    CITY: City ?? "",
    COUNTRY: Country ?? "",
    FEEDBACK_TOKEN: token.reveal(),
    ONE_CLICK_LINK_VALID: valid.reveal(),
    ONE_CLICK_LINK_INVALID: invalid.reveal(),
  };
};

/** For the function that sends the pool's mails; undefined where there is none. */
const handedOver = (ctx: Context, about: NoticeAbout, links: Links): Partial<OutboxContent> | undefined => {
  const { pool, client, user } = about;
  const sender = customSenderOf(pool.settings, MEDIUM);
  return (
    sender && {
      customSender: {
        ...sender,
        envelope: senderEnvelope(sceneOf(ctx, pool, user.username, client), MEDIUM, "AccountTakeOverNotification"),
        userAttributes: { ...triggerAttributes(user), ...toldOf(about, links) },
      },
    }
  );
};

const factsOf = ({ user, event }: NoticeAbout, { valid, invalid }: Links): NoticeFacts => ({
  username: user.username,
  loginTime: event.createdAt,
  ipAddress: event.context.IpAddress,
  deviceName: event.context.DeviceName,
  city: event.context.City,
  country: event.context.Country,
  oneClickLinkValid: valid,
  oneClickLinkInvalid: invalid,
});

/** The mail; undefined where there is no address that is known to be the user's. */
export const composeNotice = (ctx: Context, about: NoticeAbout): Message | undefined => {
  const { pool, user, outcome, configuration } = about;
  const to = isVerified(user, "email") ? destinationOf(user, "email") : undefined;
  if (to === undefined) return undefined;
  const links = linksOf(ctx, about);
  const { EmailConfiguration: email } = pool.settings;
  return {
    id: uuidFrom(ctx.random),
    poolId: pool.id,
    sub: user.sub,
    medium: MEDIUM,
    code: null,
    content: {
      to: to.value,
      ...writeNotice(configuration, outcome, factsOf(about, links)),
      codeValue: null,
      from: configuration?.From ?? email?.From ?? null,
      replyTo: configuration?.ReplyTo ?? email?.ReplyToEmailAddress ?? null,
      ...handedOver(ctx, about, links),
    },
    createdAt: ctx.now,
  };
};

/** Owes the mail, as often as a budget allows: stops who knows a password from filling its user's mailbox. */
export const sendNotice = async (tx: Tx, notice: Message | undefined): Promise<void> => {
  if (notice === undefined || !(await tx.budgets.fits("risk-notice", notice))) return;
  await tx.budgets.spend("risk-notice", notice);
  await tx.outbox.send(notice, { quiet: true });
};
