import { DescribeManagedLoginBrandingByClient } from "../../contracts/index.ts";
import { styleFiles } from "../../flows/style-files.ts";
import { clientStyleNotFound, styleView } from "../../model/login-style.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Shows the style of a client's pages.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeManagedLoginBrandingByClient.html
 */
export const describeManagedLoginBrandingByClient = implement(
  DescribeManagedLoginBrandingByClient,
  async (ctx, input) => {
    const client = await ctx.store.clients.get(input.UserPoolId, input.ClientId);
    const style = await ctx.store.documents.find(client.poolId, "login-style", client.id);
    if (style === undefined) throw clientStyleNotFound(client.id);
    const files = await styleFiles(ctx, style);
    return { ManagedLoginBranding: styleView(style, files, input.ReturnMergedResources === true) };
  },
);
