/** Where the master keys come from: the environment, a file, a command, or in development a file that is made. */
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { Secret } from "../contracts/secret.ts";
import {
  MASTER_KEY_BYTES,
  MasterKeyError,
  masterKeysOf,
  readMasterKey,
  type MasterKeys,
} from "../crypto/master-key.ts";
import type { Random } from "../runtime/random.ts";
import type { Settings } from "../settings.ts";

/** How long the command that fetches the key may take. */
const COMMAND_TIMEOUT_MS = 10_000;
/** The most that is read of a key's file or of the command's output; a key has 44 characters. */
const KEY_TEXT_MAX_BYTES = 4_096;
const OWNER_ONLY_FILE = 0o600;
const OWNER_ONLY_FOLDER = 0o700;

type MasterKeySettings = Pick<
  Settings,
  "mode" | "dataDir" | "masterKey" | "masterKeyFile" | "masterKeyCommand" | "oldMasterKeys"
>;

/** An error's code, such as ENOENT; its message may quote what it was working on. */
const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "unknown";

const readKeyFile = (path: string, setting: string): Secret => {
  try {
    if (statSync(path).size > KEY_TEXT_MAX_BYTES) throw new MasterKeyError(`${setting}: ${path} is no key file.`);
    return new Secret(readFileSync(path, "utf8"));
  } catch (error) {
    if (error instanceof MasterKeyError) throw error;
    throw new MasterKeyError(`${setting}: ${path} cannot be read (${codeOf(error)}).`, { cause: error });
  }
};

/**
 * The words of a command. No shell reads them, so that nothing in the setting is expanded, chained or redirected behind
 * the operator's back; what a shell would treat specially is refused instead of being passed on as it stands.
 */
const wordsOf = (command: string): readonly [string, ...string[]] => {
  const [program, ...words] = command.trim().split(/\s+/u);
  if (program === undefined || program === "" || /["'`$&|;<>()*?\\]/u.test(command)) {
    throw new MasterKeyError(
      "POOLHOUSE_MASTER_KEY_COMMAND is a program and its arguments, separated by spaces. No shell reads it: " +
        "put quotes, variables and pipes into a script, and name that.",
    );
  }
  return [program, ...words];
};

/** What the command prints. Its own complaints go to standard error, which the operator sees. */
const runKeyCommand = (command: string): Secret => {
  const [program, ...words] = wordsOf(command);
  try {
    const output = execFileSync(program, words, {
      encoding: "utf8",
      timeout: COMMAND_TIMEOUT_MS,
      killSignal: "SIGKILL",
      maxBuffer: KEY_TEXT_MAX_BYTES,
      stdio: ["ignore", "pipe", "inherit"],
    });
    return new Secret(output);
  } catch (error) {
    throw new MasterKeyError(`POOLHOUSE_MASTER_KEY_COMMAND: ${howItEnded(error)}.`);
  }
};

/** Without the error's own message, which may hold what the command printed. */
const howItEnded = (error: unknown): string => {
  const code = codeOf(error);
  if (code === "ETIMEDOUT") return `the command took longer than ${COMMAND_TIMEOUT_MS / 1000} seconds`;
  if (code === "ENOBUFS") return "the command printed far more than a key";
  if (error instanceof Error && "status" in error && typeof error.status === "number")
    return `the command ended with status ${error.status}`;
  return `the command could not be run (${code})`;
};

/**
 * Makes a key file, mode 0600, unless there is one. It appears whole or not at all: a second server that starts at the
 * same moment must not read half of it.
 */
const makeKeyFile = (dataDir: string, random: Random): string => {
  const path = join(dataDir, "master.key");
  mkdirSync(dataDir, { recursive: true, mode: OWNER_ONLY_FOLDER });
  const draft = `${path}.${random.bytes(8).toString("hex")}`;
  const file = openSync(draft, "wx", OWNER_ONLY_FILE);
  try {
    writeSync(file, `${random.bytes(MASTER_KEY_BYTES).toString("base64")}\n`);
    fsyncSync(file);
    linkSync(draft, path);
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
  } finally {
    closeSync(file);
    rmSync(draft, { force: true });
  }
  return path;
};

const hasFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined;

const developmentKey = (dataDir: string, random: Random): Secret => {
  const path = join(dataDir, "master.key");
  return readKeyFile(hasFile(path) ? path : makeKeyFile(dataDir, random), "The development master key");
};

const currentKey = (settings: MasterKeySettings, random: Random): Secret => {
  const { masterKey, masterKeyFile, masterKeyCommand } = settings;
  const given = [masterKey, masterKeyFile, masterKeyCommand].filter((source) => source !== undefined);
  if (given.length > 1) {
    throw new MasterKeyError(
      "Set one of POOLHOUSE_MASTER_KEY, POOLHOUSE_MASTER_KEY_FILE and POOLHOUSE_MASTER_KEY_COMMAND, not several.",
    );
  }
  if (masterKey !== undefined) return masterKey;
  if (masterKeyFile !== undefined) return readKeyFile(masterKeyFile, "POOLHOUSE_MASTER_KEY_FILE");
  if (masterKeyCommand !== undefined) return runKeyCommand(masterKeyCommand);
  if (settings.mode === "development") return developmentKey(settings.dataDir, random);
  throw new MasterKeyError("There is no master key: set POOLHOUSE_MASTER_KEY_FILE to a file of 32 bytes in base64.");
};

/**
 * The master keys that the settings name; a development server without any makes `<DATA_DIR>/master.key`.
 * @throws MasterKeyError for the operator, without anything of a key
 */
export const loadMasterKeys = (
  settings: MasterKeySettings,
  random: Random = { bytes: (length) => randomBytes(length) },
): MasterKeys => masterKeysOf(readMasterKey(currentKey(settings, random)), settings.oldMasterKeys.map(readMasterKey));
