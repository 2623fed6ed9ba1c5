/** One walk: steps taken in a world and in the model at once, compared after each. */
import assert from "node:assert/strict";
import { printResetCode } from "../../src/flows/print-reset-code.ts";
import { createContext } from "../../src/runtime/context.ts";
import { seededRandom } from "../../src/testing/seeded-random.ts";
import { startWorld, type World } from "../../src/testing/world.ts";
import {
  CHALLENGED,
  destinationOf,
  Model,
  OK,
  SAYS,
  type Challenge,
  type Contact,
  type Counters,
  type Outcome,
  type Person,
  type Token,
} from "./model.ts";

export const NAMES = ["ada", "bob"] as const;
export type Name = (typeof NAMES)[number];

/** A step as data, so that a failing walk can be shrunk and shown. */
export type Step =
  | { readonly do: "create" | "delete" | "enable" | "disable" | "print" | "sweep"; readonly who: Name }
  | { readonly do: "adminReset"; readonly who: Name; readonly bySub: boolean }
  | { readonly do: "forgot"; readonly who: Name; readonly hidden: boolean; readonly bySub: boolean }
  | {
      readonly do: "confirm";
      readonly who: Name;
      readonly hidden: boolean;
      readonly bySub: boolean;
      readonly code: "live" | "wrong" | "old" | "theirs";
      readonly pick: number;
    }
  | {
      readonly do: "signIn";
      readonly who: Name;
      readonly by: "telling" | "hiding" | "administrator";
      readonly password: "right" | "old" | "wrong";
    }
  | { readonly do: "set"; readonly who: Name; readonly permanent: boolean }
  | { readonly do: "change"; readonly who: Name; readonly password: "right" | "wrong" }
  | { readonly do: "answer"; readonly who: Name; readonly pick: number }
  | {
      readonly do: "contact";
      readonly who: Name;
      readonly contact: Contact;
      readonly move: boolean;
      readonly verified: boolean;
    }
  | { readonly do: "wait"; readonly who: Name; readonly ms: number };

interface Clients {
  readonly telling: string;
  readonly hiding: string;
}

class Walk {
  readonly #world: World;
  readonly #clients: Clients;
  readonly #model: Model;
  #made = 0;
  /** Every code that was ever sent or printed, and every password that ever was. */
  readonly #codes: string[] = [];
  readonly #passwords: string[] = ["Never was one 1!"];
  readonly #challenges: Challenge[] = [];
  readonly #tokens = new Map<Name, Token>();
  /** The salt of each user's password: it changes with every password, and with nothing else. */
  readonly #salts = new Map<string, string>();

  constructor(world: World, clients: Clients) {
    this.#world = world;
    this.#clients = clients;
    this.#model = new Model(world.clock.now());
  }

  async take(step: Step): Promise<void> {
    const before = new Map([...this.#model.people.values()].map((person) => [person.sub, person.passwords]));
    const sent = this.#world.inbox.all.length;
    const expectsMessage = await this.#perform(step);
    assert.equal(this.#world.inbox.all.length, sent + (expectsMessage ? 1 : 0), "messages");
    await this.#requireSamePasswords(before);
  }

  /** The invariant: a password is another one exactly if the model says that this step proved the right to change it. */
  async #requireSamePasswords(before: ReadonlyMap<string, number>): Promise<void> {
    const { server, pool } = this.#world;
    for (const { sub, username, passwords } of this.#model.people.values()) {
      const credential = await server.store.reader.credentials.find({ poolId: pool.UserPoolId, sub });
      const salt = Buffer.from(credential?.salt ?? []).toString("hex");
      const isAllowed = before.get(sub) !== passwords;
      assert.equal(this.#salts.get(sub) !== salt, isAllowed, `the password of ${username} changed`);
      this.#salts.set(sub, salt);
    }
  }

  async #outcome(call: Promise<unknown>): Promise<Outcome> {
    try {
      await call;
      return OK;
    } catch (error) {
      return String(error);
    }
  }

  #newPassword(): string {
    this.#made += 1;
    return `Walk ${this.#made} of many!`;
  }

  #nameOf(who: Name, bySub: boolean): string {
    return bySub ? (this.#model.people.get(who)?.sub ?? who) : who;
  }

  #client(hidden: boolean) {
    return { ClientId: hidden ? this.#clients.hiding : this.#clients.telling };
  }

  /** Takes the code out of the message that has just come, to where it had to come. */
  #receive(person: Person): void {
    const contact = destinationOf(person);
    const message = this.#world.inbox.all.at(-1);
    assert.ok(contact !== undefined && message !== undefined);
    assert.equal(message.to, person[contact].value, "the recipient");
    this.#hand(person, message.code, contact);
  }

  #hand(person: Person, code: string, contact: Contact | null): void {
    this.#codes.push(code);
    this.#model.giveCode(person, code, contact);
  }

  /** Takes one step in both; answers whether a message had to come of it. */
  async #perform(step: Step): Promise<boolean> {
    if (step.do === "adminReset") return this.#adminReset(this.#nameOf(step.who, step.bySub));
    if (step.do === "forgot") return this.#forgot(this.#nameOf(step.who, step.bySub), step.hidden);
    await this.#performQuietly(step);
    return false;
  }

  async #performQuietly(step: Exclude<Step, { do: "adminReset" | "forgot" }>): Promise<void> {
    switch (step.do) {
      case "print":
        return this.#print(step.who);
      case "confirm":
        return this.#confirm(step);
      case "signIn":
        return this.#signIn(step);
      case "answer":
        return this.#answer(step.pick);
      case "change":
        return this.#change(step);
      case "wait":
        this.#world.clock.advance(step.ms);
        this.#model.now = this.#world.clock.now();
        return;
      case "sweep":
        await this.#world.server.sweeper.sweep();
        return;
      case "set":
        return this.#set(step.who, step.permanent);
      case "contact":
        return this.#contact(step);
      case "create":
        return this.#create(step.who);
      case "delete":
      case "enable":
      case "disable":
        return this.#administer(step.do, step.who);
    }
  }

  async #adminReset(name: string): Promise<boolean> {
    const { call, pool } = this.#world;
    const outcome = await this.#outcome(call.AdminResetUserPassword({ ...pool, Username: name }));
    assert.equal(outcome, this.#model.adminReset(name));
    const person = this.#model.find(name);
    if (outcome !== OK || person === undefined) return false;
    this.#receive(person);
    return true;
  }

  async #forgot(name: string, hidden: boolean): Promise<boolean> {
    const outcome = await this.#outcome(this.#world.call.ForgotPassword({ ...this.#client(hidden), Username: name }));
    const expected = this.#model.forgot(name, hidden);
    assert.equal(outcome, expected.outcome);
    if (expected.sentTo === undefined) return false;
    this.#receive(expected.sentTo);
    return true;
  }

  /** What the command-line tool does; no operation of the API does it. */
  async #print(who: Name): Promise<void> {
    const { server, pool } = this.#world;
    const ctx = createContext(
      server.facilities,
      { errors: [] },
      { id: "walk", userAgent: "", remoteAddress: "127.0.0.1" },
    );
    const administrator = { accessKeyId: "walk", arn: "arn:aws:iam::000000000000:user/walk" };
    const about = { userPoolId: pool.UserPoolId, username: who, operatingSystemUser: "walk", reason: "walk" };
    let printed: string | undefined;
    const outcome = await this.#outcome(
      printResetCode({ ...ctx, administrator }, about).then(({ code }) => (printed = code.reveal())),
    );
    assert.equal(outcome, this.#model.printCode(who));
    const person = this.#model.find(who);
    if (printed !== undefined && person !== undefined) this.#hand(person, printed, null);
  }

  /** The code to present. To a name without a user no digits are: one in a million would be right by chance. */
  #codeFor(step: Extract<Step, { do: "confirm" }>, holder: Counters | undefined): string {
    const own = this.#model.people.get(step.who);
    const other = this.#model.people.get(step.who === "ada" ? "bob" : "ada");
    const chosen = {
      live: own?.code?.value,
      theirs: other?.code?.value,
      old: this.#codes[step.pick % Math.max(1, this.#codes.length)],
      wrong: undefined,
    }[step.code];
    return chosen === undefined || (holder !== undefined && holder !== own) ? "wrong!" : chosen;
  }

  async #confirm(step: Extract<Step, { do: "confirm" }>): Promise<void> {
    const name = this.#nameOf(step.who, step.bySub);
    const code = this.#codeFor(step, this.#model.holder(name, step.hidden));
    const password = this.#newPassword();
    const outcome = await this.#outcome(
      this.#world.call.ConfirmForgotPassword({
        ...this.#client(step.hidden),
        Username: name,
        Password: password,
        ConfirmationCode: code,
      }),
    );
    assert.equal(outcome, this.#model.confirm(name, step.hidden, code, password));
    if (outcome === OK) this.#passwords.push(password);
  }

  async #signIn({ who, by, password }: Extract<Step, { do: "signIn" }>): Promise<void> {
    const { call, pool } = this.#world;
    const person = this.#model.people.get(who);
    const typed = {
      right: person?.password ?? "Nobody's 1!",
      old: this.#passwords.at(-2) ?? "Never was one 1!",
      wrong: "Never was one 1!",
    }[password];
    const client = this.#client(by === "hiding");
    const AuthParameters = { USERNAME: who, PASSWORD: typed };
    let answer: Awaited<ReturnType<typeof call.InitiateAuth>> | undefined;
    const asked =
      by === "administrator"
        ? call.AdminInitiateAuth({ ...pool, ...client, AuthFlow: "ADMIN_USER_PASSWORD_AUTH", AuthParameters })
        : call.InitiateAuth({ ...client, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters });
    const outcome = await this.#outcome(asked.then((given) => (answer = given)));
    const expected = this.#model.signIn(who, typed, by !== "hiding");
    assert.equal(answer?.ChallengeName ?? outcome, expected);
    if (person === undefined) return;
    if (expected === CHALLENGED) this.#challenges.push(this.#model.challenge(person, answer?.Session ?? ""));
    const token = answer?.AuthenticationResult?.AccessToken;
    if (token !== undefined) this.#tokens.set(who, this.#model.token(person, token));
  }

  async #answer(pick: number): Promise<void> {
    const challenge = this.#challenges[pick % Math.max(1, this.#challenges.length)];
    if (challenge === undefined) return;
    const password = this.#newPassword();
    // Sessions of either client are tried at both; the wrong one refuses.
    let isTaken = false;
    for (const hidden of [false, true]) {
      const outcome = await this.#outcome(
        this.#world.call.RespondToAuthChallenge({
          ...this.#client(hidden),
          ChallengeName: "NEW_PASSWORD_REQUIRED",
          Session: challenge.token,
          ChallengeResponses: { USERNAME: challenge.of.username, NEW_PASSWORD: password },
        }),
      );
      isTaken ||= outcome === OK;
      if (outcome !== OK) assert.match(outcome, /^(?:NotAuthorized|PasswordResetRequired)Exception/);
    }
    assert.equal(isTaken, this.#model.answer(challenge, password));
    if (isTaken) this.#passwords.push(password);
  }

  async #change({ who, password }: Extract<Step, { do: "change" }>): Promise<void> {
    const token = this.#tokens.get(who);
    if (token === undefined) return;
    const PreviousPassword = password === "right" ? token.of.password : "Never was one 1!";
    const ProposedPassword = this.#newPassword();
    const outcome = await this.#outcome(
      this.#world.call.ChangePassword({ AccessToken: token.value, PreviousPassword, ProposedPassword }),
    );
    assert.equal(outcome, this.#model.change(token, PreviousPassword, ProposedPassword));
    if (outcome === OK) this.#passwords.push(ProposedPassword);
  }

  /** What every call about a user answers that has no conditions of its own. */
  #known(who: Name): Outcome {
    return this.#model.people.has(who) ? OK : SAYS.unknownUser;
  }

  async #administer(what: "delete" | "enable" | "disable", who: Name): Promise<void> {
    const { call, pool } = this.#world;
    const user = { ...pool, Username: who };
    const expected = this.#known(who);
    const calls = { delete: call.AdminDeleteUser, enable: call.AdminEnableUser, disable: call.AdminDisableUser };
    assert.equal(await this.#outcome(calls[what](user)), expected);
    const person = this.#model.people.get(who);
    if (person === undefined) return;
    if (what === "delete") this.#model.people.delete(who);
    else person.enabled = what === "enable";
    if (what === "disable") person.revocations += 1;
  }

  async #set(who: Name, Permanent: boolean): Promise<void> {
    const { call, pool } = this.#world;
    const Password = this.#newPassword();
    const set = call.AdminSetUserPassword({ ...pool, Username: who, Password, Permanent });
    assert.equal(await this.#outcome(set), this.#known(who));
    const person = this.#model.people.get(who);
    if (person === undefined) return;
    this.#model.choose(person, Password, Permanent ? "CONFIRMED" : "FORCE_CHANGE_PASSWORD");
    this.#passwords.push(Password);
  }

  #freshContact(contact: Contact, who: Name): string {
    this.#made += 1;
    const digits = String(this.#made).padStart(7, "0");
    return contact === "email" ? `${who}-${digits}@example.com` : `+1206${digits}`;
  }

  async #create(who: Name): Promise<void> {
    const expected = this.#model.people.has(who) ? SAYS.taken : OK;
    const [password, email, phone] = [
      this.#newPassword(),
      this.#freshContact("email", who),
      this.#freshContact("phone_number", who),
    ];
    let sub: string | undefined;
    const created = this.#world.call
      .AdminCreateUser({
        ...this.#world.pool,
        Username: who,
        TemporaryPassword: password,
        MessageAction: "SUPPRESS",
        UserAttributes: [
          { Name: "email", Value: email },
          { Name: "email_verified", Value: "true" },
          { Name: "phone_number", Value: phone },
        ],
      })
      .then(({ User }) => (sub = User?.Attributes?.find(({ Name: name }) => name === "sub")?.Value));
    assert.equal(await this.#outcome(created), expected);
    if (sub !== undefined) this.#model.create(who, sub, password, email, phone);
  }

  async #contact({ who, contact, move, verified }: Extract<Step, { do: "contact" }>): Promise<void> {
    const expected = this.#known(who);
    const person = this.#model.people.get(who);
    const value = move || person === undefined ? this.#freshContact(contact, who) : person[contact].value;
    const updated = this.#world.call.AdminUpdateUserAttributes({
      ...this.#world.pool,
      Username: who,
      UserAttributes: [
        { Name: contact, Value: value },
        { Name: `${contact}_verified`, Value: String(verified) },
      ],
    });
    assert.equal(await this.#outcome(updated), expected);
    if (person !== undefined) this.#model.setContact(person, contact, value, verified);
  }
}

/** Walks; the seed decides the codes. */
export const walk = async (seed: number, steps: readonly Step[]): Promise<void> => {
  await using world = await startWorld({ random: seededRandom(String(seed)) });
  const { UserPoolClient } = await world.call.CreateUserPoolClient({
    ...world.pool,
    ClientName: "hiding",
    PreventUserExistenceErrors: "ENABLED",
    ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
  });
  const walked = new Walk(world, { telling: world.client.ClientId, hiding: UserPoolClient?.ClientId ?? "" });
  for (const who of NAMES) await walked.take({ do: "create", who });
  for (const step of steps) await walked.take(step);
};
