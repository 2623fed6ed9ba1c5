import assert from "node:assert/strict";
import { test } from "node:test";
import { allowedFlows } from "./auth-flows.ts";
import type { ClientSettings } from "./client.ts";
import type { Pool } from "./pool.ts";

const pool: Pool = { id: "us-east-1_a", name: "p", settings: {}, createdAt: 0, modifiedAt: 0, version: 1 };
const withHashes: Pool = { ...pool, settings: { UserPoolTags: { "poolhouse:password-scheme": "argon2id" } } };

const flows = (settings: ClientSettings, of: Pool = pool) =>
  [...allowedFlows(of, { settings })].map((flow) => flow.slice("ALLOW_".length)).sort();

test("allowedFlows are SRP, custom challenges and refresh where nothing is said", () => {
  assert.deepEqual(flows({}), ["CUSTOM_AUTH", "REFRESH_TOKEN_AUTH", "USER_SRP_AUTH"]);
});

test("allowedFlows are what is said, and no more", () => {
  assert.deepEqual(flows({ ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"] }), ["USER_PASSWORD_AUTH"]);
});

test("allowedFlows of legacy words add to the defaults", () => {
  assert.deepEqual(flows({ ExplicitAuthFlows: ["ADMIN_NO_SRP_AUTH", "USER_PASSWORD_AUTH"] }), [
    "ADMIN_USER_PASSWORD_AUTH",
    "CUSTOM_AUTH",
    "REFRESH_TOKEN_AUTH",
    "USER_PASSWORD_AUTH",
    "USER_SRP_AUTH",
  ]);
});

test("allowedFlows of CUSTOM_AUTH_FLOW_ONLY have no password", () => {
  assert.deepEqual(flows({ ExplicitAuthFlows: ["CUSTOM_AUTH_FLOW_ONLY", "USER_PASSWORD_AUTH"] }), [
    "CUSTOM_AUTH",
    "REFRESH_TOKEN_AUTH",
  ]);
});

test("allowedFlows have no SRP in a pool that keeps password hashes", () => {
  assert.deepEqual(flows({}, withHashes), ["CUSTOM_AUTH", "REFRESH_TOKEN_AUTH"]);
});

test("allowedFlows have no REFRESH_TOKEN_AUTH where refresh tokens rotate", () => {
  assert.deepEqual(flows({ RefreshTokenRotation: { Feature: "ENABLED" } }), ["CUSTOM_AUTH", "USER_SRP_AUTH"]);
});
