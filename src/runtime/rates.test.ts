import assert from "node:assert/strict";
import { test } from "node:test";
import type { OperationName } from "../contracts/index.ts";
import type { ProvisionedLimit } from "../model/provisioned-limit.ts";
import { createRates, type Rates } from "./rates.ts";

const EXCEEDED = { name: "TooManyRequestsException", message: "Rate exceeded" };

const ratesOf = (mode: "none" | "amazon", limits: readonly ProvisionedLimit[] = []): Rates =>
  createRates({ mode, readLimits: async () => limits });

/** Sends `count` requests at the same moment, about nobody; answers how many were taken. */
const taken = async (rates: Rates, name: OperationName, count: number, challenge?: string): Promise<number> => {
  const outcomes = await Promise.allSettled(
    Array.from({ length: count }, () => rates.require({ name, challenge, who: undefined }, 0)),
  );
  return outcomes.filter(({ status }) => status === "fulfilled").length;
};

test("createRates takes ten writes and ten reads of one user in a second, and others' beside them", async () => {
  const rates = ratesOf("amazon");
  const reset = (who: string, now: number) => rates.require({ name: "AdminResetUserPassword", who }, now);
  for (let n = 0; n < 10; n += 1) await reset("ada", 0);
  await assert.rejects(reset("ada", 0), EXCEEDED);
  await rates.require({ name: "AdminGetUser", who: "ada" }, 0);
  await reset("bob", 0);
  await reset("ada", 1_000);
});

test("createRates lets what a user's rate refuses take nothing from everybody's", async () => {
  const rates = ratesOf("amazon");
  const forgot = (who: string) => rates.require({ name: "ForgotPassword", who }, 0);
  const outcomes = await Promise.allSettled(Array.from({ length: 100 }, () => forgot("ada")));
  assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 10);
  for (let n = 0; n < 20; n += 1) await forgot(`user-${n}`);
  await assert.rejects(forgot("the last"), EXCEEDED);
});

test("createRates holds a category for the whole server", async () => {
  const rates = ratesOf("amazon");
  assert.equal(await taken(rates, "ForgotPassword", 31), 30);
  await assert.rejects(rates.require({ name: "AdminResetUserPassword", who: "another" }, 0), EXCEEDED);
  await rates.require({ name: "InitiateAuth", who: undefined }, 0);
});

test("createRates counts answers to challenges by themselves, and new passwords among recoveries", async () => {
  const rates = ratesOf("amazon");
  assert.equal(await taken(rates, "InitiateAuth", 121), 120);
  assert.equal(await taken(rates, "RespondToAuthChallenge", 361, "SMS_MFA"), 360);
  assert.equal(await taken(rates, "RespondToAuthChallenge", 31, "NEW_PASSWORD_REQUIRED"), 30);
});

test("createRates holds without rates only what was set, from the next request on", async () => {
  const rates = ratesOf("none");
  assert.equal(await taken(rates, "SignUp", 100), 100);
  rates.provision({ category: "UserCreation", value: 50, version: 2 });
  rates.provision({ category: "UserCreation", value: 90, version: 1 });
  assert.equal(await taken(rates, "SignUp", 100), 50);
  for (let n = 0; n < 20; n += 1) await rates.require({ name: "InitiateAuth", who: "ada" }, 0);
});

test("createRates reads once what was set before, and again after a reading that failed", async () => {
  let readings = 0;
  const rates = createRates({
    mode: "none",
    readLimits: async () => {
      readings += 1;
      if (readings === 1) throw new Error("the disk is gone");
      return [{ category: "UserCreation", value: 60, version: 4 }];
    },
  });
  await assert.rejects(rates.require({ name: "SignUp", who: undefined }, 0), /the disk is gone/);
  assert.equal(await taken(rates, "SignUp", 100), 60);
  assert.equal(readings, 2);
});
