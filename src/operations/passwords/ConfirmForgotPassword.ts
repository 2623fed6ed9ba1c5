import { ConfirmForgotPassword } from "../../contracts/index.ts";
import type { Secret } from "../../contracts/secret.ts";
import { appClient, hidesUsers } from "../../flows/app-client.ts";
import { newAuthEvent } from "../../flows/auth-events.ts";
import { codeRefusal, presentCode, proveCode } from "../../flows/codes.ts";
import { requireUncompromised } from "../../flows/compromised-passwords.ts";
import { decoyOf } from "../../flows/decoys.ts";
import { postConfirmation } from "../../flows/notifications.ts";
import { requireUnused } from "../../flows/password-history.ts";
import { newCredential, replacePassword } from "../../flows/set-password.ts";
import { fromClient } from "../../flows/user-context.ts";
import { concluded, type AuthEvent } from "../../model/auth-event.ts";
import type { CodeOutcome } from "../../model/code.ts";
import { passwordHistorySize, requirePolicy } from "../../model/password-policy.ts";
import type { Pool } from "../../model/pool.ts";
import { findForgottenDestination } from "../../model/recovery.ts";
import { attemptLimitExceeded, userDisabled, userNotConfirmed, usernameNotFound } from "../../model/refusals.ts";
import { confirmed, type User } from "../../model/user.ts";
import { implement, type Context } from "../../runtime/operation.ts";
import type { Tx } from "../../runtime/transaction.ts";
import { Conflict, type Subject } from "../../storage/store.ts";

/** The user of a client that tells who exists. @throws its refusals */
const requireTold = (found: User | undefined): User => {
  if (found === undefined) throw usernameNotFound();
  if (!found.enabled) throw userDisabled();
  if (found.status === "UNCONFIRMED") throw userNotConfirmed();
  return found;
};

/**
 * Whose code is presented through a client that hides users: the decoy's where there is no user, and where no message
 * can reach the user, as ForgotPassword keeps it. A code that an administrator gave such a user is the user's all the
 * same. The same rows are read for every name.
 */
const hiddenHolder = async (ctx: Context, pool: Pool, found: User | undefined, decoy: Subject): Promise<Subject> => {
  const user = found?.enabled === true ? found : undefined;
  const code = await ctx.store.codes.find(user ?? decoy, "reset");
  if (user === undefined) return decoy;
  const isOwn = code !== undefined && ctx.now < code.expiresAt;
  return isOwn || findForgottenDestination(pool, user) !== undefined ? user : decoy;
};

interface Attempt {
  readonly pool: Pool;
  readonly subject: Subject;
  readonly user: User | undefined;
  readonly code: Secret;
  readonly event: AuthEvent | undefined;
}

/** Tries the code. Recorded is one that was tried alone: no code and no tries left cost nothing, so they have no bound. */
const recording =
  (tryCode: typeof presentCode) =>
  async (tx: Tx, { subject, code, event }: Attempt, now: number): Promise<CodeOutcome> => {
    const outcome = await tryCode(tx, subject, "reset", code, now);
    if (outcome.kind === "wrong") await tx.authEvents.record(concluded(event, "Fail"));
    return outcome;
  };

/**
 * Refuses a password of before, in a pool that remembers them. That tells about a secret, so the code is proven first,
 * and a wrong one counted: stops finding out old passwords without one. It is not spent yet, so that choosing an old
 * password does not cost it; the write that follows presents it again.
 * @throws the refusals of the code, PasswordHistoryPolicyViolationException, LimitExceededException
 */
const requireAllowed = async (ctx: Context, attempt: Attempt, password: Secret): Promise<void> => {
  const { pool, user, event } = attempt;
  if (passwordHistorySize(pool) === 0) return;
  const outcome = await ctx.transaction((tx) => recording(proveCode)(tx, attempt, ctx.now));
  if (outcome.kind !== "right") throw codeRefusal(outcome);
  if (user === undefined || user.status === "UNCONFIRMED") return;
  await requireUnused(ctx, { pool, user, password }, attemptLimitExceeded, (tx) =>
    tx.authEvents.record(concluded(event, "Fail")),
  );
};

/**
 * Chooses a new password with a code, through any client of the pool. Nothing else changes: second factors, groups and
 * tokens stay. The policy is checked first, so that a weak password does not cost the code.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmForgotPassword.html
 */
export const confirmForgotPassword = implement(ConfirmForgotPassword, async (ctx, input) => {
  const { pool, client } = await appClient(ctx, input.ClientId, input.Username, input.SecretHash);
  requirePolicy(pool, input.Password, "does not conform to");
  const found = await ctx.store.users.find(pool, input.Username);
  const hidden = hidesUsers(client);
  const subject = hidden
    ? await hiddenHolder(ctx, pool, found, decoyOf(ctx, pool, found?.username ?? input.Username))
    : requireTold(found);
  const user = found?.sub === subject.sub ? found : undefined;
  await ctx.budgets.require("wrong-reset-code", subject);
  const named = user ?? { sub: subject.sub, username: subject.sub };
  const from = fromClient(ctx, client, input.UserContextData);
  const risk = await requireUncompromised(from, { pool, client }, "PASSWORD_CHANGE", input.Password);
  const event = newAuthEvent(from, { pool, client, user: named }, "PasswordChange", risk);
  const attempt = { pool, subject, user, code: input.ConfirmationCode, event };
  await requireAllowed(ctx, attempt, input.Password);
  const credential = await newCredential(ctx, pool, named, input.Password, false);

  const outcome = await ctx.transaction(async (tx) => {
    // Read rather than guarded, so that a decoy, which has no row, takes the same path as a user.
    const current = await tx.users.bySub(pool.id, subject.sub);
    if (current?.version !== user?.version) throw new Conflict();
    const presented = await recording(presentCode)(tx, attempt, ctx.now);
    if (presented.kind !== "right" || user === undefined || user.status === "UNCONFIRMED") return presented;
    const saved = await tx.users.save(confirmed(user, ctx.now));
    await replacePassword(tx, pool, credential);
    await tx.authEvents.record(concluded(event, "Pass"));
    await tx.outbox.notify(
      postConfirmation(
        ctx,
        { pool, client, user: saved },
        "PostConfirmation_ConfirmForgotPassword",
        input.ClientMetadata,
      ),
    );
    return presented;
  });
  if (outcome.kind !== "right") throw codeRefusal(outcome);
  // A decoy's code was never sent to anyone: who hits it by chance is told what a wrong one is told.
  if (user === undefined) throw codeRefusal({ kind: "wrong" });
  if (user.status === "UNCONFIRMED") throw userNotConfirmed();
  return {};
});
