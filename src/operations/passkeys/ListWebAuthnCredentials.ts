import { ListWebAuthnCredentials } from "../../contracts/index.ts";
import { nextToken, pageRequest } from "../../flows/page-token.ts";
import { passkeyPage, passkeyView } from "../../model/passkey.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Lists the caller's passkeys, oldest first; those too that the pool does not take any more.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListWebAuthnCredentials.html
 */
export const listWebAuthnCredentials = implement(ListWebAuthnCredentials, async (ctx, input) => {
  const binding = ["ListWebAuthnCredentials", ctx.user.poolId, ctx.user.sub];
  const request = pageRequest(ctx, binding, { limit: input.MaxResults, token: input.NextToken });
  const page = passkeyPage(await ctx.store.passkeys.ofUser(ctx.user), request);
  return { Credentials: page.rows.map(passkeyView), NextToken: nextToken(ctx, binding, page) };
});
