/** What follows a first factor that is no password: the remembered device that takes part, or the tokens. */
import type { User } from "../model/user.ts";
import type { Context } from "../runtime/operation.ts";
import type { Tx } from "../runtime/transaction.ts";
import { newAuthEvent } from "./auth-events.ts";
import { askChallenge, deviceChallenge } from "./challenges.ts";
import { choiceDevice, type Choice } from "./choice.ts";
import { completeSignIn } from "./complete-sign-in.ts";
import { knownDevice } from "./sign-in-device.ts";
import type { SignInStep } from "./sign-in-step.ts";

/** The sign-in of a user who has given the factor. Assumed: a device that the user does not have counts as a new one. */
export const passwordlessSignIn = async (ctx: Context, choice: Choice, user: User) => {
  const { pool, client, clientMetadata } = choice;
  const deviceKey = await knownDevice(ctx, { pool, user, deviceKey: await choiceDevice(ctx, choice, user) });
  const event = newAuthEvent(ctx, { pool, client, user }, "SignIn");
  return { pool, client, user, source: "TokenGeneration_Authentication", clientMetadata, deviceKey, event } as const;
};

/** Goes on; `write` does the writes that prove the factor, and leaves `user` judged as it was. */
export const afterPasswordless = async (
  ctx: Context,
  choice: Choice,
  user: User,
  write: (tx: Tx) => Promise<User>,
): Promise<SignInStep> => {
  const signIn = await passwordlessSignIn(ctx, choice, user);
  const device = await deviceChallenge(ctx, signIn);
  if (device === undefined) return { kind: "tokens", tokens: await completeSignIn(ctx, signIn, write) };
  const credential = await ctx.store.credentials.find(user);
  await ctx.transaction(async (tx) => {
    await write(tx);
    await askChallenge(tx, device, credential);
  });
  return { kind: "challenge", challenge: device };
};
