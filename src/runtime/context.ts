/**
 * Makes the context of one request, and guards its order: while a transaction runs, whatever asks something outside it
 * throws. Holding the database while a function thinks would stop everybody else.
 */
import { createCredential, renewedForm, verifyCredential } from "../crypto/credential.ts";
import { OverloadError } from "../crypto/lane.ts";
import { isProof, newServerSecret, proofOf, serverEphemeral, serverSession, SrpRefusal } from "../crypto/srp.ts";
import type { Contract } from "../contracts/vocabulary.ts";
import type { Courier, Messages } from "../delivery/message.ts";
import type { AuthEvent } from "../model/auth-event.ts";
import { fitsBudget } from "../model/budget.ts";
import type { Log } from "../model/log-fields.ts";
import { passwordSchemeOf, poolNameOf } from "../model/pool.ts";
import { attemptLimitExceeded, rateExceeded } from "../model/refusals.ts";
import type { Store } from "../storage/store.ts";
import type { Triggers } from "../triggers/ask.ts";
import type { Clock } from "./clock.ts";
import type { FeedbackTokens } from "./feedback-tokens.ts";
import type { Notifier } from "./notification.ts";
import type { Context, Decoys, PageTokens, Passwords, Place, RequestFacts, SecretBlocks, Srp } from "./operation.ts";
import type { Random } from "./random.ts";
import type { Rates } from "./rates.ts";
import type { Tokens } from "./tokens.ts";
import { AskedWhileWriting, runTransaction } from "./transaction.ts";
import type { UserImports } from "./user-imports.ts";

/** What a server has once and every request uses. */
export interface Facilities {
  readonly clock: Clock;
  readonly random: Random;
  readonly place: Place;
  readonly log: Log;
  readonly store: Store;
  readonly courier: Courier;
  readonly notifier: Notifier;
  readonly triggers: Triggers;
  readonly tokens: Tokens;
  readonly decoys: Decoys;
  readonly pageTokens: PageTokens;
  readonly secretBlocks: SecretBlocks;
  readonly rates: Rates;
  readonly feedbackTokens: FeedbackTokens;
  readonly isCompromised: Passwords["isCompromised"];
  /** Is told every auth event once it is committed: what delivers events elsewhere begins here. It neither waits nor throws. */
  readonly tellAuthEvent: (event: AuthEvent, requestId: string) => void;
  readonly imports: UserImports;
  /** The composer of messages of one request. */
  messages(facts: RequestFacts, now: number): Messages;
}

/** Too much work waiting is the caller's to try again later. */
const orBusy = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    throw error instanceof OverloadError ? rateExceeded() : error;
  }
};

const createPasswords = ({ random, isCompromised }: Facilities): Passwords => ({
  isCompromised,
  create: (pool, username, password) =>
    orBusy(createCredential(passwordSchemeOf(pool), { poolName: poolNameOf(pool), username, password }, random)),
  verify: (pool, username, credential, password) =>
    orBusy(verifyCredential(credential, { poolName: poolNameOf(pool), username, password })),
  ownForm: (pool, username, credential, password) =>
    orBusy(renewedForm(passwordSchemeOf(pool), credential, { poolName: poolNameOf(pool), username, password })),
});

const createSrp = (random: Random): Srp => ({
  begin: async (verifier) => {
    const b = newServerSecret(random);
    return { b, B: await orBusy(serverEphemeral({ verifier, b })) };
  },
  isProven: async ({ poolName, username, verifier, A, B, b, secretBlock, timestamp, signature }) => {
    try {
      const { K } = await orBusy(serverSession({ A, B, b, verifier }));
      return isProof(proofOf({ poolName, username, K, secretBlock, timestamp }), signature);
    } catch (error) {
      // What would be proven whatever the password is proves nothing.
      if (error instanceof SrpRefusal) return false;
      throw error;
    }
  },
});

/** The same members, refused while `isWriting`. */
const guarded = <T extends object>(name: string, target: T, isWriting: () => boolean): T =>
  new Proxy(target, {
    get: (members, member, receiver): unknown => {
      if (isWriting()) throw new AskedWhileWriting(`${name}.${String(member)}`);
      return Reflect.get(members, member, receiver);
    },
  });

/** The context of one attempt at one request. */
export const createContext = (
  facilities: Facilities,
  contract: Pick<Contract, "errors">,
  facts: RequestFacts,
): Context => {
  const { clock, random, store, courier, notifier } = facilities;
  const now = clock.now();
  let writing = false;
  const isWriting = () => writing;
  const guard = <T extends object>(name: string, target: T): T => guarded(name, target, isWriting);
  return {
    now,
    random,
    place: facilities.place,
    request: facts,
    log: facilities.log,
    // It sees committed rows alone, which a write must not judge by.
    store: guard("store", store.reader),
    budgets: guard("budgets", {
      require: async (purpose, subject) => {
        if (!fitsBudget(purpose, await store.reader.budgets.marks(subject, purpose), now)) throw attemptLimitExceeded();
      },
    } satisfies Context["budgets"]),
    triggers: guard("triggers", facilities.triggers),
    messages: guard("messages", facilities.messages(facts, now)),
    passwords: guard("passwords", createPasswords(facilities)),
    srp: guard("srp", createSrp(random)),
    tokens: guard("tokens", facilities.tokens),
    decoys: facilities.decoys,
    pageTokens: facilities.pageTokens,
    secretBlocks: facilities.secretBlocks,
    rates: facilities.rates,
    feedbackTokens: facilities.feedbackTokens,
    imports: guard("imports", facilities.imports),
    transaction: (body) => {
      if (writing) throw new AskedWhileWriting("transaction");
      return runTransaction(
        {
          store,
          courier,
          notifier,
          tellAuthEvent: (event) => facilities.tellAuthEvent(event, facts.id),
          now,
          clock: () => clock.now(),
          tellsDeliveryFailure: contract.errors.includes("CodeDeliveryFailureException"),
        },
        async (tx) => {
          writing = true;
          try {
            return await body(tx);
          } finally {
            writing = false;
          }
        },
      );
    },
  };
};
