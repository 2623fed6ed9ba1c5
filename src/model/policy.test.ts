import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { required, string, structure } from "../contracts/vocabulary.ts";
import {
  decide,
  FULL_ACCESS,
  isMatch,
  parsePolicy,
  POLICY_MAX_LENGTH,
  POLICY_MAX_STATEMENTS,
  poolArn,
  requireAllowed,
  RESOURCE_MAX_LENGTH,
  resourceOf,
} from "./policy.ts";

const place = { region: "eu-central-1", accountId: "000000000000" };
const pool = poolArn(place, "eu-central-1_AbCdEf012");
const other = poolArn(place, "eu-central-1_Other0000");
const allow = (Action: unknown, Resource: unknown = "*") => ({ Effect: "Allow", Action, Resource });
const deny = (Action: unknown, Resource: unknown = "*") => ({ Effect: "Deny", Action, Resource });
const policy = (...Statement: unknown[]) => parsePolicy(JSON.stringify({ Version: "2012-10-17", Statement }));

test("decide follows Effect, Action and Resource, and Deny wins", () => {
  const reset = "cognito-idp:AdminResetUserPassword";
  const rows: readonly [string, readonly unknown[], string, string, string][] = [
    ["the action on the pool", [allow(reset, pool)], reset, pool, "allowed"],
    ["the action on another pool", [allow(reset, pool)], reset, other, "not allowed"],
    ["another action", [allow(reset, pool)], "cognito-idp:AdminGetUser", pool, "not allowed"],
    ["one of a list", [allow(["cognito-idp:ListUsers", reset], [other, pool])], reset, pool, "allowed"],
    ["the action in another case", [allow("COGNITO-IDP:adminresetuserpassword", pool)], reset, pool, "allowed"],
    ["the resource in another case", [allow(reset, pool.toLowerCase())], reset, pool, "not allowed"],
    ["a prefix of actions", [allow("cognito-idp:Admin*")], reset, pool, "allowed"],
    ["a prefix of other actions", [allow("cognito-idp:List*")], reset, pool, "not allowed"],
    ["one character", [allow("cognito-idp:AdminGetUse?")], "cognito-idp:AdminGetUser", pool, "allowed"],
    ["one character for none", [allow("cognito-idp:AdminGetUser?")], "cognito-idp:AdminGetUser", pool, "not allowed"],
    ["any pool", [allow("*", "arn:aws:cognito-idp:*:*:userpool/*")], reset, pool, "allowed"],
    [
      "any pool, for an operation without one",
      [allow("*", "arn:aws:*")],
      "cognito-idp:ListUserPools",
      "*",
      "not allowed",
    ],
    ["everything", [allow("*")], "cognito-idp:ListUserPools", "*", "allowed"],
    ["a deny after", [allow("*"), deny(reset)], reset, pool, "denied"],
    ["a deny before", [deny("cognito-idp:*", pool), allow("*")], reset, pool, "denied"],
    ["a deny elsewhere", [deny("*", other), allow("*")], reset, pool, "allowed"],
    ["another service", [allow("s3:*")], reset, pool, "not allowed"],
  ];
  for (const [what, statements, action, resource, wanted] of rows) {
    assert.equal(decide(policy(...statements), action, resource), wanted, what);
  }
  assert.equal(decide([], reset, pool), "not allowed");
  assert.equal(decide(FULL_ACCESS, reset, pool), "allowed");
});

test("requireAllowed names caller, action, resource and reason", () => {
  const arn = "arn:aws:iam::000000000000:user/ci";
  const action = "cognito-idp:AdminGetUser";
  const prefix = `User: ${arn} is not authorized to perform: ${action} on resource: ${pool}`;
  requireAllowed({ arn, policy: FULL_ACCESS }, action, pool);
  assert.throws(() => requireAllowed({ arn, policy: [] }, action, pool), {
    name: "AccessDeniedException",
    message: `${prefix} because no identity-based policy allows the ${action} action`,
  });
  assert.throws(() => requireAllowed({ arn, policy: policy(allow("*"), deny("*")) }, action, pool), {
    name: "AccessDeniedException",
    message: `${prefix} with an explicit deny in an identity-based policy`,
  });
});

test("parsePolicy takes one statement or a list, and folds runs of stars", () => {
  const single = parsePolicy(JSON.stringify({ Id: "x", Statement: { Sid: "y", ...allow("cognito-idp:A***b") } }));
  assert.deepEqual(single, [{ effect: "Allow", actions: ["cognito-idp:a*b"], resources: ["*"] }]);
});

const statement = (extra: object) => JSON.stringify({ Statement: [{ ...allow("*"), ...extra }] });

test("parsePolicy refuses what it would not obey and says what to write", () => {
  const rows: readonly [string, RegExp][] = [
    ["nonsense", /not JSON/u],
    ["[]", /must be a JSON object/u],
    ["{}", /has no Statement/u],
    [`{"Statement":[]}`, /has no Statement/u],
    [`{"Statement":["x"]}`, /Statement 1 must be a JSON object/u],
    [`{"Version":"2020-01-01","Statement":[]}`, /Version must be/u],
    [`{"Id":1,"Statement":[]}`, /Id must be a string/u],
    [`{"Statements":[]}`, /"Statements" is not accepted: the elements here are Version, Id, Statement/u],
    [statement({ Condition: {} }), /Statement 1: "Condition" is not accepted: conditions are not evaluated/u],
    [statement({ NotAction: "*" }), /"NotAction" is not accepted: list what is allowed in Action/u],
    [statement({ NotResource: "*" }), /"NotResource" is not accepted/u],
    [statement({ Principal: "*" }), /"Principal" is not accepted/u],
    [statement({ NotPrincipal: "*" }), /"NotPrincipal" is not accepted/u],
    [`{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","__proto__":1}}`, /"__proto__" is not accepted/u],
    [statement({ Sid: 1 }), /Sid must be a string/u],
    [statement({ Effect: "allow" }), /Effect must be "Allow" or "Deny"/u],
    [statement({ Action: undefined }), /Action must be a string or a list/u],
    [statement({ Action: [] }), /Action must name at least one/u],
    [statement({ Action: [""] }), /none of them empty/u],
    [statement({ Action: "AdminGetUser" }), /"AdminGetUser" is not an action; write it like/u],
    [statement({ Resource: 1 }), /Resource must be a string or a list/u],
    [statement({ Resource: "eu-central-1_AbCdEf012" }), /is not an ARN; write it like/u],
    [
      statement({ Resource: "arn:aws:cognito-idp:*:*:userpool/${aws:username}" }),
      /policy variables are not evaluated/u,
    ],
    [" ".repeat(POLICY_MAX_LENGTH + 1), /shorten it to at most 6144/u],
    [
      JSON.stringify({ Statement: Array.from({ length: POLICY_MAX_STATEMENTS + 1 }, () => allow("*")) }),
      /join them into at most 50/u,
    ],
  ];
  for (const [text, message] of rows) assert.throws(() => parsePolicy(text), { name: "Error", message });
});

test("resourceOf names the pool by the members that the operation has", () => {
  const onPool = structure({ UserPoolId: required(string()) });
  const onArn = structure({ ResourceArn: required(string()) });
  const neither = structure({ Domain: string() });
  const UserPoolId = "eu-central-1_AbCdEf012";
  assert.equal(resourceOf(onPool, { UserPoolId }, place), pool);
  assert.equal(resourceOf(onArn, { ResourceArn: other }, place), other);
  assert.equal(resourceOf(neither, { UserPoolId, ResourceArn: other }, place), "*");
  for (const json of [{}, { UserPoolId: null }, { UserPoolId: [UserPoolId] }, null, [], "x", 1])
    assert.equal(resourceOf(onPool, json, place), "*");
});

test("resourceOf is not misled by a member that the operation ignores", () => {
  const tagResource = structure({ ResourceArn: required(string()) });
  const json = { UserPoolId: "eu-central-1_AbCdEf012", ResourceArn: other };
  assert.equal(resourceOf(tagResource, json, place), other);
  const mine = policy(allow("cognito-idp:*", pool));
  assert.equal(decide(mine, "cognito-idp:TagResource", resourceOf(tagResource, json, place)), "not allowed");
});

test("resourceOf is bounded, whatever a caller calls a pool", () => {
  const onPool = structure({ UserPoolId: string() });
  assert.equal(resourceOf(onPool, { UserPoolId: "x".repeat(1_000_000) }, place).length, RESOURCE_MAX_LENGTH);
});

test("isMatch agrees with the obvious definition", () => {
  const obvious = (pattern: string, text: string): boolean => {
    const [first] = pattern;
    if (first === undefined) return text === "";
    const rest = pattern.slice(1);
    if (first === "*") return obvious(rest, text) || (text !== "" && obvious(pattern, text.slice(1)));
    return text !== "" && (first === "?" || first === text[0]) && obvious(rest, text.slice(1));
  };
  const unit = fc.constantFrom("a", "b", "*", "?");
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 8 }), fc.string({ unit, maxLength: 10 }), (pattern, text) => {
      assert.equal(isMatch(pattern, text), obvious(pattern, text));
    }),
    { numRuns: 3_000 },
  );
});

test("isMatch ends on patterns that make regular expressions explode", () => {
  assert.equal(isMatch(`${"a*".repeat(1_000)}b`, "a".repeat(RESOURCE_MAX_LENGTH)), false);
  assert.equal(isMatch(`${"*?".repeat(1_000)}b`, "a".repeat(RESOURCE_MAX_LENGTH)), false);
});
