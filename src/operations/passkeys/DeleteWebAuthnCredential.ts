import { DeleteWebAuthnCredential } from "../../contracts/index.ts";
import { passkeyNotFound } from "../../model/passkey-refusals.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Removes one of the caller's passkeys. It signs nobody in any more; tokens that it brought stay.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DeleteWebAuthnCredential.html
 */
export const deleteWebAuthnCredential = implement(DeleteWebAuthnCredential, async (ctx, input) => {
  const isDeleted = await ctx.transaction((tx) => tx.passkeys.delete(ctx.user, input.CredentialId));
  if (!isDeleted) throw passkeyNotFound();
  return {};
});
