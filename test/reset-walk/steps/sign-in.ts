/** Where sign-ins begin, in every flow, and what each leads to. */
import { createSrpClient } from "../../../src/testing/srp-client.ts";
import {
  CHALLENGED,
  factorContacts,
  OK,
  SIGN_IN_LIFETIME,
  type Code,
  type Factor,
  type Outcome,
  type Person,
} from "../model.ts";
import type { Door, Name, Scene, Step, Typed } from "../scene.ts";
import { askFirstCode, canSignInByCode } from "../code-model.ts";
import { pending, signIn, toldFirst, type Waiting } from "../sign-in-model.ts";
import type { Client } from "../token-model.ts";

/** A sign-in in one call. */
export interface SignIn {
  readonly do: "signIn";
  readonly who: Name;
  readonly by: Door;
  /** Whether the password comes as the answer to a choice. */
  readonly chosen: boolean;
  readonly password: Typed;
}

/** A sign-in whose first answer is a challenge: it is answered later, or never. */
export interface Begin {
  readonly do: "begin";
  readonly who: Name;
  readonly by: Door;
  readonly flow: "srp" | "chosenSrp" | "customSrp" | "code";
}

type Asked = { readonly AuthFlow: "USER_PASSWORD_AUTH" | "USER_SRP_AUTH" | "USER_AUTH" | "CUSTOM_AUTH" } & {
  readonly AuthParameters: Readonly<Record<string, string>>;
};

/** Sends the first call; what it answered, or how it was refused. */
const initiate = async (scene: Scene, by: Door, { AuthFlow, AuthParameters }: Asked) => {
  const { call, pool } = scene.world;
  const ClientId = scene.clientAt(by).id;
  let step: Step | undefined;
  const sent =
    by === "administrator"
      ? call.AdminInitiateAuth({
          ...pool,
          ClientId,
          AuthFlow: AuthFlow === "USER_PASSWORD_AUTH" ? "ADMIN_USER_PASSWORD_AUTH" : AuthFlow,
          AuthParameters,
        })
      : call.InitiateAuth({ ClientId, AuthFlow, AuthParameters });
  const outcome = await scene.outcome(sent.then((given) => (step = given)));
  return { step, outcome: step?.ChallengeName ?? outcome };
};

const isFactor = (outcome: Outcome): outcome is Factor => Object.hasOwn(factorContacts, outcome);

/** Keeps what a step led to after the first factor: tokens, or the challenge that waits. */
export const arrive = (scene: Scene, person: Person, client: Client, step: Step, outcome: Outcome): void => {
  if (outcome === OK) return scene.signedIn(person, client, step);
  const { username: name } = person;
  const begun = { name, of: person, hidden: client.hides };
  if (outcome === CHALLENGED) {
    scene.hold({ pending: pending(scene.model, { ...begun, waits: "newPassword" }), client, session: step.Session });
    return;
  }
  if (!isFactor(outcome)) return;
  const contact = factorContacts[outcome];
  if (contact !== undefined) {
    const value = scene.receive(person[contact].value);
    person.factorCode = { value, contact, until: scene.model.now + SIGN_IN_LIFETIME, tries: 0 };
  }
  const sent = contact === undefined ? {} : { code: person.factorCode, sentTo: person[contact].value };
  scene.hold({
    pending: pending(scene.model, { ...begun, waits: "factor", factor: outcome, ...sent }),
    client,
    session: step.Session,
  });
};

export const signInAtOnce = async (scene: Scene, { who, by, chosen, password }: SignIn): Promise<void> => {
  const person = scene.model.people.get(who);
  const typed = scene.typed(person, password);
  const client = scene.clientAt(by);
  const named = { USERNAME: who, PASSWORD: typed };
  const { step, outcome } = await initiate(
    scene,
    by,
    chosen
      ? { AuthFlow: "USER_AUTH", AuthParameters: { ...named, PREFERRED_CHALLENGE: "PASSWORD" } }
      : { AuthFlow: "USER_PASSWORD_AUTH", AuthParameters: named },
  );
  scene.requireOutcome(outcome, signIn(scene.model, who, typed, client.hides));
  if (person !== undefined && step !== undefined) arrive(scene, person, client, step, outcome);
};

/** Asks for a code that signs in by itself; where the user cannot have one, for the list of what there is. */
const beginCode = async (scene: Scene, { who, by }: Begin): Promise<void> => {
  const { model } = scene;
  const person = model.people.get(who);
  const client = scene.clientAt(by);
  const hidden = client.hides;
  const { step, outcome } = await initiate(scene, by, {
    AuthFlow: "USER_AUTH",
    AuthParameters: { USERNAME: who, PREFERRED_CHALLENGE: "EMAIL_OTP" },
  });
  scene.requireOutcome(outcome, askFirstCode(model, who, hidden));
  if (step === undefined) return;
  const begun = { name: who, of: person, hidden };
  if (outcome === "SELECT_CHALLENGE") {
    scene.hold({ pending: pending(model, { ...begun, waits: "select" }), client, session: step.Session });
    return;
  }
  const sentTo = person !== undefined && canSignInByCode(person) ? person.email.value : undefined;
  const value = sentTo === undefined ? undefined : scene.receive(sentTo);
  const contact = sentTo === undefined ? null : "email";
  const code: Code = { value, contact, until: model.now + SIGN_IN_LIFETIME, tries: 0 };
  (person ?? model.stranger(who)).firstCode = code;
  const waiting = pending(model, { ...begun, waits: "firstCode", code, sentTo });
  scene.hold({ pending: waiting, client, session: step.Session });
};

const flows = {
  srp: { AuthFlow: "USER_SRP_AUTH", parameters: {} },
  chosenSrp: { AuthFlow: "USER_AUTH", parameters: { PREFERRED_CHALLENGE: "PASSWORD_SRP" } },
  customSrp: { AuthFlow: "CUSTOM_AUTH", parameters: { CHALLENGE_NAME: "SRP_A" } },
} as const;

const beginSrp = async (scene: Scene, who: Name, by: Door, waits: keyof typeof flows & Waiting): Promise<void> => {
  const person = scene.model.people.get(who);
  const client = scene.clientAt(by);
  const srp = await createSrpClient();
  const { AuthFlow, parameters } = flows[waits];
  const { step, outcome } = await initiate(scene, by, {
    AuthFlow,
    AuthParameters: { USERNAME: who, SRP_A: srp.SRP_A, ...parameters },
  });
  scene.requireOutcome(outcome, toldFirst(person, client.hides) ?? "PASSWORD_VERIFIER");
  if (step === undefined) return;
  scene.hold({
    pending: pending(scene.model, { waits, name: who, of: person, hidden: client.hides }),
    client,
    session: step.Session,
    srp: { client: srp, parameters: step.ChallengeParameters ?? {} },
  });
};

export const begin = (scene: Scene, step: Begin): Promise<void> =>
  step.flow === "code" ? beginCode(scene, step) : beginSrp(scene, step.who, step.by, step.flow);
