import { AdminResetUserPassword } from "../../contracts/index.ts";
import { newCode } from "../../flows/codes.ts";
import { recoveryDestination, requireResettable } from "../../model/recovery.ts";
import { requirePasswordReset } from "../../model/user.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Stops a user's password from signing in, and sends the user a code with which to choose another.
 * Tokens, second factors and groups stay as they are; while the reset is not finished no token works.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminResetUserPassword.html
 */
export const adminResetUserPassword = implement(AdminResetUserPassword, async (ctx, input) => {
  const { pool, user } = await ctx.store.users.locate(input.UserPoolId, input.Username);
  requireResettable(pool, user);
  const destination = recoveryDestination(pool, user);
  await ctx.budgets.require("admin-reset", user);
  const code = newCode(ctx.random, ctx.now, "reset", destination.attribute);
  const message = await ctx.messages.compose("ForgotPassword", {
    pool,
    user,
    client: null,
    destination,
    carries: { code },
    clientMetadata: input.ClientMetadata,
  });

  await ctx.transaction(async (tx) => {
    await tx.users.save(requirePasswordReset(user, ctx.now)); // conflicts if the user changed since it was judged
    await tx.budgets.spend("admin-reset", user);
    await tx.codes.replace(user, code);
    await tx.outbox.send(message);
  });
  return {};
});
