import { ApiException } from "../../contracts/exceptions.ts";
import { RevokeToken } from "../../contracts/index.ts";
import { isRefreshTokenShaped } from "../../crypto/refresh-token.ts";
import { isClientSecret, type AppClient } from "../../flows/app-client.ts";
import { clientSecretWrong, tokenRevocationOff, unknownClient, unsupportedTokenType } from "../../model/refusals.ts";
import { implement, type Context } from "../../runtime/operation.ts";

/** This operation declares no ResourceNotFoundException. @throws UnauthorizedException */
const locateClient = async (ctx: Context, clientId: string): Promise<AppClient> => {
  try {
    return await ctx.store.clients.locate(clientId);
  } catch (error) {
    throw error instanceof ApiException ? unknownClient(clientId) : error;
  }
};

/**
 * Revokes a refresh token and every token that came from it; other sign-ins of the user stay. Of tokens that were rotated
 * any one will do: who gives up a token means the sign-in, and a thief must not keep its successor. A token that is
 * unknown, or dead already, is no error. Assumed: nor is one of another client, which stays as it is.
 * `RevokeAssociatedSessions: LINKED` reaches the session on the login pages that a sign-in came through; sign-ins through
 * the API came through none.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RevokeToken.html
 */
export const revokeToken = implement(RevokeToken, async (ctx, input) => {
  const { pool, client } = await locateClient(ctx, input.ClientId);
  if (client.secrets.length > 0 && (input.ClientSecret === undefined || !isClientSecret(client, input.ClientSecret))) {
    throw clientSecretWrong();
  }
  if (client.settings.EnableTokenRevocation === false) throw tokenRevocationOff(client.id);
  if (!isRefreshTokenShaped(input.Token)) throw unsupportedTokenType();
  const found = await ctx.store.refreshFamilies.byToken(pool.id, input.Token);
  if (found?.family.clientId !== client.id) return {};
  await ctx.transaction((tx) => tx.refreshFamilies.revoke(found.family, ctx.now));
  return {};
});
