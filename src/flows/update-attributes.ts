/** Changing a user's attributes, and sending a code to each new address that is to be proven. */
import { ApiException } from "../contracts/exceptions.ts";
import { fitsBudget } from "../model/budget.ts";
import type { Client } from "../model/client.ts";
import { CONTACTS, type CodePurpose, type ContactAttribute, type NewCode } from "../model/code.ts";
import { contactUpdate, type NewContact } from "../model/contact-update.ts";
import { deliveryDetails } from "../model/destination.ts";
import type { Pool } from "../model/pool.ts";
import { media, type Destination } from "../model/recovery.ts";
import { changedAttributes, type AttributeValues, type SubmittedAttributes } from "../model/user-attributes.ts";
import { requirePreferredUsername } from "../model/username.ts";
import { changed, type User } from "../model/user.ts";
import type { Message } from "../delivery/message.ts";
import type { Context } from "../runtime/operation.ts";
import type { Tx } from "../runtime/transaction.ts";
import { newCode } from "./codes.ts";
import { requireFreeNames, saveUser, updateNames } from "./identifiers.ts";

/** A change as it was asked for. */
export interface AttributeUpdate {
  readonly pool: Pool;
  readonly user: User;
  /** The app client of the user's token; null where an administrator changes. */
  readonly client: Client | null;
  readonly submitted: SubmittedAttributes;
  readonly clientMetadata: Readonly<Record<string, string>> | undefined;
}

/** A code for a new address, made and written out. */
interface Composed extends NewContact {
  readonly code: NewCode;
  readonly message: Message | undefined;
}

/** Assumed: the words. The operation declares no LimitExceededException. */
const tooManyMessages = () =>
  new ApiException("TooManyRequestsException", "Attempt limit exceeded, please try after some time.");

const destinationOf = ({ contact, value }: NewContact): Destination => ({
  attribute: contact,
  medium: media[contact],
  value,
});

const compose = async (
  ctx: Context,
  { pool, client, clientMetadata }: AttributeUpdate,
  user: User,
  contact: NewContact,
): Promise<Composed> => {
  const code = newCode(ctx.random, ctx.now, `verify-${contact.contact}`, contact.contact);
  const message = await ctx.messages.compose("UpdateUserAttribute", {
    pool,
    user,
    client,
    destination: destinationOf(contact),
    carries: { code },
    clientMetadata,
  });
  return { ...contact, code, message };
};

/** Users have the budget of messages that anybody asks for; administrators send as many as they may call. */
const spendMessage = async (tx: Tx, { client, user }: AttributeUpdate): Promise<void> => {
  if (client === null) return;
  if (!(await tx.budgets.fits("message", user))) throw tooManyMessages();
  await tx.budgets.spend("message", user);
};

const owe = async (tx: Tx, update: AttributeUpdate, { contact, value, waits, code, message }: Composed) => {
  const { user } = update;
  await spendMessage(tx, update);
  await tx.codes.replace(user, code);
  if (waits) {
    const { poolId, sub } = user;
    await tx.pendingContacts.replace({ poolId, sub, contact, value, codeId: code.id, expiresAt: code.expiresAt });
  }
  await tx.outbox.send(message);
};

/** What was submitted, judged. @throws InvalidParameterException, NotAuthorizedException */
const judgedAttributes = ({ pool, user, client, submitted }: AttributeUpdate): AttributeValues => {
  const attributes = changedAttributes(pool, user, submitted, client === null ? "owner" : { client });
  const preferred = attributes["preferred_username"];
  if (preferred !== undefined && preferred !== user.attributes["preferred_username"]) {
    requirePreferredUsername(pool, preferred);
  }
  return attributes;
};

/**
 * An address that waits is overtaken, and its code with it: taken back, the address that is there would otherwise be
 * proven by a code that went to another.
 */
const forgetPending = async (tx: Tx, user: User, contact: ContactAttribute): Promise<void> => {
  const pending = await tx.pendingContacts.find(user, contact);
  if (pending === undefined) return;
  const purpose: CodePurpose = `verify-${contact}`;
  if ((await tx.codes.find(user, purpose))?.id === pending.codeId) await tx.codes.delete(user, purpose);
  await tx.pendingContacts.delete(user, contact);
};

/**
 * Writes the change; answers with the details of the codes that were sent. An address that must be proven first is kept
 * aside with its code, and a later one, or a word about the address that is there, takes its place.
 * @throws InvalidParameterException, NotAuthorizedException, AliasExistsException, TooManyRequestsException
 */
export const updateAttributes = async (ctx: Context, update: AttributeUpdate) => {
  const { pool, user, client, submitted } = update;
  const judged = judgedAttributes(update);
  const { attributes, codes } = contactUpdate(pool, user.attributes, judged, { submitted, isOwner: client === null });
  const after = changed(user, ctx.now, { attributes });
  // Where addresses are usernames, one that is taken already is not proven first and refused then.
  if (codes.some(({ waits }) => waits)) await requireFreeNames(ctx, pool, { ...user, attributes: judged }, updateNames);
  if (client !== null && codes.length > 0) {
    if (!fitsBudget("message", await ctx.store.budgets.marks(user, "message"), ctx.now)) throw tooManyMessages();
  }
  const composed: Composed[] = [];
  for (const contact of codes) composed.push(await compose(ctx, update, after, contact));

  await ctx.transaction(async (tx) => {
    await saveUser(tx, pool, user, after, updateNames);
    for (const contact of CONTACTS) {
      if (submitted.some(({ Name }) => Name === contact)) await forgetPending(tx, user, contact);
    }
    for (const each of composed) await owe(tx, update, each);
  });
  return codes.map((contact) => deliveryDetails(destinationOf(contact)));
};

/** Deletes attributes. @throws InvalidParameterException, NotAuthorizedException */
export const deleteAttributes = async (
  ctx: Context,
  { names, ...update }: Pick<AttributeUpdate, "pool" | "user" | "client"> & { readonly names: readonly string[] },
): Promise<void> => {
  const submitted = names.map((Name) => ({ Name, Value: "" }));
  await updateAttributes(ctx, { ...update, submitted, clientMetadata: undefined });
};
