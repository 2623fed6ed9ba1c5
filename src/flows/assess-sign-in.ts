/**
 * What a sign-in looks like beside those before it, and what follows: judged once, when the first factor is proven.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-adaptive-authentication.html
 */
import type { Message } from "../delivery/message.ts";
import type { AuthEvent, AuthEventRisk } from "../model/auth-event.ts";
import type { NoticeOutcome } from "../model/notice-templates.ts";
import { demandedFactors } from "../model/second-factor.ts";
import { REGISTERED } from "../model/software-token.ts";
import { EVENTS_LOOKED_AT, takeoverRisk } from "../model/takeover-risk.ts";
import {
  assessesSignIns,
  blockedSignIn,
  notifyConfiguration,
  takeoverAction,
  type SignInKind,
} from "../model/threat-protection.ts";
import type { MfaFactor, User } from "../model/user.ts";
import type { Context } from "../runtime/operation.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { AppClient } from "./app-client.ts";
import { recordFailure } from "./auth-events.ts";
import { composeNotice, sendNotice } from "./risk-notice.ts";

/** A sign-in whose first factor is proven. */
export interface AssessedSignIn extends AppClient {
  readonly user: User;
  readonly kind: SignInKind;
  readonly event: AuthEvent | undefined;
}

/** What is thought of it. */
export interface Assessment {
  /** The event, with the risk. */
  readonly event: AuthEvent | undefined;
  readonly isBlocked: boolean;
  /** Second factors, one of which must be given, whatever else would be asked. */
  readonly demanded?: readonly MfaFactor[] | undefined;
  /** What the user is told by mail. */
  readonly notice?: Message | undefined;
}

/** What the action comes to, and the factors that it asks for. */
const outcomeOf = async (
  ctx: Context,
  { pool, user, kind }: AssessedSignIn,
  action: "BLOCK" | "MFA_IF_CONFIGURED" | "MFA_REQUIRED" | "NO_ACTION",
): Promise<{ readonly outcome: NoticeOutcome; readonly demanded?: readonly MfaFactor[] }> => {
  if (action === "BLOCK" || action === "NO_ACTION") return { outcome: action };
  // Assumed: a passkey, or a code at an address that is known, is what a second factor would be.
  if (kind === "passwordless") return { outcome: "NO_ACTION" };
  const hasApp = (await ctx.store.softwareTokens.find(user, REGISTERED)) !== undefined;
  const demanded = demandedFactors(pool, user, hasApp);
  if (demanded.length > 0) return { outcome: "MFA", demanded };
  return { outcome: action === "MFA_REQUIRED" ? "BLOCK" : "NO_ACTION" };
};

const decisions: Readonly<Record<NoticeOutcome, AuthEventRisk["RiskDecision"]>> = {
  BLOCK: "Block",
  MFA: "AccountTakeover",
  NO_ACTION: "NoRisk",
};

/** Assesses a sign-in: two short looks at what is recorded of the user, and none where the pool does not ask for it. */
export const assessSignIn = async (ctx: Context, signIn: AssessedSignIn): Promise<Assessment> => {
  const { pool, client, user, kind, event } = signIn;
  const unremarkable = { event, isBlocked: false };
  if (event === undefined || !assessesSignIns(signIn, kind, event.context.IpAddress)) return unremarkable;
  const { rows: events } = await ctx.store.authEvents.list(user, { limit: EVENTS_LOOKED_AT });
  const evidence = await ctx.store.authEvents.evidence(user, EVENTS_LOOKED_AT);
  const level = takeoverRisk(event.context, { events, evidence }, ctx.now);
  if (level === undefined) return unremarkable;
  const action = takeoverAction(signIn, kind, level);
  const { outcome, demanded } = await outcomeOf(ctx, signIn, action?.EventAction ?? "NO_ACTION");
  const assessed = { ...event, risk: { ...event.risk, RiskLevel: level, RiskDecision: decisions[outcome] } };
  const configuration = notifyConfiguration(signIn);
  return {
    event: assessed,
    isBlocked: outcome === "BLOCK",
    demanded,
    notice:
      action?.Notify === true
        ? composeNotice(ctx, { pool, client, user, event: assessed, outcome, configuration })
        : undefined,
  };
};

/** Writes that a sign-in is blocked. */
export const recordBlock = async (tx: Tx, { event, notice }: Assessment): Promise<void> => {
  await recordFailure(tx, event);
  await sendNotice(tx, notice);
};

/**
 * Goes no further with a sign-in that is blocked. `judge` is what is judged again in its write, as in that of any other.
 * @throws NotAuthorizedException
 */
export const requireUnblocked = async (
  ctx: Context,
  assessment: Assessment,
  judge: (tx: Tx) => Promise<unknown>,
): Promise<void> => {
  if (!assessment.isBlocked) return;
  await ctx.transaction(async (tx) => {
    await judge(tx);
    await recordBlock(tx, assessment);
  });
  throw blockedSignIn();
};
