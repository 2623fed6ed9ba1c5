import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { Secret } from "../contracts/secret.ts";
import { READ_ANSWER } from "./answers.ts";
import { CREATED_CHALLENGE_BYTES_MAX } from "./custom-challenge-answers.ts";
import {
  createAuthChallengeEvent,
  defineAuthChallengeEvent,
  verifyAuthChallengeResponseEvent,
  type ChallengeResult,
} from "./custom-challenge-events.ts";
import { payloadOf } from "./payload.ts";

const scene = {
  region: "eu-west-1",
  userPoolId: "eu-west-1_Ab1Cd2Ef3",
  userName: "ada",
  awsSdkVersion: "aws-sdk-unknown-unknown",
  clientId: "1example23456789",
};
const common = {
  version: "1",
  region: "eu-west-1",
  userPoolId: "eu-west-1_Ab1Cd2Ef3",
  userName: "ada",
  callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId: "1example23456789" },
};
const userAttributes = { sub: "s", email: "ada@example.com" };
const clientMetadata = { tenant: "t1" };
const told = { userAttributes, userNotFound: false };
const session: readonly ChallengeResult[] = [
  { challengeName: "SRP_A", challengeResult: true, challengeMetadata: null },
  { challengeName: "CUSTOM_CHALLENGE", challengeResult: false, challengeMetadata: "CODE-1" },
];
const sent = (event: object): unknown => JSON.parse(payloadOf(event));
const unrecognizable = { name: "InvalidLambdaResponseException", message: "Unrecognizable lambda output" };

const verifyEvent = verifyAuthChallengeResponseEvent(scene, {
  ...told,
  privateChallengeParameters: { answer: "42" },
  challengeAnswer: new Secret("41"),
});

const define = (response: unknown) =>
  READ_ANSWER.DefineAuthChallenge({ response }, defineAuthChallengeEvent(scene, { ...told, session }));
const create = (response: unknown) =>
  READ_ANSWER.CreateAuthChallenge({ response }, createAuthChallengeEvent(scene, { ...told, session }));
const verify = (response: unknown) => READ_ANSWER.VerifyAuthChallengeResponse({ response }, verifyEvent);

test("defineAuthChallengeEvent tells what was asked and answered so far", () => {
  assert.deepEqual(sent(defineAuthChallengeEvent(scene, { ...told, session, clientMetadata })), {
    ...common,
    triggerSource: "DefineAuthChallenge_Authentication",
    request: { userAttributes, session, clientMetadata, userNotFound: false },
    response: { challengeName: null, issueTokens: null, failAuthentication: null },
  });
  const { request } = defineAuthChallengeEvent(scene, { userAttributes: {}, userNotFound: true, session: [] });
  assert.deepEqual(request, { userAttributes: {}, session: [], userNotFound: true });
});

test("createAuthChallengeEvent names the challenge that is wanted", () => {
  assert.deepEqual(sent(createAuthChallengeEvent(scene, { ...told, session, clientMetadata })), {
    ...common,
    triggerSource: "CreateAuthChallenge_Authentication",
    request: { userAttributes, challengeName: "CUSTOM_CHALLENGE", session, clientMetadata, userNotFound: false },
    response: { publicChallengeParameters: null, privateChallengeParameters: null, challengeMetadata: null },
  });
});

test("verifyAuthChallengeResponseEvent shows the answer to the function alone", () => {
  assert.deepEqual(sent(verifyEvent), {
    ...common,
    triggerSource: "VerifyAuthChallengeResponse_Authentication",
    request: {
      userAttributes,
      privateChallengeParameters: { answer: "42" },
      challengeAnswer: "41",
      userNotFound: false,
    },
    response: { answerCorrect: null },
  });
  assert.equal(inspect(verifyEvent).includes("41"), false);
});

test("READ_ANSWER.DefineAuthChallenge lets a refusal win over tokens, and tokens over a challenge", () => {
  assert.deepEqual(define({ issueTokens: true, failAuthentication: true }), { kind: "fail" });
  assert.deepEqual(define({ issueTokens: true, challengeName: "CUSTOM_CHALLENGE" }), { kind: "tokens" });
  for (const name of ["CUSTOM_CHALLENGE", "PASSWORD_VERIFIER"]) {
    const expected = { kind: "challenge", name };
    assert.deepEqual(define({ challengeName: name, issueTokens: false, failAuthentication: null }), expected);
  }
});

test("READ_ANSWER.DefineAuthChallenge refuses an answer that decides nothing, or what cannot be asked", () => {
  for (const response of [
    {},
    { challengeName: null, issueTokens: null, failAuthentication: null },
    { challengeName: "" },
    { challengeName: "SMS_MFA" },
    { challengeName: "custom_challenge" },
    { challengeName: 1 },
    { issueTokens: "true" },
    { issueTokens: true, failAuthentication: "false" },
    { issueTokens: true, challengeName: {} },
    null,
  ]) {
    assert.throws(() => define(response), unrecognizable);
  }
});

test("READ_ANSWER.CreateAuthChallenge takes text alone, and no more of it than is bounded", () => {
  const nothing = { publicParameters: {}, privateParameters: {}, metadata: null };
  assert.deepEqual(create({}), nothing);
  assert.deepEqual(create({ publicChallengeParameters: null, privateChallengeParameters: {} }), nothing);
  assert.deepEqual(
    create({
      publicChallengeParameters: { question: "6 × 7" },
      privateChallengeParameters: { answer: "42" },
      challengeMetadata: "MATHS",
    }),
    { publicParameters: { question: "6 × 7" }, privateParameters: { answer: "42" }, metadata: "MATHS" },
  );
  for (const response of [
    { publicChallengeParameters: "text" },
    { publicChallengeParameters: { question: 1 } },
    { privateChallengeParameters: { answer: null } },
    { privateChallengeParameters: ["42"] },
    { challengeMetadata: {} },
    { privateChallengeParameters: { answer: "x".repeat(CREATED_CHALLENGE_BYTES_MAX) } },
  ]) {
    assert.throws(() => create(response), unrecognizable);
  }
});

test("READ_ANSWER.VerifyAuthChallengeResponse takes nothing but true for right", () => {
  assert.equal(verify({ answerCorrect: true }), true);
  for (const answerCorrect of [false, null, undefined]) assert.equal(verify({ answerCorrect }), false);
  for (const answerCorrect of ["true", 1, {}]) assert.throws(() => verify({ answerCorrect }), unrecognizable);
});
