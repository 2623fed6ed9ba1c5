/** The command line: finds the command, runs it, and tells its failures. Each command is loaded when it is called. */
import { readFileSync } from "node:fs";
import { UsageError, type Command } from "./cli/command.ts";
import { isForOperator, textOf } from "./cli/failures.ts";
import { processTerminal, type Terminal } from "./cli/terminal.ts";

/** Exit code: done. */
const DONE = 0;
const FAILED = 1;
const MISUSED = 2;

interface Entry {
  readonly summary: string;
  load(): Promise<Command>;
}

/** Every command by its words. */
const COMMANDS: Readonly<Record<string, Entry>> = {
  serve: {
    summary: "Start the server",
    load: async () => (await import("./cli/serve.ts")).serve,
  },
  "keys create": {
    summary: "Make an access key for an administrator",
    load: async () => (await import("./cli/keys-create.ts")).keysCreate,
  },
  "keys list": {
    summary: "Show the access keys, without their secrets",
    load: async () => (await import("./cli/keys-list.ts")).keysList,
  },
  "keys revoke": {
    summary: "End an access key at once",
    load: async () => (await import("./cli/keys-revoke.ts")).keysRevoke,
  },
  "keys rotate": {
    summary: "Give an access key a new secret, or reseal everything under the current master key",
    load: async () => (await import("./cli/keys-rotate.ts")).keysRotate,
  },
  "pools rotate-keys": {
    summary: "Sign a pool's tokens with new keys",
    load: async () => (await import("./cli/pools-rotate-keys.ts")).poolsRotateKeys,
  },
  "users reset": {
    summary: "Make a user choose a new password",
    load: async () => (await import("./cli/users-reset.ts")).usersReset,
  },
};

const NAME_WIDTH = 20;

const listOf = (names: readonly string[]): string =>
  names.map((name) => `  ${name.padEnd(NAME_WIDTH)}${COMMANDS[name]?.summary ?? ""}`).join("\n");

const help = (): string =>
  [
    "Poolhouse: a self-hosted user directory that speaks the Amazon Cognito user-pools API.",
    "",
    "Usage: poolhouse COMMAND [options]",
    "",
    listOf(Object.keys(COMMANDS)),
    "",
    "Options: --help (also after a command), --version",
    "Settings are environment variables, POOLHOUSE_…; `poolhouse serve --help` names them.",
  ].join("\n");

const groupHelp = (group: string, names: readonly string[]): string =>
  [`Usage: poolhouse ${group} COMMAND [options]`, "", listOf(names)].join("\n");

const version = (): string => {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return /"version": "([^"]+)"/u.exec(text)?.[1] ?? "unknown";
};

const isHelp = (word: string | undefined): boolean => word === "--help" || word === "-h" || word === "help";

const dispatch = async (args: readonly string[], terminal: Terminal): Promise<number> => {
  const [first, second] = args;
  if (first === undefined || isHelp(first)) {
    terminal.print(help());
    return first === undefined ? MISUSED : DONE;
  }
  if (first === "--version" || first === "-v") {
    terminal.print(version());
    return DONE;
  }
  const names = Object.keys(COMMANDS).filter((name) => name === first || name.startsWith(`${first} `));
  if (names.length === 0) {
    const kind = first.startsWith("-") ? "option" : "command";
    throw new UsageError(
      `poolhouse has no ${kind} ${JSON.stringify(first)}. It has:\n${listOf(Object.keys(COMMANDS))}`,
    );
  }
  const words = names[0] === first ? 1 : 2;
  const entry = COMMANDS[args.slice(0, words).join(" ")];
  if (entry !== undefined) return (await entry.load()).run(args.slice(words), terminal);
  if (isHelp(second)) {
    terminal.print(groupHelp(first, names));
    return DONE;
  }
  const wrong = second === undefined ? "needs one more word" : `has no command ${JSON.stringify(second)}`;
  throw new UsageError(`poolhouse ${first} ${wrong}. It has:\n${listOf(names)}`);
};

/** Runs the command line; answers with the exit code: 0 done, 1 failed, 2 called wrongly. */
export const main = async (args: readonly string[], terminal: Terminal = processTerminal()): Promise<number> => {
  try {
    return await dispatch(args, terminal);
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.note(`poolhouse: ${error.message}`);
      return MISUSED;
    }
    // What an operator can put right is told in one sentence; anything else is a fault of ours and shows where.
    terminal.note(`poolhouse: ${isForOperator(error) ? textOf(error) : inspectFault(error)}`);
    return FAILED;
  }
};

const inspectFault = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : "an unknown fault";
