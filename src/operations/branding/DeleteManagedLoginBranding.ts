import { DeleteManagedLoginBranding } from "../../contracts/index.ts";
import { styleNotFound } from "../../model/login-style.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Takes its style, and the pictures of it, from a client's managed login pages.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteManagedLoginBranding.html
 */
export const deleteManagedLoginBranding = implement(DeleteManagedLoginBranding, async (ctx, input) => {
  const pool = await ctx.store.pools.get(input.UserPoolId);
  const style = await ctx.store.documents.byId(pool.id, "login-style", input.ManagedLoginBrandingId);
  if (style === undefined) throw styleNotFound();

  await ctx.transaction((tx) => tx.documents.delete(style));
  return {};
});
