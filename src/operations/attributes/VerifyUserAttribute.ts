import { VerifyUserAttribute } from "../../contracts/index.ts";
import { codeRefusal, presentCode } from "../../flows/codes.ts";
import { saveUser, updateNames } from "../../flows/identifiers.ts";
import type { CodeOutcome, ContactAttribute } from "../../model/code.ts";
import { requireContact } from "../../model/contact-update.ts";
import { changed, type User } from "../../model/user.ts";
import { implement } from "../../runtime/operation.ts";
import type { Tx } from "../../runtime/transaction.ts";

/**
 * The address that this very code went to: the one that waits, where the code was made for it, else the one that is
 * there. Stops a code for one address from proving another.
 */
const provenValue = async (tx: Tx, user: User, contact: ContactAttribute): Promise<string | undefined> => {
  const code = await tx.codes.find(user, `verify-${contact}`);
  const pending = await tx.pendingContacts.find(user, contact);
  return pending !== undefined && pending.codeId === code?.id ? pending.value : user.attributes[contact];
};

/**
 * Proves users' address or number by the code that was sent there. One that waited replaces the old one now. Where it
 * is an alias that another user has proven, nothing is spent and nothing is moved.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifyUserAttribute.html
 */
export const verifyUserAttribute = implement(VerifyUserAttribute, async (ctx, input) => {
  const { pool, user } = ctx;
  const contact = requireContact(input.AttributeName);

  const outcome = await ctx.transaction(async (tx): Promise<CodeOutcome> => {
    const value = await provenValue(tx, user, contact);
    const presented = await presentCode(tx, user, `verify-${contact}`, input.Code, ctx.now);
    if (presented.kind !== "right" || value === undefined) return presented;
    const attributes = { ...user.attributes, [contact]: value, [`${contact}_verified`]: "true" };
    await saveUser(tx, pool, user, changed(user, ctx.now, { attributes }), updateNames);
    await tx.pendingContacts.delete(user, contact);
    return presented;
  });
  if (outcome.kind !== "right") throw codeRefusal(outcome);
  return {};
});
