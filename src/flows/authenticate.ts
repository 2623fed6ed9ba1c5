/**
 * Signing in with a password in one call.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow.html
 */
import type { Secret } from "../contracts/secret.ts";
import { passwordSchemeOf } from "../model/pool.ts";
import type { Context } from "../runtime/operation.ts";
import { afterPassword } from "./after-password.ts";
import { requireUncompromisedProof } from "./compromised-passwords.ts";
import { migrateSigningInUser } from "./migrate-user.ts";
import {
  meetSigner,
  requireProof,
  requireTellableState,
  standIn,
  tellsState,
  type Proof,
  type SignInAttempt,
  type Signer,
} from "./prove-password.ts";
import type { SignInStep } from "./sign-in-step.ts";

export type { SignInStep };

/** A sign-in with a password, as it was asked for. */
export interface PasswordSignIn extends SignInAttempt {
  readonly password: Secret;
}

/**
 * Judges a password as it was typed. An imported hash ends with the first proof: only whoever knows the password can put
 * it into the pool's own form, which SRP needs.
 * @throws NotAuthorizedException, and to whom has proven it what bars the user
 */
export const provePassword = async (
  ctx: Context,
  { pool, client, password }: Pick<PasswordSignIn, "pool" | "client" | "password">,
  signer: Signer,
): Promise<Proof> => {
  const proof = await requireProof(ctx, { pool, client, ...signer }, (stored) => {
    const { user, subject } = signer;
    const credential = stored ?? standIn(ctx, subject, passwordSchemeOf(pool));
    return ctx.passwords.verify(pool, user?.username ?? subject.sub, credential, password);
  });
  return { ...proof, ownForm: await ctx.passwords.ownForm(pool, proof.user.username, proof.credential, password) };
};

/** Signs a user in with a password, up to the first challenge or the tokens. */
export const signInWithPassword = async (ctx: Context, signIn: PasswordSignIn): Promise<SignInStep> => {
  const { pool, client, username } = signIn;
  const found = (await ctx.store.users.find(pool, username)) ?? (await migrateSigningInUser(ctx, signIn));
  const signer = await meetSigner(ctx, signIn, found);
  if (signer.user !== undefined && tellsState(signIn)) await requireTellableState(ctx, signIn, signer.user);
  const proof = await provePassword(ctx, signIn, signer);
  const risk = await requireUncompromisedProof(ctx, { pool, client }, proof, signIn.password);
  const { deviceKey } = signIn;
  return afterPassword(ctx, { pool, client, ...proof, clientMetadata: undefined, deviceKey, risk });
};
