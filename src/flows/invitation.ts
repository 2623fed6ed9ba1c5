/** What an administrator's new user is sent: the temporary password, over the media that were asked for. */
import type { Secret } from "../contracts/secret.ts";
import type { Message } from "../delivery/message.ts";
import type { Pool } from "../model/pool.ts";
import { destinationOf } from "../model/recovery.ts";
import type { Credential, User } from "../model/user.ts";
import type { Context } from "../runtime/operation.ts";
import type { StringMap } from "../triggers/events.ts";

export interface Invitation {
  readonly pool: Pool;
  readonly user: User;
  readonly temporaryPassword: Secret;
  /** What is stored of it. */
  readonly credential: Credential;
  /** Absent: SMS alone. */
  readonly media: readonly ("SMS" | "EMAIL")[] | undefined;
  readonly clientMetadata: StringMap | undefined;
}

const contactOf = { SMS: "phone_number", EMAIL: "email" } as const;

/**
 * Composes the invitations, one for each medium that the user has an address for, verified or not; without one nothing
 * is sent and nobody is told.
 * @throws UserLambdaValidationException, UnexpectedLambdaException, InvalidLambdaResponseException
 */
export const composeInvitations = async (
  ctx: Context,
  { pool, user, temporaryPassword, credential, media = ["SMS"], clientMetadata }: Invitation,
): Promise<readonly Message[]> => {
  const messages: Message[] = [];
  for (const medium of new Set(media)) {
    const destination = destinationOf(user, contactOf[medium]);
    if (destination === undefined) continue;
    const message = await ctx.messages.compose("AdminCreateUser", {
      pool,
      user,
      client: null,
      destination,
      carries: { temporaryPassword, credential },
      clientMetadata,
    });
    if (message !== undefined) messages.push(message);
  }
  return messages;
};
