/**
 * The answer to MFA_SETUP: the authenticator app that has been verified with the session, or an address to which a first
 * code is sent.
 */
import type { Secret } from "../contracts/secret.ts";
import { softwareTokenMissing } from "../model/mfa-refusals.ts";
import type { Pool } from "../model/pool.ts";
import { invalidParameter, spentSession } from "../model/refusals.ts";
import { setUpFactors } from "../model/second-factor.ts";
import { REGISTERED } from "../model/software-token.ts";
import type { User } from "../model/user.ts";
import { changedAttributes, newAttributes, type AttributeValues, type Writer } from "../model/user-attributes.ts";
import type { Context } from "../runtime/operation.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { OpenAnswer } from "./answer-challenge.ts";
import type { SignInStep } from "./authenticate.ts";
import { askChallenge, deviceChallenge, sentChallenge, signInUnderWay } from "./challenges.ts";
import { completeSignIn } from "./complete-sign-in.ts";
import { EMAIL_SET_UP, stillInNeed } from "./mfa-set-up.ts";
import { clearFailures, guardCredential, stillAsJudged } from "./sign-in-guards.ts";

/** Ends the sign-in of a user whose app has just been verified, with this session and no other. */
const finishWithApp = async (ctx: Context, answer: OpenAnswer): Promise<SignInStep> => {
  const { session, user } = answer;
  const verified = session.state["softwareToken"];
  if (verified === undefined) throw softwareTokenMissing();
  const write = async (tx: Tx): Promise<User> => {
    const current = await stillAsJudged(tx, user);
    await guardCredential(tx, answer.user, answer.credential);
    // An administrator may have removed it meanwhile.
    if ((await tx.softwareTokens.find(user, REGISTERED))?.id !== verified) throw softwareTokenMissing();
    if (!(await tx.sessions.spend(session, ctx.now))) throw spentSession();
    await clearFailures(tx, user, ctx.now);
    return current;
  };
  const signIn = signInUnderWay(answer);
  const device = await deviceChallenge(ctx, signIn, answer.session);
  if (device === undefined) return { kind: "tokens", tokens: await completeSignIn(ctx, signIn, write) };
  await ctx.transaction(async (tx) => {
    await write(tx);
    await askChallenge(tx, device, answer.credential);
  });
  return { kind: "challenge", challenge: device };
};

/** The user's attributes with the new address, as the client may write them. @throws InvalidParameterException, NotAuthorizedException */
const withAddress = (pool: Pool, user: User, email: string, writer: Writer): AttributeValues => {
  const submitted = [{ Name: "email", Value: email }];
  return user.attributes["email"] === undefined
    ? { ...user.attributes, ...newAttributes(pool, submitted, writer) }
    : changedAttributes(pool, user, submitted, writer);
};

/**
 * Sends a code to the address. Nothing of the user changes before it comes back: stops who knows the password alone from
 * putting an address of their own into the account.
 */
const beginWithAddress = async (ctx: Context, answer: OpenAnswer, address: Secret): Promise<SignInStep> => {
  const { pool, client, user, session } = answer;
  // Assumed: the words.
  if (!setUpFactors(pool).includes("EMAIL_OTP"))
    throw invalidParameter("EMAIL_OTP cannot be set up in this user pool.");
  const email = withAddress(pool, user, address.reveal(), { client })["email"];
  if (email === undefined) throw invalidParameter("Invalid email address format.");
  const destination = { attribute: "email", medium: "EMAIL", value: email } as const;
  const challenge = await sentChallenge(ctx, signInUnderWay(answer), "EMAIL_OTP", destination, EMAIL_SET_UP);
  await ctx.transaction(async (tx) => {
    await stillInNeed(tx, answer);
    if (!(await tx.sessions.spend(session, ctx.now))) throw spentSession();
    await askChallenge(tx, challenge, answer.credential);
  });
  return { kind: "challenge", challenge };
};

/** Takes the answer to MFA_SETUP. @throws SoftwareTokenMFANotFoundException, InvalidParameterException, what sending refuses */
export const answerMfaSetUp = (ctx: Context, answer: OpenAnswer): Promise<SignInStep> => {
  const address = answer.responses["EMAIL"] ?? answer.responses["email"];
  return address === undefined ? finishWithApp(ctx, answer) : beginWithAddress(ctx, answer, address);
};
