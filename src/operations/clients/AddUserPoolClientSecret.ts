import { AddUserPoolClientSecret } from "../../contracts/index.ts";
import { Secret } from "../../contracts/secret.ts";
import { CLIENT_ALPHABET, CLIENT_SECRET_LENGTH } from "../../model/client-defaults.ts";
import { secretDescriptor, withSecret } from "../../model/client-secrets.ts";
import { implement } from "../../runtime/operation.ts";
import { textFrom } from "../../runtime/random.ts";

/**
 * Gives an app client a second secret; either proves the client from now on. The value is shown only where it was made
 * here, and only now.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AddUserPoolClientSecret.html
 */
export const addUserPoolClientSecret = implement(AddUserPoolClientSecret, async (ctx, input) => {
  const client = await ctx.store.clients.get(input.UserPoolId, input.ClientId);
  const made = new Secret(textFrom(ctx.random, CLIENT_ALPHABET, CLIENT_SECRET_LENGTH));
  const changed = withSecret(client, input.ClientSecret ?? made, ctx.now);

  await ctx.transaction((tx) => tx.clients.save(changed));
  return {
    ClientSecretDescriptor: {
      ...changed.secrets.map(secretDescriptor).at(-1),
      ClientSecretValue: input.ClientSecret === undefined ? made : undefined,
    },
  };
});
