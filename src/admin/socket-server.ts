/**
 * The administrators' socket of a running server: a file that the server's own account alone can open. It never listens
 * on a network, so no web page and no other account reaches it.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { connect } from "node:net";
import { mkdirSync, rmSync } from "node:fs";
import { dirname, relative } from "node:path";
import { ApiException } from "../contracts/exceptions.ts";
import { readBody } from "../http/body.ts";
import { faultFields } from "../http/dispatch.ts";
import type { Log } from "../model/log-fields.ts";
import { AdminRefusal, type AdminCommands } from "./commands.ts";
import { answerCommand, COMMAND_MAX_BYTES, isCommand } from "./protocol.ts";

const REQUEST_TIMEOUT_MS = 10_000;
const CHECK_INTERVAL_MS = 2_000;
const CONNECTIONS_MAX = 16;
/** How long a socket that is there may take to accept before it is taken for dead. */
const PROBE_TIMEOUT_MS = 1_000;
/** How long commands may take to finish when the socket is closed. */
const CLOSE_GRACE_MS = 5_000;
/** The shortest bound of any system for a socket's path, in bytes. */
const SOCKET_PATH_MAX_BYTES = 103;
const OWNER_ONLY_UMASK = 0o177;
const OWNER_ONLY_FOLDER = 0o700;

export interface AdminSocket extends AsyncDisposable {
  close(): Promise<void>;
}

export interface AdminSocketOptions {
  readonly path: string;
  readonly commands: AdminCommands;
  readonly log: Log;
  /** Five seconds unless said. */
  readonly closeGraceMs?: number;
}

/** The path by which the system takes the socket: as it is, or from the working directory when that is shorter. */
export const socketAddress = (path: string): string => {
  const fromHere = relative(process.cwd(), path);
  const shortest = fromHere !== "" && fromHere.length < path.length ? fromHere : path;
  if (Buffer.byteLength(shortest) > SOCKET_PATH_MAX_BYTES) {
    throw new AdminRefusal(
      `${path} is too long for a socket (${SOCKET_PATH_MAX_BYTES} bytes); set POOLHOUSE_DATA_DIR to a shorter folder.`,
    );
  }
  return shortest;
};

/** Whether a living server answers there. A socket whose server died refuses. */
const isAlive = (address: string): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = connect(address);
    const end = (alive: boolean) => {
      probe.destroy();
      resolve(alive);
    };
    probe.setTimeout(PROBE_TIMEOUT_MS, () => end(false));
    probe.once("connect", () => end(true)).once("error", () => end(false));
  });

/**
 * Listens with a mask under which the file is the owner's alone from its first moment: a mode that is set afterwards
 * leaves a moment in which others could connect. Binding a path is synchronous, so nothing else runs under the mask.
 */
const bind = (server: Server, address: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    const before = process.umask(OWNER_ONLY_UMASK);
    try {
      server.listen({ path: address }, () => {
        server.off("error", reject);
        resolve();
      });
    } finally {
      process.umask(before);
    }
  });

/**
 * Opens the socket. One that a dead server left is replaced; undefined when another living server has it, which happens
 * when two servers with databases of their own share a data folder.
 * @throws AdminRefusal when the path cannot be a socket's
 */
export const openAdminSocket = async ({
  path,
  commands,
  log,
  closeGraceMs = CLOSE_GRACE_MS,
}: AdminSocketOptions): Promise<AdminSocket | undefined> => {
  const address = socketAddress(path);
  mkdirSync(dirname(path), { recursive: true, mode: OWNER_ONLY_FOLDER });
  if (await isAlive(address)) return undefined;
  rmSync(address, { force: true });
  const server = createServer({
    headersTimeout: REQUEST_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionsCheckingInterval: CHECK_INTERVAL_MS,
    keepAliveTimeout: 1,
  });
  server.maxConnections = CONNECTIONS_MAX;
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    answer(request, response, commands, log).catch((error: unknown) => {
      log("error", "admin answer failed", faultFields(error));
      request.destroy();
    });
  });
  await bind(server, address);
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> =>
    (closing ??= new Promise((resolve) => {
      // Whoever has sent half a command would keep the server from ending.
      const force = setTimeout(() => server.closeAllConnections(), closeGraceMs);
      server.close(() => {
        clearTimeout(force);
        resolve();
      });
    }));
  return { close, [Symbol.asyncDispose]: close };
};

const send = (response: ServerResponse, status: number, body: string): void => {
  response.writeHead(status, { "content-type": "application/json", connection: "close" });
  response.end(body);
};

const refuse = (response: ServerResponse, status: number, name: string, message: string): void =>
  send(response, status, JSON.stringify({ name, message }));

const answer = async (
  request: IncomingMessage,
  response: ServerResponse,
  commands: AdminCommands,
  log: Log,
): Promise<void> => {
  const name = (request.url ?? "").slice(1);
  const body = await readBody(request, COMMAND_MAX_BYTES, REQUEST_TIMEOUT_MS);
  if (body === "aborted" || body === "too slow") return void request.destroy();
  if (body === "too large") return refuse(response, 400, "AdminRefusal", "The command is too large.");
  if (request.method !== "POST" || !isCommand(name)) {
    return refuse(
      response,
      404,
      "AdminRefusal",
      "The running server does not know this command: it is of another version.",
    );
  }
  try {
    const json: unknown = body.length === 0 ? {} : JSON.parse(body.toString("utf8"));
    send(response, 200, await answerCommand(commands, name, json));
  } catch (error) {
    if (error instanceof AdminRefusal || error instanceof ApiException)
      return refuse(response, 400, error.name, error.message);
    if (error instanceof SyntaxError) return refuse(response, 400, "AdminRefusal", "The command is not JSON.");
    log("error", "admin command failed", { operation: name, ...faultFields(error) });
    refuse(response, 500, "AdminRefusal", "The command failed; the server's log says where.");
  }
};
