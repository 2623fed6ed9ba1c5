/** What a command of the command line is, and how its arguments are read. */
import { parseArgs, type ParseArgsConfig } from "node:util";
import type { Terminal } from "./terminal.ts";

/** The arguments are not what the command takes; the message says what to do. Exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** The command cannot do its work; the message is for the operator and is all that is printed. Exit code 1. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

export interface Option {
  readonly type: "string" | "boolean";
  /** What stands for the value in the help; for options with a value. */
  readonly value?: string;
  readonly about: string;
}

export type Options = Readonly<Record<string, Option>>;

/** What was given for a command's options. */
export interface Values<Name extends string> {
  text(name: Name): string | undefined;
  flag(name: Name): boolean;
}

interface Description {
  /** The words that call it, such as `keys create`. */
  readonly name: string;
  /** One line. */
  readonly summary: string;
  /** The names of its arguments that are not options; one in brackets may be left out. */
  readonly positionals?: readonly string[];
  readonly options: Options;
  /** What else one has to know, in the help. */
  readonly details?: string;
}

export interface CommandDefinition<O extends Options> extends Description {
  readonly options: O;
  /** Answers with the exit code. */
  run(values: Values<keyof O & string>, positionals: readonly string[], terminal: Terminal): Promise<number>;
}

/** A command, its types of options closed up. */
export interface Command {
  readonly name: string;
  run(args: readonly string[], terminal: Terminal): Promise<number>;
}

const HELP_WIDTH = 30;

const usageOf = ({ name, positionals = [] }: Description): string =>
  ["poolhouse", name, ...positionals, "[options]"].join(" ");

const helpOf = (description: Description): string => {
  const all: Options = { ...description.options, help: { type: "boolean", about: "Show this." } };
  const lines = Object.entries(all).map(([name, { value, about }]) => {
    const left = `  --${name}${value === undefined ? "" : ` ${value}`}`;
    const indented = about.replaceAll("\n", `\n${" ".repeat(HELP_WIDTH)}`);
    return left.length < HELP_WIDTH
      ? left.padEnd(HELP_WIDTH) + indented
      : `${left}\n${" ".repeat(HELP_WIDTH)}${indented}`;
  });
  const details = description.details === undefined ? [] : ["", description.details.trim()];
  return [`${description.summary}.`, "", `Usage: ${usageOf(description)}`, "", ...lines, ...details].join("\n");
};

const parse = (description: Description, args: readonly string[]) => {
  const options: NonNullable<ParseArgsConfig["options"]> = {
    ...Object.fromEntries(Object.entries(description.options).map(([name, { type }]) => [name, { type }])),
    help: { type: "boolean", short: "h" },
  };
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    const [first = ""] = (error instanceof Error ? error.message : "").split(/\. |\n/u);
    throw new UsageError(`${first.replace(/\.$/u, "")}. See \`poolhouse ${description.name} --help\`.`, {
      cause: error,
    });
  }
};

const requirePositionals = (description: Description, given: readonly string[]): void => {
  const known = description.positionals ?? [];
  const missing = known.find((name, index) => !name.startsWith("[") && given[index] === undefined);
  if (missing !== undefined) throw new UsageError(`${missing} is missing. Usage: ${usageOf(description)}`);
  if (given.length > known.length) {
    const unexpected = JSON.stringify(given[known.length]);
    throw new UsageError(`Unexpected argument ${unexpected}. Usage: ${usageOf(description)}`);
  }
};

export const defineCommand = <const O extends Options>(definition: CommandDefinition<O>): Command => ({
  name: definition.name,
  run: async (args, terminal) => {
    const { values, positionals } = parse(definition, args);
    if (values["help"] === true) {
      terminal.print(helpOf(definition));
      return 0;
    }
    requirePositionals(definition, positionals);
    const given = {
      text: (name: string) => {
        const value = values[name];
        return typeof value === "string" ? value : undefined;
      },
      flag: (name: string) => values[name] === true,
    };
    return definition.run(given, positionals, terminal);
  },
});
