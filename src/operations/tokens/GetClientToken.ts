import { ApiException } from "../../contracts/exceptions.ts";
import { GetClientToken } from "../../contracts/index.ts";
import { isClientSecret } from "../../flows/app-client.ts";
import { issueClientToken } from "../../flows/client-token.ts";
import { CLIENT_TOKEN_FLOW, allowedFlows } from "../../model/auth-flows.ts";
import { clientSecretMismatch, clientTokenNotEnabled, notAuthorized } from "../../model/refusals.ts";
import { implement } from "../../runtime/operation.ts";

/** What a function that fails makes of a sign-in; this operation declares none of them. */
const FUNCTION_FAILURES: ReadonlySet<string> = new Set([
  "InvalidLambdaResponseException",
  "UnexpectedLambdaException",
  "UserLambdaValidationException",
]);

/** Assumed: what a function refuses is told as NotAuthorizedException, in the function's words. */
const declared = (error: unknown): unknown =>
  error instanceof ApiException && FUNCTION_FAILURES.has(error.name) ? notAuthorized(error.message) : error;

/**
 * Gives an application an access token of its own, for the scopes of resource servers that its app client may have. Any
 * secret of the client proves it; before that nothing is told about the client.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetClientToken.html
 */
export const getClientToken = implement(GetClientToken, async (ctx, input) => {
  const { pool, client } = await ctx.store.clients.locate(input.ClientId);
  if (!isClientSecret(client, input.Secret)) throw clientSecretMismatch(client.id);
  if (!allowedFlows(pool, client).has(CLIENT_TOKEN_FLOW)) throw clientTokenNotEnabled();
  const scopes = input.Scopes ?? [];
  try {
    const made = await issueClientToken(ctx, { pool, client, scopes, clientMetadata: input.ClientMetadata });
    return {
      ClientAuthenticationResult: { AccessToken: made.token, ExpiresIn: made.expiresInSeconds, TokenType: "Bearer" },
    };
  } catch (error) {
    throw declared(error);
  }
});
