import { ConfirmSignUp } from "../../contracts/index.ts";
import { appClient, hidesUsers } from "../../flows/app-client.ts";
import { codeRefusal, newCode, presentCode } from "../../flows/codes.ts";
import { decoyOf } from "../../flows/decoys.ts";
import { confirmSignUpNames, FORCED_ALIASES, saveUser } from "../../flows/identifiers.ts";
import { postConfirmation } from "../../flows/notifications.ts";
import type { NewSession } from "../../flows/sessions.ts";
import { confirmedSession } from "../../flows/sign-up-session.ts";
import type { CodeOutcome, ContactAttribute, NewCode } from "../../model/code.ts";
import { userDisabled, usernameNotFound } from "../../model/refusals.ts";
import { cannotConfirm } from "../../model/sign-up.ts";
import { changed, type User } from "../../model/user.ts";
import { implement } from "../../runtime/operation.ts";
import type { Tx } from "../../runtime/transaction.ts";
import type { Subject } from "../../storage/store.ts";

/** @throws the refusals of a client that does not hide who exists */
const requireConfirmable = (user: User | undefined): void => {
  if (user === undefined) throw usernameNotFound();
  if (!user.enabled) throw userDisabled();
  if (user.status !== "UNCONFIRMED") throw cannotConfirm(user.status);
};

/** A code at `contact` proves that address too; a code that an administrator passed on proves none. */
const proven = (user: User, contact: ContactAttribute | null, now: number): User =>
  changed(user, now, {
    status: "CONFIRMED",
    attributes: contact === null ? user.attributes : { ...user.attributes, [`${contact}_verified`]: "true" },
  });

/** A live sign-up code of the subject. */
const hasLiveCode = async (tx: Tx, subject: Subject, now: number): Promise<boolean> => {
  const code = await tx.codes.find(subject, "sign-up");
  return code !== undefined && code.expiresAt > now;
};

/**
 * Whose code is tried where it may not be told who exists. Somebody with nothing to confirm is like a name without a
 * user, and both are like a user who has just signed up: there is a code, which nobody was sent.
 */
const hiddenSubject = async (tx: Tx, user: User | undefined, decoy: Subject, unsent: NewCode): Promise<Subject> => {
  if (user !== undefined && (await hasLiveCode(tx, user, unsent.createdAt))) return user;
  if (!(await hasLiveCode(tx, decoy, unsent.createdAt))) await tx.codes.replace(decoy, unsent);
  return decoy;
};

type Outcome =
  | Exclude<CodeOutcome, { kind: "right" }>
  | (Extract<CodeOutcome, { kind: "right" }> & { readonly next: NewSession | undefined });

/**
 * Confirms a sign-up by the code that was sent, and with it the address it was sent to. Where that address is an alias
 * which another user holds, ForceAliasCreation moves it here; otherwise nothing is spent, so that it can be asked for.
 * Assumed: a client that hides who exists is told of a wrong code where another is told that there is none.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmSignUp.html
 */
export const confirmSignUp = implement(ConfirmSignUp, async (ctx, input) => {
  const { pool, client } = await appClient(ctx, input.ClientId, input.Username, input.SecretHash);
  const found = await ctx.store.users.find(pool, input.Username);
  const hidden = hidesUsers(client);
  if (!hidden) requireConfirmable(found);
  const user = found?.enabled && found.status === "UNCONFIRMED" ? found : undefined;
  const decoy = decoyOf(ctx, pool, found?.username ?? input.Username);
  const unsent = newCode(ctx.random, ctx.now, "sign-up", null);
  const names = input.ForceAliasCreation ? { ...confirmSignUpNames, moves: FORCED_ALIASES } : confirmSignUpNames;

  const outcome = await ctx.transaction(async (tx): Promise<Outcome> => {
    const subject = hidden || user === undefined ? await hiddenSubject(tx, user, decoy, unsent) : user;
    const presented = await presentCode(tx, subject, "sign-up", input.ConfirmationCode, ctx.now);
    if (presented.kind !== "right") return presented;
    // A decoy's code was never sent to anyone: who hits it by chance is told what a wrong one is told.
    if (user === undefined || subject !== user) return { kind: "wrong" };
    const saved = await saveUser(tx, pool, user, proven(user, presented.contact, ctx.now), names);
    await tx.outbox.notify(
      postConfirmation(ctx, { pool, client, user: saved }, "PostConfirmation_ConfirmSignUp", input.ClientMetadata),
    );
    const { contact } = presented;
    const next = await confirmedSession(ctx, tx, { pool, client, user: saved, contact }, input.Session);
    return { ...presented, next };
  });
  if (outcome.kind !== "right") throw codeRefusal(outcome);
  return { Session: outcome.next?.token };
});
