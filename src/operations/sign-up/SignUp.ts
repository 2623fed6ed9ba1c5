import { SignUp } from "../../contracts/index.ts";
import type { InputOf } from "../../contracts/vocabulary.ts";
import { appClient, type AppClient } from "../../flows/app-client.ts";
import { signUpEvent } from "../../flows/auth-events.ts";
import { newCode } from "../../flows/codes.ts";
import { requireUncompromised } from "../../flows/compromised-passwords.ts";
import { createUser, newUser } from "../../flows/create-user.ts";
import { FORCED_ALIASES, requireFreeNames, signUpNames } from "../../flows/identifiers.ts";
import { postConfirmation } from "../../flows/notifications.ts";
import { askPreSignUp } from "../../flows/pre-sign-up.ts";
import { newCredential } from "../../flows/set-password.ts";
import { signUpSession } from "../../flows/sign-up-session.ts";
import { findSignUpDestination } from "../../flows/sign-up-code.ts";
import { fromClient } from "../../flows/user-context.ts";
import { concluded } from "../../model/auth-event.ts";
import { deliveryDetails } from "../../model/destination.ts";
import { requirePolicy } from "../../model/password-policy.ts";
import { requireNoPreferredUsername, requirePasswordless, signUpNotPermitted } from "../../model/sign-up.ts";
import { newAttributes, requireRequiredAttributes } from "../../model/user-attributes.ts";
import { confirmed, type User } from "../../model/user.ts";
import { implement, type Context } from "../../runtime/operation.ts";
import type { PreSignUpAnswer } from "../../triggers/answers.ts";
import { unrecognizable } from "../../triggers/read-json.ts";

type Input = InputOf<typeof SignUp>;

/** The user as the request describes it. @throws the refusals of what was submitted */
const applicantOf = (ctx: Context, { pool, client }: AppClient, input: Input): User => {
  if (pool.settings.AdminCreateUserConfig?.AllowAdminCreateUserOnly) throw signUpNotPermitted();
  if (input.Password === undefined) requirePasswordless(pool);
  else requirePolicy(pool, input.Password, "did not conform with");
  const submitted = newAttributes(pool, input.UserAttributes ?? [], { client });
  requireNoPreferredUsername(pool, submitted);
  const user = newUser(ctx, pool, input.Username, submitted, "UNCONFIRMED");
  requireRequiredAttributes(pool, user.attributes);
  const { attributes } = user;
  return {
    ...user,
    attributes: {
      ...attributes,
      // An address that came as the username is as unproven as one that came as an attribute.
      ...(attributes["email"] !== undefined && { email_verified: "false" }),
      ...(attributes["phone_number"] !== undefined && { phone_number_verified: "false" }),
    },
  };
};

/** What functions are told of somebody who does not exist yet: what was submitted, without the service's flags. */
const submittedAttributes = ({ attributes }: User) => {
  const { email_verified: _email, phone_number_verified: _phone, ...submitted } = attributes;
  return submitted;
};

/** The user as the pool's function decided. @throws InvalidLambdaResponseException where it verifies what is not there */
const decided = (user: User, answer: PreSignUpAnswer, now: number): User => {
  const verified: Record<string, string> = {};
  for (const [contact, isVerified] of [
    ["email", answer.autoVerifyEmail],
    ["phone_number", answer.autoVerifyPhone],
  ] as const) {
    if (!isVerified) continue;
    // Assumed: the wording.
    if (user.attributes[contact] === undefined) throw unrecognizable();
    verified[`${contact}_verified`] = "true";
  }
  const vouched = { ...user, attributes: { ...user.attributes, ...verified } };
  return answer.autoConfirmUser ? confirmed(vouched, now) : vouched;
};

/**
 * Registers a user, who is unconfirmed until the code that was sent has come back, or a function has vouched for them.
 * A taken username is told, whatever the client hides.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html
 */
export const signUp = implement(SignUp, async (ctx, input) => {
  const { pool, client } = await appClient(ctx, input.ClientId, input.Username, input.SecretHash);
  const applicant = applicantOf(ctx, { pool, client }, input);
  const from = fromClient(ctx, client, input.UserContextData);
  const risk = input.Password && (await requireUncompromised(from, { pool, client }, "SIGN_UP", input.Password));
  await requireFreeNames(ctx, pool, applicant, signUpNames);
  const answer = await askPreSignUp(ctx, "PreSignUp_SignUp", {
    pool,
    client,
    username: applicant.username,
    attributes: submittedAttributes(applicant),
    validationData: input.ValidationData,
    clientMetadata: input.ClientMetadata,
  });
  const user = decided(applicant, answer, ctx.now);
  const credential = input.Password && (await newCredential(ctx, pool, user, input.Password, false));
  const destination = user.status === "CONFIRMED" ? undefined : findSignUpDestination(ctx, pool, user);
  const code = destination && newCode(ctx.random, ctx.now, "sign-up", destination.attribute);
  const message =
    destination &&
    code &&
    (await ctx.messages.compose("SignUp", {
      pool,
      user,
      client,
      destination,
      carries: { code },
      clientMetadata: input.ClientMetadata,
    }));

  const contact = destination?.attribute ?? null;
  const next = signUpSession(ctx, { pool, client, user, contact });
  const event = signUpEvent(from, { pool, client, user }, risk);

  await ctx.transaction(async (tx) => {
    // An address that the pool's function vouches for moves here from whoever had it.
    const created = await createUser(tx, pool, user, credential, { ...signUpNames, moves: FORCED_ALIASES });
    await tx.authEvents.record(user.status === "CONFIRMED" ? concluded(event, "Pass") : event);
    if (code !== undefined) {
      // No budget is spent: a new user has as many messages left as a name without one, or a client would learn of it.
      await tx.codes.replace(user, code);
      await tx.outbox.send(message);
    }
    if (next !== undefined) await tx.sessions.insert(next.session, next.token);
    if (user.status === "CONFIRMED") {
      const occasion = { pool, client, user: created };
      await tx.outbox.notify(postConfirmation(ctx, occasion, "PostConfirmation_ConfirmSignUp", input.ClientMetadata));
    }
  });
  return {
    UserConfirmed: user.status === "CONFIRMED",
    CodeDeliveryDetails: destination && deliveryDetails(destination),
    UserSub: user.sub,
    Session: next?.token,
  };
});
