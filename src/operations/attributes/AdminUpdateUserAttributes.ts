import { AdminUpdateUserAttributes } from "../../contracts/index.ts";
import { saveUser, updateNames } from "../../flows/identifiers.ts";
import type { Pool } from "../../model/pool.ts";
import { invalidParameter } from "../../model/refusals.ts";
import { changedAttributes, type SubmittedAttributes } from "../../model/user-attributes.ts";
import { requirePreferredUsername } from "../../model/username.ts";
import { changed, type User } from "../../model/user.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * A pool that wants an address proven before it replaces the old one is not given an unproven one: the old one stays,
 * until the administrator vouches for the new one. A pending address, with a code of its own, is not kept yet.
 * @throws InvalidParameterException
 */
const requireVouched = (pool: Pool, user: User, submitted: SubmittedAttributes): void => {
  const { AttributesRequireVerificationBeforeUpdate: guarded = [] } = pool.settings.UserAttributeUpdateSettings ?? {};
  for (const name of guarded) {
    const value = submitted.findLast((each) => each.Name === name)?.Value ?? "";
    const isVouched = submitted.some((each) => each.Name === `${name}_verified`);
    if (value !== "" && value !== user.attributes[name] && !isVouched) {
      throw invalidParameter(`${name} must be verified before it is updated: send ${name}_verified with it.`);
    }
  }
};

/**
 * Changes a user's attributes as an administrator; an empty value deletes. A code that was sent to an address which is
 * changed, removed or no longer verified is dead.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUpdateUserAttributes.html
 */
export const adminUpdateUserAttributes = implement(AdminUpdateUserAttributes, async (ctx, input) => {
  const { pool, user } = await ctx.store.users.locate(input.UserPoolId, input.Username);
  const attributes = changedAttributes(pool, user, input.UserAttributes, "owner");
  requireVouched(pool, user, input.UserAttributes);
  const preferred = attributes["preferred_username"];
  if (preferred !== undefined && preferred !== user.attributes["preferred_username"]) {
    requirePreferredUsername(pool, preferred);
  }
  await ctx.transaction((tx) => saveUser(tx, pool, user, changed(user, ctx.now, { attributes }), updateNames));
  return {};
});
