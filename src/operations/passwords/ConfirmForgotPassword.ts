import { ConfirmForgotPassword } from "../../contracts/index.ts";
import { appClient, hidesUsers } from "../../flows/app-client.ts";
import { newAuthEvent } from "../../flows/auth-events.ts";
import { codeRefusal, presentCode } from "../../flows/codes.ts";
import { decoyOf } from "../../flows/decoys.ts";
import { postConfirmation } from "../../flows/notifications.ts";
import { newCredential, replacePassword } from "../../flows/set-password.ts";
import { fromClient } from "../../flows/user-context.ts";
import { concluded } from "../../model/auth-event.ts";
import { requirePolicy } from "../../model/password-policy.ts";
import type { Pool } from "../../model/pool.ts";
import { findForgottenDestination } from "../../model/recovery.ts";
import { userDisabled, userNotConfirmed, usernameNotFound } from "../../model/refusals.ts";
import { confirmed, type User } from "../../model/user.ts";
import { implement, type Context } from "../../runtime/operation.ts";
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
  const credential = await newCredential(ctx, pool, named, input.Password, false);
  const from = fromClient(ctx, client, input.UserContextData);
  const event = newAuthEvent(from, { pool, client, user: named }, "PasswordChange");

  const outcome = await ctx.transaction(async (tx) => {
    // Read rather than guarded, so that a decoy, which has no row, takes the same path as a user.
    const current = await tx.users.bySub(pool.id, subject.sub);
    if (current?.version !== user?.version) throw new Conflict();
    const presented = await presentCode(tx, subject, "reset", input.ConfirmationCode, ctx.now);
    // Of a code that was tried alone: no code and no tries left cost nothing, so they would have no bound.
    if (presented.kind === "wrong") await tx.authEvents.record(concluded(event, "Fail"));
    if (presented.kind !== "right" || user === undefined || user.status === "UNCONFIRMED") return presented;
    const saved = await tx.users.save(confirmed(user, ctx.now));
    await replacePassword(tx, credential);
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
