import assert from "node:assert/strict";
import { test } from "node:test";
import type { EventScene } from "./events.ts";
import { payloadOf } from "./payload.ts";
import { senderEnvelope, senderEvent } from "./sender-events.ts";

const scene: EventScene = {
  region: "eu-west-1",
  userPoolId: "eu-west-1_Ab1Cd2Ef3",
  userName: "jane",
  awsSdkVersion: "aws-sdk-nodejs-2.987.0",
  clientId: "1example23456789",
};
const userAttributes = { sub: "s", "cognito:user_status": "UNCONFIRMED", email: "f@example.com" };

test("senderEvent has no response, and null for absent metadata", () => {
  const event = senderEvent(senderEnvelope(scene, "EMAIL", "SignUp"), {
    medium: "EMAIL",
    code: "AYADeH",
    clientMetadata: null,
    userAttributes,
  });
  assert.deepEqual(JSON.parse(payloadOf(event)), {
    version: "1",
    triggerSource: "CustomEmailSender_SignUp",
    region: "eu-west-1",
    userPoolId: "eu-west-1_Ab1Cd2Ef3",
    userName: "jane",
    callerContext: { awsSdkVersion: "aws-sdk-nodejs-2.987.0", clientId: "1example23456789" },
    request: { type: "customEmailSenderRequestV1", code: "AYADeH", clientMetadata: null, userAttributes },
  });
});

test("senderEvent names the medium in its source and its type", () => {
  const event = senderEvent(senderEnvelope(scene, "SMS", "ForgotPassword"), {
    medium: "SMS",
    code: "AYADeH",
    clientMetadata: { tenant: "t1" },
    userAttributes,
  });
  assert.deepEqual(
    [JSON.parse(payloadOf(event)).triggerSource, event.request.type, event.request.clientMetadata],
    ["CustomSMSSender_ForgotPassword", "customSMSSenderRequestV1", { tenant: "t1" }],
  );
});
