/**
 * A whole server with its own database, clock, inbox and functions, in this process. Tests speak to it as applications
 * and operators do: through the API and the messages that arrive.
 */
import assert from "node:assert/strict";
import { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import type { CodeEncryption } from "../crypto/encrypted-code.ts";
import type { LogSink } from "../delivery/log-sink.ts";
import { masterKeysOf, readMasterKey, type MasterKeys } from "../crypto/master-key.ts";
import type { KeyPairSource } from "../crypto/signing-keys.ts";
import { createReports } from "../imports/reports.ts";
import type { LogFields, LogLevel } from "../model/log-fields.ts";
import { UNDECLARED_EXCEPTION } from "../runtime/perform.ts";
import { systemRandom, type Random } from "../runtime/random.ts";
import { createServer, type Server } from "../server.ts";
import { readSettings, type Settings } from "../settings.ts";
import type { Engine } from "../storage/sql/engine.ts";
import { openSqlite } from "../storage/sqlite.ts";
import type { ThreatProtectionAdapters } from "../threat-protection.ts";
import { temporaryFolder } from "../storage/sqlite/files.ts";
import { createCalls, type Calls, type WireInput, type WireOutput } from "./call.ts";
import {
  createTestClock,
  createTestFunctions,
  createTestInbox,
  createTestLogs,
  type TestClock,
  type TestFunctions,
  type TestInbox,
  type TestLogs,
} from "./fakes.ts";
import { fixedKeyPairs } from "./key-pairs.ts";

/** The morning on which every world begins. */
const START = Date.UTC(2026, 10, 21, 9, 0, 0);

export interface WorldOptions {
  readonly settings?: Partial<Settings>;
  /** Members of the world's pool and client beside the names. */
  readonly pool?: Partial<WireInput<"CreateUserPool">>;
  readonly client?: Partial<WireInput<"CreateUserPoolClient">>;
  readonly random?: Random;
  readonly makeKeyPair?: KeyPairSource;
  /** A database file to open instead of a temporary one. */
  readonly path?: string;
  readonly masterKeys?: MasterKeys;
  readonly codeEncryption?: CodeEncryption;
  /** With `false` the world begins without a pool. */
  readonly populated?: boolean;
  readonly triggerTimeoutMs?: number;
  /** Whether the operator's list of compromised passwords has one. */
  readonly isBreached?: ThreatProtectionAdapters["isBreached"];
  /** Takes the logs of pools instead of `World.logs`. */
  readonly logSink?: LogSink;
  /** Stands before the database: to watch it, or to let it fail. */
  readonly engine?: (engine: Engine) => Engine;
}

export interface LogLine {
  readonly level: LogLevel;
  readonly event: string;
  readonly fields: LogFields;
}

/** A user's name and password. */
export interface Login {
  readonly Username: string;
  readonly Password: string;
}

export interface World extends AsyncDisposable {
  readonly call: Calls;
  readonly server: Server;
  readonly clock: TestClock;
  readonly inbox: TestInbox;
  readonly functions: TestFunctions;
  /** What the pools log, once `settle` has resolved. */
  readonly logs: TestLogs;
  readonly log: readonly LogLine[];
  /** Where reports of imports are written. */
  readonly reports: string;
  /** The pool, as a member to spread. */
  readonly pool: { readonly UserPoolId: string };
  /** The client, as a member to spread. */
  readonly client: { readonly ClientId: string };
  /** A confirmed user with a verified e-mail address, `<name>@example.com`; Ada unless said otherwise. */
  user(name?: string, attributes?: Readonly<Record<string, string>>): Promise<Login>;
  /** Signs in with a password through the world's client. */
  signIn(Username: string, Password: string): Promise<WireOutput<"InitiateAuth">>;
  /** Changes members of the pool and keeps the others. */
  updatePool(change: Partial<WireInput<"UpdateUserPool">>): Promise<void>;
  /** Everything owed has been sent, or has failed, when this resolves. */
  settle(): Promise<void>;
  /** Listens on a free port. */
  listen(): Promise<{ readonly endpoint: string; readonly sdk: CognitoIdentityProviderClient }>;
}

const MASTER_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

/** The master keys of every world that is not given others. */
export const testMasterKeys = (): MasterKeys => masterKeysOf(readMasterKey(MASTER_KEY));

const FLOWS = [
  "ALLOW_USER_PASSWORD_AUTH",
  "ALLOW_ADMIN_USER_PASSWORD_AUTH",
  "ALLOW_REFRESH_TOKEN_AUTH",
  "ALLOW_USER_SRP_AUTH",
] as const;

const populate = async (call: Calls, options: WorldOptions) => {
  if (options.populated === false) return { pool: { UserPoolId: "" }, client: { ClientId: "" } };
  const { UserPool } = await call.CreateUserPool({
    PoolName: "world",
    AutoVerifiedAttributes: ["email"],
    ...options.pool,
  });
  const pool = { UserPoolId: UserPool?.Id ?? "" };
  const { UserPoolClient } = await call.CreateUserPoolClient({
    ...pool,
    ClientName: "app",
    ExplicitAuthFlows: FLOWS,
    ...options.client,
  });
  return { pool, client: { ClientId: UserPoolClient?.ClientId ?? "" } };
};

const listenOn = async (server: Server) => {
  const { url } = await server.listen();
  const sdk = new CognitoIdentityProviderClient({
    endpoint: url,
    region: "us-east-1",
    credentials: { accessKeyId: "poolhouse", secretAccessKey: "poolhouse" },
    // The world's clock stands where it was put: the SDK is told, or it would correct itself and try again.
    systemClockOffset: server.facilities.clock.now() - Date.now(),
    maxAttempts: 1,
  });
  return { endpoint: url, sdk };
};

const startServer = async (options: WorldOptions) => {
  const clock = createTestClock(START);
  const inbox = createTestInbox();
  const functions = createTestFunctions();
  const logs = createTestLogs();
  const log: LogLine[] = [];
  const settings: Settings = { ...readSettings({ POOLHOUSE_PORT: "0" }, "development"), ...options.settings };
  const database = await openSqlite({ path: options.path ?? ":memory:" });
  const engine = options.engine?.(database) ?? database;
  const reports = temporaryFolder();
  const server = createServer(settings, {
    clock,
    random: options.random ?? systemRandom,
    log: (level, event, fields = {}) => log.push({ level, event, fields }),
    engine,
    masterKeys: options.masterKeys ?? testMasterKeys(),
    senders: { email: inbox.sender, sms: inbox.sender },
    logSink: options.logSink ?? logs.sink,
    invoker: functions.invoker,
    codeEncryption: options.codeEncryption,
    isBreached: options.isBreached,
    importReports: createReports(reports.path),
    makeKeyPair: options.makeKeyPair ?? fixedKeyPairs(),
    ...(options.triggerTimeoutMs === undefined ? {} : { triggerTimeoutMs: options.triggerTimeoutMs }),
  });
  return { clock, inbox, functions, logs, log, server, reports };
};

/** Starts a world: a pool that verifies e-mail addresses, a public client with every password flow, nobody in it. */
export const startWorld = async (options: WorldOptions = {}): Promise<World> => {
  const { clock, inbox, functions, logs, log, server, reports } = await startServer(options);
  const settle = async () => {
    await server.courier.sweep();
    await server.logs.rest();
  };
  // No call waits for what its pool logs.
  const call = createCalls(server.perform, { settle: () => server.courier.sweep() });
  const { pool, client } = await populate(call, options);
  const close = async () => {
    await server.close();
    reports.remove();
    const undeclared = log
      .filter(({ event }) => event === UNDECLARED_EXCEPTION)
      .map(({ fields }) => `${fields.operation} threw ${fields.exception}`);
    assert.deepEqual(undeclared, [], "operations throw what their contracts declare");
  };
  return {
    call,
    server,
    clock,
    inbox,
    functions,
    logs,
    log,
    reports: reports.path,
    pool,
    client,
    settle,
    user: async (name = "ada", attributes = {}) => {
      const Password = `Secret of ${name} 1!`;
      const all: Readonly<Record<string, string>> = {
        email: `${name}@example.com`,
        email_verified: "true",
        ...attributes,
      };
      await call.AdminCreateUser({
        ...pool,
        Username: name,
        MessageAction: "SUPPRESS",
        UserAttributes: Object.entries(all).map(([Name, Value]) => ({ Name, Value })),
      });
      await call.AdminSetUserPassword({ ...pool, Username: name, Password, Permanent: true });
      return { Username: name, Password };
    },
    signIn: (Username, Password) =>
      call.InitiateAuth({
        ...client,
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: Username, PASSWORD: Password },
      }),
    updatePool: async (change) => {
      const { UserPool } = await call.DescribeUserPool(pool);
      // Members that the operation does not know are ignored; of two names of one setting a request may have one.
      const invitations = { ...UserPool?.AdminCreateUserConfig, UnusedAccountValidityDays: undefined };
      await call.UpdateUserPool({ ...UserPool, AdminCreateUserConfig: invitations, ...pool, ...change });
    },
    listen: () => listenOn(server),
    [Symbol.asyncDispose]: close,
  };
};
