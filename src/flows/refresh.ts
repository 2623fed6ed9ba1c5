/**
 * Refreshing through the flows of sign-in, where the client proves itself with a secret hash.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html
 */
import type { Secret } from "../contracts/secret.ts";
import {
  passwordResetRequired,
  refreshSecretHashWrong,
  refreshTokenRevoked,
  secretHashMissing,
} from "../model/refusals.ts";
import type { User } from "../model/user.ts";
import type { Context } from "../runtime/operation.ts";
import type { StringMap } from "../triggers/events.ts";
import { isClientSecret, matchesSecretHash, type AppClient } from "./app-client.ts";
import type { IssuedTokens } from "./issue-tokens.ts";
import { redeemRefreshToken } from "./redeem-refresh-token.ts";

/** Every text of a user's that an application may have hashed: the request itself carries no username. */
const namesOf = ({ username, sub, attributes }: User): string[] => [
  username,
  sub,
  ...["email", "phone_number", "preferred_username"].flatMap((name) => attributes[name] ?? []),
];

/**
 * Observed: old mobile SDKs send the secret itself in place of the hash, and are content.
 * @throws NotAuthorizedException
 */
const requireRefreshSecretHash = ({ client }: AppClient, user: User, hash: Secret | undefined): void => {
  if (client.secrets.length === 0 || hash === undefined) return;
  if (!matchesSecretHash(client, namesOf(user), hash) && !isClientSecret(client, hash)) {
    throw refreshSecretHashWrong(client.id);
  }
};

/** A refresh as it was asked for. */
export interface Refresh extends AppClient {
  readonly token: Secret;
  readonly secretHash: Secret | undefined;
  readonly deviceKey: string | undefined;
  readonly clientMetadata: StringMap | undefined;
}

/**
 * New tokens of an old sign-in, without a refresh token.
 * @throws NotAuthorizedException, PasswordResetRequiredException
 */
export const refresh = async (ctx: Context, { secretHash, ...asked }: Refresh): Promise<IssuedTokens> => {
  if (asked.client.secrets.length > 0 && secretHash === undefined) throw secretHashMissing(asked.client.id);
  return redeemRefreshToken(ctx, {
    ...asked,
    prove: (user) => requireRefreshSecretHash(asked, user, secretHash),
    // A token that was replaced while the client still rotated. The flow declares no exception for its reuse.
    refusals: { resetRequired: passwordResetRequired, reused: refreshTokenRevoked },
  });
};
