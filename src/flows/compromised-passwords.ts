/**
 * Passwords that others know already, looked up wherever one is typed. SRP never shows the password, and custom
 * challenges ask for none, so nothing is looked up there.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-compromised-credentials.html
 */
import type { Secret } from "../contracts/secret.ts";
import { concluded, NO_RISK, type AuthEventRisk } from "../model/auth-event.ts";
import { passwordResetRequired } from "../model/refusals.ts";
import {
  compromisedPassword,
  compromisedRisk,
  looksUpPasswords,
  type PasswordOccasion,
} from "../model/threat-protection.ts";
import { requirePasswordReset } from "../model/user.ts";
import type { Context } from "../runtime/operation.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { AppClient } from "./app-client.ts";
import { passwordSignIn } from "./auth-events.ts";
import type { Proof } from "./prove-password.ts";
import { requireUnlocked, stillAsJudged } from "./sign-in-guards.ts";
import { userAddress } from "./user-context.ts";

/** What the look-up of a password means. */
const passwordRisk = async (
  ctx: Context,
  app: AppClient,
  occasion: PasswordOccasion,
  password: Secret,
): Promise<AuthEventRisk> =>
  looksUpPasswords(app, occasion, userAddress(ctx)) && (await ctx.passwords.isCompromised(password))
    ? compromisedRisk(app)
    : NO_RISK;

/** What is recorded with a new password. @throws InvalidPasswordException where it is refused, after `onRefusal` */
export const requireUncompromised = async (
  ctx: Context,
  app: AppClient,
  occasion: Exclude<PasswordOccasion, "SIGN_IN">,
  password: Secret,
  onRefusal: (risk: AuthEventRisk) => Promise<void> = async () => undefined,
): Promise<AuthEventRisk> => {
  const risk = await passwordRisk(ctx, app, occasion, password);
  if (risk.RiskDecision !== "Block") return risk;
  await onRefusal(risk);
  throw compromisedPassword();
};

/**
 * What is recorded with a password that has signed in. One that is refused signs nobody in any more: its user must
 * choose another, with a code. `spend` uses up what the proof came with. A temporary password is replaced anyway.
 * @throws PasswordResetRequiredException, Conflict
 */
export const requireUncompromisedProof = async (
  ctx: Context,
  app: AppClient,
  { user, credential }: Proof,
  password: Secret,
  spend: (tx: Tx) => Promise<void> = async () => undefined,
): Promise<AuthEventRisk> => {
  const risk = await passwordRisk(ctx, app, "SIGN_IN", password);
  if (risk.RiskDecision !== "Block") return risk;
  if (user.status !== "CONFIRMED") return { ...risk, RiskDecision: "NoRisk" };
  const event = passwordSignIn(ctx, { ...app, user }, risk);
  await ctx.transaction(async (tx) => {
    const current = await stillAsJudged(tx, user);
    await tx.credentials.guard(credential);
    await requireUnlocked(tx, user, ctx.now);
    await spend(tx);
    await tx.users.save(requirePasswordReset(current, ctx.now));
    await tx.authEvents.record(concluded(event, "Fail"));
  });
  throw passwordResetRequired();
};
