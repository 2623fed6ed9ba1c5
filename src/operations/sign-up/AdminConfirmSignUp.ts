import { AdminConfirmSignUp } from "../../contracts/index.ts";
import { postConfirmation } from "../../flows/notifications.ts";
import { cannotConfirm } from "../../model/sign-up.ts";
import { confirmed } from "../../model/user.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Confirms a sign-up without a code. No address is verified by it.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminConfirmSignUp.html
 */
export const adminConfirmSignUp = implement(AdminConfirmSignUp, async (ctx, input) => {
  const { pool, user } = await ctx.store.users.locate(input.UserPoolId, input.Username);
  if (user.status !== "UNCONFIRMED") throw cannotConfirm(user.status);
  await ctx.transaction(async (tx) => {
    const saved = await tx.users.save(confirmed(user, ctx.now));
    await tx.codes.delete(user, "sign-up");
    await tx.outbox.notify(
      postConfirmation(
        ctx,
        { pool, client: null, user: saved },
        "PostConfirmation_ConfirmSignUp",
        input.ClientMetadata,
      ),
    );
  });
  return {};
});
