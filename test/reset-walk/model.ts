/**
 * What the documentation says of passwords and the codes that reset them, written down once more as a small machine of
 * its own. It knows nothing of the server: the walk compares the two step by step.
 */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Sessions, secret blocks and sent codes live as long as a client's sessions do by default. */
export const SIGN_IN_LIFETIME = 3 * MINUTE;

/** How a call ended: `ok`, or the exception's name and text. */
export type Outcome = string;

export const OK = "ok";
export const CHALLENGED = "NEW_PASSWORD_REQUIRED";

/** A second factor of a user's own. */
export type Factor = "SMS_MFA" | "EMAIL_OTP" | "SOFTWARE_TOKEN_MFA";

const notAuthorized = (text: string) => `NotAuthorizedException: ${text}`;
export const SAYS = {
  unknownUser: "UserNotFoundException: User does not exist.",
  unknownName: "UserNotFoundException: Username/client id combination not found.",
  taken: "UsernameExistsException: User account already exists",
  disabled: notAuthorized("User is disabled."),
  state: notAuthorized("User password cannot be reset in the current state."),
  incorrect: notAuthorized("Incorrect username or password."),
  locked: notAuthorized("Password attempts exceeded"),
  temporaryExpired: notAuthorized("Temporary password has expired and must be reset by an administrator."),
  badSession: notAuthorized("Invalid session for the user."),
  spentSession: notAuthorized("Invalid session for the user, session can only be used once."),
  expiredSession: notAuthorized("Invalid session for the user, session is expired."),
  rate: "TooManyRequestsException: Rate exceeded",
  factorMismatch: "CodeMismatchException: Invalid code or auth state for the user.",
  appMismatch: "CodeMismatchException: Invalid code received for user",
  appSpent: "ExpiredCodeException: Your software token has already been used once.",
  noApp: "InvalidParameterException: User does not have delivery config set to turn on SOFTWARE_TOKEN_MFA",
  refreshInvalid: notAuthorized("Invalid Refresh Token."),
  refreshRevoked: notAuthorized("Refresh Token has been revoked"),
  refreshExpired: notAuthorized("Refresh Token has expired"),
  refreshReused: "RefreshTokenReuseException: Refresh token has been reused",
  flowOff: "InvalidParameterException: Auth flow not enabled for this client",
  tokenExpired: notAuthorized("Access Token has expired"),
  tokenRevoked: notAuthorized("Access Token has been revoked"),
  noContact:
    "InvalidParameterException: Cannot reset password for the user as there is no registered/verified email or phone_number",
  resetRequired: "PasswordResetRequiredException: Password reset required for the user",
  limit: "LimitExceededException: Attempt limit exceeded, please try after some time.",
  mismatch: "CodeMismatchException: Invalid verification code provided, please try again.",
  expired: "ExpiredCodeException: Invalid code provided, please request a code again.",
} as const;

export type Contact = "email" | "phone_number";

/** A code; `value` is undefined for one that nobody was ever sent. */
export interface Code {
  readonly value: string | undefined;
  readonly contact: Contact | null;
  readonly until: number;
  tries: number;
}

/** What is counted under a user, or under a name without one. */
export interface Counters {
  readonly uses: Map<string, number[]>;
  failures: { count: number; last: number };
  /** What resets the password. */
  code: Code | undefined;
  /** What signs in by itself. */
  firstCode: Code | undefined;
}

const counters = (): Counters => ({
  uses: new Map(),
  failures: { count: 0, last: -Infinity },
  code: undefined,
  firstCode: undefined,
});

export interface Person extends Counters {
  readonly username: string;
  readonly sub: string;
  enabled: boolean;
  status: "CONFIRMED" | "RESET_REQUIRED" | "FORCE_CHANGE_PASSWORD";
  password: string;
  /** How often it was changed: what a challenge was asked for is bound to it. */
  passwords: number;
  temporaryUntil: number;
  readonly email: { value: string; verified: boolean };
  readonly phone_number: { value: string; verified: boolean };
  revocations: number;
  factor: Factor | undefined;
  /** The second factor's code that was sent last. */
  factorCode: Code | undefined;
  /** The steps of the authenticator app that were used; undefined without an app. */
  appSteps: Set<number> | undefined;
}

const LIMITS: Readonly<Record<string, readonly (readonly [count: number, within: number])[]>> = {
  reset: [[20, HOUR]],
  message: [[10, HOUR]],
  wrong: [
    [10, HOUR],
    [50, DAY],
  ],
  change: [[5, HOUR]],
  factorMessage: [[20, HOUR]],
  firstMessage: [[20, HOUR]],
  wrongFactor: [
    [10, HOUR],
    [50, DAY],
  ],
  wrongFirst: [
    [20, HOUR],
    [50, DAY],
  ],
  wrongApp: [
    [10, HOUR],
    [15, DAY],
  ],
};

export const fits = (of: Counters, purpose: string, now: number): boolean =>
  (LIMITS[purpose] ?? []).every(
    ([count, within]) => (of.uses.get(purpose) ?? []).filter((at) => now - at < within).length < count,
  );

export const use = (of: Counters, purpose: string, now: number): void => {
  of.uses.set(purpose, [...(of.uses.get(purpose) ?? []), now]);
};

export const lockedUntil = ({ failures: { count, last } }: Counters): number =>
  count < 5 ? -Infinity : last + Math.min(2 ** (count - 5) * SECOND, 15 * MINUTE);

export const fail = (of: Counters, now: number): void => {
  const silent = now - of.failures.last >= 15 * MINUTE;
  of.failures = { count: silent ? 1 : of.failures.count + 1, last: now };
};

/** Failures are forgotten. */
export const forgive = (of: Counters): void => {
  of.failures = { count: 0, last: -Infinity };
};

export const factorContacts = { EMAIL_OTP: "email", SMS_MFA: "phone_number", SOFTWARE_TOKEN_MFA: undefined } as const;

/** Where a reset code goes: e-mail before phone, verified ones alone, and never where the second factor goes. */
export const destinationOf = (person: Person): Contact | undefined =>
  (["email", "phone_number"] as const).find(
    (contact) => person[contact].verified && (person.factor === undefined || factorContacts[person.factor] !== contact),
  );

const canAskAlone = (person: Person): boolean =>
  person.enabled && person.status !== "FORCE_CHANGE_PASSWORD" && destinationOf(person) !== undefined;

export const isLive = (code: Code | undefined, now: number): code is Code => code !== undefined && now < code.until;

export class Model {
  now: number;
  /** Who exists now, by username. */
  readonly people = new Map<string, Person>();
  /** What is counted under names that nobody has. */
  readonly #strangers = new Map<string, Counters>();

  constructor(now: number) {
    this.now = now;
  }

  find(name: string): Person | undefined {
    return this.people.get(name) ?? [...this.people.values()].find(({ sub }) => sub === name);
  }

  stranger(name: string): Counters {
    const known = this.#strangers.get(name) ?? counters();
    this.#strangers.set(name, known);
    return known;
  }

  create(username: string, sub: string, password: string, email: string, phone: string): void {
    this.people.set(username, {
      ...counters(),
      username,
      sub,
      enabled: true,
      status: "FORCE_CHANGE_PASSWORD",
      password,
      passwords: 1,
      temporaryUntil: this.now + 7 * DAY,
      email: { value: email, verified: true },
      phone_number: { value: phone, verified: false },
      revocations: 0,
      factor: undefined,
      factorCode: undefined,
      appSteps: undefined,
    });
  }

  choose(person: Person, password: string, status: Person["status"]): void {
    Object.assign(person, {
      password,
      status,
      passwords: person.passwords + 1,
      temporaryUntil: status === "FORCE_CHANGE_PASSWORD" ? this.now + 7 * DAY : Infinity,
      failures: { count: 0, last: -Infinity },
      code: undefined,
    });
  }

  setContact(person: Person, contact: Contact, value: string, verified: boolean): void {
    const held = person[contact];
    const isOvertaken = held.value !== value || (held.verified && !verified);
    if (isOvertaken && person.code?.contact === contact) person.code = undefined;
    if (isOvertaken && person.firstCode?.contact === contact) person.firstCode = undefined;
    Object.assign(held, { value, verified });
  }

  /** What AdminResetUserPassword answers; on `ok` the code has been sent to `destinationOf`. */
  adminReset(name: string): Outcome {
    const person = this.find(name);
    if (person === undefined) return SAYS.unknownUser;
    if (!person.enabled) return SAYS.disabled;
    if (person.status === "FORCE_CHANGE_PASSWORD") return SAYS.state;
    if (destinationOf(person) === undefined) return SAYS.noContact;
    return this.#bar(person);
  }

  /** The same for a code that an administrator passes on in person. */
  printCode(name: string): Outcome {
    const person = this.find(name);
    if (person === undefined) return SAYS.unknownUser;
    return person.enabled ? this.#bar(person) : SAYS.disabled;
  }

  #bar(person: Person): Outcome {
    if (!fits(person, "reset", this.now)) return SAYS.limit;
    use(person, "reset", this.now);
    person.status = "RESET_REQUIRED";
    return OK;
  }

  giveCode(to: Counters, value: string | undefined, contact: Contact | null): void {
    to.code = { value, contact, until: this.now + HOUR, tries: 0 };
  }

  /** What ForgotPassword answers, and to whom a code was sent by it. */
  forgot(name: string, hidden: boolean): { readonly outcome: Outcome; readonly sentTo: Person | undefined } {
    const refused = (outcome: Outcome) => ({ outcome, sentTo: undefined });
    const person = this.find(name);
    if (person !== undefined && canAskAlone(person)) {
      if (!fits(person, "message", this.now)) return refused(SAYS.limit);
      use(person, "message", this.now);
      return { outcome: OK, sentTo: person };
    }
    if (!hidden) {
      if (person === undefined) return refused(SAYS.unknownName);
      if (!person.enabled) return refused(SAYS.disabled);
      return refused(person.status === "FORCE_CHANGE_PASSWORD" ? SAYS.state : SAYS.noContact);
    }
    const stranger = this.stranger(person?.username ?? name);
    if (!fits(stranger, "message", this.now)) return refused(SAYS.limit);
    use(stranger, "message", this.now);
    this.giveCode(stranger, undefined, null);
    return refused(OK);
  }

  /** Under whom a code for `name` is looked for; undefined where the client says who does not exist or is disabled. */
  holder(name: string, hidden: boolean): Counters | undefined {
    const person = this.find(name);
    if (!hidden) return person?.enabled === true ? person : undefined;
    const isOwn = person?.enabled === true && (canAskAlone(person) || isLive(person.code, this.now));
    return isOwn ? person : this.stranger(person?.username ?? name);
  }

  /** What ConfirmForgotPassword answers. The one way by which a code changes a password. */
  confirm(name: string, hidden: boolean, value: string, password: string): Outcome {
    const person = this.find(name);
    const holder = this.holder(name, hidden);
    if (holder === undefined) return person === undefined ? SAYS.unknownName : SAYS.disabled;
    if (!fits(holder, "wrong", this.now)) return SAYS.limit;
    const { code } = holder;
    if (!isLive(code, this.now)) return SAYS.expired;
    if (code.tries >= 5) return SAYS.limit;
    code.tries += 1;
    if (holder !== person || code.value !== value) {
      use(holder, "wrong", this.now);
      return SAYS.mismatch;
    }
    this.choose(person, password, "CONFIRMED");
    return OK;
  }
}
