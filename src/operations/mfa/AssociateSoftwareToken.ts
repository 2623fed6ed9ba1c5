import { AssociateSoftwareToken } from "../../contracts/index.ts";
import { newTotpSecret } from "../../crypto/totp.ts";
import { followingSession, requireApplicant, slotFor, slotOf, stillApplies } from "../../flows/mfa-set-up.ts";
import { requireSoftwareTokens } from "../../flows/software-tokens.ts";
import { spentSession } from "../../model/refusals.ts";
import { implement } from "../../runtime/operation.ts";
import { uuidFrom } from "../../runtime/random.ts";

/**
 * Makes the secret that an authenticator app shares with the server. It counts for nothing until VerifySoftwareToken has
 * seen a code of it: an app that is registered already keeps working.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AssociateSoftwareToken.html
 */
export const associateSoftwareToken = implement(AssociateSoftwareToken, async (ctx, input) => {
  const applicant = await requireApplicant(ctx, AssociateSoftwareToken, input);
  requireSoftwareTokens(applicant.pool);
  const { during } = applicant;
  const secret = newTotpSecret(ctx.random);
  const next = followingSession(ctx, applicant);
  const id = uuidFrom(ctx.random);

  await ctx.transaction(async (tx) => {
    const { poolId, sub } = await stillApplies(tx, applicant);
    if (during !== undefined && next !== undefined) {
      if (!(await tx.sessions.spend(during.session, ctx.now))) throw spentSession();
      await tx.sessions.insert(next.session, next.token);
    }
    await tx.softwareTokens.delete(applicant.user, slotOf(applicant));
    await tx.softwareTokens.replace({
      poolId,
      sub,
      id,
      secret,
      friendlyName: null,
      createdAt: ctx.now,
      ...slotFor(ctx.now, next),
    });
  });
  return { SecretCode: secret, Session: next?.token };
});
