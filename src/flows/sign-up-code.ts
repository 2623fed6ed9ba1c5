/** The code that confirms a sign-up: where it goes, and what is told of one that goes nowhere. */
import type { ContactAttribute } from "../model/code.ts";
import { isEmailAddress, isPhoneNumber } from "../model/contact-format.ts";
import { canonicalIn } from "../model/identifier.ts";
import { customSenderOf } from "../model/pool-triggers.ts";
import type { Pool } from "../model/pool.ts";
import type { Destination } from "../model/recovery.ts";
import { signUpChannels, signUpDestination } from "../model/sign-up.ts";
import type { User } from "../model/user.ts";
import type { Context } from "../runtime/operation.ts";
import { simulatedDelivery } from "./decoys.ts";

/** Whether a message by SMS goes anywhere: through the server's carrier, or the pool's own function. */
const isSmsSent = (ctx: Context, pool: Pool): boolean =>
  ctx.place.media.SMS || customSenderOf(pool.settings, "SMS") !== undefined;

/** Where a user's sign-up code goes; undefined where the pool verifies nothing that the user has. */
export const findSignUpDestination = (ctx: Context, pool: Pool, user: User): Destination | undefined =>
  signUpDestination(pool, user, isSmsSent(ctx, pool));

/** The contact that a user of this name would most likely be reached at. */
const likelyContact = (ctx: Context, pool: Pool, username: string): ContactAttribute | undefined => {
  const channels = signUpChannels(pool, isSmsSent(ctx, pool));
  const canonical = canonicalIn(pool, username);
  if (isEmailAddress(canonical) && channels.includes("email")) return "email";
  if (isPhoneNumber(canonical) && channels.includes("phone_number")) return "phone_number";
  return channels[0];
};

/**
 * Details of a code that is not sent, over a channel that the pool uses: the same for every call with the same name, and
 * the same address as for a forgotten password. Stops telling by them whether somebody has an account.
 */
export const simulatedSignUpDelivery = (ctx: Context, pool: Pool, username: string) =>
  simulatedDelivery(ctx, pool, username, likelyContact(ctx, pool, username) === "phone_number" ? "SMS" : "EMAIL");
