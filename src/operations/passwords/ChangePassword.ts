import { ChangePassword } from "../../contracts/index.ts";
import { newAuthEvent, recordRefusal } from "../../flows/auth-events.ts";
import { requireUncompromised } from "../../flows/compromised-passwords.ts";
import { isReused } from "../../flows/password-history.ts";
import { newCredential, replacePassword } from "../../flows/set-password.ts";
import { answered, concluded } from "../../model/auth-event.ts";
import { passwordReused, requirePolicy } from "../../model/password-policy.ts";
import { incorrectPassword, missingParameter, notAuthorized } from "../../model/refusals.ts";
import { changed } from "../../model/user.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Changes the password of the signed-in user, who proves the old one. Tokens survive.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ChangePassword.html
 */
export const changePassword = implement(ChangePassword, async (ctx, input) => {
  const { pool, user } = ctx;
  requirePolicy(pool, input.ProposedPassword, "does not conform to");
  // Assumed: a user who signs in through another provider alone has no password to change.
  if (user.status === "EXTERNAL_PROVIDER") throw notAuthorized("User password cannot be changed in the current state.");
  await ctx.budgets.require("change-password", user);
  const risk = await requireUncompromised(ctx, ctx, "PASSWORD_CHANGE", input.ProposedPassword, (found) =>
    recordRefusal(ctx, newAuthEvent(ctx, ctx, "PasswordChange", found)),
  );
  const credential = await ctx.store.credentials.find(user);
  if (credential !== undefined && input.PreviousPassword === undefined) throw missingParameter("PreviousPassword");
  const isProven =
    credential === undefined || (await ctx.passwords.verify(pool, user.username, credential, input.PreviousPassword!));
  // After the proof: who does not know the password is not told which ones it was before.
  const isOld = isProven && (await isReused(ctx, pool, user, input.ProposedPassword));
  const made = isProven && !isOld ? await newCredential(ctx, pool, user, input.ProposedPassword, false) : undefined;
  const begun = newAuthEvent(ctx, ctx, "PasswordChange", risk);
  const event = credential === undefined ? begun : answered(begun, "Password", isProven ? "Success" : "Failure");

  await ctx.transaction(async (tx) => {
    await tx.budgets.spend("change-password", user);
    await tx.authEvents.record(concluded(event, made === undefined ? "Fail" : "Pass"));
    if (made === undefined) return;
    if (credential !== undefined) await tx.credentials.guard(credential);
    await tx.users.save(changed(user, ctx.now, {}));
    // A code that was asked for under the old password dies with it.
    await replacePassword(tx, pool, made);
  });
  if (!isProven) throw incorrectPassword();
  if (isOld) throw passwordReused();
  return {};
});
