import { ConfirmForgotPassword } from "../../contracts/index.ts";
import { appClient, hidesUsers, type AppClient } from "../../flows/app-client.ts";
import { codeRefusal, presentCode } from "../../flows/codes.ts";
import { decoyOf } from "../../flows/decoys.ts";
import { postConfirmation } from "../../flows/notifications.ts";
import { newCredential, replacePassword } from "../../flows/set-password.ts";
import { requirePolicy } from "../../model/password-policy.ts";
import { findForgottenDestination } from "../../model/recovery.ts";
import { userDisabled, userNotConfirmed, usernameNotFound } from "../../model/refusals.ts";
import { confirmed, type User } from "../../model/user.ts";
import { implement, type Context } from "../../runtime/operation.ts";

/**
 * The user whose code is presented; undefined where it is the decoy's, as ForgotPassword keeps it for a user whom no
 * message can reach. A code that an administrator gave such a user is the user's all the same.
 * @throws the refusals of a client that does not hide who exists
 */
const codeHolder = async (
  ctx: Context,
  { pool, client }: AppClient,
  found: User | undefined,
): Promise<User | undefined> => {
  if (!hidesUsers(client)) {
    if (found === undefined) throw usernameNotFound();
    if (!found.enabled) throw userDisabled();
    if (found.status === "UNCONFIRMED") throw userNotConfirmed();
    return found;
  }
  if (found === undefined || !found.enabled) return undefined;
  if (findForgottenDestination(pool, found) !== undefined) return found;
  const code = await ctx.store.codes.find(found, "reset");
  return code !== undefined && ctx.now < code.expiresAt ? found : undefined;
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
  const user = await codeHolder(ctx, { pool, client }, found);
  const subject = user ?? decoyOf(ctx, pool, found?.username ?? input.Username);
  await ctx.budgets.require("wrong-reset-code", subject);
  const named = user ?? { sub: subject.sub, username: subject.sub };
  const credential = await newCredential(ctx, pool, named, input.Password, false);

  const outcome = await ctx.transaction(async (tx) => {
    if (user !== undefined) await tx.users.guard(user);
    const presented = await presentCode(tx, subject, "reset", input.ConfirmationCode, ctx.now);
    if (presented.kind !== "right" || user === undefined || user.status === "UNCONFIRMED") return presented;
    const saved = await tx.users.save(confirmed(user, ctx.now));
    await replacePassword(tx, credential);
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
