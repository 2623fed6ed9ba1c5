/**
 * Puts the parts together. Adapters are known here and nowhere else: what differs between a laptop, production and a
 * test is what is handed in.
 */
import { createKeyedHash, type KeyedHash } from "./crypto/keyed-hash.ts";
import type { MasterKeys } from "./crypto/master-key.ts";
import { createSealer, type Sealer } from "./crypto/seal.ts";
import { createSigningKeys } from "./crypto/sigv4.ts";
import { makeKeyPair, type KeyPairSource } from "./crypto/signing-keys.ts";
import type { CodeEncryption } from "./crypto/encrypted-code.ts";
import type { RunningCourier } from "./delivery/courier.ts";
import type { LogSink } from "./delivery/log-sink.ts";
import type { Courier } from "./delivery/message.ts";
import { createMessages } from "./delivery/messages.ts";
import type { LogExport } from "./delivery/log-export.ts";
import type { Sender } from "./delivery/sender.ts";
import { announcing, deliveryOf } from "./server-delivery.ts";
import { sceneOf, triggerAttributes } from "./flows/trigger-scene.ts";
import type { AdministratorDeps } from "./http/callers.ts";
import { createChanges } from "./http/changes.ts";
import type { Listening } from "./http/server.ts";
import type { ImportReports } from "./imports/reports.ts";
import type { ImportWorker } from "./imports/worker.ts";
import type { Log } from "./model/log-fields.ts";
import { implementationOf } from "./operations/index.ts";
import type { Clock } from "./runtime/clock.ts";
import { createContext, type Facilities } from "./runtime/context.ts";
import { createNotifier } from "./runtime/notifier.ts";
import type { Place } from "./runtime/operation.ts";
import { createPageTokens } from "./runtime/page-tokens.ts";
import { createPerform, type Perform } from "./runtime/perform.ts";
import { createPoolTokens } from "./runtime/pool-tokens.ts";
import { uuidFrom, type Random } from "./runtime/random.ts";
import { createRates, type Rates } from "./runtime/rates.ts";
import { createSecretBlocks } from "./runtime/secret-blocks.ts";
import { createSweeper, type Sweeper } from "./runtime/sweeper.ts";
import { routesOf } from "./routes.ts";
import { httpServer } from "./server-http.ts";
import { createImports } from "./server-imports.ts";
import type { Settings } from "./settings.ts";
import type { Engine } from "./storage/sql/engine.ts";
import { createSqlStore } from "./storage/sql/store.ts";
import type { Store } from "./storage/store.ts";
import { threatProtection, type ThreatProtectionAdapters } from "./threat-protection.ts";
import { createTriggers, type Triggers } from "./triggers/ask.ts";
import type { Invoker } from "./triggers/invoker.ts";

/** What leaves the process, and what a test replaces. */
export interface Adapters extends ThreatProtectionAdapters {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly engine: Engine;
  readonly masterKeys: MasterKeys;
  readonly senders: { readonly email?: Sender | undefined; readonly sms?: Sender | undefined };
  /** Takes the logs of pools. */
  readonly logSink: LogSink;
  readonly invoker: Invoker;
  readonly importReports: ImportReports;
  /** Encrypts codes for functions that send them; without it no pool may have such functions. */
  readonly codeEncryption?: CodeEncryption | undefined;
  /** Where RSA key pairs come from; made anew unless a test hands in fixed ones. */
  readonly makeKeyPair?: KeyPairSource;
  /** How long one attempt at a trigger may take; Cognito's five seconds unless a test says otherwise. */
  readonly triggerTimeoutMs?: number;
}

export interface Server extends AsyncDisposable {
  readonly store: Store;
  readonly perform: Perform;
  readonly courier: RunningCourier;
  readonly logs: LogExport;
  readonly sweeper: Sweeper;
  readonly imports: ImportWorker;
  readonly facilities: Facilities;
  readonly place: Place;
  /** How the signatures of administrators are judged. */
  readonly administrators: AdministratorDeps;
  listen(): Promise<Listening>;
  /** Lets requests in flight finish, then gives everything back. */
  close(): Promise<void>;
}

const placeOf = (
  settings: Settings,
  { invoker, senders, codeEncryption }: Adapters,
  publicUrl: () => string,
): Place => {
  const inbox = settings.mode === "development";
  return {
    region: settings.region,
    accountId: settings.accountId,
    issuer: (poolId, type) =>
      settings.issuer === "amazon"
        ? `https://${type === "UPDATED" ? "issuer-" : ""}cognito-idp.${settings.region}.amazonaws.com/${poolId}`
        : `${publicUrl()}/${poolId}`,
    publicUrl,
    isFunctionKnown: (arn) => invoker.isKnown(arn),
    isCodeKeyKnown: (arn) => codeEncryption?.isKnown(arn) === true,
    media: { EMAIL: inbox || senders.email !== undefined, SMS: inbox || senders.sms !== undefined },
  };
};

/** The sub of a decoy: the form of a user's, and nobody can compute it without the master key. */
const subFrom = (bytes: Buffer): string => uuidFrom({ bytes: (length) => Buffer.from(bytes.subarray(0, length)) });

const administratorDeps = (settings: Settings, adapters: Adapters, store: Store): AdministratorDeps => ({
  now: () => adapters.clock.now(),
  accountId: settings.accountId,
  signatureMode:
    settings.mode === "production"
      ? { mode: "production", region: settings.region }
      : { mode: "development", signatures: settings.signatures },
  findKey: (id) => store.reader.accessKeys.find(id),
  signingKeys: createSigningKeys(),
});

interface Made {
  readonly place: Place;
  readonly store: Store;
  readonly sealer: Sealer;
  readonly keyedHash: KeyedHash;
  readonly triggers: Triggers;
  readonly courier: Courier;
  readonly rates: Rates;
  readonly imports: Facilities["imports"];
  readonly tellAuthEvent: Facilities["tellAuthEvent"];
}

/** What every request uses. */
const createFacilities = (adapters: Adapters, made: Made): Facilities => {
  const { clock, random, log } = adapters;
  const { place, store, sealer, keyedHash, triggers, courier, rates, imports, tellAuthEvent } = made;
  const now = () => clock.now();
  return {
    clock,
    random,
    place,
    log,
    store,
    courier,
    notifier: createNotifier(store, triggers),
    triggers,
    tokens: createPoolTokens({ store, makeKeyPair: adapters.makeKeyPair ?? makeKeyPair, now }),
    decoys: {
      sub: (poolId, canonicalName) => subFrom(keyedHash.decoy("sub", [poolId, canonicalName])),
      bytes: (purpose, parts, length) => keyedHash.decoy(purpose, parts, length),
    },
    pageTokens: createPageTokens(sealer, now),
    secretBlocks: createSecretBlocks(sealer),
    rates,
    ...threatProtection(adapters, keyedHash),
    tellAuthEvent,
    imports,
    messages: (facts, at) =>
      createMessages({
        triggers,
        random,
        now: at,
        publicUrl: place.publicUrl,
        scene: ({ pool, user }, clientId) => sceneOf({ place, request: facts }, pool, user.username, clientId),
        attributes: triggerAttributes,
      }),
  };
};

const closeAdapters = ({ senders, invoker, codeEncryption }: Adapters): Promise<unknown> =>
  Promise.all([senders.email?.close(), senders.sms?.close(), invoker.close(), codeEncryption?.close()]);

const triggersOf = ({ invoker, log, triggerTimeoutMs: timeoutMs }: Adapters): Triggers =>
  createTriggers({ invoker, log, ...(timeoutMs === undefined ? {} : { timeoutMs }) });

/** Makes a server of its parts; nothing listens yet. */
export const createServer = (settings: Settings, adapters: Adapters): Server => {
  const { clock, random, log, engine, masterKeys } = adapters;
  const now = () => clock.now();
  const sealer = createSealer({ keys: masterKeys, random, clock });
  const keyedHash = createKeyedHash(masterKeys);
  const store = createSqlStore(engine, { sealer, keyedHash });
  const inbox = settings.mode === "development";
  const changes = createChanges();
  let listening: Listening | undefined;
  const publicUrl = () => settings.publicUrl ?? `http://localhost:${listening?.port ?? settings.port}`;
  const place = placeOf(settings, adapters, publicUrl);

  const triggers = triggersOf(adapters);
  const delivery = deliveryOf(adapters, { store, triggers, inbox });
  const { courier, logs, tellAuthEvent } = delivery;
  const sweeper = createSweeper({ store, now, log });
  const rates = createRates({ mode: settings.rates, readLimits: () => store.reader.provisionedLimits.list() });
  const imports = createImports(adapters, { store, keyedHash, now, publicUrl, sweep: () => sweeper.sweep() });
  const facilities = createFacilities(adapters, {
    place,
    store,
    sealer,
    keyedHash,
    triggers,
    courier: announcing(courier, changes.announce),
    rates,
    imports: imports.facility,
    tellAuthEvent,
  });
  const perform = createPerform({
    implementationOf,
    createContext: (contract, facts) => createContext(facilities, contract, facts),
    place,
    log,
    rates,
  });

  const administrators = administratorDeps(settings, adapters, store);
  const routes = [imports.route, ...routesOf({ facilities, changes, inbox, confirmLinks: settings.confirmLinks })];
  const http = httpServer(settings, adapters, { perform, routes, deps: administrators });

  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    changes.close();
    if (listening !== undefined) await http.close();
    // The end of an import sweeps: the sweeper ends first, so that nobody waits for a whole pass.
    await sweeper[Symbol.asyncDispose]();
    await imports.worker[Symbol.asyncDispose]();
    await delivery.close();
    await closeAdapters(adapters);
    await store.close();
  };
  return {
    store,
    perform,
    courier,
    logs,
    sweeper,
    imports: imports.worker,
    facilities,
    place,
    administrators,
    listen: async () => {
      // Before the first request: what a dead process had in hand goes out now, and nothing of ours is in hand yet.
      if (engine.isExclusive) await courier.resume();
      listening = await http.listen(settings.host, settings.port);
      courier.wake();
      sweeper.start();
      imports.worker.start();
      return listening;
    },
    close: () => (closing ??= close()),
    [Symbol.asyncDispose]: () => (closing ??= close()),
  };
};
