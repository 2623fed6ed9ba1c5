/** The way to the administrators' commands: a running server's socket, or the database itself where no server runs. */
import { userInfo } from "node:os";
import { join } from "node:path";
import type { AdminCommands } from "../admin/commands.ts";
import { connectAdminSocket, NoServer } from "../admin/socket-client.ts";
import type { Options } from "./command.ts";
import type { Environment, Terminal } from "./terminal.ts";

/** The name of the socket in the data folder. */
export const ADMIN_SOCKET = "admin.sock";

export const dataDirOf = (env: Environment): string => {
  const given = env["POOLHOUSE_DATA_DIR"] ?? "";
  return given === "" ? "./.poolhouse" : given;
};

/** Options of every command that administers. */
export const ADMINISTRATION_OPTIONS = {
  development: {
    type: "boolean",
    about:
      "Where no server runs: open the database as a development server would\n(POOLHOUSE_MODE=development does the same).",
  },
} as const satisfies Options;

/** What the help of such a command adds. */
export const ADMINISTRATION_DETAILS = `Beside a running server the command speaks to it through <POOLHOUSE_DATA_DIR>/${ADMIN_SOCKET}; where none runs it
opens the database itself, with the settings that the server would have.`;

export interface Administration extends AsyncDisposable {
  readonly commands: AdminCommands;
}

/**
 * Opens the database as the server would. Nothing that these commands do writes a link or a token, so that the public
 * URL, without which a production server does not start, may be missing.
 */
const openDatabase = async (terminal: Terminal, development: boolean): Promise<Administration> => {
  const [{ readSettings }, { openLog, openServer }, { createAdminCommands }] = await Promise.all([
    import("../settings.ts"),
    import("./open-server.ts"),
    import("../admin/create-commands.ts"),
  ]);
  // One that is set to nothing says nothing.
  const given = terminal.env["POOLHOUSE_PUBLIC_URL"] ?? "";
  const env = { ...terminal.env, POOLHOUSE_PUBLIC_URL: given === "" ? "http://localhost" : given };
  const settings = readSettings(env, development ? "development" : undefined);
  const { server, masterKeyId } = await openServer(settings, terminal, openLog(terminal));
  const { mode, region, accountId } = settings;
  const { facilities, perform, administrators } = server;
  return {
    commands: createAdminCommands({
      facilities,
      perform,
      administrators,
      masterKeyId,
      description: { mode, region, accountId },
    }),
    [Symbol.asyncDispose]: async () => {
      // No server is there that would send what a command owes.
      await server.courier.sweep();
      await server.close();
    },
  };
};

/**
 * @throws AdminRefusal, SettingError, DatabaseHeldError and whatever else keeps a server from starting, each with a
 * message for the operator
 */
export const openAdministration = async (terminal: Terminal, development: boolean): Promise<Administration> => {
  try {
    const commands = await connectAdminSocket(join(dataDirOf(terminal.env), ADMIN_SOCKET));
    return { commands, [Symbol.asyncDispose]: async () => undefined };
  } catch (error) {
    if (!(error instanceof NoServer)) throw error;
    return openDatabase(terminal, development);
  }
};

/** The account that runs the command, and who is behind it where sudo tells: for the event. */
export const operatingSystemUser = (env: Environment): string => {
  const behind = env["SUDO_USER"] ?? "";
  const account = accountName();
  return behind === "" ? account : `${account} (sudo ${behind})`;
};

/** Containers run accounts that have a number and no name. */
const accountName = (): string => {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
};
