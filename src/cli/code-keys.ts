/** The keys under which codes are encrypted for functions that send them: a file of wrapping keys, and a key service. */
import { createSecretKey, type KeyObject } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { createCodeEncryption, isKeyArn, WRAPPING_KEY_BYTES, type CodeEncryption } from "../crypto/encrypted-code.ts";
import { SettingError, type Settings } from "../settings.ts";

/** The most that is read of the file: some thousand keys. */
const KEYS_FILE_MAX_BYTES = 1024 * 1024;

const EXPECTED =
  'a JSON object of 32 random bytes in base64 by key ARN, such as {"arn:aws:kms:us-east-1:000000000000:key/codes":"…"}';

const wrong = (path: string, what: string): SettingError =>
  new SettingError(`POOLHOUSE_KMS_KEYS_FILE: ${path} ${what}.`);

const readText = (path: string): string => {
  try {
    if (statSync(path).size > KEYS_FILE_MAX_BYTES) throw wrong(path, "is larger than 1 MiB, so it is no file of keys");
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof SettingError) throw error;
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw wrong(path, `cannot be read (${code})`);
  }
};

/** Without the error's own message, which quotes the text. */
const parse = (path: string): unknown => {
  const text = readText(path);
  try {
    return JSON.parse(text);
  } catch {
    throw wrong(path, `is not JSON; it holds ${EXPECTED}`);
  }
};

const keyFrom = (path: string, arn: string, text: unknown): KeyObject => {
  const bytes = typeof text === "string" ? Buffer.from(text, "base64") : Buffer.alloc(0);
  // Comparing with the text again refuses characters that would be dropped in silence.
  if (bytes.length !== WRAPPING_KEY_BYTES || bytes.toString("base64") !== text) {
    throw wrong(path, `has no key for ${arn}: a key is 32 bytes in base64, as from \`openssl rand -base64 32\``);
  }
  return createSecretKey(bytes);
};

/**
 * The wrapping keys in a file, by ARN.
 * @throws SettingError for the operator, without anything of a key
 */
export const readWrappingKeys = (path: string): ReadonlyMap<string, KeyObject> => {
  const value = parse(path);
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrong(path, `is not ${EXPECTED}`);
  const keys = new Map<string, KeyObject>();
  for (const [arn, text] of Object.entries(value)) {
    // A name that is no ARN may be a key in the wrong place: it is not repeated.
    if (!isKeyArn(arn)) throw wrong(path, `has a name that is not the ARN of a KMS key; it holds ${EXPECTED}`);
    keys.set(arn, keyFrom(path, arn, text));
  }
  return keys;
};

/** Encrypts codes as the settings say. Asks nobody and loads no library: the first code does. @throws SettingError */
export const openCodeEncryption = ({
  kmsKeysFile,
  kmsEndpoint,
}: Pick<Settings, "kmsKeysFile" | "kmsEndpoint">): CodeEncryption =>
  createCodeEncryption({
    ...(kmsKeysFile === undefined ? {} : { wrappingKeys: readWrappingKeys(kmsKeysFile) }),
    ...(kmsEndpoint === undefined ? {} : { keyService: { endpoint: kmsEndpoint } }),
  });
