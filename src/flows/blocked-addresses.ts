/** Addresses from which nobody signs in, whoever they say they are. */
import { NO_RISK } from "../model/auth-event.ts";
import { blockedSignIn, isBlockedAddress } from "../model/threat-protection.ts";
import type { Context } from "../runtime/operation.ts";
import type { AppClient } from "./app-client.ts";
import { recordRefusedSignIn } from "./auth-events.ts";
import { decoyOf } from "./decoys.ts";
import { userAddress } from "./user-context.ts";

/**
 * Refuses a sign-in from an address that is blocked, and records it where the name is a user's. It is the same for every
 * name. @throws NotAuthorizedException
 */
export const requireAllowedAddress = async (
  ctx: Context,
  { pool, client }: AppClient,
  usernameOf: () => string,
): Promise<void> => {
  if (!isBlockedAddress({ pool, client }, userAddress(ctx))) return;
  const username = usernameOf();
  const user = await ctx.store.users.find(pool, username);
  const subject = user ?? decoyOf(ctx, pool, username);
  await recordRefusedSignIn(ctx, { pool, client, user, subject }, { ...NO_RISK, RiskDecision: "Block" });
  throw blockedSignIn();
};
