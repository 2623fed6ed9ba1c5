/** What the documentation says of codes that sign in: those of second factors, and the one that signs in by itself. */
import {
  fail,
  factorContacts,
  fits,
  forgive,
  isLive,
  lockedUntil,
  OK,
  SAYS,
  use,
  type Code,
  type Contact,
  type Model,
  type Outcome,
  type Person,
} from "./model.ts";
import { afterFirstFactor, barOf, sessionEnd, toldFirst, type Pending } from "./sign-in-model.ts";

/** Charges one try to a code of `tries`; what becomes of it. */
const present = (model: Model, code: Code | undefined, isRight: boolean, tries: number) => {
  if (!isLive(code, model.now)) return "missing";
  if (code.tries >= tries) return "exhausted";
  code.tries += 1;
  return isRight ? "right" : "wrong";
};

const trySentCode = (model: Model, waiting: Pending, of: Person, contact: Contact, isRight: boolean): Outcome => {
  const isOfSession = of.factorCode === waiting.code && of[contact].value === waiting.sentTo;
  if (!isOfSession) return SAYS.factorMismatch;
  if (!fits(of, "wrongFactor", model.now)) return SAYS.locked;
  const outcome = present(model, of.factorCode, isRight, 5);
  if (outcome === "exhausted") return SAYS.locked;
  if (outcome !== "right") {
    if (outcome === "wrong") use(of, "wrongFactor", model.now);
    fail(of, model.now);
    return SAYS.factorMismatch;
  }
  of.factorCode = undefined;
  of[contact].verified = true;
  return OK;
};

const tryAppCode = (model: Model, of: Person, step: number | undefined): Outcome => {
  if (!fits(of, "wrongApp", model.now)) return SAYS.locked;
  if (step === undefined) {
    use(of, "wrongApp", model.now);
    fail(of, model.now);
    return SAYS.appMismatch;
  }
  if (of.appSteps?.has(step) === true) return SAYS.appSpent;
  of.appSteps?.add(step);
  return OK;
};

/** What the code of a second factor is told; `appStep` is that of a right code of an app. */
export const answerFactor = (
  model: Model,
  waiting: Pending,
  of: Person,
  given: { readonly isRight: boolean; readonly appStep: number | undefined; readonly foreign: boolean },
): Outcome => {
  const refusal = afterFirstFactor(model, waiting, of, given.foreign);
  if (refusal !== undefined) return refusal;
  if (model.now < lockedUntil(of)) return SAYS.locked;
  const contact = factorContacts[waiting.factor ?? "SOFTWARE_TOKEN_MFA"];
  const outcome =
    contact === undefined
      ? tryAppCode(model, of, given.appStep)
      : trySentCode(model, waiting, of, contact, given.isRight);
  if (outcome !== OK) return outcome;
  forgive(of);
  waiting.spent = true;
  return OK;
};

/** Whether a code may be the user's first factor. A second factor cannot follow it, a temporary password not be replaced. */
export const canSignInByCode = ({ enabled, status, factor }: Person): boolean =>
  enabled && status !== "FORCE_CHANGE_PASSWORD" && factor === undefined;

/** What asking for a code that signs in by itself is told. */
export const askFirstCode = (model: Model, name: string, hidden: boolean): Outcome => {
  const person = model.find(name);
  const told = toldFirst(person, hidden);
  if (told !== undefined) return told;
  if (!hidden && person !== undefined && !canSignInByCode(person)) return "SELECT_CHALLENGE";
  const subject = person ?? model.stranger(name);
  if (!fits(subject, "firstMessage", model.now)) return SAYS.rate;
  use(subject, "firstMessage", model.now);
  return "EMAIL_OTP";
};

/** What the code that signs in by itself is told. */
export const answerFirstCode = (model: Model, waiting: Pending, isRight: boolean, foreign: boolean): Outcome => {
  const { of, name, hidden, sentTo } = waiting;
  const refusal = (foreign ? SAYS.badSession : sessionEnd(model, waiting)) ?? toldFirst(of, hidden);
  if (refusal !== undefined) return refusal;
  const bar = of && barOf(of);
  if (sentTo !== undefined && of !== undefined && bar === undefined && !canSignInByCode(of)) return SAYS.badSession;
  const subject = of ?? model.stranger(name);
  if (subject.firstCode !== waiting.code) return SAYS.factorMismatch;
  if (!fits(subject, "wrongFirst", model.now)) return SAYS.locked;
  const outcome = present(model, subject.firstCode, isRight, 10);
  if (outcome === "exhausted") return SAYS.locked;
  if (outcome === "wrong") use(subject, "wrongFirst", model.now);
  if (outcome !== "right") return SAYS.factorMismatch;
  subject.firstCode = undefined;
  if (of === undefined || of.email.value !== sentTo) return SAYS.factorMismatch;
  waiting.spent = true;
  if (bar !== undefined) return bar;
  of.email.verified = true;
  return OK;
};
