/**
 * The challenges that follow a proven password: what they tell the client, and the session that waits for the answer.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html
 */
import type { Secret } from "../contracts/secret.ts";
import type { Message } from "../delivery/message.ts";
import { answered, concluded, type AuthEvent } from "../model/auth-event.ts";
import { fitsBudget } from "../model/budget.ts";
import { schemaOf } from "../model/attribute-schema.ts";
import type { ChallengeSession } from "../model/challenge-session.ts";
import type { NewCode } from "../model/code.ts";
import { replacesSecondFactor } from "../model/device.ts";
import { deliveryDetails } from "../model/destination.ts";
import type { Pool } from "../model/pool.ts";
import { destinationOf, type Destination } from "../model/recovery.ts";
import { rateExceeded, secondFactorUnreachable } from "../model/refusals.ts";
import { contactOf, MFA_FACTORS, oneOf, secondFactor, type SentFactor } from "../model/second-factor.ts";
import { REGISTERED } from "../model/software-token.ts";
import type { Credential, MfaFactor, User } from "../model/user.ts";
import type { Context } from "../runtime/operation.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { StringMap } from "../triggers/events.ts";
import type { AppClient } from "./app-client.ts";
import { newCode } from "./codes.ts";
import type { TokenSource } from "./pre-token-generation.ts";
import { sendNotice } from "./risk-notice.ts";
import { findSignInDevice, type DeviceSignIn } from "./sign-in-device.ts";
import { credentialMark, newSession, sessionLifetimeMs } from "./sessions.ts";

/** The challenges that follow a first factor. */
export type ChallengeName = "NEW_PASSWORD_REQUIRED" | "SELECT_MFA_TYPE" | "MFA_SETUP" | "DEVICE_SRP_AUTH" | MfaFactor;

/** A challenge, made; nothing is written yet. */
export interface Challenge {
  readonly name: ChallengeName;
  /** What the client is told; JSON inside is text. */
  readonly parameters: StringMap;
  readonly token: Secret;
  readonly session: ChallengeSession;
  /** What the sign-in is recorded as while it waits. */
  readonly event: AuthEvent | undefined;
  readonly notice: Message | undefined;
  /** The code it asks for, and the message that carries it. */
  readonly sent?: { readonly code: NewCode; readonly message: Message | undefined };
}

/** A sign-in on its way: whose, and what it says when it arrives at the tokens. */
export interface SignInUnderWay extends AppClient, DeviceSignIn {
  readonly user: User;
  readonly source: TokenSource;
  /** ClientMetadata of RespondToAuthChallenge; that of InitiateAuth goes to other functions. */
  readonly clientMetadata: StringMap | undefined;
  /** What it is recorded as; undefined where nothing is. */
  readonly event: AuthEvent | undefined;
  /** Second factors, one of which must be given because the sign-in looks risky. */
  readonly demanded?: readonly MfaFactor[] | undefined;
  /** What its user is told of it, with its next write. */
  readonly notice?: Message | undefined;
}

const NEW_PASSWORD: TokenSource = "TokenGeneration_NewPasswordChallenge";

/** The event that the session carries from step to step, so that a sign-in is one event. */
const carriedEvent = ({ state }: ChallengeSession): AuthEvent | undefined =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- nobody else can have written it
  state["event"] === undefined ? undefined : (JSON.parse(state["event"]) as AuthEvent);

/** The factors that are demanded still, while none was asked for. */
const carriedFactors = ({ state: { demanded } }: ChallengeSession): readonly MfaFactor[] | undefined =>
  demanded === undefined ? undefined : MFA_FACTORS.filter((factor) => demanded.split(" ").includes(factor));

/** The sign-in that an answer carries on. */
export const signInUnderWay = ({
  pool,
  client,
  user,
  session,
  clientMetadata,
}: Omit<SignInUnderWay, "source" | "event" | "demanded" | "notice"> & {
  readonly session: ChallengeSession;
}): SignInUnderWay => ({
  pool,
  client,
  user,
  clientMetadata,
  deviceKey: session.state["deviceKey"],
  event: carriedEvent(session),
  demanded: carriedFactors(session),
  source: session.state["source"] === NEW_PASSWORD ? NEW_PASSWORD : "TokenGeneration_Authentication",
});

/** The sign-in once its second factor has been given, or was not right. */
export const afterSecondFactor = (signIn: SignInUnderWay, outcome: "Success" | "Failure"): SignInUnderWay => ({
  ...signIn,
  event: answered(signIn.event, "Mfa", outcome),
});

const challenge = (
  ctx: Context,
  signIn: SignInUnderWay,
  name: ChallengeName,
  parameters: StringMap,
  state: StringMap = {},
): Challenge => ({
  name,
  parameters,
  event: signIn.event,
  notice: signIn.notice,
  ...newSession(ctx, {
    ...signIn,
    challenge: name,
    state: {
      ...state,
      source: signIn.source,
      ...(signIn.deviceKey === undefined ? {} : { deviceKey: signIn.deviceKey }),
      ...(signIn.event === undefined ? {} : { event: JSON.stringify(signIn.event) }),
      ...(signIn.demanded === undefined ? {} : { demanded: signIn.demanded.join(" ") }),
    },
  }),
});

/** The attributes that every user of the pool must have and this one lacks. */
export const missingAttributes = (pool: Pool, user: User): string[] =>
  schemaOf(pool).flatMap(({ Name: name, Required: isRequired }) =>
    isRequired === true && name !== undefined && name !== "sub" && (user.attributes[name] ?? "") === "" ? [name] : [],
  );

const newPasswordRequired = (ctx: Context, signIn: SignInUnderWay): Challenge =>
  challenge(ctx, { ...signIn, source: NEW_PASSWORD }, "NEW_PASSWORD_REQUIRED", {
    USER_ID_FOR_SRP: signIn.user.username,
    requiredAttributes: JSON.stringify(
      missingAttributes(signIn.pool, signIn.user).map((name) => `userAttributes.${name}`),
    ),
    userAttributes: JSON.stringify(signIn.user.attributes),
  });

/** The budget of codes that are sent. None of these operations declares LimitExceededException. */
const PURPOSE = "sign-in-message";

/** Sends a code to `destination`. @throws TooManyRequestsException, what CustomMessage refuses */
export const sentChallenge = async (
  ctx: Context,
  signIn: SignInUnderWay,
  factor: SentFactor,
  destination: Destination,
  state: StringMap = {},
): Promise<Challenge> => {
  const { pool, client, user, clientMetadata } = signIn;
  if (!fitsBudget(PURPOSE, await ctx.store.budgets.marks(user, PURPOSE), ctx.now)) throw rateExceeded();
  const code = newCode(ctx.random, ctx.now, "sign-in", destination.attribute, sessionLifetimeMs(signIn));
  const message = await ctx.messages.compose("Authentication", {
    pool,
    user,
    client,
    destination,
    carries: { code },
    clientMetadata,
  });
  const { Destination: masked, DeliveryMedium } = deliveryDetails(destination);
  const made = challenge(
    ctx,
    signIn,
    factor,
    {
      CODE_DELIVERY_DELIVERY_MEDIUM: DeliveryMedium,
      CODE_DELIVERY_DESTINATION: masked,
      USER_ID_FOR_SRP: user.username,
    },
    { ...state, codeId: code.id, destination: destination.value },
  );
  return { ...made, sent: { code, message } };
};

const appChallenge = async (ctx: Context, signIn: SignInUnderWay): Promise<Challenge> => {
  const token = await ctx.store.softwareTokens.find(signIn.user, REGISTERED);
  const name = token?.friendlyName ?? "";
  return challenge(ctx, signIn, "SOFTWARE_TOKEN_MFA", {
    USER_ID_FOR_SRP: signIn.user.username,
    ...(name === "" ? {} : { FRIENDLY_DEVICE_NAME: name }),
  });
};

/** Asks for a factor. @throws TooManyRequestsException, NotAuthorizedException, what CustomMessage refuses */
export const factorChallenge = async (ctx: Context, signIn: SignInUnderWay, factor: MfaFactor): Promise<Challenge> => {
  if (factor === "SOFTWARE_TOKEN_MFA") return appChallenge(ctx, signIn);
  const destination = destinationOf(signIn.user, contactOf(factor));
  if (destination === undefined) throw secondFactorUnreachable();
  return sentChallenge(ctx, signIn, factor, destination);
};

/**
 * The remembered device that takes part proves itself, in the last step before the tokens; undefined where there is none.
 * `before` is the session of the step that leads to it. Observed: clients take what follows for tokens. Assumed: a device
 * that is not remembered proves nothing.
 */
export const deviceChallenge = async (
  ctx: Context,
  signIn: SignInUnderWay,
  before?: ChallengeSession,
): Promise<Challenge | undefined> => {
  const device = await findSignInDevice(ctx, signIn);
  if (device?.remembered !== true) return undefined;
  const state = { address: ctx.request.remoteAddress, ...(before === undefined ? {} : { before: before.id }) };
  return challenge(ctx, signIn, "DEVICE_SRP_AUTH", {}, state);
};

/**
 * The second factor that the sign-in needs, or the device that stands for it or comes after it, as a challenge; undefined
 * when it needs none. A device stands for a factor that the user has, never for setting one up.
 */
export const secondFactorChallenge = async (ctx: Context, signIn: SignInUnderWay): Promise<Challenge | undefined> => {
  const { pool, user } = signIn;
  // Looked for only where it decides.
  const hasApp =
    pool.settings.MfaConfiguration === "ON" && (await ctx.store.softwareTokens.find(user, REGISTERED)) !== undefined;
  const { demanded } = signIn;
  const needed = demanded === undefined ? secondFactor(pool, user, hasApp) : oneOf(demanded);
  if (needed.kind === "none") return deviceChallenge(ctx, signIn);
  if (needed.kind === "unreachable") throw secondFactorUnreachable();
  const standIn =
    needed.kind !== "set-up" && demanded === undefined && replacesSecondFactor(pool)
      ? await deviceChallenge(ctx, signIn)
      : undefined;
  if (standIn !== undefined) return standIn;
  if (needed.kind === "factor") return factorChallenge(ctx, signIn, needed.factor);
  const factors = JSON.stringify(needed.factors);
  if (needed.kind === "set-up") {
    return challenge(ctx, signIn, "MFA_SETUP", { MFAS_CAN_SETUP: factors, USER_ID_FOR_SRP: user.username });
  }
  return challenge(
    ctx,
    signIn,
    "SELECT_MFA_TYPE",
    { MFAS_CAN_CHOOSE: factors, USER_ID_FOR_SRP: user.username },
    { factors: needed.factors.join(" ") },
  );
};

/** What follows a proven password; undefined: the tokens. */
export const challengeAfterPassword = (ctx: Context, signIn: SignInUnderWay): Promise<Challenge | undefined> =>
  signIn.user.status === "FORCE_CHANGE_PASSWORD"
    ? Promise.resolve(newPasswordRequired(ctx, signIn))
    : secondFactorChallenge(ctx, signIn);

/**
 * Writes a challenge in the step that leads to it. `credential` is the one that was proven: when it changes, the session
 * is worth nothing any more.
 */
export const askChallenge = async (
  tx: Tx,
  { session, token, sent, event, notice }: Challenge,
  credential: Pick<Credential, "version"> | undefined,
): Promise<void> => {
  await tx.sessions.insert({ ...session, state: { ...session.state, credential: credentialMark(credential) } }, token);
  await tx.authEvents.record(concluded(event, "InProgress"));
  await sendNotice(tx, notice);
  if (sent === undefined) return;
  if (!(await tx.budgets.fits(PURPOSE, session))) throw rateExceeded();
  await tx.budgets.spend(PURPOSE, session);
  await tx.codes.replace(session, sent.code);
  await tx.outbox.send(sent.message);
};
