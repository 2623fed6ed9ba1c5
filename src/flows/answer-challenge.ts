/**
 * The answer to a challenge, whoever sends it: the session is opened once for all of them, so that no challenge can
 * forget what it is bound to.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RespondToAuthChallenge.html
 */
import type { Secret } from "../contracts/secret.ts";
import type { ChallengeSession } from "../model/challenge-session.ts";
import { invalidParameter, invalidSession, missingParameter } from "../model/refusals.ts";
import type { Context } from "../runtime/operation.ts";
import type { StringMap } from "../triggers/events.ts";
import { answerDeviceProof, answerDeviceSrp } from "./answer-device.ts";
import { findFirstFactorAnswer, type FirstFactorAnswer } from "./answer-first-factor.ts";
import { answerMfaSetUp } from "./answer-mfa-set-up.ts";
import { answerNewPassword } from "./answer-new-password.ts";
import { answerFactorChoice, answerSentCode } from "./answer-second-factor.ts";
import { answerSoftwareToken } from "./answer-software-token.ts";
import { requireSecretHash, type AppClient } from "./app-client.ts";
import type { SignInStep } from "./authenticate.ts";
import { requireAllowedAddress } from "./blocked-addresses.ts";
import type { ChallengeName } from "./challenges.ts";
import { requireUsername, type Parameters } from "./parameters.ts";
import { requireSession, requireSessionHolder, type SessionHolder } from "./sessions.ts";

/** An answer as it was sent. */
export interface ChallengeAnswer extends AppClient {
  readonly name: string;
  readonly token: Secret | undefined;
  readonly responses: Parameters;
  readonly clientMetadata: StringMap | undefined;
  /** Administrators may write attributes that the client may not. */
  readonly byAdministrator: boolean;
}

/** An answer to a session that stands: whose it is, and the credential that was proven when it began. */
export interface OpenAnswer extends ChallengeAnswer, SessionHolder {
  readonly session: ChallengeSession;
}

/** The steps of a device, whose answers may come without the session. */
const deviceAnswers: Readonly<Record<string, (ctx: Context, answer: FirstFactorAnswer) => Promise<SignInStep>>> = {
  DEVICE_SRP_AUTH: answerDeviceSrp,
  DEVICE_PASSWORD_VERIFIER: answerDeviceProof,
};

type SessionChallenge = Exclude<ChallengeName, "DEVICE_SRP_AUTH">;

const answers: Readonly<Record<SessionChallenge, (ctx: Context, answer: OpenAnswer) => Promise<SignInStep>>> = {
  NEW_PASSWORD_REQUIRED: answerNewPassword,
  SELECT_MFA_TYPE: answerFactorChoice,
  MFA_SETUP: answerMfaSetUp,
  SOFTWARE_TOKEN_MFA: answerSoftwareToken,
  SMS_MFA: (ctx, answer) => answerSentCode(ctx, answer, "SMS_MFA"),
  EMAIL_OTP: (ctx, answer) => answerSentCode(ctx, answer, "EMAIL_OTP"),
};

const isAnswerable = (name: string): name is SessionChallenge => Object.hasOwn(answers, name);

/** Stops a session from serving another client, another user or another challenge than its own. */
const openAnswer = async (ctx: Context, answer: ChallengeAnswer, username: string): Promise<OpenAnswer> => {
  if (answer.token === undefined) throw missingParameter("Session");
  const session = await requireSession(ctx, answer.token, {
    poolId: answer.pool.id,
    clientId: answer.client.id,
    challenge: answer.name,
  });
  // Any name of the user's, as clients send the one that was typed or the one they were told.
  const named = await ctx.store.users.find(answer.pool, username);
  if (named?.sub !== session.sub) throw invalidSession();
  return { ...answer, session, ...(await requireSessionHolder(ctx, session)) };
};

/** Answers a challenge, up to the next one or the tokens. @throws the refusals of the session and of the challenge */
export const answerChallenge = async (ctx: Context, answer: ChallengeAnswer): Promise<SignInStep> => {
  const username = requireUsername(answer.responses);
  requireSecretHash(answer.client, [username], answer.responses["SECRET_HASH"]);
  await requireAllowedAddress(ctx, answer, () => username);
  const { name } = answer;
  const answerFirstFactor = await findFirstFactorAnswer(ctx, answer);
  if (answerFirstFactor !== undefined) return answerFirstFactor(ctx, { ...answer, username });
  const answerDevice = Object.hasOwn(deviceAnswers, name) ? deviceAnswers[name] : undefined;
  if (answerDevice !== undefined) return answerDevice(ctx, { ...answer, username });
  if (!isAnswerable(name)) throw invalidParameter(`The challenge ${name} is not supported yet.`);
  return answers[name](ctx, await openAnswer(ctx, answer, username));
};
