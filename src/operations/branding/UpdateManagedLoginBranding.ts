import { UpdateManagedLoginBranding } from "../../contracts/index.ts";
import { styleFiles } from "../../flows/style-files.ts";
import { changedSettings, requireStyleNamed, styleNotFound, styleView } from "../../model/login-style.ts";
import { requireManagedLogin } from "../../model/pool-tier.ts";
import { changedAssets } from "../../model/style-assets.ts";
import { implement } from "../../runtime/operation.ts";
import { uuidFrom } from "../../runtime/random.ts";

/**
 * Changes the style of a client's managed login pages; what the request does not name stays. A style that is larger than
 * one request may be is sent in several.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateManagedLoginBranding.html
 */
export const updateManagedLoginBranding = implement(UpdateManagedLoginBranding, async (ctx, input) => {
  const { poolId, styleId } = requireStyleNamed(input);
  const pool = await ctx.store.pools.get(poolId);
  requireManagedLogin(pool.settings);
  const style = await ctx.store.documents.byId(pool.id, "login-style", styleId);
  if (style === undefined) throw styleNotFound();
  const settings = changedSettings(input, style.content.settings);
  const change = changedAssets(style.content.assets, input.Assets ?? [], () => uuidFrom(ctx.random));
  const kept = (await styleFiles(ctx, style)).filter(({ id }) => !change.removed.includes(id));

  const saved = await ctx.transaction(async (tx) => {
    await tx.pools.guard(pool); // its tier was judged
    const written = await tx.documents.save({
      ...style,
      content: { settings, assets: change.assets },
      modifiedAt: ctx.now,
    });
    for (const file of change.removed) await tx.documents.removeFile(written, file);
    for (const file of change.added) await tx.documents.addFile(written, file);
    return written;
  });
  return { ManagedLoginBranding: styleView(saved, [...kept, ...change.added], false) };
});
