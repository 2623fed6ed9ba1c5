import { ConfirmForgotPassword } from "../../contracts/index.ts";
import { appClient, hidesUsers } from "../../flows/app-client.ts";
import { codeRefusal, presentCode } from "../../flows/codes.ts";
import { decoyOf } from "../../flows/decoys.ts";
import { postConfirmation } from "../../flows/notifications.ts";
import { requirePolicy } from "../../model/password-policy.ts";
import { userDisabled, userNotConfirmed, usernameNotFound } from "../../model/refusals.ts";
import { confirmed } from "../../model/user.ts";
import { implement } from "../../runtime/operation.ts";

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
  if (!hidden) {
    if (found === undefined) throw usernameNotFound();
    if (!found.enabled) throw userDisabled();
    if (found.status === "UNCONFIRMED") throw userNotConfirmed();
  }
  const user = found?.enabled ? found : undefined;
  const subject = user ?? decoyOf(ctx, pool, found?.username ?? input.Username);
  await ctx.budgets.require("wrong-reset-code", subject);
  const made = await ctx.passwords.create(pool, user?.username ?? subject.sub, input.Password);

  const outcome = await ctx.transaction(async (tx) => {
    const presented = await presentCode(tx, subject, "reset", input.ConfirmationCode, ctx.now);
    if (presented.kind !== "right" || user === undefined || user.status === "UNCONFIRMED") return presented;
    const saved = await tx.users.save(confirmed(user, ctx.now));
    await tx.credentials.replace({
      ...made,
      poolId: pool.id,
      sub: user.sub,
      temporary: false,
      expiresAt: null,
      createdAt: ctx.now,
      version: 0,
    });
    await tx.failures.delete(user);
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
