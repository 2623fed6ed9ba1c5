import assert from "node:assert/strict";
import { test } from "node:test";
import type { Pool, PoolSettings } from "./pool.ts";
import { allowsPasskeys, isOriginAllowed, relyingPartyIdOf, userVerificationOf } from "./relying-party.ts";

const aPool = (settings: PoolSettings): Pool => ({
  id: "eu-west-1_AbCdEfGhI",
  name: "people",
  settings,
  createdAt: 0,
  modifiedAt: 0,
  version: 1,
});

const configured = (webAuthn: NonNullable<PoolSettings["mfa"]>["webAuthn"]): PoolSettings => ({
  mfa: { softwareToken: false, webAuthn },
});

test("relyingPartyIdOf is the pool's setting, else its custom domain, else that of its prefix", () => {
  const prefix = { Domain: "shop" };
  const custom = { ...prefix, CustomDomain: "login.Example.com" };
  assert.equal(relyingPartyIdOf(aPool({})), undefined);
  assert.equal(relyingPartyIdOf(aPool(configured({}))), undefined);
  assert.equal(relyingPartyIdOf(aPool(prefix)), "shop.auth.eu-west-1.amazoncognito.com");
  assert.equal(relyingPartyIdOf(aPool(custom)), "login.example.com");
  assert.equal(relyingPartyIdOf(aPool({ ...custom, ...configured({ relyingPartyId: "Example.com" }) })), "example.com");
});

test("allowsPasskeys where WEB_AUTHN is a first factor", () => {
  assert.equal(allowsPasskeys(aPool({})), false);
  const allowing = (factors: readonly ("PASSWORD" | "WEB_AUTHN")[]) =>
    allowsPasskeys(aPool({ Policies: { SignInPolicy: { AllowedFirstAuthFactors: factors } } }));
  assert.deepEqual([allowing(["PASSWORD"]), allowing(["PASSWORD", "WEB_AUTHN"])], [false, true]);
});

test("userVerificationOf is preferred until the pool demands it", () => {
  assert.equal(userVerificationOf(aPool({})), "preferred");
  assert.equal(userVerificationOf(aPool(configured({ factorConfiguration: "SINGLE_FACTOR" }))), "preferred");
  assert.equal(userVerificationOf(aPool(configured({ userVerification: "required" }))), "required");
  const twoFactors = configured({
    userVerification: "preferred",
    factorConfiguration: "MULTI_FACTOR_WITH_USER_VERIFICATION",
  });
  assert.equal(userVerificationOf(aPool(twoFactors)), "required");
});

test("isOriginAllowed takes the domain and those below it over HTTPS, and localhost in development", () => {
  const allowed: readonly (readonly [string, string])[] = [
    ["example.com", "https://example.com"],
    ["example.com", "https://example.com:8443"],
    ["example.com", "https://login.eu.example.com"],
    ["localhost", "http://localhost"],
    ["localhost", "http://localhost:9229"],
    ["localhost", "https://localhost:3000"],
  ];
  for (const [relyingPartyId, origin] of allowed) assert.ok(isOriginAllowed(relyingPartyId, origin), origin);
  const refused: readonly (readonly [string, string])[] = [
    ["example.com", "http://example.com"],
    ["example.com", "https://badexample.com"],
    ["example.com", "https://example.com.evil.org"],
    ["example.com", "https://evil.org/https://example.com"],
    ["example.com", "https://example.com@evil.org"],
    ["example.com", "https://user@example.com"],
    ["example.com", "https://example.com/"],
    ["example.com", "HTTPS://EXAMPLE.COM"],
    ["example.com", "wss://example.com"],
    ["example.com", "http://localhost:3000"],
    ["login.example.com", "https://example.com"],
    ["localhost", "http://localhost.evil.org"],
    ["localhost", "http://127.0.0.1:3000"],
    ["localhost", "ftp://localhost"],
    ["example.com", "null"],
    ["example.com", ""],
  ];
  for (const [relyingPartyId, origin] of refused) assert.ok(!isOriginAllowed(relyingPartyId, origin), origin);
});
