import { GetUICustomization } from "../../contracts/index.ts";
import { ALL_CLIENTS, customizationView } from "../../model/ui-customization.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Shows the style sheet and the logo of a client's classic pages: its own, else those of all clients, else nothing.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUICustomization.html
 */
export const getUICustomization = implement(GetUICustomization, async (ctx, { UserPoolId, ClientId = ALL_CLIENTS }) => {
  const pool = await ctx.store.pools.get(UserPoolId);
  if (ClientId !== ALL_CLIENTS) await ctx.store.clients.get(pool.id, ClientId);
  const found =
    (await ctx.store.documents.find(pool.id, "ui-customization", ClientId)) ??
    (await ctx.store.documents.find(pool.id, "ui-customization", ALL_CLIENTS));
  return { UICustomization: found === undefined ? {} : customizationView(found, ctx.place.publicUrl()) };
});
