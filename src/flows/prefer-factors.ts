/** Choosing second factors, whoever chooses and in whatever form. */
import { preferFactors, type AppState, type MfaPreference } from "../model/mfa-preference.ts";
import { PENDING, REGISTERED } from "../model/software-token.ts";
import { changed, type User } from "../model/user.ts";
import type { Context } from "../runtime/operation.ts";

const appStateOf = async (ctx: Context, user: User): Promise<AppState> => {
  if ((await ctx.store.softwareTokens.find(user, REGISTERED)) !== undefined) return "registered";
  const waiting = await ctx.store.softwareTokens.find(user, PENDING);
  return waiting !== undefined && ctx.now < (waiting.expiresAt ?? 0) ? "waiting" : "none";
};

/** Sets the user's factors, and which one is asked for first. @throws InvalidParameterException */
export const setPreference = async (
  ctx: Context,
  user: User,
  preference: MfaPreference,
  by: "user" | "administrator",
): Promise<void> => {
  const chooser = { app: await appStateOf(ctx, user), byAdministrator: by === "administrator" };
  const factors = preferFactors(user, preference, chooser);
  await ctx.transaction((tx) => tx.users.save(changed(user, ctx.now, factors)));
};
