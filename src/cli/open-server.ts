/** Puts a server together as the settings say, with the machine's clock and chance. Nothing listens yet. */
import { statSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { Secret } from "../contracts/secret.ts";
import { createLogSink } from "../delivery/log-sinks/create-log-sink.ts";
import { createSenders } from "../delivery/senders/create-senders.ts";
import type { Log } from "../model/log-fields.ts";
import { systemClock } from "../runtime/clock.ts";
import { createLog } from "../runtime/log.ts";
import { systemRandom } from "../runtime/random.ts";
import { createServer, type Server } from "../server.ts";
import { SettingError, type Settings } from "../settings.ts";
import { createReports } from "../imports/reports.ts";
import { sqlitePath } from "../storage/database-url.ts";
import { openSqlite } from "../storage/sqlite.ts";
import type { EngineEvent } from "../storage/sqlite/events.ts";
import { temporaryFolder } from "../storage/sqlite/files.ts";
import { FunctionsFolder, pickEnvironment } from "../triggers/functions-folder.ts";
import { lambdaEndpoint } from "../triggers/lambda-endpoint.ts";
import { routeFunctions } from "../triggers/route-functions.ts";
import type { FunctionOutput } from "../triggers/function-process.ts";
import type { Invoker } from "../triggers/invoker.ts";
import type { LambdaCredentials } from "../triggers/sign.ts";
import { openBreachList } from "./breach-list.ts";
import { openCodeEncryption } from "./code-keys.ts";
import { loadMasterKeys } from "./master-key.ts";
import type { Environment, Terminal } from "./terminal.ts";

/** The process's log on standard error: words for a person, JSON lines for a program. */
export const openLog = ({ errors }: Terminal): Log =>
  createLog({
    write: (line) => errors.write(errors.colour ? line : stripVTControlCharacters(line)),
    now: () => systemClock.now(),
    least: "info",
    form: errors.isTerminal ? "pretty" : "json",
  });

const logEngineEvent =
  (log: Log) =>
  (happened: EngineEvent): void => {
    switch (happened.event) {
      case "database-migrated":
        return log("info", "database migrated", { reason: happened.migration });
      case "database-checkpoint-failed":
        return log("error", "database checkpoint failed", { reason: happened.reason });
      case "database-log-long":
        return log("warn", "database log is long", { count: happened.bytes });
    }
  };

/** What a function prints is the operator's own: it is passed on as it stands, beside the log. */
const printFunctionOutput =
  ({ errors }: Terminal) =>
  ({ functionName, stream, text }: FunctionOutput): void => {
    const at = new Date(systemClock.now()).toISOString();
    const line = errors.isTerminal
      ? `[${functionName}] ${text}`
      : JSON.stringify({ at, event: "function output", functionName, stream, text });
    errors.write(`${line}\n`);
  };

/** The usual variables of AWS; none of them means requests are not signed. */
export const awsCredentials = (env: Environment): LambdaCredentials | undefined => {
  const { AWS_ACCESS_KEY_ID: id = "", AWS_SECRET_ACCESS_KEY: secret = "", AWS_SESSION_TOKEN: token = "" } = env;
  if (id === "" || secret === "") return undefined;
  return {
    accessKeyId: id,
    secretAccessKey: new Secret(secret),
    ...(token === "" ? {} : { sessionToken: new Secret(token) }),
  };
};

const openInvoker = (settings: Settings, terminal: Terminal): Invoker => {
  const { functionsDir, functionsEnv, lambdaEndpoint: endpoint } = settings;
  if (functionsDir !== undefined && statSync(functionsDir, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new SettingError(`POOLHOUSE_FUNCTIONS=${functionsDir} is no folder.`);
  }
  return routeFunctions({
    folder:
      functionsDir === undefined
        ? undefined
        : new FunctionsFolder({
            folder: functionsDir,
            environment: pickEnvironment(functionsEnv, terminal.env),
            output: printFunctionOutput(terminal),
          }),
    endpoint:
      endpoint === undefined
        ? undefined
        : lambdaEndpoint({ endpoint, credentials: awsCredentials(terminal.env), now: () => systemClock.now() }),
  });
};

/** Beside the database; reports of a temporary database go with the process as it does. */
const reportsFolder = ({ dataDir }: Settings, database: string): string =>
  join(database === ":memory:" ? temporaryFolder().path : dataDir, "imports");

export interface OpenServer {
  readonly server: Server;
  /** The master key that seals now. */
  readonly masterKeyId: string;
}

/**
 * @throws SettingError, MasterKeyError, SenderSettingError, DatabaseUrlError, DatabaseHeldError, MigrationError, each with
 * a message for the operator
 */
export const openServer = async (settings: Settings, terminal: Terminal, log: Log): Promise<OpenServer> => {
  const path = sqlitePath(settings.databaseUrl);
  const masterKeys = loadMasterKeys(settings, systemRandom);
  const senders = createSenders(settings);
  const logSink = createLogSink(settings);
  const invoker = openInvoker(settings, terminal);
  const codeEncryption = openCodeEncryption(settings);
  const isBreached = await openBreachList(settings);
  const importReports = createReports(reportsFolder(settings, path));
  const engine = await openSqlite({ path, log: logEngineEvent(log) });
  const server = createServer(settings, {
    clock: systemClock,
    random: systemRandom,
    log,
    engine,
    masterKeys,
    senders,
    logSink,
    invoker,
    codeEncryption,
    isBreached,
    importReports,
  });
  return { server, masterKeyId: masterKeys.current.id };
};
