/** What the pool's own functions are asked about a sign-in, and what its sessions remember for them. */
import type { Secret } from "../contracts/secret.ts";
import type { ChallengeSession } from "../model/challenge-session.ts";
import { invalidConfiguration } from "../model/refusals.ts";
import type { Context } from "../runtime/operation.ts";
import type { CreatedChallenge, NextChallenge } from "../triggers/custom-challenge-answers.ts";
import {
  createAuthChallengeEvent,
  defineAuthChallengeEvent,
  verifyAuthChallengeResponseEvent,
  type ChallengeResult,
} from "../triggers/custom-challenge-events.ts";
import type { StringMap } from "../triggers/events.ts";
import { unrecognizable } from "../triggers/read-json.ts";
import type { AppClient } from "./app-client.ts";
import type { Signer } from "./prove-password.ts";
import { sceneOf, triggerAttributes } from "./trigger-scene.ts";

/** A sign-in that the pool's functions decide. */
export interface CustomSignIn extends AppClient {
  readonly signer: Signer;
  /** As it was typed. */
  readonly username: string;
  /** What was asked and answered so far. */
  readonly history: readonly ChallengeResult[];
  /** SRP_A, where the client can prove a password; hexadecimal. */
  readonly srpA: string | undefined;
  /** The version of the credential that was proven in this sign-in. */
  readonly proven: string | undefined;
  /** The device that was named. */
  readonly deviceKey: string | undefined;
  /** Whether the client may not be told who exists. */
  readonly hidden: boolean;
  /** ClientMetadata of RespondToAuthChallenge. */
  readonly clientMetadata: StringMap | undefined;
}

type Trigger = "DefineAuthChallenge" | "CreateAuthChallenge" | "VerifyAuthChallengeResponse";

/** Assumed: the refusal of a pool that has one of the three functions and not the one that is needed. */
const functionOf = ({ pool }: AppClient, trigger: Trigger): string => {
  const arn = pool.settings.LambdaConfig?.[trigger];
  if (arn === undefined) throw invalidConfiguration(`The user pool has no ${trigger} trigger.`);
  return arn;
};

const sceneFor = (ctx: Context, { pool, client, signer, username }: CustomSignIn) =>
  sceneOf(ctx, pool, signer.user?.username ?? username, client);

const toldOf = ({ signer: { user }, clientMetadata }: CustomSignIn) => ({
  userAttributes: user === undefined ? {} : triggerAttributes(user),
  userNotFound: user === undefined,
  clientMetadata,
});

/** Asks what comes next. @throws what DefineAuthChallenge refuses */
export const askWhatIsNext = (ctx: Context, signIn: CustomSignIn): Promise<NextChallenge> =>
  ctx.triggers.ask(
    "DefineAuthChallenge",
    functionOf(signIn, "DefineAuthChallenge"),
    defineAuthChallengeEvent(sceneFor(ctx, signIn), { ...toldOf(signIn), session: signIn.history }),
  );

/** Asks for a challenge. @throws what CreateAuthChallenge refuses */
export const askForChallenge = (ctx: Context, signIn: CustomSignIn): Promise<CreatedChallenge> =>
  ctx.triggers.ask(
    "CreateAuthChallenge",
    functionOf(signIn, "CreateAuthChallenge"),
    createAuthChallengeEvent(sceneFor(ctx, signIn), { ...toldOf(signIn), session: signIn.history }),
  );

/** A question that waits for its answer. */
export interface AskedQuestion {
  readonly privateParameters: StringMap;
  readonly metadata: string | null;
}

/** Who is asked whether an answer is right. @throws InvalidUserPoolConfigurationException */
export const requireVerifier = (signIn: CustomSignIn): string => functionOf(signIn, "VerifyAuthChallengeResponse");

/** Asks whether the answer is right. @throws what VerifyAuthChallengeResponse refuses */
export const askForVerdict = (
  ctx: Context,
  signIn: CustomSignIn,
  { privateParameters }: AskedQuestion,
  challengeAnswer: Secret,
): Promise<boolean> =>
  ctx.triggers.ask(
    "VerifyAuthChallengeResponse",
    requireVerifier(signIn),
    verifyAuthChallengeResponseEvent(sceneFor(ctx, signIn), {
      ...toldOf(signIn),
      privateChallengeParameters: privateParameters,
      challengeAnswer,
    }),
  );

interface Remembered {
  readonly history: readonly ChallengeResult[];
  readonly srpA?: string;
  readonly proven?: string;
  readonly deviceKey?: string;
  readonly question?: AskedQuestion;
}

const MEMBER = "custom";

/** As much as the functions of one sign-in may have its session keep, in bytes of JSON. Assumed. */
export const REMEMBERED_BYTES_MAX = 128 * 1024;

/**
 * What a session remembers of the sign-in. It is stored sealed: what a function keeps in it may be an answer.
 * @throws InvalidLambdaResponseException when the functions have said more than is kept
 */
export const stateOf = ({ history, srpA, proven, deviceKey }: CustomSignIn, question?: AskedQuestion): StringMap => {
  const remembered: Remembered = {
    history,
    ...(srpA === undefined ? {} : { srpA }),
    ...(proven === undefined ? {} : { proven }),
    ...(deviceKey === undefined ? {} : { deviceKey }),
    ...(question === undefined ? {} : { question }),
  };
  const text = JSON.stringify(remembered);
  if (Buffer.byteLength(text) > REMEMBERED_BYTES_MAX) throw unrecognizable();
  return { [MEMBER]: text };
};

/** What the session of an answer remembers. */
export const rememberedBy = ({ state }: ChallengeSession): Remembered =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- nobody else can have written it
  JSON.parse(state[MEMBER] ?? "") as Remembered;
