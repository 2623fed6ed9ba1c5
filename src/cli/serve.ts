import { join } from "node:path";
import { createAdminCommands } from "../admin/create-commands.ts";
import { openAdminSocket, type AdminSocket } from "../admin/socket-server.ts";
import { faultFields } from "../http/dispatch.ts";
import type { Log } from "../model/log-fields.ts";
import { systemClock } from "../runtime/clock.ts";
import { loadOperations } from "../operations/index.ts";
import { readSettings, type Settings } from "../settings.ts";
import { ADMIN_SOCKET } from "./administration.ts";
import { CommandError, defineCommand } from "./command.ts";
import { openLog, openServer, type OpenServer } from "./open-server.ts";
import { requireReadable } from "./require-readable.ts";
import { stopRequested } from "./stop-signals.ts";
import type { Terminal } from "./terminal.ts";

/** Exit code of a server that was told twice to end. */
const INSISTED = 130;
const FAILED = 1;

/** A port that cannot be had is the operator's to choose anew. @throws CommandError */
const listen = async ({ server }: OpenServer, { host, port }: Settings): Promise<string> => {
  try {
    return (await server.listen()).url;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "EADDRINUSE")
      throw new CommandError(
        `Port ${port} of ${host} is in use: set POOLHOUSE_PORT to another one, or to 0 for a free one.`,
      );
    if (code === "EACCES") throw new CommandError(`This account may not listen on port ${port}: set POOLHOUSE_PORT.`);
    if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
      throw new CommandError(`POOLHOUSE_HOST=${host} is no address of this machine.`);
    throw error;
  }
};

const openSocket = async ({ server, masterKeyId }: OpenServer, settings: Settings, log: Log) => {
  const { mode, region, accountId, dataDir } = settings;
  const { facilities, perform, administrators } = server;
  const description = { mode, region, accountId };
  const commands = createAdminCommands({ facilities, perform, administrators, description, masterKeyId });
  const socket = await openAdminSocket({ path: join(dataDir, ADMIN_SOCKET), commands, log });
  if (socket === undefined) {
    log("warn", "no admin socket", { reason: "another server has it: give each a POOLHOUSE_DATA_DIR of its own" });
  }
  return socket;
};

/** Tells what a development server holds, then that it is ready: the last line is for programs. */
const announce = async ({ server }: OpenServer, settings: Settings, endpoint: string, terminal: Terminal) => {
  if (settings.mode === "production") {
    terminal.print(JSON.stringify({ event: "ready", endpoint }));
    return;
  }
  const [{ ensureDemo }, { banner }] = await Promise.all([import("./demo.ts"), import("./banner.ts")]);
  const demo = await ensureDemo(server);
  terminal.print(banner({ endpoint, region: settings.region, ...demo }, terminal.colour));
  terminal.print(JSON.stringify({ event: "ready", endpoint, ...demo }));
};

/** A promise that nobody awaits, or a listener that throws, has left something undone: whoever restarts us finds it whole. */
const endOnFault = (log: Log): void => {
  const end = (error: unknown): void => {
    log("error", "process ends", faultFields(error));
    process.exit(FAILED);
  };
  process.on("uncaughtException", end);
  process.on("unhandledRejection", end);
};

/** `poolhouse serve` */
export const serve = defineCommand({
  name: "serve",
  summary: "Starts the server; SIGTERM or Ctrl-C lets it finish its requests and ends it",
  options: {
    development: {
      type: "boolean",
      about:
        "A server for this machine: makes what it lacks, shows its messages\nin an inbox, has well-known credentials.",
    },
  },
  details: `The last line on standard output at start is JSON: {"event":"ready","endpoint":…}; the log goes to standard error.

Settings are environment variables:
  POOLHOUSE_HOST, POOLHOUSE_PORT            127.0.0.1, 9229; port 0 picks a free one
  POOLHOUSE_DATA_DIR                        ./.poolhouse: database, master key, admin socket, reports, logs of pools
  POOLHOUSE_DATABASE_URL                    file:<DATA_DIR>/poolhouse.db; file:PATH; file::memory:
  POOLHOUSE_MODE                            production, or development
  POOLHOUSE_PUBLIC_URL                      issuer and links; required in production
  POOLHOUSE_MASTER_KEY, …_FILE, …_COMMAND   32 bytes in base64; one of them is required in production. The command is a
                                            program and its arguments: no shell reads it, and it has ten seconds
  POOLHOUSE_OLD_MASTER_KEYS                 former master keys, with commas, until \`poolhouse keys rotate\` has resealed
  POOLHOUSE_REGION, POOLHOUSE_ACCOUNT_ID    us-east-1, 000000000000
  POOLHOUSE_ISSUER                          own, or amazon
  POOLHOUSE_SIGNATURES                      verify, or accept-any (development)
  POOLHOUSE_RATES                           none, or amazon
  POOLHOUSE_CONFIRM_LINKS                   what confirms a sign-up by link: open (the link), or button (of its page)
  POOLHOUSE_SMTP_URL, POOLHOUSE_EMAIL_FROM  real mail
  POOLHOUSE_SMS_URL, …_SECRET, …_ORIGINATION, …_SANDBOX
                                            real text messages
  POOLHOUSE_LOG_DELIVERY, …_SECRET          where the logs of pools go: file:FOLDER (unset: <DATA_DIR>/logs), or https://…
  POOLHOUSE_FUNCTIONS, …_FUNCTIONS_ENV      a folder of trigger functions, and the variables that they see
  POOLHOUSE_LAMBDA_ENDPOINT                 a Lambda-compatible endpoint for other trigger functions
  POOLHOUSE_KMS_KEYS_FILE, …_KMS_ENDPOINT   keys for the codes of functions that send messages themselves
  POOLHOUSE_COMPROMISED_PASSWORDS           a list of SHA-1 hashes in ascending order, for pools with threat protection
  POOLHOUSE_DEV_REMOTE=yes                  lets a development server listen beyond this machine`,
  run: async (values, _positionals, terminal) => {
    const settings = readSettings(terminal.env, values.flag("development") ? "development" : undefined);
    const log = openLog(terminal);
    endOnFault(log);
    const stop = stopRequested(
      process,
      () => systemClock.now(),
      () => process.exit(INSISTED),
    );
    const opened = await openServer(settings, terminal, log);
    let socket: AdminSocket | undefined;
    try {
      await requireReadable(opened.server.store.reader);
      const endpoint = await listen(opened, settings);
      socket = await openSocket(opened, settings, log);
      await announce(opened, settings, endpoint, terminal);
      // A fault in it ends the process, as any other does that nobody awaits.
      if (settings.mode === "production") void loadOperations();
      log("info", "stopping", { reason: await stop });
    } finally {
      await socket?.close();
      await opened.server.close();
    }
    return 0;
  },
});
