/**
 * Recording what users do, in pools with threat protection; elsewhere there is no event, and nothing is read or written.
 * An event is written with what it reports. What is refused before anything is written has a write of its own, as often
 * as a budget allows: stops strangers from filling the history of somebody whose name they know.
 */
import {
  answered,
  concluded,
  NO_RISK,
  type AuthEvent,
  type AuthEventKind,
  type AuthEventRisk,
} from "../model/auth-event.ts";
import { logDestination } from "../model/log-delivery.ts";
import { hasThreatProtection } from "../model/pool-defaults.ts";
import type { User } from "../model/user.ts";
import type { Context } from "../runtime/operation.ts";
import { timedUuid } from "../runtime/random.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { Subject } from "../storage/store.ts";
import type { AppClient } from "./app-client.ts";
import { userContextOf } from "./user-context.ts";

/** Who does something, and through which client. */
export interface Doer extends AppClient {
  readonly user: Pick<User, "sub" | "username">;
}

/** An event of this moment, in progress; undefined where the pool has no threat protection. */
export const newAuthEvent = (
  ctx: Context,
  { pool, client, user }: Doer,
  type: AuthEventKind,
  risk: AuthEventRisk = NO_RISK,
): AuthEvent | undefined =>
  hasThreatProtection(pool.settings)
    ? {
        poolId: pool.id,
        sub: user.sub,
        id: timedUuid(ctx.random, ctx.now),
        username: user.username,
        clientId: client.id,
        type,
        response: "InProgress",
        challenges: [],
        context: userContextOf(ctx),
        risk,
        createdAt: ctx.now,
        logsTo: logDestination(pool, "userAuthEvents"),
      }
    : undefined;

/** A sign-in whose password is proven. */
export const passwordSignIn = (ctx: Context, doer: Doer, risk?: AuthEventRisk): AuthEvent | undefined =>
  answered(newAuthEvent(ctx, doer, "SignIn", risk), "Password", "Success");

/**
 * The sign-up of a user: SignUp begins it and the code that comes back ends it, so its id is made of what does not
 * change of them. Assumed: that both are one event.
 */
export const signUpEvent = (
  ctx: Context,
  doer: AppClient & { readonly user: User },
  risk?: AuthEventRisk,
): AuthEvent | undefined => {
  const { sub, createdAt } = doer.user;
  const event = newAuthEvent(ctx, doer, "SignUp", risk);
  const chance = { bytes: (length: number) => Buffer.from(sub.replaceAll("-", ""), "hex").subarray(-length) };
  return event && { ...event, id: timedUuid(chance, createdAt) };
};

/** Records, with other writes, what failed without costing a try. */
export const recordFailure = async (tx: Tx, event: AuthEvent | undefined): Promise<void> => {
  if (event === undefined || !(await tx.budgets.fits("refusal-record", event))) return;
  await tx.budgets.spend("refusal-record", event);
  await tx.authEvents.record(concluded(event, "Fail"));
};

/** Records what was refused before anything was written. */
export const recordRefusal = async (ctx: Context, event: AuthEvent | undefined): Promise<void> => {
  if (event !== undefined) await ctx.transaction((tx) => recordFailure(tx, event));
};

/** Who tries to sign in: a user, or nobody, and whose rows count what happens. */
interface Trier extends AppClient {
  readonly user: User | undefined;
  readonly subject: Subject;
}

/**
 * A sign-in that proves nothing. Nobody's costs the same writes, which keep no event: stops telling by the time of a
 * refusal who exists.
 */
export const failedSignIn = (
  ctx: Context,
  { pool, client, user, subject }: Trier,
  risk?: AuthEventRisk,
): AuthEvent | undefined =>
  concluded(newAuthEvent(ctx, { pool, client, user: user ?? { ...subject, username: "" } }, "SignIn", risk), "Fail");

/** A sign-in that failed with a wrong password. */
export const wrongPassword = (ctx: Context, trier: Trier): AuthEvent | undefined =>
  answered(failedSignIn(ctx, trier), "Password", "Failure");

/** Records a sign-in that was refused before anything was written. */
export const recordRefusedSignIn = (ctx: Context, trier: Trier, risk?: AuthEventRisk): Promise<void> =>
  recordRefusal(ctx, failedSignIn(ctx, trier, risk));
