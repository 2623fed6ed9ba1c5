/** What the documentation says of sign-ins: how far each goes, and what its sessions are worth afterwards. */
import {
  CHALLENGED,
  fail,
  fits,
  forgive,
  lockedUntil,
  OK,
  SAYS,
  SIGN_IN_LIFETIME,
  use,
  type Code,
  type Factor,
  type Model,
  type Outcome,
  type Person,
} from "./model.ts";

/** What a sign-in waits for. The three that SRP proves differ in what binds them. */
export type Waiting = "srp" | "chosenSrp" | "customSrp" | "custom" | "select" | "firstCode" | "newPassword" | "factor";

/** A sign-in on its way. */
export interface Pending {
  readonly waits: Waiting;
  /** As it was typed. */
  readonly name: string;
  /** Nobody's is undefined, where the client hides who exists. */
  readonly of: Person | undefined;
  readonly hidden: boolean;
  /** How often the password had been changed: what is proven of it is bound to that one. */
  readonly passwords: number | undefined;
  readonly until: number;
  readonly factor?: Factor | undefined;
  /** The code that was sent for it, and to which address. */
  readonly code?: Code | undefined;
  readonly sentTo?: string | undefined;
  /** Its session or its SECRET_BLOCK was used. */
  spent: boolean;
}

export const pending = (
  model: Model,
  begun: Pick<Pending, "waits" | "name" | "of" | "hidden"> & Partial<Pending>,
): Pending => ({
  passwords: begun.of?.passwords,
  until: model.now + SIGN_IN_LIFETIME,
  spent: false,
  ...begun,
});

/** What the user's state answers to every entrance. */
export const barOf = ({ enabled, status }: Person): Outcome | undefined => {
  if (!enabled) return SAYS.disabled;
  return status === "RESET_REQUIRED" ? SAYS.resetRequired : undefined;
};

/** What is answered before anything is proven, where it may be told. */
export const toldFirst = (person: Person | undefined, hidden: boolean): Outcome | undefined => {
  if (hidden) return undefined;
  return person === undefined ? SAYS.unknownUser : barOf(person);
};

/** Whom the session still stands for. */
const isHere = (model: Model, { of }: Pending): boolean => of === undefined || model.people.get(of.username) === of;

/** What an answer to a session that is none any more is told; undefined while it stands. */
export const sessionEnd = (model: Model, waiting: Pending): Outcome | undefined => {
  if (waiting.spent) return SAYS.spentSession;
  if (model.now >= waiting.until) return SAYS.expiredSession;
  return isHere(model, waiting) ? undefined : SAYS.badSession;
};

/** What a try with a password is refused with; undefined when it proved it, and nothing bars the user. */
export const provePassword = (
  model: Model,
  name: string,
  person: Person | undefined,
  isRight: boolean,
): Outcome | undefined => {
  const subject = person ?? model.stranger(name);
  if (model.now < lockedUntil(subject)) return SAYS.locked;
  if (person === undefined || !isRight) {
    fail(subject, model.now);
    return SAYS.incorrect;
  }
  const bar = barOf(person);
  if (bar !== undefined) return bar;
  return model.now >= person.temporaryUntil ? SAYS.temporaryExpired : undefined;
};

/** What the second factor asks; `OK` where there is none. Nothing is counted by it. */
const factorStep = (model: Model, person: Person): Outcome => {
  const { factor } = person;
  if (factor === undefined) return OK;
  return factor !== "SOFTWARE_TOKEN_MFA" && !fits(person, "factorMessage", model.now) ? SAYS.rate : factor;
};

/** What follows a proven password: the next challenge, or `OK` for the tokens. Nothing is counted by it. */
export const stepAfterPassword = (model: Model, person: Person): Outcome =>
  person.status === "FORCE_CHANGE_PASSWORD" ? CHALLENGED : factorStep(model, person);

/** The step is taken: a message is on its way, or tokens are issued and failures forgotten. */
export const takeStep = (model: Model, person: Person, step: Outcome): void => {
  if (step === OK) forgive(person);
  if (step === "SMS_MFA" || step === "EMAIL_OTP") use(person, "factorMessage", model.now);
};

/** A sign-in with a password in one call. */
export const signIn = (model: Model, name: string, password: string, hidden: boolean): Outcome => {
  const person = model.find(name);
  const refusal =
    toldFirst(person, hidden) ??
    provePassword(model, name, person, person !== undefined && person.password === password);
  if (refusal !== undefined || person === undefined) return refusal ?? SAYS.incorrect;
  const step = stepAfterPassword(model, person);
  takeStep(model, person, step);
  return step;
};

/** What the answer to PASSWORD_VERIFIER is told; `password` is what its proof was made with, `foreign` another client's. */
export const answerSrp = (model: Model, waiting: Pending, password: string, foreign: boolean): Outcome => {
  const { waits, name, of, hidden } = waiting;
  if (waits === "srp") {
    if (foreign || model.now >= waiting.until || !isHere(model, waiting)) return SAYS.incorrect;
  } else {
    const end = foreign ? SAYS.badSession : sessionEnd(model, waiting);
    if (end !== undefined) return end;
  }
  const told = toldFirst(of, hidden);
  if (told !== undefined) return told;
  const isLocked = model.now < lockedUntil(of ?? model.stranger(name));
  const isRight = of !== undefined && of.password === password && of.passwords === waiting.passwords;
  const refusal = provePassword(model, name, of, isRight);
  if (refusal !== undefined || of === undefined) {
    // A wrong answer ends a sign-in that the pool's functions decide.
    if (waits === "customSrp" && !isRight && !isLocked) waiting.spent = true;
    return refusal ?? SAYS.incorrect;
  }
  if (waits === "customSrp") {
    waiting.spent = true;
    return "CUSTOM_CHALLENGE";
  }
  const step = stepAfterPassword(model, of);
  if (step === SAYS.rate) return step;
  // The proof is good, and worth nothing the second time.
  if (waiting.spent) return SAYS.incorrect;
  waiting.spent = true;
  takeStep(model, of, step);
  return step;
};

/** What a password typed into a choice is told: a wrong one leaves the session as it is. */
export const answerSelect = (model: Model, waiting: Pending, password: string, foreign: boolean): Outcome => {
  const { of, name, hidden } = waiting;
  const refusal =
    (foreign ? SAYS.badSession : sessionEnd(model, waiting)) ??
    toldFirst(of, hidden) ??
    provePassword(model, name, of, of?.password === password);
  if (refusal !== undefined || of === undefined) return refusal ?? SAYS.incorrect;
  const step = stepAfterPassword(model, of);
  if (step === SAYS.rate) return step;
  waiting.spent = true;
  takeStep(model, of, step);
  return step;
};

/** What the answer to the pool's own question is told. It is spent by every answer. */
export const answerCustom = (model: Model, waiting: Pending, isRight: boolean, foreign: boolean): Outcome => {
  const { of, hidden } = waiting;
  const refusal = (foreign ? SAYS.badSession : sessionEnd(model, waiting)) ?? toldFirst(of, hidden);
  if (refusal !== undefined) return refusal;
  waiting.spent = true;
  if (!isRight || of === undefined) return SAYS.incorrect;
  const bar = barOf(of);
  if (bar !== undefined) return bar;
  if (of.passwords !== waiting.passwords) return SAYS.badSession;
  const step = stepAfterPassword(model, of);
  if (step === OK && model.now < lockedUntil(of)) return SAYS.locked;
  if (step !== SAYS.rate) takeStep(model, of, step);
  return step;
};

/** What every answer after a first factor is told whose session stands no more. */
export const afterFirstFactor = (model: Model, waiting: Pending, of: Person, foreign: boolean): Outcome | undefined =>
  (foreign ? SAYS.badSession : sessionEnd(model, waiting)) ??
  barOf(of) ??
  (of.passwords === waiting.passwords ? undefined : SAYS.badSession);

/** What the answer to NEW_PASSWORD_REQUIRED is told. The temporary password proves the right to it. */
export const answerNewPassword = (
  model: Model,
  waiting: Pending,
  of: Person,
  password: string,
  foreign: boolean,
): Outcome => {
  const refusal = afterFirstFactor(model, waiting, of, foreign);
  if (refusal !== undefined) return refusal;
  if (of.status !== "FORCE_CHANGE_PASSWORD") return SAYS.badSession;
  const step = factorStep(model, of);
  if (step === SAYS.rate) return step;
  waiting.spent = true;
  model.choose(of, password, "CONFIRMED");
  takeStep(model, of, step);
  return step;
};
