import { DescribeManagedLoginBranding } from "../../contracts/index.ts";
import { styleFiles } from "../../flows/style-files.ts";
import { styleNotFound, styleView } from "../../model/login-style.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Shows a style: what it sets itself, or what the pages look like with the server's settings where it sets nothing.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeManagedLoginBranding.html
 */
export const describeManagedLoginBranding = implement(DescribeManagedLoginBranding, async (ctx, input) => {
  const pool = await ctx.store.pools.get(input.UserPoolId);
  const style = await ctx.store.documents.byId(pool.id, "login-style", input.ManagedLoginBrandingId);
  if (style === undefined) throw styleNotFound();
  const files = await styleFiles(ctx, style);
  return { ManagedLoginBranding: styleView(style, files, input.ReturnMergedResources === true) };
});
