/** What follows a proven password, whatever proved it: the next challenge, or the tokens. */
import type { AuthEventRisk } from "../model/auth-event.ts";
import type { User } from "../model/user.ts";
import type { Context } from "../runtime/operation.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { StringMap } from "../triggers/events.ts";
import type { AppClient } from "./app-client.ts";
import { assessSignIn, requireUnblocked } from "./assess-sign-in.ts";
import { passwordSignIn } from "./auth-events.ts";
import { askChallenge, challengeAfterPassword } from "./challenges.ts";
import { completeSignIn } from "./complete-sign-in.ts";
import type { Proof } from "./prove-password.ts";
import { requireKnownDevice } from "./sign-in-device.ts";
import { clearFailures, requireUnlocked, stillAsJudged } from "./sign-in-guards.ts";
import type { SignInStep } from "./sign-in-step.ts";

/** Where the password was proven. */
export interface ProvenPassword extends AppClient, Proof {
  /** The device that was named with it. */
  readonly deviceKey?: string | undefined;
  /** ClientMetadata of RespondToAuthChallenge; that of InitiateAuth goes to other functions. */
  readonly clientMetadata: StringMap | undefined;
  /** What the password itself says against the sign-in. */
  readonly risk?: AuthEventRisk;
}

const nothing = async (): Promise<void> => undefined;

/**
 * Goes on with a sign-in whose password is proven. `spend` uses up what proved it, in the same write.
 * @throws ResourceNotFoundException for a device that the user does not have
 * @throws Conflict when the user or the credential has changed since it was proven, what `spend` refuses
 */
export const afterPassword = async (
  ctx: Context,
  { pool, client, user, credential, ownForm, clientMetadata, deviceKey: named, risk }: ProvenPassword,
  spend: (tx: Tx) => Promise<void> = nothing,
): Promise<SignInStep> => {
  const judge = async (tx: Tx, failures: typeof requireUnlocked = requireUnlocked): Promise<User> => {
    const current = await stillAsJudged(tx, user);
    await tx.credentials.guard(credential);
    if (ownForm !== undefined) await tx.credentials.reform(credential, ownForm);
    await failures(tx, user, ctx.now);
    await spend(tx);
    return current;
  };
  const deviceKey = await requireKnownDevice(ctx, { pool, user, deviceKey: named });
  const recorded = passwordSignIn(ctx, { pool, client, user }, risk);
  const assessment = await assessSignIn(ctx, { pool, client, user, kind: "password", event: recorded });
  await requireUnblocked(ctx, assessment, judge);
  const { event, demanded, notice } = assessment;
  const source = "TokenGeneration_Authentication";
  const proven = { pool, client, user, source, clientMetadata, deviceKey, event, demanded, notice } as const;
  const challenge = await challengeAfterPassword(ctx, proven);
  if (challenge !== undefined) {
    await ctx.transaction(async (tx) => {
      await judge(tx);
      await askChallenge(tx, challenge, credential);
    });
    return { kind: "challenge", challenge };
  }
  const tokens = await completeSignIn(ctx, proven, (tx) => judge(tx, clearFailures));
  return { kind: "tokens", tokens };
};
