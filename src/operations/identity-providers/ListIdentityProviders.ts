import { ListIdentityProviders } from "../../contracts/index.ts";
import { nextToken, pageRequest } from "../../flows/page-token.ts";
import { providerDescription } from "../../model/identity-provider.ts";
import { implement } from "../../runtime/operation.ts";

/** Providers in one answer, at most, though a request may name a few more. */
const PAGE_SIZE = 50;

/**
 * Lists the providers of a pool, by name.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListIdentityProviders.html
 */
export const listIdentityProviders = implement(ListIdentityProviders, async (ctx, input) => {
  const pool = await ctx.store.pools.get(input.UserPoolId);
  const binding = ["ListIdentityProviders", pool.id];
  const limit = Math.min(input.MaxResults || PAGE_SIZE, PAGE_SIZE);
  const page = await ctx.store.identityProviders.list(
    pool.id,
    pageRequest(ctx, binding, { limit, token: input.NextToken }),
  );
  return { Providers: page.rows.map(providerDescription), NextToken: nextToken(ctx, binding, page) };
});
