import { AdminDisableProviderForUser } from "../../contracts/index.ts";
import { saveUser, updateNames } from "../../flows/identifiers.ts";
import { generatePassword, newCredential, replacePassword } from "../../flows/set-password.ts";
import { disabledUser, withoutIdentity } from "../../model/linked-identity.ts";
import type { Pool } from "../../model/pool.ts";
import { changed, type User } from "../../model/user.ts";
import { implement, type Context } from "../../runtime/operation.ts";

/**
 * The user signs in at other providers alone. The password becomes one that nobody knows, and no code can replace it;
 * an administrator can.
 */
const barPassword = async (ctx: Context, pool: Pool, user: User): Promise<void> => {
  const credential = await newCredential(ctx, pool, user, generatePassword(ctx.random, pool), false);
  await ctx.transaction(async (tx) => {
    await tx.users.save(changed(user, ctx.now, { status: "EXTERNAL_PROVIDER" }));
    await replacePassword(tx, pool, credential);
  });
};

/**
 * Takes a way of signing in from a user: the link to another provider, or the password of the pool.
 * Assumed: a user without a password has the status EXTERNAL_PROVIDER, until an administrator sets one.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDisableProviderForUser.html
 */
export const adminDisableProviderForUser = implement(AdminDisableProviderForUser, async (ctx, input) => {
  const named = disabledUser(input.User);
  const { pool, user } = await ctx.store.users.locate(input.UserPoolId, named.username);
  if (!("identity" in named)) {
    await barPassword(ctx, pool, user);
    return {};
  }
  const identities = withoutIdentity(user, named.identity);
  await ctx.transaction((tx) => saveUser(tx, pool, user, changed(user, ctx.now, { identities }), updateNames));
  return {};
});
