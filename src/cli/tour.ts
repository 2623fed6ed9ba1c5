/**
 * `npm run tour`: the story of a password reset, played with the AWS SDK against a server of its own. Prints each call
 * and its answer; ends with exit code 1 when any of them is not as it should be.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import {
  AdminCreateUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  ConfirmForgotPasswordCommand,
  InitiateAuthCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { DEVELOPER_CREDENTIALS } from "../http/callers.ts";
import { painter, processTerminal } from "./terminal.ts";

const PROGRAM = fileURLToPath(new URL("../../bin/poolhouse.mjs", import.meta.url));
const SHOWN_MAX_LENGTH = 40;
const START_TIMEOUT_MS = 20_000;

const USER = { Username: "ada", email: "ada@example.com" } as const;
const OLD_PASSWORD = "The old one, 1";
const NEW_PASSWORD = "A better one, 2";

const terminal = processTerminal();
const paint = painter(terminal.colour);

interface Ready {
  readonly endpoint: string;
  readonly poolId: string;
  readonly clientId: string;
}

/** The ready line of a server that is starting. */
const readyLine = async (server: ChildProcess): Promise<Ready> => {
  if (server.stdout === null) throw new Error("the server has no output");
  const lines = createInterface({ input: server.stdout, signal: AbortSignal.timeout(START_TIMEOUT_MS) });
  for await (const line of lines) {
    if (!line.startsWith("{")) continue;
    const { endpoint, poolId, clientId }: Record<string, unknown> = JSON.parse(line);
    return { endpoint: String(endpoint), poolId: String(poolId), clientId: String(clientId) };
  }
  throw new Error("the server did not start");
};

/** Long values (tokens) are cut, and what the SDK adds is left out. */
const shown = (value: unknown): string =>
  JSON.stringify(
    value,
    (name, member: unknown) => {
      if (name === "$metadata") return undefined;
      return typeof member === "string" && member.length > SHOWN_MAX_LENGTH
        ? `${member.slice(0, SHOWN_MAX_LENGTH)}…`
        : member;
    },
    2,
  );

const printStep = (title: string): void => terminal.print(`\n${paint("bold", title)}`);
const printCall = (name: string, input: unknown): void =>
  terminal.print(`${paint("cyan", `→ ${name}`)} ${paint("dim", shown(input))}`);
const printAnswer = (answer: string): void => terminal.print(`${paint("green", "←")} ${answer}`);

/** Makes a call that must succeed. */
const call = async <T>(name: string, input: object, send: () => Promise<T>): Promise<T> => {
  printCall(name, input);
  const answer = await send();
  printAnswer(shown(answer));
  return answer;
};

/** Makes a call that must be refused. */
const refused = async (exception: string, name: string, input: object, send: () => Promise<unknown>): Promise<void> => {
  printCall(name, input);
  try {
    await send();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== exception) throw error;
    printAnswer(`${error.name}: ${error.message}`);
    return;
  }
  throw new Error(`${name} was to be refused with ${exception}`);
};

const readMessage = async (endpoint: string): Promise<string> => {
  const url = `${endpoint}/_poolhouse/inbox/wait?to=${encodeURIComponent(USER.email)}`;
  const message = await call("GET", { url }, async (): Promise<Record<string, unknown>> => {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`no message has arrived (${response.status})`);
    return Object.fromEntries(Object.entries(Object(await response.json())));
  });
  if (typeof message["code"] !== "string") throw new Error("the message carries no code");
  return message["code"];
};

const requireTokens = (answer: { readonly AuthenticationResult?: object | undefined }): void => {
  if (answer.AuthenticationResult === undefined) throw new Error("there are no tokens");
};

const play = async ({ endpoint, poolId, clientId }: Ready): Promise<void> => {
  const { accessKeyId, secretAccessKey } = DEVELOPER_CREDENTIALS;
  const sdk = new CognitoIdentityProviderClient({
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId, secretAccessKey },
  });
  const user = { UserPoolId: poolId, Username: USER.Username };
  const signIn = (PASSWORD: string) => ({
    AuthFlow: "USER_PASSWORD_AUTH" as const,
    ClientId: clientId,
    AuthParameters: { USERNAME: USER.Username, PASSWORD },
  });

  printStep("An administrator makes a user");
  const created = {
    ...user,
    MessageAction: "SUPPRESS" as const,
    UserAttributes: [
      { Name: "email", Value: USER.email },
      { Name: "email_verified", Value: "true" },
    ],
  };
  await call("AdminCreateUser", created, () => sdk.send(new AdminCreateUserCommand(created)));
  const password = { ...user, Password: OLD_PASSWORD, Permanent: true };
  await call("AdminSetUserPassword", password, () => sdk.send(new AdminSetUserPasswordCommand(password)));

  printStep("The user signs in");
  const first = signIn(OLD_PASSWORD);
  requireTokens(await call("InitiateAuth", first, () => sdk.send(new InitiateAuthCommand(first))));

  printStep("The administrator resets the password");
  await call("AdminResetUserPassword", user, () => sdk.send(new AdminResetUserPasswordCommand(user)));

  printStep("The old password signs nobody in any more");
  await refused("PasswordResetRequiredException", "InitiateAuth", first, () =>
    sdk.send(new InitiateAuthCommand(first)),
  );

  printStep("A message with a code has arrived");
  const code = await readMessage(endpoint);

  printStep("The user chooses a new password with it");
  const chosen = {
    ClientId: clientId,
    Username: USER.Username,
    ConfirmationCode: code,
    Password: NEW_PASSWORD,
  };
  await call("ConfirmForgotPassword", chosen, () => sdk.send(new ConfirmForgotPasswordCommand(chosen)));

  printStep("And signs in again");
  const second = signIn(NEW_PASSWORD);
  requireTokens(await call("InitiateAuth", second, () => sdk.send(new InitiateAuthCommand(second))));
  sdk.destroy();
};

/** Plays the tour in a folder that is gone afterwards. */
const tour = async (): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), "poolhouse-tour-"));
  const server = spawn(process.execPath, [PROGRAM, "serve", "--development"], {
    env: { PATH: process.env["PATH"], POOLHOUSE_DATA_DIR: folder, POOLHOUSE_PORT: "0" },
    stdio: ["ignore", "pipe", "ignore"],
  });
  const ended = once(server, "exit");
  try {
    await play(await readyLine(server));
    printStep("Every step was as it should be.");
  } finally {
    server.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
};

try {
  await tour();
} catch (error) {
  terminal.note(`${paint("red", "The tour went wrong:")} ${error instanceof Error ? error.message : "unknown"}`);
  process.exitCode = 1;
}
