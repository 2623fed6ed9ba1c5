import { SetUICustomization } from "../../contracts/index.ts";
import {
  ALL_CLIENTS,
  customizationView,
  nextVersionAt,
  requestedCustomization,
  requireDomain,
  type UICustomization,
} from "../../model/ui-customization.ts";
import { implement } from "../../runtime/operation.ts";
import { uuidFrom } from "../../runtime/random.ts";
import { AlreadyExists, Conflict } from "../../storage/store.ts";

/**
 * Sets the style sheet and the logo of a client's classic pages, or of all clients' that have none of their own. It
 * takes the place of what was set before: without either, nothing is left.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUICustomization.html
 */
export const setUICustomization = implement(SetUICustomization, async (ctx, input) => {
  const { UserPoolId, ClientId = ALL_CLIENTS } = input;
  const pool = await ctx.store.pools.get(UserPoolId);
  const client = ClientId === ALL_CLIENTS ? undefined : await ctx.store.clients.get(pool.id, ClientId);
  requireDomain(pool.settings);
  const { css, image } = requestedCustomization(input);
  const before = await ctx.store.documents.find(pool.id, "ui-customization", ClientId);
  const file = image === undefined ? undefined : { ...image, id: uuidFrom(ctx.random) };
  const customization: UICustomization = {
    poolId: pool.id,
    kind: "ui-customization",
    owner: ClientId,
    id: before?.id ?? uuidFrom(ctx.random),
    clientId: ClientId,
    content: {
      css,
      versionAt: nextVersionAt(ctx.now, before?.content.versionAt),
      image: file && { file: file.id, type: file.type },
    },
    createdAt: before?.createdAt ?? ctx.now,
    modifiedAt: ctx.now,
    version: before?.version ?? 0,
  };
  const isEmpty = css === undefined && file === undefined;

  await ctx.transaction(async (tx) => {
    await tx.pools.guard(pool); // its domain was judged
    if (client !== undefined) await tx.clients.guard(client);
    if (before !== undefined) await tx.documents.delete(before); // and its logo
    if (isEmpty) return;
    try {
      await tx.documents.insert(customization);
    } catch (error) {
      // Another was first: this one takes its place.
      throw error instanceof AlreadyExists ? new Conflict() : error;
    }
    if (file !== undefined) await tx.documents.addFile(customization, file);
  });
  const view = customizationView(customization, ctx.place.publicUrl());
  return { UICustomization: isEmpty ? { UserPoolId: view.UserPoolId, ClientId: view.ClientId } : view };
});
