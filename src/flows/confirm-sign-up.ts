/** The code of a sign-up comes back: typed in, or by the link that was sent. */
import type { Secret } from "../contracts/secret.ts";
import { concluded } from "../model/auth-event.ts";
import type { CodeOutcome, ContactAttribute, NewCode } from "../model/code.ts";
import { userDisabled, usernameNotFound } from "../model/refusals.ts";
import { cannotConfirm } from "../model/sign-up.ts";
import { changed, type User } from "../model/user.ts";
import type { Context } from "../runtime/operation.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { Subject } from "../storage/store.ts";
import { hidesUsers, type AppClient } from "./app-client.ts";
import { signUpEvent } from "./auth-events.ts";
import { codeRefusal, newCode, presentCode } from "./codes.ts";
import { decoyOf } from "./decoys.ts";
import { confirmSignUpNames, FORCED_ALIASES, saveUser } from "./identifiers.ts";
import { postConfirmation } from "./notifications.ts";
import type { NewSession } from "./sessions.ts";
import type { Confirmation } from "./sign-up-session.ts";

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

/** What a client knows of a sign-up that it confirms. */
export interface CodePresented {
  readonly username: string;
  readonly code: Secret;
  /** Whether an alias that another user holds moves here (ForceAliasCreation). */
  readonly movesAlias: boolean;
  readonly clientMetadata: Readonly<Record<string, string>> | undefined;
  /** Writes the session in which the user signs in next, if one is given. */
  leadOn(tx: Tx, confirmation: Confirmation): Promise<NewSession | undefined>;
}

/**
 * Confirms a sign-up, and with it the address that the code was sent to. Where that address is an alias which another
 * user holds, `movesAlias` moves it here; otherwise nothing is spent, so that it can be asked for.
 * Assumed: a client that hides who exists is told of a wrong code where another is told that there is none.
 * @throws CodeMismatchException, ExpiredCodeException, LimitExceededException, AliasExistsException and, of a client that
 * does not hide who exists, UserNotFoundException and NotAuthorizedException
 */
export const confirmByCode = async (
  ctx: Context,
  { pool, client }: AppClient,
  { username, code, movesAlias, clientMetadata, leadOn }: CodePresented,
): Promise<NewSession | undefined> => {
  const found = await ctx.store.users.find(pool, username);
  const hidden = hidesUsers(client);
  if (!hidden) requireConfirmable(found);
  const user = found?.enabled && found.status === "UNCONFIRMED" ? found : undefined;
  const decoy = decoyOf(ctx, pool, found?.username ?? username);
  const unsent = newCode(ctx.random, ctx.now, "sign-up", null);
  const names = movesAlias ? { ...confirmSignUpNames, moves: FORCED_ALIASES } : confirmSignUpNames;
  const event = user && signUpEvent(ctx, { pool, client, user });

  const outcome = await ctx.transaction(async (tx): Promise<Outcome> => {
    const subject = hidden || user === undefined ? await hiddenSubject(tx, user, decoy, unsent) : user;
    const presented = await presentCode(tx, subject, "sign-up", code, ctx.now);
    if (presented.kind !== "right") return presented;
    // A decoy's code was never sent to anyone: who hits it by chance is told what a wrong one is told.
    if (user === undefined || subject !== user) return { kind: "wrong" };
    const { contact } = presented;
    const saved = await saveUser(tx, pool, user, proven(user, contact, ctx.now), names);
    await tx.authEvents.record(concluded(event, "Pass"));
    await tx.outbox.notify(
      postConfirmation(ctx, { pool, client, user: saved }, "PostConfirmation_ConfirmSignUp", clientMetadata),
    );
    return { ...presented, next: await leadOn(tx, { pool, client, user: saved, contact }) };
  });
  if (outcome.kind !== "right") throw codeRefusal(outcome);
  return outcome.next;
};

/**
 * Confirms a sign-up by the link that was sent: the code is all the proof there is, so no secret of the client is asked
 * for, no alias is taken from anybody, and no session comes of it. The tries, and what a name without a user costs and
 * tells, are those of `confirmByCode`.
 * @throws what `confirmByCode` throws, but answers where a client that does not hide who exists confirmed before
 */
export const confirmByLink = async (
  ctx: Context,
  link: { readonly clientId: string; readonly username: string; readonly code: Secret },
): Promise<"confirmed" | "already confirmed"> => {
  const app = await ctx.store.clients.locate(link.clientId);
  const user = hidesUsers(app.client) ? undefined : await ctx.store.users.find(app.pool, link.username);
  if (user?.enabled && user.status === "CONFIRMED") return "already confirmed";
  await confirmByCode(ctx, app, {
    username: link.username,
    code: link.code,
    movesAlias: false,
    clientMetadata: undefined,
    leadOn: async () => undefined,
  });
  return "confirmed";
};
