/** The answers to challenges: late, wrong, repeated, at another client, or after the user's state has changed. */
import { STEP_MS } from "../../../src/crypto/totp.ts";
import { createAuthenticator, wrongCode } from "../../../src/testing/authenticator.ts";
import { CHALLENGED, type Outcome, type Person } from "../model.ts";
import { answerFactor, answerFirstCode } from "../code-model.ts";
import { newest, type Held, type Name, type Scene, type Step, type Typed } from "../scene.ts";
import { answerCustom, answerNewPassword, answerSelect, answerSrp, pending } from "../sign-in-model.ts";
import { arrive } from "./sign-in.ts";

/** Answers a sign-in that waits, or waited. */
export interface Answer {
  readonly do: "answer";
  readonly who: Name;
  /** Which one, from the newest. */
  readonly pick: number;
  /** What is given where a password is asked for; elsewhere `right` is right and all else wrong. */
  readonly given: Typed;
  /** What was overheard is sent: the last answer to this challenge once more, or the newest code of another one. */
  readonly again: boolean;
  /** Through another client. */
  readonly foreign: boolean;
}

type Responses = Readonly<Record<string, string>>;

/** Sends an answer and compares; the step where it was taken. */
const respond = async (
  scene: Scene,
  held: Held,
  sent: { readonly ChallengeName: string; readonly responses: Responses; readonly foreign: boolean },
  expected: () => Outcome,
): Promise<{ readonly step: Step | undefined; readonly outcome: Outcome }> => {
  const { pending: waiting, client, session } = held;
  const { id: ClientId } = sent.foreign ? scene.foreignTo(client) : client;
  let step: Step | undefined;
  const answered = scene.world.call.RespondToAuthChallenge({
    ClientId,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the names of the API, out of the table below
    ChallengeName: sent.ChallengeName as "PASSWORD",
    ...(session === undefined ? {} : { Session: session }),
    ChallengeResponses: { USERNAME: waiting.name, ...sent.responses },
  });
  const refusal = await scene.outcome(answered.then((given) => (step = given)));
  const outcome = step?.ChallengeName ?? refusal;
  scene.requireOutcome(outcome, expected(), waiting);
  return { step, outcome };
};

const answerVerifier = async (scene: Scene, held: Held, { given, again, foreign }: Answer): Promise<void> => {
  const { pending: waiting, srp, client } = held;
  if (srp === undefined) return;
  const { of } = waiting;
  const overheard = again ? held.sent : undefined;
  const password = overheard?.password ?? scene.typed(of, given);
  const login = { poolId: scene.world.pool.UserPoolId, password, now: scene.model.now };
  const responses = overheard?.responses ?? (await srp.client.answer(srp.parameters, login));
  held.sent = { responses, password };
  const { step, outcome } = await respond(scene, held, { ChallengeName: "PASSWORD_VERIFIER", responses, foreign }, () =>
    answerSrp(scene.model, waiting, password, foreign),
  );
  if (of === undefined || step === undefined) return;
  if (outcome !== "CUSTOM_CHALLENGE") return arrive(scene, of, client, step, outcome);
  const { name, hidden } = waiting;
  const next = pending(scene.model, { waits: "custom", name, of, hidden });
  scene.hold({ pending: next, client, session: step.Session });
};

const answerQuestion = async (scene: Scene, held: Held, { given, foreign }: Answer): Promise<void> => {
  const isRight = given === "right";
  const { pending: waiting, client } = held;
  const { step, outcome } = await respond(
    scene,
    held,
    { ChallengeName: "CUSTOM_CHALLENGE", responses: { ANSWER: isRight ? "42" : "41" }, foreign },
    () => answerCustom(scene.model, waiting, isRight, foreign),
  );
  if (waiting.of !== undefined && step !== undefined) arrive(scene, waiting.of, client, step, outcome);
};

const answerList = async (scene: Scene, held: Held, { given, foreign }: Answer): Promise<void> => {
  const { pending: waiting, client } = held;
  const PASSWORD = scene.typed(waiting.of, given);
  const { step, outcome } = await respond(
    scene,
    held,
    { ChallengeName: "SELECT_CHALLENGE", responses: { ANSWER: "PASSWORD", PASSWORD }, foreign },
    () => answerSelect(scene.model, waiting, PASSWORD, foreign),
  );
  if (waiting.of !== undefined && step !== undefined) arrive(scene, waiting.of, client, step, outcome);
};

/** A code of the form that is asked for, and not the one that is right. */
const otherThan = (code: string): string => String((Number(code) + 1) % 10 ** code.length).padStart(code.length, "0");

/** The code to send, if there is one: that of the challenge, a wrong one, or the one that was sent last. */
const codeFor = (own: string | undefined, last: string | undefined, { given, again }: Answer): string | undefined => {
  if (again && last !== undefined) return last;
  return own === undefined || given === "right" ? own : otherThan(own);
};

const answerCode = async (scene: Scene, held: Held, answered: Answer): Promise<void> => {
  const { pending: waiting, client } = held;
  const { foreign } = answered;
  const last = (waiting.of ?? scene.model.stranger(waiting.name)).firstCode?.value;
  const EMAIL_OTP_CODE = codeFor(waiting.code?.value, last, answered) ?? "wrong!";
  const isRight = EMAIL_OTP_CODE === waiting.code?.value;
  const { step, outcome } = await respond(
    scene,
    held,
    { ChallengeName: "EMAIL_OTP", responses: { EMAIL_OTP_CODE }, foreign },
    () => answerFirstCode(scene.model, waiting, isRight, foreign),
  );
  if (waiting.of !== undefined && step !== undefined) arrive(scene, waiting.of, client, step, outcome);
};

const answerTemporary = async (scene: Scene, held: Held, of: Person, { foreign }: Answer): Promise<void> => {
  const password = scene.newPassword();
  const { step, outcome } = await respond(
    scene,
    held,
    { ChallengeName: CHALLENGED, responses: { NEW_PASSWORD: password }, foreign },
    () => answerNewPassword(scene.model, held.pending, of, password, foreign),
  );
  if (step === undefined) return;
  scene.passwords.push(password);
  arrive(scene, of, held.client, step, outcome);
};

/** The code of an app, and its step where it is right. */
const appCode = (scene: Scene, of: Person, isRight: boolean) => {
  const app = createAuthenticator(scene.apps.get(of.sub), scene.world.clock);
  return isRight
    ? { code: app.code(), appStep: Math.floor(scene.model.now / STEP_MS) }
    : { code: wrongCode(app), appStep: undefined };
};

const answerSecondFactor = async (scene: Scene, held: Held, of: Person, answered: Answer): Promise<void> => {
  const { pending: waiting, client } = held;
  const { factor = "SOFTWARE_TOKEN_MFA", code: sent } = waiting;
  const { foreign } = answered;
  const { code, appStep } =
    factor === "SOFTWARE_TOKEN_MFA"
      ? appCode(scene, of, answered.given === "right")
      : { code: codeFor(sent?.value, of.factorCode?.value, answered) ?? "", appStep: undefined };
  const isRight = code === sent?.value;
  const { step, outcome } = await respond(
    scene,
    held,
    { ChallengeName: factor, responses: { [`${factor}_CODE`]: code }, foreign },
    () => answerFactor(scene.model, waiting, of, { isRight, appStep, foreign }),
  );
  if (step !== undefined) arrive(scene, of, client, step, outcome);
};

export const answer = async (scene: Scene, step: Answer): Promise<void> => {
  const held = newest(
    scene.held.filter(({ pending: { name } }) => name === step.who),
    step.pick,
  );
  if (held === undefined) return;
  const { waits, of } = held.pending;
  if (waits === "srp" || waits === "chosenSrp" || waits === "customSrp") return answerVerifier(scene, held, step);
  if (waits === "custom") return answerQuestion(scene, held, step);
  if (waits === "select") return answerList(scene, held, step);
  if (waits === "firstCode") return answerCode(scene, held, step);
  if (of === undefined) return;
  return waits === "newPassword" ? answerTemporary(scene, held, of, step) : answerSecondFactor(scene, held, of, step);
};
