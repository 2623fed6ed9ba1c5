import assert from "node:assert/strict";
import { test } from "node:test";
import { finding, NO_RISK, type AuthEvent } from "./auth-event.ts";

const event: AuthEvent = {
  poolId: "us-east-1_Example00",
  sub: "sub",
  id: "id",
  type: "SignIn",
  response: "InProgress",
  challenges: [],
  context: {},
  risk: { RiskDecision: "AccountTakeover", RiskLevel: "High", CompromisedCredentialsDetected: false },
  createdAt: 0,
  username: "ada",
  clientId: "client",
  logsTo: undefined,
};

test("finding adds a password that others know to what the sign-in was found to be", () => {
  const found = finding(event, { RiskDecision: "NoRisk", CompromisedCredentialsDetected: true });
  assert.deepEqual(found.risk, { ...event.risk, CompromisedCredentialsDetected: true });
  assert.deepEqual(finding(found, NO_RISK), found);
  assert.equal(finding(undefined, NO_RISK), undefined);
});
