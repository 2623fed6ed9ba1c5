/** Addresses from which nobody signs in, whoever they say they are. */
import { NO_RISK } from "../model/auth-event.ts";
import { blockedSignIn, isBlockedAddress } from "../model/threat-protection.ts";
import type { Context } from "../runtime/operation.ts";
import type { AppClient } from "./app-client.ts";
import { newAuthEvent, recordRefusal } from "./auth-events.ts";
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
  const user = await ctx.store.users.find(pool, usernameOf());
  const risk = { ...NO_RISK, RiskDecision: "Block" } as const;
  if (user !== undefined) await recordRefusal(ctx, newAuthEvent(ctx, { pool, client, user }, "SignIn", risk));
  throw blockedSignIn();
};
