import { VerifySoftwareToken } from "../../contracts/index.ts";
import { followingSession, requireApplicant, slotOf, stillApplies } from "../../flows/mfa-set-up.ts";
import { requireSoftwareTokens, spendStep } from "../../flows/software-tokens.ts";
import { softwareTokenMissing, softwareTokenNotEnabled } from "../../model/mfa-refusals.ts";
import { invalidParameter, rateExceeded, spentSession } from "../../model/refusals.ts";
import { REGISTERED } from "../../model/software-token.ts";
import { changed } from "../../model/user.ts";
import { implement } from "../../runtime/operation.ts";

/** Assumed: as many as the name of a device may have. */
const FRIENDLY_NAME_MAX = 1024;

const refusals = {
  wrong: softwareTokenNotEnabled,
  // A step of a secret that has never been proven cannot have been used.
  spent: softwareTokenNotEnabled,
  missing: softwareTokenMissing,
  exhausted: rateExceeded,
} as const;

/**
 * Takes the first code of an authenticator app, which registers it in the place of the one before. During a sign-in this
 * switches the factor on as well, because nothing else could; who is signed in chooses with SetUserMFAPreference.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifySoftwareToken.html
 */
export const verifySoftwareToken = implement(VerifySoftwareToken, async (ctx, input) => {
  const applicant = await requireApplicant(ctx, VerifySoftwareToken, input);
  requireSoftwareTokens(applicant.pool);
  const friendlyName = input.FriendlyDeviceName ?? null;
  if (friendlyName !== null && friendlyName.length > FRIENDLY_NAME_MAX) {
    throw invalidParameter(`FriendlyDeviceName must have length less than or equal to ${FRIENDLY_NAME_MAX}`);
  }
  const { during } = applicant;
  const slot = slotOf(applicant);
  const waiting = await ctx.store.softwareTokens.find(applicant.user, slot);
  if (waiting === undefined || (waiting.expiresAt ?? 0) <= ctx.now) throw softwareTokenMissing();
  const next = followingSession(ctx, applicant, { softwareToken: waiting.id });

  const outcome = await ctx.transaction(async (tx) => {
    const user = await stillApplies(tx, applicant);
    // Two answers at once: the secret must be the one that the next session vouches for.
    if ((await tx.softwareTokens.find(user, slot))?.id !== waiting.id) return "missing";
    if (!(await tx.budgets.fits("wrong-set-up-code", user))) return "exhausted";
    const step = await spendStep(tx, waiting, input.UserCode, ctx.now);
    if (step !== "right") {
      await tx.budgets.spend("wrong-set-up-code", user);
      return step;
    }
    await tx.softwareTokens.delete(user, slot);
    await tx.softwareTokens.replace({ ...waiting, slot: REGISTERED, friendlyName, expiresAt: null });
    if (during === undefined || next === undefined) {
      await tx.users.save(changed(user, ctx.now, {}));
      return step;
    }
    const mfaFactors = [...new Set([...user.mfaFactors, "SOFTWARE_TOKEN_MFA" as const])];
    await tx.users.save(changed(user, ctx.now, { mfaFactors }));
    if (!(await tx.sessions.spend(during.session, ctx.now))) throw spentSession();
    await tx.sessions.insert(next.session, next.token);
    return step;
  });
  if (outcome !== "right") throw refusals[outcome]();
  return { Status: "SUCCESS" as const, Session: next?.token };
});
