import { GetTokensFromRefreshToken } from "../../contracts/index.ts";
import { requireClientSecret } from "../../flows/app-client.ts";
import { redeemRefreshToken } from "../../flows/redeem-refresh-token.ts";
import { refreshTokenReused, refreshTokenRevoked } from "../../model/refusals.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Gives new tokens for a refresh token, and where the client rotates them a new refresh token too. A replaced token
 * works for the client's grace period; used later, it ends its whole family.
 * A token that belongs to a confirmed device works together with the device's key alone.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetTokensFromRefreshToken.html
 */
export const getTokensFromRefreshToken = implement(GetTokensFromRefreshToken, async (ctx, input) => {
  const { pool, client } = await ctx.store.clients.locate(input.ClientId);
  requireClientSecret(client, input.ClientSecret);
  const tokens = await redeemRefreshToken(ctx, {
    pool,
    client,
    token: input.RefreshToken,
    deviceKey: input.DeviceKey,
    clientMetadata: input.ClientMetadata,
    prove: () => undefined,
    // The operation declares no PasswordResetRequiredException: while a reset is not finished nothing is left to say
    // but that the token does not work.
    refusals: { resetRequired: refreshTokenRevoked, reused: refreshTokenReused },
  });
  return { AuthenticationResult: tokens };
});
