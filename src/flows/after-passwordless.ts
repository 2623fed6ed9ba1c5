/** What follows a first factor that is no password: the remembered device that takes part, or the tokens. */
import type { User } from "../model/user.ts";
import type { Context } from "../runtime/operation.ts";
import type { Tx } from "../runtime/transaction.ts";
import { assessSignIn, requireUnblocked } from "./assess-sign-in.ts";
import { newAuthEvent } from "./auth-events.ts";
import { askChallenge, deviceChallenge } from "./challenges.ts";
import { choiceDevice, type Choice } from "./choice.ts";
import { completeSignIn } from "./complete-sign-in.ts";
import { knownDevice } from "./sign-in-device.ts";
import type { SignInStep } from "./sign-in-step.ts";

/** The sign-in of a user who has given the factor, and what is thought of it. Assumed: a device that the user does not have counts as a new one. */
export const passwordlessSignIn = async (ctx: Context, choice: Choice, user: User) => {
  const { pool, client, clientMetadata } = choice;
  const deviceKey = await knownDevice(ctx, { pool, user, deviceKey: await choiceDevice(ctx, choice, user) });
  const recorded = newAuthEvent(ctx, { pool, client, user }, "SignIn");
  const assessment = await assessSignIn(ctx, { pool, client, user, kind: "passwordless", event: recorded });
  const { event, notice } = assessment;
  const source = "TokenGeneration_Authentication";
  const signIn = { pool, client, user, source, clientMetadata, deviceKey, event, notice } as const;
  return { signIn, assessment };
};

/** Goes on; `write` does the writes that prove the factor, and leaves `user` judged as it was. */
export const afterPasswordless = async (
  ctx: Context,
  choice: Choice,
  user: User,
  write: (tx: Tx) => Promise<User>,
): Promise<SignInStep> => {
  const { signIn, assessment } = await passwordlessSignIn(ctx, choice, user);
  await requireUnblocked(ctx, assessment, write);
  const device = await deviceChallenge(ctx, signIn);
  if (device === undefined) return { kind: "tokens", tokens: await completeSignIn(ctx, signIn, write) };
  const credential = await ctx.store.credentials.find(user);
  await ctx.transaction(async (tx) => {
    await write(tx);
    await askChallenge(tx, device, credential);
  });
  return { kind: "challenge", challenge: device };
};
