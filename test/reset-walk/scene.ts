/** What one walk has to hand: the world and the model side by side, and everything that a thief could have kept. */
import assert from "node:assert/strict";
import type { WireOutput } from "../../src/testing/call.ts";
import type { SrpClient } from "../../src/testing/srp-client.ts";
import type { World } from "../../src/testing/world.ts";
import { destinationOf, HOUR, OK, type Contact, type Model, type Outcome, type Person } from "./model.ts";
import type { Pending } from "./sign-in-model.ts";
import { newFamily, newToken, type Client, type Family, type Token } from "./token-model.ts";

export const NAMES = ["ada", "bob"] as const;
export type Name = (typeof NAMES)[number];

/** A password as somebody types it. */
export type Typed = "right" | "old" | "wrong";

/** Through which client, or whose hands, a sign-in begins. */
export type Door = "telling" | "hiding" | "rotating" | "administrator";

export type Clients = Readonly<Record<Exclude<Door, "administrator">, Client>>;

/** What a sign-in answers. */
export type Step = WireOutput<"InitiateAuth">;

/** A sign-in on its way, with what its client holds. */
export interface Held {
  readonly pending: Pending;
  readonly client: Client;
  readonly session: string | undefined;
  readonly srp?: { readonly client: SrpClient; readonly parameters: Readonly<Record<string, string>> };
  /** The answer that was sent last, and the password in it: to be sent again. */
  sent?: { readonly responses: Readonly<Record<string, string>>; readonly password: string };
}

const NEVER = "Never was one 1!";
/** Sign-ins, families and access tokens that are remembered; the oldest are forgotten. */
const KEPT = 24;

const keep = <T>(list: T[], item: T): void => {
  list.push(item);
  if (list.length > KEPT) list.shift();
};

/** One of the list, the newest at 0; undefined of an empty one. */
export const newest = <T>(list: readonly T[], pick: number): T | undefined =>
  list.at(-1 - (pick % Math.max(1, list.length)));

export class Scene {
  readonly world: World;
  readonly clients: Clients;
  readonly model: Model;
  /** Every code that was ever sent or printed. */
  readonly codes: string[] = [];
  /** Every password that ever was. */
  readonly passwords: string[] = [NEVER];
  readonly held: Held[] = [];
  readonly families: Family[] = [];
  readonly tokens: Token[] = [];
  /** Secrets of authenticator apps, by their user's sub. */
  readonly apps = new Map<string, string>();
  /** Messages that had to be sent so far. */
  messages = 0;
  #made = 0;

  constructor(world: World, clients: Clients, model: Model) {
    this.world = world;
    this.clients = clients;
    this.model = model;
  }

  async outcome(call: Promise<unknown>): Promise<Outcome> {
    try {
      await call;
      return OK;
    } catch (error) {
      return String(error);
    }
  }

  newPassword(): string {
    this.#made += 1;
    return `Walk ${this.#made} of many!`;
  }

  freshContact(contact: Contact, who: Name): string {
    this.#made += 1;
    const digits = String(this.#made).padStart(7, "0");
    return contact === "email" ? `${who}-${digits}@example.com` : `+1206${digits}`;
  }

  nameOf(who: Name, bySub: boolean): string {
    return bySub ? (this.model.people.get(who)?.sub ?? who) : who;
  }

  typed(person: Person | undefined, password: Typed): string {
    if (password === "right") return person?.password ?? "Nobody's 1!";
    return password === "old" ? (this.passwords.at(-2) ?? NEVER) : NEVER;
  }

  client(hidden: boolean) {
    return { ClientId: (hidden ? this.clients.hiding : this.clients.telling).id };
  }

  clientAt(door: Door): Client {
    return this.clients[door === "administrator" ? "telling" : door];
  }

  /** Another client than the one that a session or token belongs to. */
  foreignTo({ rotates, id }: Pick<Client, "rotates" | "id">): Client {
    if (rotates) return this.clients.telling;
    return id === this.clients.telling.id ? this.clients.rotating : this.clients.telling;
  }

  /** Takes the code out of the message that has just come, to where it had to come. */
  receive(to: string): string {
    this.messages += 1;
    const message = this.world.inbox.all.at(-1);
    assert.ok(message !== undefined);
    assert.equal(message.to, to, "the recipient");
    this.codes.push(message.code);
    return message.code;
  }

  receiveReset(person: Person): void {
    const contact = destinationOf(person);
    assert.ok(contact !== undefined);
    this.model.giveCode(person, this.receive(person[contact].value), contact);
  }

  hold(held: Held): void {
    keep(this.held, held);
  }

  /** Tokens have come: they belong to one sign-in. */
  signedIn(person: Person, client: Client, step: Step): void {
    const { AccessToken, RefreshToken } = step.AuthenticationResult ?? {};
    assert.ok(AccessToken !== undefined && RefreshToken !== undefined, "tokens");
    const family = newFamily(this.model, person, client, RefreshToken);
    keep(this.families, family);
    keep(this.tokens, newToken(this.model, family, AccessToken));
  }

  refreshed(family: Family, AccessToken: string): void {
    keep(this.tokens, newToken(this.model, family, AccessToken));
  }

  /**
   * Compares. Sessions that are swept, and those of who is gone, are dead in one of several words; nothing else is.
   */
  requireOutcome(actual: Outcome, expected: Outcome, pending?: Pending): void {
    const ofGone = pending?.of !== undefined && this.model.people.get(pending.of.username) !== pending.of;
    const isSwept = pending !== undefined && this.model.now >= pending.until + HOUR;
    const isDead = /^NotAuthorizedException: Invalid session for the user/;
    if ((ofGone || isSwept) && isDead.test(expected)) return assert.match(actual, isDead);
    assert.equal(actual, expected, pending?.waits);
  }
}
