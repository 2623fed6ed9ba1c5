import { GetSigningCertificate } from "../../contracts/index.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * The certificate of the key that signs the pool's ID tokens, in base64 without armour. It stays the same for as long as
 * that key signs.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetSigningCertificate.html
 */
export const getSigningCertificate = implement(GetSigningCertificate, async (ctx, input) => {
  const pool = await ctx.store.pools.get(input.UserPoolId);
  return { Certificate: (await ctx.tokens.certificate(pool.id)).toString("base64") };
});
