import { RevokeToken } from "../../contracts/index.ts";
import { isRefreshTokenShaped } from "../../crypto/refresh-token.ts";
import { isClientSecret } from "../../flows/app-client.ts";
import { clientSecretWrong, tokenRevocationOff, unsupportedTokenType } from "../../model/refusals.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Revokes a refresh token and every token that came from it; other sign-ins of the user stay. A token that is none, or
 * dead already, is no error. Assumed: nor is one of another client, which stays as it is.
 * `RevokeAssociatedSessions` has nothing to do yet: there are no sign-in sessions on hosted pages.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeToken.html
 */
export const revokeToken = implement(RevokeToken, async (ctx, input) => {
  const { pool, client } = await ctx.store.clients.locate(input.ClientId);
  if (client.secrets.length > 0 && (input.ClientSecret === undefined || !isClientSecret(client, input.ClientSecret))) {
    throw clientSecretWrong();
  }
  if (client.settings.EnableTokenRevocation === false) throw tokenRevocationOff(client.id);
  if (!isRefreshTokenShaped(input.Token)) throw unsupportedTokenType();
  const family = await ctx.store.refreshFamilies.byToken(pool.id, input.Token);
  if (family?.clientId !== client.id) return {};
  await ctx.transaction((tx) => tx.refreshFamilies.revoke(family, ctx.now));
  return {};
});
