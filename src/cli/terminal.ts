/** What a command sees of the world around it: its environment, what is piped into it, where it writes. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface Terminal {
  readonly env: Environment;
  /** Results: what a program that runs the command reads. */
  print(text: string): void;
  /** Remarks to the person at the terminal. */
  note(text: string): void;
  /** What is piped in, up to `max` bytes; undefined when there is more. */
  readInput(max: number): Promise<string | undefined>;
  /** Whether standard output takes colours. */
  readonly colour: boolean;
  /** The same for standard error, where the log goes; `isTerminal` tells whether a person reads it. */
  readonly errors: { readonly colour: boolean; readonly isTerminal: boolean; write(text: string): void };
}

/** @see https://no-color.org */
const wantsColour = (env: Environment, isTerminal: boolean): boolean => isTerminal && (env["NO_COLOR"] ?? "") === "";

const readAll = async (stream: AsyncIterable<Buffer>, max: number): Promise<string | undefined> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > max) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
};

/** The terminal of this process. */
export const processTerminal = (): Terminal => {
  const { env, stdout, stderr } = process;
  // A log that nobody takes any more is no reason to stop serving.
  stderr.on("error", () => undefined);
  return {
    env,
    print: (text) => void stdout.write(`${text}\n`),
    note: (text) => void stderr.write(`${text}\n`),
    readInput: (max) => readAll(process.stdin, max),
    colour: wantsColour(env, stdout.isTTY),
    errors: {
      colour: wantsColour(env, stderr.isTTY),
      isTerminal: stderr.isTTY,
      write: (text) => void stderr.write(text),
    },
  };
};

const STYLES = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], cyan: [36, 39] } as const;

/** Puts text into a style, or leaves it as it is where there are no colours. */
export type Paint = (style: keyof typeof STYLES, text: string) => string;

export const painter =
  (colour: boolean): Paint =>
  (style, text) => {
    const [on, off] = STYLES[style];
    return colour ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  };
