import { AdminCreateUser } from "../../contracts/index.ts";
import type { Secret } from "../../contracts/secret.ts";
import type { InputOf } from "../../contracts/vocabulary.ts";
import { createUser, newUser } from "../../flows/create-user.ts";
import { adminCreateNames, FORCED_ALIASES, requireFreeNames, type NameRules } from "../../flows/identifiers.ts";
import { composeInvitations } from "../../flows/invitation.ts";
import { askPreSignUp } from "../../flows/pre-sign-up.ts";
import { generatePassword, newCredential, replacePassword } from "../../flows/set-password.ts";
import { requirePolicy } from "../../model/password-policy.ts";
import type { Pool } from "../../model/pool.ts";
import { cannotResendInvitation, hasOneTimePasswordContact } from "../../model/sign-up.ts";
import { newAttributes } from "../../model/user-attributes.ts";
import { userView } from "../../model/user-view.ts";
import { changed, confirmed } from "../../model/user.ts";
import { implement, type Context } from "../../runtime/operation.ts";

type Input = InputOf<typeof AdminCreateUser>;

/** The given password, judged, or one by chance. @throws InvalidPasswordException */
const temporaryPasswordOf = (ctx: Context, pool: Pool, given: Secret | undefined): Secret => {
  if (given === undefined) return generatePassword(ctx.random, pool);
  requirePolicy(pool, given, "did not conform with");
  return given;
};

/** Sends the invitation again: a new temporary password, its time from the start. @throws UnsupportedUserStateException */
const resend = async (ctx: Context, input: Input) => {
  const { pool, user } = await ctx.store.users.locate(input.UserPoolId, input.Username);
  if (user.status !== "FORCE_CHANGE_PASSWORD") throw cannotResendInvitation(input.Username);
  const temporaryPassword = temporaryPasswordOf(ctx, pool, input.TemporaryPassword);
  const credential = await newCredential(ctx, pool, user, temporaryPassword, true);
  const invitations = await composeInvitations(ctx, {
    pool,
    user,
    temporaryPassword,
    credential,
    media: input.DesiredDeliveryMediums,
    clientMetadata: input.ClientMetadata,
  });
  const saved = await ctx.transaction(async (tx) => {
    const renewed = await tx.users.save(changed(user, ctx.now, {}));
    await replacePassword(tx, pool, credential);
    for (const invitation of invitations) await tx.outbox.send(invitation);
    return renewed;
  });
  return { User: userView(saved) };
};

const namesOf = (input: Input): NameRules =>
  input.ForceAliasCreation === true ? { ...adminCreateNames, moves: FORCED_ALIASES } : adminCreateNames;

/** What the new user signs in with; undefined where a code alone does, and no password was given. */
const passwordFor = (ctx: Context, pool: Pool, input: Input, attributes: Readonly<Record<string, string>>) =>
  input.TemporaryPassword === undefined && hasOneTimePasswordContact(pool, attributes)
    ? undefined
    : temporaryPasswordOf(ctx, pool, input.TemporaryPassword);

/**
 * Creates a user with a temporary password, and invites them. Nothing is verified but what the request says is.
 * Assumed: a user who signs in by codes alone has no password, so there is no invitation to send.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminCreateUser.html
 */
export const adminCreateUser = implement(AdminCreateUser, async (ctx, input) => {
  if (input.MessageAction === "RESEND") return resend(ctx, input);
  const pool = await ctx.store.pools.get(input.UserPoolId);
  const submitted = newAttributes(pool, input.UserAttributes ?? [], "owner");
  const invited = newUser(ctx, pool, input.Username, submitted, "FORCE_CHANGE_PASSWORD");
  const temporaryPassword = passwordFor(ctx, pool, input, invited.attributes);
  const user = temporaryPassword === undefined ? confirmed(invited, ctx.now) : invited;
  const names = namesOf(input);
  await requireFreeNames(ctx, pool, user, names);
  // What the function answers decides nothing here: an administrator has decided already.
  await askPreSignUp(ctx, "PreSignUp_AdminCreateUser", {
    pool,
    client: null,
    username: user.username,
    attributes: user.attributes,
    validationData: input.ValidationData,
    clientMetadata: input.ClientMetadata,
  });
  const credential = temporaryPassword && (await newCredential(ctx, pool, user, temporaryPassword, true));
  const invitations =
    temporaryPassword === undefined || credential === undefined || input.MessageAction === "SUPPRESS"
      ? []
      : await composeInvitations(ctx, {
          pool,
          user,
          temporaryPassword,
          credential,
          media: input.DesiredDeliveryMediums,
          clientMetadata: input.ClientMetadata,
        });

  const created = await ctx.transaction(async (tx) => {
    const stored = await createUser(tx, pool, user, credential, names);
    for (const invitation of invitations) await tx.outbox.send(invitation);
    return stored;
  });
  return { User: userView(created) };
});
