/**
 * The commands as JSON: what crosses the socket between the command line and a running server.
 * `POST /<command>` with the input, 200 with the answer, or 400 with the name and the message of a refusal.
 */
import { Secret } from "../contracts/secret.ts";
import type { ResealCursor } from "../storage/reseal.ts";
import type {
  AccessKeyName,
  AdminCommands,
  NewAccessKey,
  Operator,
  SignedCommand,
  SigningKeyRotation,
} from "./commands.ts";
import { AdminRefusal } from "./commands.ts";
import { asRecord, requireCount, requireText, requireTexts, type JsonRecord } from "./read.ts";

/** The most bytes of a command; a policy and a signature fit. */
export const COMMAND_MAX_BYTES = 65_536;

const TEXT_MAX_LENGTH = 8_192;
const POLICY_MAX_LENGTH = 32_768;
const CURSOR_PARTS_MAX = 8;

const operator = (json: JsonRecord): Operator => ({
  operatingSystemUser: requireText(json, "operatingSystemUser", TEXT_MAX_LENGTH),
});

const newAccessKey = (json: JsonRecord): NewAccessKey => ({
  ...operator(json),
  name: requireText(json, "name", TEXT_MAX_LENGTH),
  policy: requireText(json, "policy", POLICY_MAX_LENGTH),
  lifetimeMs: requireCount(json, "lifetimeMs"),
});

const accessKeyName = (json: JsonRecord): AccessKeyName => ({
  ...operator(json),
  id: requireText(json, "id", TEXT_MAX_LENGTH),
});

const signingKeyRotation = (json: JsonRecord): SigningKeyRotation => ({
  ...operator(json),
  userPoolId: requireText(json, "userPoolId", TEXT_MAX_LENGTH),
  immediately: json["immediately"] === true,
});

const signedCommand = (json: JsonRecord): SignedCommand => ({
  headers: requireTexts(json, "headers", TEXT_MAX_LENGTH),
  body: requireText(json, "body", TEXT_MAX_LENGTH),
});

const cursor = (json: JsonRecord): ResealCursor | null => {
  if (json["column"] === undefined) return null;
  const key: unknown = json["key"];
  if (!Array.isArray(key) || key.length > CURSOR_PARTS_MAX || !key.every((part) => typeof part === "string")) {
    throw new AdminRefusal("The place to go on resealing from is malformed.");
  }
  return { column: requireText(json, "column", TEXT_MAX_LENGTH), key };
};

export type CommandName = keyof AdminCommands;

type Calls = { readonly [N in CommandName]: (commands: AdminCommands, json: JsonRecord) => Promise<unknown> };

const calls: Calls = {
  describe: (commands) => commands.describe(),
  createKey: (commands, json) => commands.createKey(newAccessKey(json)),
  listKeys: (commands) => commands.listKeys(),
  revokeKey: (commands, json) => commands.revokeKey(accessKeyName(json)),
  rotateKey: (commands, json) => commands.rotateKey(accessKeyName(json)),
  rotateSigningKeys: (commands, json) => commands.rotateSigningKeys(signingKeyRotation(json)),
  reseal: (commands, json) => commands.reseal(cursor(json)),
  printResetCode: (commands, json) => commands.printResetCode(signedCommand(json)),
  resetPassword: (commands, json) => commands.resetPassword(signedCommand(json)),
};

export const isCommand = (name: string): name is CommandName => Object.hasOwn(calls, name);

/** Carries out a command that came as JSON; answers with JSON. */
export const answerCommand = async (commands: AdminCommands, name: CommandName, json: unknown): Promise<string> =>
  revealed((await calls[name](commands, asRecord(json))) ?? {});

/** JSON in which secrets stand in clear: for whoever asked for them, over a socket that nobody else can open. */
const revealed = (value: object): string =>
  JSON.stringify(value, function clear(this: Readonly<Record<string, unknown>>, name: string, shown: unknown) {
    const member = this[name];
    return member instanceof Secret ? member.reveal() : shown;
  });

/** The members of answers that are secrets. */
const SECRETS: ReadonlySet<string> = new Set(["secret", "sessionToken", "code"]);

/** What a server answered, its secrets wrapped again. */
export const readAnswer = (text: string): unknown =>
  JSON.parse(text, (name, value: unknown) =>
    SECRETS.has(name) && typeof value === "string" ? new Secret(value) : value,
  ) as unknown;
