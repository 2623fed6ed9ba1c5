/**
 * The secrets of an app client: two at most, so that one can be retired while the other works.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-client-apps.html
 */
import { ApiException } from "../contracts/exceptions.ts";
import type { Secret } from "../contracts/secret.ts";
import type { ClientSecretDescriptorType } from "../contracts/shapes.ts";
import type { Value } from "../contracts/vocabulary.ts";
import type { Client, ClientSecret } from "./client.ts";
import { invalidParameter, notFound } from "./refusals.ts";

const SECRETS_PER_CLIENT = 2;

/** A secret's id: the client's, and the moment it was made; moved on where that one is taken. */
const secretId = (client: Pick<Client, "id" | "secrets">, now: number): string => {
  const taken = new Set(client.secrets.map(({ id }) => id));
  let at = now;
  while (taken.has(`${client.id}--${at}`)) at += 1;
  return `${client.id}--${at}`;
};

/** A secret of a client as it is kept. */
export const newClientSecret = (client: Pick<Client, "id" | "secrets">, value: Secret, now: number): ClientSecret => ({
  id: secretId(client, now),
  value,
  createdAt: now,
});

/**
 * The client with one more secret, which comes last. Assumed: the words of both refusals.
 * @throws InvalidParameterException for a public client, LimitExceededException
 */
export const withSecret = (client: Client, value: Secret, now: number): Client => {
  if (client.secrets.length === 0) throw invalidParameter(`User pool client ${client.id} has no client secret.`);
  if (client.secrets.length >= SECRETS_PER_CLIENT) {
    throw new ApiException(
      "LimitExceededException",
      `User pool client ${client.id} has ${SECRETS_PER_CLIENT} client secrets already.`,
    );
  }
  return { ...client, secrets: [...client.secrets, newClientSecret(client, value, now)], modifiedAt: now };
};

/**
 * The client without the secret. Assumed: the words of both refusals.
 * @throws ResourceNotFoundException, InvalidParameterException for the last one
 */
export const withoutSecret = (client: Client, id: string, now: number): Client => {
  const secrets = client.secrets.filter((secret) => secret.id !== id);
  if (secrets.length === client.secrets.length) throw notFound(`Client secret ${id} does not exist.`);
  if (secrets.length === 0) throw invalidParameter("The last client secret of an app client cannot be deleted.");
  return { ...client, secrets, modifiedAt: now };
};

/** A secret without its value. */
export const secretDescriptor = ({ id, createdAt }: ClientSecret): Value<typeof ClientSecretDescriptorType> => ({
  ClientSecretId: id,
  ClientSecretCreateDate: createdAt,
});
