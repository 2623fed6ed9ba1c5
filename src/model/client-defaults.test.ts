import assert from "node:assert/strict";
import { test } from "node:test";
import { clientSettings } from "./client-defaults.ts";

const stored = (value: object): unknown => JSON.parse(JSON.stringify(value));

const DEFAULTS = {
  RefreshTokenValidity: 30,
  AllowedOAuthFlowsUserPoolClient: false,
  EnableTokenRevocation: true,
  EnablePropagateAdditionalUserContextData: false,
  AuthSessionValidity: 3,
};

test("clientSettings of nothing are the defaults", () => {
  assert.deepEqual(stored(clientSettings({})), DEFAULTS);
});

test("clientSettings names all three units as soon as one is said", () => {
  assert.deepEqual(clientSettings({ TokenValidityUnits: { IdToken: "minutes" } }).TokenValidityUnits, {
    AccessToken: "hours",
    IdToken: "minutes",
    RefreshToken: "days",
  });
  assert.equal(clientSettings({ TokenValidityUnits: {} }).TokenValidityUnits, undefined);
});

test("clientSettings takes a refresh token's life of 0 for thirty days", () => {
  assert.equal(clientSettings({ RefreshTokenValidity: 0 }).RefreshTokenValidity, 30);
  const inHours = clientSettings({ RefreshTokenValidity: 0, TokenValidityUnits: { RefreshToken: "hours" } });
  assert.equal(inHours.RefreshTokenValidity, 0);
});

test("clientSettings takes lists for sets, and an empty one for none", () => {
  const settings = clientSettings({
    CallbackURLs: ["https://a.example", "https://b.example", "https://a.example"],
    LogoutURLs: [],
    ExplicitAuthFlows: [],
  });
  assert.deepEqual(stored(settings), { ...DEFAULTS, CallbackURLs: ["https://a.example", "https://b.example"] });
});
