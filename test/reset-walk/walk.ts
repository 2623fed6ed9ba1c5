/** One walk: steps taken in a world and in the model at once, compared after each. */
import assert from "node:assert/strict";
import { FACTORS } from "../../src/testing/authenticator.ts";
import { seededRandom } from "../../src/testing/seeded-random.ts";
import { startWorld, type World } from "../../src/testing/world.ts";
import { Model } from "./model.ts";
import { NAMES, Scene, type Clients, type Name } from "./scene.ts";
import {
  administer,
  create,
  preferFactor,
  setContact,
  setPassword,
  type PreferFactor,
  type SetContact,
  type SetPassword,
} from "./steps/administration.ts";
import { answer, type Answer } from "./steps/answers.ts";
import { adminReset, confirm, forgot, print, type AdminReset, type Confirm, type Forgot } from "./steps/resets.ts";
import { begin, signInAtOnce, type Begin, type SignIn } from "./steps/sign-in.ts";
import {
  change,
  refreshTokens,
  revoke,
  useToken,
  type Change,
  type Refresh,
  type Revoke,
  type UseToken,
} from "./steps/tokens.ts";

/** A step as data, so that a failing walk can be shrunk and shown. */
export type Step =
  | {
      readonly do: "create" | "delete" | "enable" | "disable" | "adminSignOut" | "print" | "sweep";
      readonly who: Name;
    }
  | { readonly do: "wait"; readonly who: Name; readonly ms: number }
  | AdminReset
  | Forgot
  | Confirm
  | SetPassword
  | SetContact
  | PreferFactor
  | SignIn
  | Begin
  | Answer
  | Change
  | UseToken
  | Refresh
  | Revoke;

const wait = (scene: Scene, ms: number): void => {
  scene.world.clock.advance(ms);
  scene.model.now = scene.world.clock.now();
};

const perform = async (scene: Scene, step: Step): Promise<void> => {
  switch (step.do) {
    case "adminReset":
      return adminReset(scene, step);
    case "forgot":
      return forgot(scene, step);
    case "print":
      return print(scene, step.who);
    case "confirm":
      return confirm(scene, step);
    case "signIn":
      return signInAtOnce(scene, step);
    case "begin":
      return begin(scene, step);
    case "answer":
      return answer(scene, step);
    case "change":
      return change(scene, step);
    case "getUser":
    case "signOut":
    case "registerApp":
      return useToken(scene, step);
    case "refresh":
      return refreshTokens(scene, step);
    case "revoke":
      return revoke(scene, step);
    case "wait":
      return wait(scene, step.ms);
    case "sweep":
      await scene.world.server.sweeper.sweep();
      return;
    case "set":
      return setPassword(scene, step);
    case "contact":
      return setContact(scene, step);
    case "factor":
      return preferFactor(scene, step);
    case "create":
      return create(scene, step.who);
    case "delete":
    case "enable":
    case "disable":
    case "adminSignOut":
      return administer(scene, step.do, step.who);
  }
};

/** The salt of each user's password: it changes with every password, and with nothing else. */
type Salts = Map<string, string>;

/** The invariant: a password is another one exactly if the model says that this step proved the right to change it. */
const requireSamePasswords = async (
  { world, model }: Scene,
  salts: Salts,
  before: ReadonlyMap<string, number>,
): Promise<void> => {
  for (const { sub, username, passwords } of model.people.values()) {
    const credential = await world.server.store.reader.credentials.find({ poolId: world.pool.UserPoolId, sub });
    const salt = Buffer.from(credential?.salt ?? []).toString("hex");
    const isAllowed = before.get(sub) !== passwords;
    assert.equal(salts.get(sub) !== salt, isAllowed, `the password of ${username} changed`);
    salts.set(sub, salt);
  }
};

const take = async (scene: Scene, salts: Salts, step: Step): Promise<void> => {
  const before = new Map([...scene.model.people.values()].map((person) => [person.sub, person.passwords]));
  await perform(scene, step);
  assert.equal(scene.world.inbox.all.length, scene.messages, "messages");
  await requireSamePasswords(scene, salts, before);
};

const FLOWS = [
  "ALLOW_USER_PASSWORD_AUTH",
  "ALLOW_ADMIN_USER_PASSWORD_AUTH",
  "ALLOW_USER_SRP_AUTH",
  "ALLOW_CUSTOM_AUTH",
  "ALLOW_USER_AUTH",
] as const;

const REFRESHING = [...FLOWS, "ALLOW_REFRESH_TOKEN_AUTH"] as const;

const startClients = async ({ call, pool, client }: World): Promise<Clients> => {
  const hiding = await call.CreateUserPoolClient({
    ...pool,
    ClientName: "hiding",
    PreventUserExistenceErrors: "ENABLED",
    ExplicitAuthFlows: REFRESHING,
  });
  const rotating = await call.CreateUserPoolClient({
    ...pool,
    ClientName: "rotating",
    RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 30 },
    ExplicitAuthFlows: FLOWS,
  });
  return {
    telling: { id: client.ClientId, hides: false, rotates: false },
    hiding: { id: hiding.UserPoolClient?.ClientId ?? "", hides: true, rotates: false },
    rotating: { id: rotating.UserPoolClient?.ClientId ?? "", hides: false, rotates: true },
  };
};

/** Functions that want the password first, then the answer 42. */
const askRiddles = async ({ functions, updatePool }: World): Promise<void> => {
  const DefineAuthChallenge = functions.set("define", (event) => {
    const asked = JSON.stringify(event.request["session"]);
    const isAsked = (name: string) => asked.includes(`"challengeName":"${name}"`);
    const failAuthentication = asked.includes('"challengeResult":false');
    const issueTokens = isAsked("CUSTOM_CHALLENGE") && !failAuthentication;
    const challengeName = isAsked("PASSWORD_VERIFIER") ? "CUSTOM_CHALLENGE" : "PASSWORD_VERIFIER";
    return { ...event, response: { challengeName, issueTokens, failAuthentication } };
  });
  const CreateAuthChallenge = functions.set("create", (event) => event);
  const VerifyAuthChallengeResponse = functions.set("verify", (event) => ({
    ...event,
    response: { answerCorrect: event.request["challengeAnswer"] === "42" },
  }));
  await updatePool({ LambdaConfig: { DefineAuthChallenge, CreateAuthChallenge, VerifyAuthChallengeResponse } });
};

/** Walks; the seed decides the codes. */
export const walk = async (seed: number, steps: readonly Step[]): Promise<void> => {
  await using world = await startWorld({
    random: seededRandom(String(seed)),
    pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP"] } } },
    client: { ExplicitAuthFlows: REFRESHING },
  });
  await askRiddles(world);
  await world.call.SetUserPoolMfaConfig({ ...world.pool, MfaConfiguration: "OPTIONAL", ...FACTORS });
  const scene = new Scene(world, await startClients(world), new Model(world.clock.now()));
  const salts: Salts = new Map();
  for (const who of NAMES) await take(scene, salts, { do: "create", who });
  for (const step of steps) await take(scene, salts, step);
};
