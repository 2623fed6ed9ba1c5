/** Amplify's Auth category in Node: the application that most users of this server write, with nothing changed but an endpoint. */
import assert from "node:assert/strict";
import { Amplify } from "aws-amplify";
import type { SignInOutput } from "aws-amplify/auth";
import { cognitoUserPoolsTokenProvider } from "aws-amplify/auth/cognito";
import { ConsoleLogger } from "aws-amplify/utils";
import { startWorld, type World, type WorldOptions } from "../src/testing/world.ts";

/** What an application keeps on a device between two starts. */
const createStorage = () => {
  const values = new Map<string, string>();
  return {
    setItem: async (key: string, value: string) => void values.set(key, value),
    getItem: async (key: string) => values.get(key) ?? null,
    removeItem: async (key: string) => void values.delete(key),
    clear: async () => {
      values.clear();
    },
  };
};

/** Amplify is on another device from now on: nobody is signed in on it, and nobody has been. */
export const takeNewDevice = (): void => {
  cognitoUserPoolsTokenProvider.setKeyValueStorage(createStorage());
};

/** A world with the clock of this machine, which Amplify reads, and Amplify on a new device pointed at it. */
export const startAmplifyWorld = async (options: WorldOptions = {}): Promise<World> => {
  const world = await startWorld(options);
  world.clock.set(Date.now());
  const { endpoint } = await world.listen();
  // That the endpoint is not Amazon's is the point.
  ConsoleLogger.LOG_LEVEL = "ERROR";
  const Cognito = {
    userPoolId: world.pool.UserPoolId,
    userPoolClientId: world.client.ClientId,
    userPoolEndpoint: endpoint,
  };
  Amplify.configure({ Auth: { Cognito } });
  takeNewDevice();
  return world;
};

type Step = SignInOutput["nextStep"];

const isStep = <S extends Step["signInStep"]>(
  asked: Step,
  step: S,
): asked is Extract<Step, { readonly signInStep: S }> => asked.signInStep === step;

/** What Amplify tells of the step that it asks for, if it is this one. */
export const requireStep = <S extends Step["signInStep"]>({ isSignedIn, nextStep }: SignInOutput, step: S) => {
  assert.ok(isStep(nextStep, step), `${nextStep.signInStep} is asked for, not ${step}`);
  assert.equal(isSignedIn, step === "DONE");
  return nextStep;
};
