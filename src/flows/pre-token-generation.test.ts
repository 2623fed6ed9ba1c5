import assert from "node:assert/strict";
import { test } from "node:test";
import type { PreTokenGenerationAnswer } from "../triggers/answers.ts";
import { applyTokenAnswer, type TokenClaims } from "./pre-token-generation.ts";

const CLIENT = "client1";

const issued: TokenClaims = {
  id: {
    sub: "s",
    "cognito:groups": ["g"],
    "cognito:roles": ["r"],
    "cognito:preferred_role": "r",
    iss: "i",
    "cognito:username": "ada",
    email: "ada@example.com",
    "dev:custom:x": "1",
    origin_jti: "o",
    aud: CLIENT,
    event_id: "e",
    token_use: "id",
    auth_time: 1,
    exp: 3,
    iat: 2,
    jti: "j",
  },
  access: {
    sub: "s",
    "cognito:groups": ["g"],
    iss: "i",
    client_id: CLIENT,
    origin_jti: "o",
    event_id: "e",
    token_use: "access",
    scope: "aws.cognito.signin.user.admin",
    auth_time: 1,
    exp: 3,
    iat: 2,
    jti: "j",
    username: "ada",
  },
};

const answer = (change: {
  id?: Partial<PreTokenGenerationAnswer["idToken"]>;
  access?: Partial<PreTokenGenerationAnswer["accessToken"]>;
  groups?: PreTokenGenerationAnswer["groups"];
}): PreTokenGenerationAnswer => ({
  idToken: { claimsToAddOrOverride: {}, claimsToSuppress: [], ...change.id },
  accessToken: {
    claimsToAddOrOverride: {},
    claimsToSuppress: [],
    scopesToAdd: [],
    scopesToSuppress: [],
    ...change.access,
  },
  groups: change.groups,
});

/** What no function may change, in either token, by any means but groups. */
const NEVER_CHANGEABLE = [
  ..."sub iss exp iat auth_time jti origin_jti token_use nonce at_hash acr amr azp nbf identities event_id".split(" "),
  ..."client_id device_key version username".split(" "),
  ..."cognito:username cognito:groups cognito:roles cognito:preferred_role cognito:anything".split(" "),
];

test("applyTokenAnswer changes nothing for an empty answer", () => {
  assert.deepEqual(applyTokenAnswer(issued, answer({}), CLIENT), issued);
});

test("applyTokenAnswer never adds nor overrides a claim that says whose token it is, whose it is for or how long", () => {
  const claimsToAddOrOverride = Object.fromEntries(NEVER_CHANGEABLE.map((claim) => [claim, "forged"]));
  const forged = applyTokenAnswer(
    issued,
    answer({ id: { claimsToAddOrOverride }, access: { claimsToAddOrOverride } }),
    CLIENT,
  );
  assert.deepEqual(forged, issued);
});

test("applyTokenAnswer never leaves out such a claim, but for the groups", () => {
  const claimsToSuppress = [...NEVER_CHANGEABLE.filter((claim) => claim !== "cognito:groups"), "aud", "scope"];
  const cut = applyTokenAnswer(issued, answer({ id: { claimsToSuppress }, access: { claimsToSuppress } }), CLIENT);
  assert.deepEqual(cut, issued);
});

test("applyTokenAnswer removes the roles with the groups", () => {
  const claimsToSuppress = ["cognito:groups"];
  const { id, access } = applyTokenAnswer(
    issued,
    answer({ id: { claimsToSuppress }, access: { claimsToSuppress } }),
    CLIENT,
  );
  for (const claim of ["cognito:groups", "cognito:roles", "cognito:preferred_role"]) assert.equal(claim in id, false);
  assert.equal("cognito:groups" in access, false);
});

test("applyTokenAnswer lets an access token name its own client as the audience, and nobody else", () => {
  const withAudience = (aud: unknown) =>
    applyTokenAnswer(
      issued,
      answer({ id: { claimsToAddOrOverride: { aud } }, access: { claimsToAddOrOverride: { aud } } }),
      CLIENT,
    );
  assert.equal(withAudience(CLIENT).access["aud"], CLIENT);
  for (const aud of ["other", "", [CLIENT, "other"], null]) {
    assert.equal("aud" in withAudience(aud).access, false);
    assert.equal(withAudience(aud).id["aud"], CLIENT);
  }
});

test("applyTokenAnswer adds and overrides what is free, and suppresses what is in both lists", () => {
  const { id, access } = applyTokenAnswer(
    issued,
    answer({
      id: { claimsToAddOrOverride: { email: "x@example.com", tenant: 7, both: "b" }, claimsToSuppress: ["both"] },
      access: { claimsToAddOrOverride: { plan: { name: "free" } } },
    }),
    CLIENT,
  );
  assert.equal(id["email"], "x@example.com");
  assert.equal(id["tenant"], 7);
  assert.equal("both" in id, false);
  assert.deepEqual(access["plan"], { name: "free" });
  assert.equal("tenant" in access, false);
});

test("applyTokenAnswer lets developer attributes be left out, not changed", () => {
  const claimsToAddOrOverride = { "dev:custom:x": "2", "dev:custom:y": "3" };
  assert.deepEqual(applyTokenAnswer(issued, answer({ id: { claimsToAddOrOverride } }), CLIENT).id, issued.id);
  const { id } = applyTokenAnswer(issued, answer({ id: { claimsToSuppress: ["dev:custom:x"] } }), CLIENT);
  assert.equal("dev:custom:x" in id, false);
});

test("applyTokenAnswer replaces groups in both tokens and roles in the ID token", () => {
  const groups = { groupsToOverride: ["x", "y"], iamRolesToOverride: ["r2"], preferredRole: "r2" };
  const { id, access } = applyTokenAnswer(issued, answer({ groups }), CLIENT);
  assert.deepEqual(id["cognito:groups"], ["x", "y"]);
  assert.deepEqual(id["cognito:roles"], ["r2"]);
  assert.equal(id["cognito:preferred_role"], "r2");
  assert.deepEqual(access["cognito:groups"], ["x", "y"]);
  assert.equal("cognito:roles" in access, false);
});

test("applyTokenAnswer removes groups and roles for empty groups", () => {
  const groups = { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null };
  const { id, access } = applyTokenAnswer(issued, answer({ groups }), CLIENT);
  for (const claim of ["cognito:groups", "cognito:roles", "cognito:preferred_role"]) assert.equal(claim in id, false);
  assert.equal("cognito:groups" in access, false);
});

test("applyTokenAnswer adds scopes once and leaves out those in both lists", () => {
  const scope = (access: Partial<PreTokenGenerationAnswer["accessToken"]>) =>
    applyTokenAnswer(issued, answer({ access }), CLIENT).access["scope"];
  assert.equal(scope({ scopesToAdd: ["a/b", "a/b", "c/d"] }), "aws.cognito.signin.user.admin a/b c/d");
  assert.equal(scope({ scopesToAdd: ["a/b"], scopesToSuppress: ["a/b"] }), "aws.cognito.signin.user.admin");
  assert.equal(scope({ scopesToSuppress: ["aws.cognito.signin.user.admin"] }), undefined);
});
