/**
 * Composes messages: the pool's text or its function's, filled in once, addressed to the stored attribute.
 */
import { Secret } from "../contracts/secret.ts";
import { confirmationLink } from "../model/confirmation-link.ts";
import { isLinkMessage, writeMessage, type MessageTexts } from "../model/message-templates.ts";
import { customSenderOf } from "../model/pool-triggers.ts";
import type { Pool } from "../model/pool.ts";
import { uuidFrom, type Random } from "../runtime/random.ts";
import { CLIENT_ID_NOT_APPLICABLE, customMessageEvent, type EventScene, type StringMap } from "../triggers/events.ts";
import type { Triggers } from "../triggers/ask.ts";
import { senderEnvelope } from "../triggers/sender-events.ts";
import { credentialId, type User } from "../model/user.ts";
import type { Carries, OutboxContent } from "../storage/store.ts";
import type { MessageAbout, MessageKind, Messages } from "./message.ts";

export interface MessagesParts {
  readonly triggers: Triggers;
  readonly random: Random;
  readonly now: number;
  /** Where the server is reached: links begin with it. */
  publicUrl(): string;
  scene(about: MessageAbout, clientId: string | null): EventScene;
  attributes(user: User): StringMap;
}

/** The texts that the pool's settings hold, by occasion. */
const textsOf = ({ settings }: Pool): MessageTexts => {
  const template = settings.VerificationMessageTemplate;
  const invite = settings.AdminCreateUserConfig?.InviteMessageTemplate;
  return {
    verificationTemplate: {
      smsMessage: template?.SmsMessage ?? settings.SmsVerificationMessage,
      emailMessage: template?.EmailMessage ?? settings.EmailVerificationMessage,
      emailSubject: template?.EmailSubject ?? settings.EmailVerificationSubject,
      emailMessageByLink: template?.EmailMessageByLink,
      emailSubjectByLink: template?.EmailSubjectByLink,
      defaultEmailOption: template?.DefaultEmailOption,
    },
    inviteTemplate: {
      smsMessage: invite?.SMSMessage,
      emailMessage: invite?.EmailMessage,
      emailSubject: invite?.EmailSubject,
    },
    smsAuthenticationMessage: settings.SmsAuthenticationMessage,
    emailMfa: settings.mfa?.email,
  };
};

const secretOf = (about: MessageAbout): Secret =>
  "code" in about.carries ? about.carries.code.value : about.carries.temporaryPassword;

/** The name of what the message is about, by which an attempt sees whether it is still worth sending. */
const carried = (carries: MessageAbout["carries"]): Carries =>
  "code" in carries
    ? { purpose: carries.code.purpose, id: carries.code.id }
    : { purpose: "temporary-password", id: credentialId(carries.credential) };

/** The text is the function's own; of ours there is none, not even CustomMessage's. */
const NO_TEXT = { subject: null, body: new Secret(""), from: null, replyTo: null } as const;

/** Undefined where no client made the call: a link names its pool by the client. */
const linkOf = ({ client, user, carries }: MessageAbout, publicUrl: string): Secret | undefined =>
  client === null || !("code" in carries)
    ? undefined
    : confirmationLink(publicUrl, { clientId: client.id, username: user.username, code: carries.code.value });

const sceneOf = (parts: MessagesParts, about: MessageAbout): EventScene =>
  parts.scene(about, about.client === null ? CLIENT_ID_NOT_APPLICABLE : about.client.id);

/** The texts of the pool's function; undefined where it has none. */
const askCustomMessage = async (parts: MessagesParts, kind: MessageKind, about: MessageAbout) => {
  const arn = about.pool.settings.LambdaConfig?.CustomMessage;
  if (arn === undefined) return undefined;
  return parts.triggers.ask(
    "CustomMessage",
    arn,
    customMessageEvent(sceneOf(parts, about), kind, {
      userAttributes: parts.attributes(about.user),
      clientMetadata: about.clientMetadata,
    }),
    {
      codeLength: secretOf(about).reveal().length,
      // Whatever the medium of this message: the function writes for both and is not told.
      linkVerification: isLinkMessage(kind, "EMAIL", textsOf(about.pool)),
    },
  );
};

export const createMessages = (parts: MessagesParts): Messages => {
  const written = async (kind: MessageKind, about: MessageAbout): Promise<OutboxContent | undefined> => {
    const { pool, user, destination } = about;
    const text = writeMessage({
      kind,
      medium: destination.medium,
      texts: textsOf(pool),
      custom: await askCustomMessage(parts, kind, about),
      code: secretOf(about),
      username: user.username,
      link: linkOf(about, parts.publicUrl()),
    });
    if (text === undefined) return undefined;
    const { EmailConfiguration: email } = pool.settings;
    return {
      to: destination.value,
      subject: text.subject ?? null,
      body: text.body,
      codeValue: secretOf(about),
      from: destination.medium === "EMAIL" ? (email?.From ?? null) : null,
      replyTo: destination.medium === "EMAIL" ? (email?.ReplyToEmailAddress ?? null) : null,
    };
  };

  /** Undefined where the pool's messages of the medium are not sent by a function. */
  const handedOver = (kind: MessageKind, about: MessageAbout): OutboxContent | undefined => {
    const { pool, user, destination } = about;
    const sender = customSenderOf(pool.settings, destination.medium);
    if (sender === undefined) return undefined;
    return {
      ...NO_TEXT,
      to: destination.value,
      codeValue: secretOf(about),
      customSender: {
        ...sender,
        envelope: senderEnvelope(sceneOf(parts, about), destination.medium, kind),
        // The function sends to the attribute that it sees: it is shown where this very code belongs, which during a
        // change of address is not yet what is stored.
        userAttributes: { ...parts.attributes(user), [destination.attribute]: destination.value },
      },
    };
  };

  return {
    compose: async (kind, about) => {
      const { pool, user, destination, carries } = about;
      const content = handedOver(kind, about) ?? (await written(kind, about));
      if (content === undefined) return undefined;
      return {
        id: uuidFrom(parts.random),
        poolId: pool.id,
        sub: user.sub,
        medium: destination.medium,
        code: carried(carries),
        content,
        createdAt: parts.now,
        ...(content.customSender === undefined ? {} : { clientMetadata: about.clientMetadata }),
      };
    },
  };
};
