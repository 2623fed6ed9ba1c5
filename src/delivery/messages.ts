/**
 * Composes messages: the pool's text or its function's, filled in once, addressed to the stored attribute.
 */
import { Secret } from "../contracts/secret.ts";
import { writeMessage, type MessageTexts } from "../model/message-templates.ts";
import type { Pool } from "../model/pool.ts";
import { uuidFrom, type Random } from "../runtime/random.ts";
import { CLIENT_ID_NOT_APPLICABLE, customMessageEvent, type EventScene, type StringMap } from "../triggers/events.ts";
import type { Triggers } from "../triggers/ask.ts";
import type { User } from "../model/user.ts";
import type { MessageAbout, MessageKind, Messages } from "./message.ts";

export interface MessagesParts {
  readonly triggers: Triggers;
  readonly random: Random;
  readonly now: number;
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

export const createMessages = (parts: MessagesParts): Messages => {
  const ask = async (kind: MessageKind, about: MessageAbout) => {
    const arn = about.pool.settings.LambdaConfig?.CustomMessage;
    if (arn === undefined) return undefined;
    const scene = parts.scene(about, about.client === null ? CLIENT_ID_NOT_APPLICABLE : about.client.id);
    return parts.triggers.ask(
      "CustomMessage",
      arn,
      customMessageEvent(scene, kind, {
        userAttributes: parts.attributes(about.user),
        clientMetadata: about.clientMetadata,
      }),
      // Codes alone are sent: a text with a link and no code would leave its reader with neither.
      { codeLength: secretOf(about).reveal().length, linkVerification: false },
    );
  };

  return {
    compose: async (kind, about) => {
      const { pool, user, destination, carries } = about;
      const texts = textsOf(pool);
      const written = writeMessage({
        kind,
        medium: destination.medium,
        texts,
        custom: await ask(kind, about),
        code: secretOf(about),
        username: user.username,
      });
      if (written === undefined) return undefined;
      const { EmailConfiguration: email } = pool.settings;
      return {
        id: uuidFrom(parts.random),
        poolId: pool.id,
        sub: user.sub,
        medium: destination.medium,
        code: "code" in carries ? { purpose: carries.code.purpose, id: carries.code.id } : null,
        content: {
          to: destination.value,
          subject: written.subject ?? null,
          body: written.body,
          codeValue: secretOf(about),
          from: destination.medium === "EMAIL" ? (email?.From ?? null) : null,
          replyTo: destination.medium === "EMAIL" ? (email?.ReplyToEmailAddress ?? null) : null,
        },
        createdAt: parts.now,
      };
    },
  };
};
