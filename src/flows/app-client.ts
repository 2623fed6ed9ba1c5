/** The app client of a call that anyone may make: it names itself, and proves itself if it has a secret. */
import type { Secret } from "../contracts/secret.ts";
import { isEqualInConstantTime } from "../crypto/constant-time.ts";
import { isSecretHash } from "../crypto/secret-hash.ts";
import type { Client } from "../model/client.ts";
import type { Pool } from "../model/pool.ts";
import { clientSecretMismatch, clientSecretMissing, secretHashMissing, secretHashWrong } from "../model/refusals.ts";
import type { Context } from "../runtime/operation.ts";

export interface AppClient {
  readonly pool: Pool;
  readonly client: Client;
}

/** Whether it is a hash of one of the client's secrets over one of the names. */
export const matchesSecretHash = (client: Client, names: readonly string[], hash: Secret): boolean =>
  client.secrets.some(({ value }) =>
    names.some((username) => isSecretHash(hash, { clientSecret: value, username, clientId: client.id })),
  );

/** Whether it is one of the client's secrets itself; in constant time. */
export const isClientSecret = (client: Client, given: Secret): boolean =>
  client.secrets.some(({ value }) => isEqualInConstantTime(Buffer.from(given.reveal()), Buffer.from(value.reveal())));

/**
 * Checks a secret hash against every secret that the client has now. `names` are the usernames that it may have been
 * computed over; a client without a secret ignores the hash.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html#cognito-user-pools-computing-secret-hash
 * @throws NotAuthorizedException
 */
export const requireSecretHash = (client: Client, names: readonly string[], hash: Secret | undefined): void => {
  if (client.secrets.length === 0) return;
  if (hash === undefined) throw secretHashMissing(client.id);
  if (!matchesSecretHash(client, names, hash)) throw secretHashWrong(client.id);
};

/**
 * Checks a plain client secret, which operations on tokens take in place of a hash. A client without a secret ignores it.
 * @throws NotAuthorizedException
 */
export const requireClientSecret = (client: Client, secret: Secret | undefined): void => {
  if (client.secrets.length === 0) return;
  if (secret === undefined) throw clientSecretMissing(client.id);
  if (!isClientSecret(client, secret)) throw clientSecretMismatch(client.id);
};

/** The client of a call and its pool, once the secret hash over `username` is right. @throws ResourceNotFoundException, NotAuthorizedException */
export const appClient = async (
  ctx: Context,
  clientId: string,
  username: string,
  secretHash: Secret | undefined,
): Promise<AppClient> => {
  const found = await ctx.store.clients.locate(clientId);
  requireSecretHash(found.client, [username], secretHash);
  return found;
};

/** Whether the client hides who exists. @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html */
export const hidesUsers = (client: Client): boolean => client.settings.PreventUserExistenceErrors === "ENABLED";
