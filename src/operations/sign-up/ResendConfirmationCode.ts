import { ResendConfirmationCode } from "../../contracts/index.ts";
import { appClient, hidesUsers } from "../../flows/app-client.ts";
import { newAuthEvent, type Doer } from "../../flows/auth-events.ts";
import { newCode } from "../../flows/codes.ts";
import { decoyOf } from "../../flows/decoys.ts";
import { findSignUpDestination, simulatedSignUpDelivery } from "../../flows/sign-up-code.ts";
import { fromClient } from "../../flows/user-context.ts";
import { concluded } from "../../model/auth-event.ts";
import { deliveryDetails } from "../../model/destination.ts";
import { userDisabled, usernameNotFound } from "../../model/refusals.ts";
import type { Pool } from "../../model/pool.ts";
import type { Destination } from "../../model/recovery.ts";
import { alreadyConfirmed, cannotResend } from "../../model/sign-up.ts";
import type { User } from "../../model/user.ts";
import { implement, type Context } from "../../runtime/operation.ts";

/** Where the code goes. @throws the refusals of a client that does not hide who exists */
const requireDestination = (ctx: Context, pool: Pool, user: User | undefined): Destination => {
  if (user === undefined) throw usernameNotFound();
  if (!user.enabled) throw userDisabled();
  if (user.status !== "UNCONFIRMED") throw alreadyConfirmed();
  const destination = findSignUpDestination(ctx, pool, user);
  if (destination === undefined) throw cannotResend();
  return destination;
};

/**
 * Sends a new sign-up code, or the link that holds it; the earlier one is dead.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ResendConfirmationCode.html
 */
export const resendConfirmationCode = implement(ResendConfirmationCode, async (ctx, input) => {
  const { pool, client } = await appClient(ctx, input.ClientId, input.Username, input.SecretHash);
  const user = await ctx.store.users.find(pool, input.Username);
  const hidden = hidesUsers(client);
  if (hidden && (pool.settings.AutoVerifiedAttributes ?? []).length === 0) throw cannotResend();
  const awaiting = user?.enabled && user.status === "UNCONFIRMED" ? user : undefined;
  const destination = hidden
    ? awaiting && findSignUpDestination(ctx, pool, awaiting)
    : requireDestination(ctx, pool, user);

  const from = fromClient(ctx, client, input.UserContextData);
  const eventOf = (whose: Doer["user"]) =>
    concluded(newAuthEvent(from, { pool, client, user: whose }, "ResendCode"), "Pass");

  if (awaiting === undefined || destination === undefined) {
    // Nobody awaits a code, and the client may not learn it: the same budget and the same rows, under the decoy.
    const decoy = decoyOf(ctx, pool, user?.username ?? input.Username);
    await ctx.budgets.require("message", decoy);
    // Nothing is kept of it.
    const event = eventOf({ ...decoy, username: "" });
    const code = newCode(ctx.random, ctx.now, "sign-up", null);
    await ctx.transaction(async (tx) => {
      await tx.authEvents.record(event);
      await tx.budgets.spend("message", decoy);
      await tx.codes.replace(decoy, code);
    });
    return { CodeDeliveryDetails: simulatedSignUpDelivery(ctx, pool, input.Username) };
  }

  await ctx.budgets.require("message", awaiting);
  const code = newCode(ctx.random, ctx.now, "sign-up", destination.attribute);
  const message = await ctx.messages.compose("ResendCode", {
    pool,
    user: awaiting,
    client,
    destination,
    carries: { code },
    clientMetadata: input.ClientMetadata,
  });
  const event = eventOf(awaiting);
  await ctx.transaction(async (tx) => {
    await tx.authEvents.record(event);
    await tx.users.guard(awaiting);
    await tx.budgets.spend("message", awaiting);
    await tx.codes.replace(awaiting, code);
    // Waiting for the delivery, or telling its failure, would tell who exists.
    await tx.outbox.send(message, { quiet: hidden });
  });
  return { CodeDeliveryDetails: deliveryDetails(destination) };
});
