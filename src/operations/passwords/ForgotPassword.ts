import { ForgotPassword } from "../../contracts/index.ts";
import { appClient, hidesUsers } from "../../flows/app-client.ts";
import { newAuthEvent, type Doer } from "../../flows/auth-events.ts";
import { newCode } from "../../flows/codes.ts";
import { decoyOf, simulatedDelivery } from "../../flows/decoys.ts";
import { migrateForgottenUser } from "../../flows/migrate-user.ts";
import { fromClient } from "../../flows/user-context.ts";
import { concluded } from "../../model/auth-event.ts";
import { deliveryDetails } from "../../model/destination.ts";
import {
  findForgottenDestination,
  hasForgettablePassword,
  isRecoveredByAdministratorsOnly,
  recoveryDestination,
  type Destination,
} from "../../model/recovery.ts";
import type { Pool } from "../../model/pool.ts";
import { contactAdministrator, resetNotPossible, userDisabled, usernameNotFound } from "../../model/refusals.ts";
import type { User } from "../../model/user.ts";
import { implement } from "../../runtime/operation.ts";

/** The destination of a user's code. @throws the refusals of a client that does not hide who exists */
const requireDestination = (pool: Pool, user: User | undefined): Destination => {
  if (user === undefined) throw usernameNotFound();
  if (!user.enabled) throw userDisabled();
  if (!hasForgettablePassword(user)) throw resetNotPossible();
  return recoveryDestination(pool, user);
};

/**
 * Sends a user the code with which to choose a new password. The old one keeps working until the new one is confirmed.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ForgotPassword.html
 */
export const forgotPassword = implement(ForgotPassword, async (ctx, input) => {
  const { pool, client } = await appClient(ctx, input.ClientId, input.Username, input.SecretHash);
  if (isRecoveredByAdministratorsOnly(pool)) throw contactAdministrator();
  const user =
    (await ctx.store.users.find(pool, input.Username)) ??
    (await migrateForgottenUser(ctx, { pool, client }, input.Username, input.ClientMetadata));

  const hidden = hidesUsers(client);
  const destination = hidden ? user && findForgottenDestination(pool, user) : requireDestination(pool, user);

  const from = fromClient(ctx, client, input.UserContextData);
  const eventOf = (whose: Doer["user"]) =>
    concluded(newAuthEvent(from, { pool, client, user: whose }, "ForgotPassword"), "Pass");

  if (user === undefined || destination === undefined) {
    // Nobody can be reached, and the client may not learn it: the same budget and the same rows, under the decoy.
    const decoy = decoyOf(ctx, pool, user?.username ?? input.Username);
    await ctx.budgets.require("message", decoy);
    // Nothing is kept of it.
    const event = eventOf({ ...decoy, username: "" });
    const code = newCode(ctx.random, ctx.now, "reset", null);
    await ctx.transaction(async (tx) => {
      await tx.authEvents.record(event);
      await tx.budgets.spend("message", decoy);
      await tx.codes.replace(decoy, code);
    });
    return { CodeDeliveryDetails: simulatedDelivery(ctx, pool, input.Username) };
  }

  await ctx.budgets.require("message", user);
  const code = newCode(ctx.random, ctx.now, "reset", destination.attribute);
  const message = await ctx.messages.compose("ForgotPassword", {
    pool,
    user,
    client,
    destination,
    carries: { code },
    clientMetadata: input.ClientMetadata,
  });
  const event = eventOf(user);
  await ctx.transaction(async (tx) => {
    await tx.authEvents.record(event);
    await tx.users.guard(user);
    await tx.budgets.spend("message", user);
    await tx.codes.replace(user, code);
    // Waiting for the delivery, or telling its failure, would tell who exists.
    await tx.outbox.send(message, { quiet: hidden });
  });
  return { CodeDeliveryDetails: deliveryDetails(destination) };
});
