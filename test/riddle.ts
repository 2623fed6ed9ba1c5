/** Functions of a custom challenge: three tries at one question, after the password where the client proves one. */
import type { ReceivedEvent } from "../src/testing/fakes.ts";
import { stringMap } from "../src/testing/raw.ts";
import type { World } from "../src/testing/world.ts";
import { readFlag, readList, readObject, readString } from "../src/triggers/read-json.ts";

const TRIES = 3;

const answering = (event: ReceivedEvent, response: object): ReceivedEvent => ({
  ...event,
  response: { ...event.response, ...response },
});

const decide = (event: ReceivedEvent): ReceivedEvent => {
  const steps = readList(event.request["session"]).map(readObject);
  const last = steps.at(-1);
  const name = readString(last?.["challengeName"]);
  const passed = readFlag(last?.["challengeResult"]);
  if (name === "SRP_A") return answering(event, { challengeName: "PASSWORD_VERIFIER" });
  if (name === "CUSTOM_CHALLENGE" && passed) return answering(event, { issueTokens: true });
  const asked = steps.filter(({ challengeName }) => challengeName === "CUSTOM_CHALLENGE").length;
  if (asked === TRIES) return answering(event, { failAuthentication: true });
  return answering(event, { challengeName: "CUSTOM_CHALLENGE" });
};

const ask = (event: ReceivedEvent): ReceivedEvent =>
  answering(event, {
    publicChallengeParameters: { question: "6 × 7" },
    privateChallengeParameters: { answer: "42" },
    challengeMetadata: "RIDDLE",
  });

const judge = (event: ReceivedEvent): ReceivedEvent => {
  const { privateChallengeParameters, challengeAnswer } = event.request;
  return answering(event, { answerCorrect: stringMap(privateChallengeParameters)["answer"] === challengeAnswer });
};

/** Gives the world's pool the three functions. */
export const useRiddle = ({ functions, updatePool }: World): Promise<void> =>
  updatePool({
    LambdaConfig: {
      DefineAuthChallenge: functions.set("decide", decide),
      CreateAuthChallenge: functions.set("ask", ask),
      VerifyAuthChallengeResponse: functions.set("judge", judge),
    },
  });
