/** The answer to NEW_PASSWORD_REQUIRED: a password of the user's own choosing, and the attributes that were missing. */
import { schemaOf } from "../model/attribute-schema.ts";
import { finding } from "../model/auth-event.ts";
import { requirePolicy } from "../model/password-policy.ts";
import type { Pool } from "../model/pool.ts";
import {
  attributeProvidedAlready,
  invalidSession,
  rateExceeded,
  requiredAttributeMissing,
  spentSession,
} from "../model/refusals.ts";
import { secondFactorContacts } from "../model/second-factor.ts";
import { changed, confirmed, type User } from "../model/user.ts";
import {
  changedAttributes,
  newAttributes,
  type AttributeValues,
  type SubmittedAttributes,
  type Writer,
} from "../model/user-attributes.ts";
import { requirePreferredUsername } from "../model/username.ts";
import type { Context } from "../runtime/operation.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { OpenAnswer } from "./answer-challenge.ts";
import type { SignInStep } from "./authenticate.ts";
import {
  askChallenge,
  missingAttributes,
  secondFactorChallenge,
  signInUnderWay,
  type SignInUnderWay,
} from "./challenges.ts";
import { requireUncompromised } from "./compromised-passwords.ts";
import { completeSignIn } from "./complete-sign-in.ts";
import { saveUser, updateNames } from "./identifiers.ts";
import { requireNewPassword, requireText, type Parameters } from "./parameters.ts";
import { requireUnused } from "./password-history.ts";
import { newCredential, replacePassword } from "./set-password.ts";
import { guardCredential, stillAsJudged } from "./sign-in-guards.ts";

const PREFIX = "userAttributes.";

const submittedAttributes = (responses: Parameters): SubmittedAttributes =>
  Object.keys(responses)
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => ({ Name: name.slice(PREFIX.length), Value: requireText(responses, name) }));

/**
 * What a required attribute holds already was the administrator's word. Observed: the refusal. Assumed: repeating the
 * value is none. @throws NotAuthorizedException
 */
const requireUnprovided = (pool: Pool, user: User, submitted: SubmittedAttributes): void => {
  const required = new Set(schemaOf(pool).flatMap(({ Name, Required }) => (Required === true ? [Name] : [])));
  for (const { Name, Value } of submitted) {
    const held = user.attributes[Name] ?? "";
    if (required.has(Name) && held !== "" && held !== Value) throw attributeProvidedAlready(Name);
  }
};

/**
 * The attributes of the user with what was submitted. One that was missing is written for the first time here, so it may
 * be immutable. @throws InvalidParameterException, NotAuthorizedException
 */
const answeredAttributes = ({ pool, client, user, responses, byAdministrator }: OpenAnswer): AttributeValues => {
  const submitted = submittedAttributes(responses);
  requireUnprovided(pool, user, submitted);
  const writer: Writer = byAdministrator ? "owner" : { client };
  const missing = new Set(missingAttributes(pool, user));
  const changes = submitted.filter(({ Name, Value }) => !missing.has(Name) && user.attributes[Name] !== Value);
  const attributes = {
    ...changedAttributes(pool, user, changes, writer),
    ...newAttributes(
      pool,
      submitted.filter(({ Name }) => missing.has(Name)),
      writer,
    ),
  };
  const preferred = attributes["preferred_username"];
  if (preferred !== undefined && preferred !== user.attributes["preferred_username"]) {
    requirePreferredUsername(pool, preferred);
  }
  return attributes;
};

/**
 * Stops whoever knows a temporary password from having the second factor sent to themselves. Assumed: refused like an
 * attribute that may not be changed. @throws NotAuthorizedException
 */
const requireSameContacts = (pool: Pool, { user, demanded }: SignInUnderWay, after: User): void => {
  const moved = secondFactorContacts(pool, user, demanded).find(
    (contact) => (user.attributes[contact] ?? "") !== (after.attributes[contact] ?? ""),
  );
  if (moved !== undefined) throw attributeProvidedAlready(moved);
};

/** @throws InvalidParameterException */
const requireComplete = (pool: Pool, user: User): void => {
  const [missing] = missingAttributes(pool, user);
  if (missing !== undefined) throw requiredAttributeMissing(missing);
};

/** The attributes as they are now, with those that the answer changed. */
const merged = (current: User, before: User, after: User): AttributeValues =>
  Object.fromEntries(
    Object.entries({
      ...current.attributes,
      ...Object.fromEntries(
        Object.keys({ ...before.attributes, ...after.attributes })
          .filter((name) => before.attributes[name] !== after.attributes[name])
          .map((name) => [name, after.attributes[name] ?? ""]),
      ),
    }).filter(([, value]) => value !== ""),
  );

/**
 * Takes the new password, which may be the temporary one. The user is CONFIRMED and goes on to the second factor or the
 * tokens; an older reset code is dead, and failures with the old password are forgotten.
 * @throws InvalidPasswordException, InvalidParameterException, NotAuthorizedException, AliasExistsException
 */
export const answerNewPassword = async (ctx: Context, answer: OpenAnswer): Promise<SignInStep> => {
  const { pool, user, session } = answer;
  const password = requireNewPassword(answer.responses);
  if (user.status !== "FORCE_CHANGE_PASSWORD") throw invalidSession();
  requirePolicy(pool, password, "did not conform with");
  const after = changed(confirmed(user, ctx.now), ctx.now, { attributes: answeredAttributes(answer) });
  requireComplete(pool, after);
  const underWay = signInUnderWay(answer);
  requireSameContacts(pool, underWay, after);
  const risk = await requireUncompromised(ctx, answer, "PASSWORD_CHANGE", password);
  await requireUnused(ctx, { pool, user, password }, rateExceeded);
  const credential = await newCredential(ctx, pool, user, password, false);
  const event = finding(underWay.event, risk);
  const proven = { ...underWay, user: after, source: "TokenGeneration_NewPasswordChallenge", event } as const;

  const write = async (tx: Tx): Promise<User> => {
    const current = await stillAsJudged(tx, user);
    await guardCredential(tx, answer.user, answer.credential);
    if (!(await tx.sessions.spend(session, ctx.now))) throw spentSession();
    await replacePassword(tx, pool, credential);
    const attributes = merged(current, user, after);
    return saveUser(tx, pool, current, changed(confirmed(current, ctx.now), ctx.now, { attributes }), updateNames);
  };
  const challenge = await secondFactorChallenge(ctx, proven);
  if (challenge === undefined) return { kind: "tokens", tokens: await completeSignIn(ctx, proven, write) };
  await ctx.transaction(async (tx) => {
    await write(tx);
    await askChallenge(tx, challenge, (await tx.credentials.find(user)) ?? credential);
  });
  return { kind: "challenge", challenge };
};
