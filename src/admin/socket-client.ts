/** The administrators' commands of a running server, by its socket. */
import { request, type IncomingMessage } from "node:http";
import { ApiException, MODELLED_EXCEPTIONS, PROTOCOL_EXCEPTIONS } from "../contracts/exceptions.ts";
import type { AdminCommands, ServerDescription } from "./commands.ts";
import { AdminRefusal } from "./commands.ts";
import { readAnswer, type CommandName } from "./protocol.ts";
import { parseRecord } from "./read.ts";
import { socketAddress } from "./socket-server.ts";

/** How long a command may take, the awaited message of a reset included. */
const COMMAND_TIMEOUT_MS = 30_000;
/** Room for the longest list of keys with the longest policies. */
const ANSWER_MAX_BYTES = 16 * 1024 * 1024;

/** Nobody listens at the socket: no server runs beside this data folder. */
export class NoServer extends Error {
  override readonly name = "NoServer";
}

const ABSENT: ReadonlySet<string> = new Set(["ENOENT", "ECONNREFUSED", "ENOTSOCK"]);

const connectionFailure = (error: Error, path: string): Error => {
  const code = "code" in error && typeof error.code === "string" ? error.code : "unknown";
  if (ABSENT.has(code)) return new NoServer();
  if (code === "EACCES" || code === "EPERM") {
    return new AdminRefusal(`${path} belongs to another account: run the command as the account of the server.`);
  }
  return new AdminRefusal(`The running server did not answer at ${path} (${code}).`);
};

const read = async (response: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > ANSWER_MAX_BYTES)
      throw new AdminRefusal("The running server answered more than a command's answer has.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
};

const EXCEPTIONS = [...MODELLED_EXCEPTIONS, ...PROTOCOL_EXCEPTIONS];

/** The refusal that the server told. */
const refusalOf = (text: string): Error => {
  const { name, message } = parseRecord(text);
  const words = typeof message === "string" ? message : "The command was refused.";
  const told = EXCEPTIONS.find((known) => known === name);
  return told === undefined ? new AdminRefusal(words) : new ApiException(told, words);
};

const exchange = (path: string, name: CommandName, input: object): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const sent = request({
      socketPath: socketAddress(path),
      method: "POST",
      path: `/${name}`,
      headers: { host: "poolhouse", "content-type": "application/json" },
      signal: AbortSignal.timeout(COMMAND_TIMEOUT_MS),
    });
    sent.on("error", (error) => reject(connectionFailure(error, path)));
    sent.on("response", (response) => {
      read(response).then((text) => resolve({ status: response.statusCode ?? 0, text }), reject);
    });
    sent.end(JSON.stringify(input));
  });

/**
 * The commands of the server that listens at `path`.
 * @throws NoServer when none does, AdminRefusal when it belongs to another account
 */
export const connectAdminSocket = async (path: string): Promise<AdminCommands> => {
  const call = async <T>(name: CommandName, input: object): Promise<T> => {
    const { status, text } = await exchange(path, name, input);
    if (status !== 200) throw refusalOf(text);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the other side is this program's own server
    return readAnswer(text) as T;
  };
  const description = await call<ServerDescription>("describe", {});
  return {
    describe: async () => description,
    createKey: (key) => call("createKey", key),
    listKeys: () => call("listKeys", {}),
    revokeKey: (key) => call("revokeKey", key),
    rotateKey: (key) => call("rotateKey", key),
    rotateSigningKeys: (rotation) => call("rotateSigningKeys", rotation),
    reseal: (from) => call("reseal", from ?? {}),
    printResetCode: (command) => call("printResetCode", command),
    resetPassword: async (command) => {
      await call("resetPassword", command);
    },
  };
};
