import { GetUserAttributeVerificationCode } from "../../contracts/index.ts";
import { newCode } from "../../flows/codes.ts";
import { requireContact } from "../../model/contact-update.ts";
import type { ContactAttribute } from "../../model/code.ts";
import { deliveryDetails } from "../../model/destination.ts";
import { destinationOf, media, type Destination } from "../../model/recovery.ts";
import { invalidParameter } from "../../model/refusals.ts";
import type { User } from "../../model/user.ts";
import { implement } from "../../runtime/operation.ts";
import type { PendingContact } from "../../storage/pending-contacts.ts";

/** The address that waits, or else the one that is there. @throws InvalidParameterException where there is neither */
const requireDestination = (
  user: User,
  contact: ContactAttribute,
  pending: PendingContact | undefined,
): Destination => {
  const destination = pending
    ? { attribute: contact, medium: media[contact], value: pending.value }
    : destinationOf(user, contact);
  // Assumed: the words.
  if (destination === undefined) throw invalidParameter(`User does not have the attribute ${contact}.`);
  return destination;
};

/**
 * Sends users a code with which they prove their address or number; the earlier code is dead.
 * Assumed: while a new address waits to be proven, the code goes to that one.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserAttributeVerificationCode.html
 */
export const getUserAttributeVerificationCode = implement(GetUserAttributeVerificationCode, async (ctx, input) => {
  const { pool, user, client } = ctx;
  const contact = requireContact(input.AttributeName);
  const kept = await ctx.store.pendingContacts.find(user, contact);
  const pending = kept !== undefined && kept.expiresAt > ctx.now ? kept : undefined;
  const destination = requireDestination(user, contact, pending);
  await ctx.budgets.require("message", user);
  const code = newCode(ctx.random, ctx.now, `verify-${contact}`, contact);
  const message = await ctx.messages.compose("VerifyUserAttribute", {
    pool,
    user,
    client,
    destination,
    carries: { code },
    clientMetadata: input.ClientMetadata,
  });

  await ctx.transaction(async (tx) => {
    // Whoever changes what waits changes the user too.
    await tx.users.guard(user);
    await tx.budgets.spend("message", user);
    await tx.codes.replace(user, code);
    if (pending !== undefined) {
      await tx.pendingContacts.replace({ ...pending, codeId: code.id, expiresAt: code.expiresAt });
    }
    await tx.outbox.send(message);
  });
  return { CodeDeliveryDetails: deliveryDetails(destination) };
});
