import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { Secret } from "../contracts/secret.ts";
import {
  CLIENT_ID_NOT_APPLICABLE,
  customMessageEvent,
  postAuthenticationEvent,
  postConfirmationEvent,
  preAuthenticationEvent,
  preSignUpEvent,
  preTokenGenerationEvent,
  userMigrationEvent,
} from "./events.ts";
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
const userAttributes = { sub: "s", email: "ada@example.com", email_verified: "true" };
const clientMetadata = { tenant: "t1" };
const sent = (event: object): unknown => JSON.parse(payloadOf(event));

test("preSignUpEvent sends null for absent validation data and no key for absent metadata", () => {
  assert.deepEqual(sent(preSignUpEvent(scene, "PreSignUp_SignUp", { userAttributes, clientMetadata })), {
    ...common,
    triggerSource: "PreSignUp_SignUp",
    request: { userAttributes, validationData: null, clientMetadata },
    response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
  });
  const { request } = preSignUpEvent(scene, "PreSignUp_AdminCreateUser", {
    userAttributes,
    validationData: { a: "b" },
  });
  assert.deepEqual(request, { userAttributes, validationData: { a: "b" } });
});

test("postConfirmationEvent, preAuthenticationEvent and postAuthenticationEvent begin with an empty response", () => {
  assert.deepEqual(sent(postConfirmationEvent(scene, "PostConfirmation_ConfirmSignUp", { userAttributes })), {
    ...common,
    triggerSource: "PostConfirmation_ConfirmSignUp",
    request: { userAttributes },
    response: {},
  });
  assert.deepEqual(
    sent(preAuthenticationEvent(scene, { userAttributes, validationData: { a: "b" }, userNotFound: true })),
    {
      ...common,
      triggerSource: "PreAuthentication_Authentication",
      request: { userAttributes, validationData: { a: "b" }, userNotFound: true },
      response: {},
    },
  );
  assert.deepEqual(sent(postAuthenticationEvent(scene, { userAttributes, newDeviceUsed: false, clientMetadata })), {
    ...common,
    triggerSource: "PostAuthentication_Authentication",
    request: { userAttributes, newDeviceUsed: false, clientMetadata },
    response: {},
  });
});

test("preTokenGenerationEvent tells scopes to functions of the later versions only", () => {
  const groupConfiguration = { groupsToOverride: ["admins"], iamRolesToOverride: [], preferredRole: null };
  const preview = { userAttributes, groupConfiguration, scopes: ["openid"] };
  const first = preTokenGenerationEvent(scene, "TokenGeneration_Authentication", "V1_0", preview);
  assert.deepEqual(sent(first), {
    ...common,
    triggerSource: "TokenGeneration_Authentication",
    request: { userAttributes, groupConfiguration },
    response: { claimsOverrideDetails: null },
  });
  for (const [lambdaVersion, version] of [
    ["V2_0", "2"],
    ["V3_0", "3"],
  ] as const) {
    const later = preTokenGenerationEvent(scene, "TokenGeneration_RefreshTokens", lambdaVersion, {
      ...preview,
      clientMetadata,
    });
    assert.deepEqual(sent(later), {
      ...common,
      version,
      triggerSource: "TokenGeneration_RefreshTokens",
      request: { userAttributes, groupConfiguration, scopes: ["openid"], clientMetadata },
      response: { claimsAndScopeOverrideDetails: null },
    });
  }
});

test("userMigrationEvent shows its password to the function and to nobody else", () => {
  const event = userMigrationEvent(scene, "UserMigration_Authentication", { password: new Secret("Old one 1!") });
  assert.deepEqual(sent(event), {
    ...common,
    triggerSource: "UserMigration_Authentication",
    request: { password: "Old one 1!", validationData: null },
    response: {
      userAttributes: null,
      forceAliasCreation: null,
      enableSMSMFA: null,
      finalUserStatus: null,
      messageAction: null,
      desiredDeliveryMediums: null,
    },
  });
  assert.doesNotMatch(JSON.stringify(event) + inspect(event, { depth: 9 }), /Old one/);
  const forgotten = userMigrationEvent(scene, "UserMigration_ForgotPassword", { clientMetadata });
  assert.deepEqual(forgotten.request, { validationData: null, clientMetadata });
});

test("customMessageEvent names the username's place in invitations only", () => {
  const operator = { ...scene, clientId: CLIENT_ID_NOT_APPLICABLE };
  assert.deepEqual(sent(customMessageEvent(operator, "ForgotPassword", { userAttributes, clientMetadata })), {
    ...common,
    callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId: "CLIENT_ID_NOT_APPLICABLE" },
    triggerSource: "CustomMessage_ForgotPassword",
    request: {
      userAttributes,
      codeParameter: "{####}",
      linkParameter: "{##Click Here##}",
      usernameParameter: null,
      clientMetadata,
    },
    response: { smsMessage: null, emailMessage: null, emailSubject: null },
  });
  assert.equal(
    customMessageEvent(scene, "AdminCreateUser", { userAttributes }).request.usernameParameter,
    "{username}",
  );
});
