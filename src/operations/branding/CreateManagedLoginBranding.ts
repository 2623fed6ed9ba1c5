import { CreateManagedLoginBranding } from "../../contracts/index.ts";
import { newSettings, styleExists, styleView, type LoginStyle } from "../../model/login-style.ts";
import { requireManagedLogin } from "../../model/pool-tier.ts";
import { QUOTAS, requireRoom } from "../../model/quotas.ts";
import { changedAssets } from "../../model/style-assets.ts";
import { implement } from "../../runtime/operation.ts";
import { uuidFrom } from "../../runtime/random.ts";

/**
 * Gives a client's managed login pages a style.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateManagedLoginBranding.html
 */
export const createManagedLoginBranding = implement(CreateManagedLoginBranding, async (ctx, input) => {
  const pool = await ctx.store.pools.get(input.UserPoolId);
  const client = await ctx.store.clients.get(pool.id, input.ClientId);
  requireManagedLogin(pool.settings);
  const settings = newSettings(input);
  const { assets, added } = changedAssets([], input.Assets ?? [], () => uuidFrom(ctx.random));
  const style: LoginStyle = {
    poolId: pool.id,
    kind: "login-style",
    owner: client.id,
    id: uuidFrom(ctx.random),
    clientId: client.id,
    content: { settings, assets },
    createdAt: ctx.now,
    modifiedAt: ctx.now,
    version: 0,
  };

  const created = await ctx.transaction(async (tx) => {
    await tx.pools.guard(pool); // its tier was judged, and its styles are counted
    await tx.clients.guard(client);
    if ((await tx.documents.find(pool.id, "login-style", client.id)) !== undefined) throw styleExists(client.id);
    requireRoom("loginStyles", await tx.resourceCounts.documents(pool.id, "login-style", QUOTAS.loginStyles));
    const inserted = await tx.documents.insert(style);
    for (const file of added) await tx.documents.addFile(inserted, file);
    return inserted;
  });
  return { ManagedLoginBranding: styleView(created, added, false) };
});
