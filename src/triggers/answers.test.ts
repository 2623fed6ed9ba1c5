import assert from "node:assert/strict";
import { test } from "node:test";
import { READ_ANSWER } from "./answers.ts";
import {
  customMessageEvent,
  postConfirmationEvent,
  preSignUpEvent,
  preTokenGenerationEvent,
  type TokenEventVersion,
  userMigrationEvent,
} from "./events.ts";

const scene = { region: "r", userPoolId: "p", userName: "u", awsSdkVersion: "v", clientId: "c" };
const userAttributes = {};
const unrecognizable = { name: "InvalidLambdaResponseException", message: "Unrecognizable lambda output" };

const signUp = (payload: unknown) =>
  READ_ANSWER.PreSignUp(payload, preSignUpEvent(scene, "PreSignUp_SignUp", { userAttributes }));
const migrate = (response: object) =>
  READ_ANSWER.UserMigration({ response }, userMigrationEvent(scene, "UserMigration_Authentication", {}));
const tokens = (version: TokenEventVersion, response: object) =>
  READ_ANSWER.PreTokenGeneration(
    // As it arrives: JSON.
    JSON.parse(JSON.stringify({ response })),
    preTokenGenerationEvent(scene, "TokenGeneration_Authentication", version, {
      userAttributes,
      groupConfiguration: { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null },
      scopes: [],
    }),
  );
const message = (
  response: object,
  occasion: "AdminCreateUser" | "ForgotPassword" = "ForgotPassword",
  frame = { codeLength: 6, linkVerification: false },
) => READ_ANSWER.CustomMessage({ response }, customMessageEvent(scene, occasion, { userAttributes }), frame);

const details = (claimsToAddOrOverride: unknown) => ({
  claimsOverrideDetails: { claimsToAddOrOverride, claimsToSuppress: ["email"] },
});

const groups = (override: object) => tokens("V1_0", { claimsOverrideDetails: override }).groups;

const byLink = (emailMessage: string) =>
  message({ emailMessage }, "ForgotPassword", { codeLength: 6, linkVerification: true });

const filled = (length: number, character = "x") => "{####}" + character.repeat(length - 6);

test("READ_ANSWER wants an event object with a response, for triggers that ignore it too", () => {
  const event = postConfirmationEvent(scene, "PostConfirmation_ConfirmSignUp", { userAttributes });
  assert.equal(READ_ANSWER.PostConfirmation({ ...event, response: { more: 1 } }, event), undefined);
  for (const payload of [
    null,
    undefined,
    "text",
    1,
    true,
    [],
    {},
    { Response: {} },
    { response: null },
    { response: [] },
  ]) {
    assert.throws(() => READ_ANSWER.PostConfirmation(payload, event), unrecognizable);
    assert.throws(() => signUp(payload), unrecognizable);
  }
});

test("READ_ANSWER.PreSignUp takes absent flags for false and refuses what is no boolean", () => {
  assert.deepEqual(signUp({ response: { autoConfirmUser: true, autoVerifyEmail: null } }), {
    autoConfirmUser: true,
    autoVerifyEmail: false,
    autoVerifyPhone: false,
  });
  for (const wrong of ["true", 1, {}]) {
    assert.throws(() => signUp({ response: { autoVerifyPhone: wrong } }), unrecognizable);
  }
});

test("READ_ANSWER.PreTokenGeneration leaves tokens as they are when there are no details", () => {
  const unchanged = {
    idToken: { claimsToAddOrOverride: {}, claimsToSuppress: [] },
    accessToken: { claimsToAddOrOverride: {}, claimsToSuppress: [], scopesToAdd: [], scopesToSuppress: [] },
    groups: undefined,
  };
  for (const version of ["V1_0", "V2_0", "V3_0"] as const) {
    assert.deepEqual(tokens(version, {}), unchanged);
    assert.deepEqual(tokens(version, { claimsOverrideDetails: null, claimsAndScopeOverrideDetails: null }), unchanged);
  }
});

test("READ_ANSWER.PreTokenGeneration of version 1 takes text alone as claims, and changes no access token", () => {
  const answer = tokens("V1_0", details({ tier: "gold" }));
  assert.deepEqual(answer.idToken, { claimsToAddOrOverride: { tier: "gold" }, claimsToSuppress: ["email"] });
  assert.deepEqual(answer.accessToken.claimsToAddOrOverride, {});
  for (const wrong of [3, true, null, ["a"], {}]) {
    assert.throws(() => tokens("V1_0", details({ tier: wrong })), unrecognizable);
  }
  assert.throws(() => tokens("V1_0", details(["tier"])), unrecognizable);
  assert.throws(() => tokens("V1_0", { claimsOverrideDetails: "none" }), unrecognizable);
});

test("READ_ANSWER.PreTokenGeneration of later versions takes any JSON as claims, of both tokens", () => {
  const answer = tokens("V2_0", {
    claimsAndScopeOverrideDetails: {
      idTokenGeneration: { claimsToAddOrOverride: { tier: 3, on: true, list: [1], object: { a: 1 } } },
      accessTokenGeneration: {
        claimsToAddOrOverride: { perm: ["a", "b"] },
        claimsToSuppress: ["x"],
        scopesToAdd: ["api/read"],
        scopesToSuppress: ["openid"],
      },
    },
  });
  assert.deepEqual(answer, {
    idToken: { claimsToAddOrOverride: { tier: 3, on: true, list: [1], object: { a: 1 } }, claimsToSuppress: [] },
    accessToken: {
      claimsToAddOrOverride: { perm: ["a", "b"] },
      claimsToSuppress: ["x"],
      scopesToAdd: ["api/read"],
      scopesToSuppress: ["openid"],
    },
    groups: undefined,
  });
});

test("READ_ANSWER.PreTokenGeneration refuses what would break a token", () => {
  const wrong = [
    { idTokenGeneration: { claimsToAddOrOverride: { tier: null } } },
    { idTokenGeneration: { claimsToAddOrOverride: { email_verified: { a: 1 } } } },
    { idTokenGeneration: { claimsToAddOrOverride: { address: ["a"] } } },
    { idTokenGeneration: { claimsToSuppress: [1] } },
    { accessTokenGeneration: { scopesToAdd: ["one two"] } },
    { accessTokenGeneration: { scopesToAdd: "openid" } },
    { groupOverrideDetails: [] },
    { groupOverrideDetails: { groupsToOverride: "admins" } },
    { groupOverrideDetails: { preferredRole: 1 } },
  ];
  for (const claimsAndScopeOverrideDetails of wrong) {
    assert.throws(() => tokens("V3_0", { claimsAndScopeOverrideDetails }), unrecognizable);
  }
});

test("READ_ANSWER.PreTokenGeneration keeps groups when they are absent, and removes all when they are empty", () => {
  const none = { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null };
  assert.equal(groups({}), undefined);
  assert.deepEqual(groups({ groupOverrideDetails: null }), none);
  assert.deepEqual(groups({ groupOverrideDetails: {} }), none);
  const own = { groupsToOverride: ["a"], iamRolesToOverride: ["r"], preferredRole: "r" };
  assert.deepEqual(groups({ groupOverrideDetails: own }), own);
});

test("READ_ANSWER.PreTokenGeneration keeps a claim named __proto__ a claim", () => {
  const payload: unknown = JSON.parse(
    `{"response":{"claimsOverrideDetails":{"claimsToAddOrOverride":{"__proto__":"x"}}}}`,
  );
  const event = preTokenGenerationEvent(scene, "TokenGeneration_Authentication", "V1_0", {
    userAttributes,
    groupConfiguration: { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null },
    scopes: [],
  });
  const { idToken } = READ_ANSWER.PreTokenGeneration(payload, event);
  assert.deepEqual(Object.entries(idToken.claimsToAddOrOverride), [["__proto__", "x"]]);
});

test("READ_ANSWER.UserMigration reads the user, or that there is none", () => {
  assert.equal(migrate({}), undefined);
  assert.equal(migrate({ userAttributes: {} }), undefined);
  assert.deepEqual(migrate({ userAttributes: { email: "a@example.com" }, finalUserStatus: "RESET_REQUIRED" }), {
    userAttributes: { email: "a@example.com" },
    forceAliasCreation: false,
    enableSMSMFA: false,
    finalUserStatus: "RESET_REQUIRED",
    suppressMessage: false,
    desiredDeliveryMediums: ["SMS"],
  });
  assert.deepEqual(
    migrate({
      userAttributes: { email: "a@example.com" },
      forceAliasCreation: true,
      enableSMSMFA: true,
      finalUserStatus: "CONFIRMED",
      messageAction: "SUPPRESS",
      desiredDeliveryMediums: ["EMAIL"],
    }),
    {
      userAttributes: { email: "a@example.com" },
      forceAliasCreation: true,
      enableSMSMFA: true,
      finalUserStatus: "CONFIRMED",
      suppressMessage: true,
      desiredDeliveryMediums: ["EMAIL"],
    },
  );
  for (const wrong of [
    { userAttributes: { email_verified: true } },
    { userAttributes: ["email"] },
    { userAttributes: { a: "b" }, forceAliasCreation: "true" },
    { userAttributes: { a: "b" }, finalUserStatus: 1 },
    { userAttributes: { a: "b" }, desiredDeliveryMediums: "EMAIL" },
    { userAttributes: { a: "b" }, desiredDeliveryMediums: ["FAX"] },
  ]) {
    assert.throws(() => migrate(wrong), unrecognizable);
  }
});

test("READ_ANSWER.CustomMessage takes null for the pool's own template", () => {
  assert.deepEqual(message({ smsMessage: null, emailMessage: "Your code: {####}", emailSubject: "Hello" }), {
    smsMessage: undefined,
    emailMessage: "Your code: {####}",
    emailSubject: "Hello",
  });
  assert.throws(() => message({ emailMessage: 1 }), unrecognizable);
});

test("READ_ANSWER.CustomMessage wants the code in every text, and the username in invitations", () => {
  for (const text of ["No code here", "", "{###}"]) {
    assert.throws(() => message({ smsMessage: text }), unrecognizable);
    assert.throws(() => message({ emailMessage: text }), unrecognizable);
  }
  assert.throws(() => message({ emailMessage: "{####}" }, "AdminCreateUser"), unrecognizable);
  assert.throws(() => message({ smsMessage: "{####}" }, "AdminCreateUser"), unrecognizable);
  assert.equal(message({ smsMessage: "{username} {####}" }, "AdminCreateUser").smsMessage, "{username} {####}");
});

test("READ_ANSWER.CustomMessage wants a link in an e-mail that verifies by link", () => {
  assert.ok(byLink("Please {##Click Here##}").emailMessage);
  assert.ok(byLink("{####} {##Verify my address##}").emailMessage);
  for (const text of ["{####}", "{##Click Here", "nothing", "{##".repeat(6_000)]) {
    assert.throws(() => byLink(text), unrecognizable);
  }
});

test("READ_ANSWER.CustomMessage holds texts to their sizes in characters, the code's own included", () => {
  assert.ok(message({ smsMessage: filled(140), emailMessage: filled(20_000), emailSubject: "x".repeat(140) }));
  assert.ok(message({ smsMessage: filled(140, "😀"), emailMessage: filled(20_000, "😀") }));
  assert.throws(() => message({ smsMessage: filled(141) }), unrecognizable);
  assert.throws(() => message({ emailMessage: filled(20_001, "😀") }), unrecognizable);
  assert.throws(() => message({ emailSubject: "x".repeat(141) }), unrecognizable);
  const password = { codeLength: 8, linkVerification: false };
  assert.ok(message({ smsMessage: filled(138) }, "ForgotPassword", password));
  assert.throws(() => message({ smsMessage: filled(139) }, "ForgotPassword", password), unrecognizable);
});
