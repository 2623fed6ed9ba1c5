import { readFileSync, statSync } from "node:fs";
import type { IssuedAccessKey } from "../admin/commands.ts";
import {
  ADMINISTRATION_DETAILS,
  ADMINISTRATION_OPTIONS,
  openAdministration,
  operatingSystemUser,
} from "./administration.ts";
import { CommandError, defineCommand, UsageError } from "./command.ts";
import { parseDuration } from "./duration.ts";
import { painter, type Terminal } from "./terminal.ts";

/** The most bytes of a policy's file; a policy has at most 6,144 characters. */
const POLICY_FILE_MAX_BYTES = 65_536;

const readPolicyFile = (path: string): string => {
  try {
    if (statSync(path).size > POLICY_FILE_MAX_BYTES) throw new CommandError(`${path} is too large for a policy.`);
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`${path} cannot be read: ${error instanceof Error ? error.message : "unknown"}`, {
      cause: error,
    });
  }
};

const readPipedPolicy = async (terminal: Terminal): Promise<string> => {
  const text = await terminal.readInput(POLICY_FILE_MAX_BYTES);
  if (text === undefined) throw new CommandError("What is piped in is too large for a policy.");
  return text;
};

const words = (text: string): string[] =>
  text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");

interface Allowed {
  readonly file: string | undefined;
  readonly allow: string | undefined;
  readonly resource: string | undefined;
}

/** The policy, from a file, from what is piped in, or written from --allow and --resource. @throws UsageError */
const policyOf = async ({ file, allow, resource }: Allowed, terminal: Terminal): Promise<string> => {
  if ((file === undefined) === (allow === undefined)) {
    throw new UsageError("Say what the key may do, either with --policy FILE or with --allow ACTION.");
  }
  if (file !== undefined) {
    if (resource !== undefined)
      throw new UsageError("--resource goes with --allow; a policy names its resources itself.");
    return file === "-" ? readPipedPolicy(terminal) : readPolicyFile(file);
  }
  const statement = { Effect: "Allow", Action: words(allow ?? ""), Resource: words(resource ?? "*") };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
};

/** Shows a key's secrets, this once. */
export const printIssued = (key: IssuedAccessKey, asJson: boolean, terminal: Terminal): void => {
  const sessionToken = key.sessionToken?.reveal();
  const expiresAt = key.expiresAt === null ? undefined : new Date(key.expiresAt).toISOString();
  const secretAccessKey = key.secret.reveal();
  if (asJson) {
    terminal.print(JSON.stringify({ accessKeyId: key.id, secretAccessKey, sessionToken, expiresAt, name: key.name }));
    return;
  }
  const paint = painter(terminal.colour);
  const rows: readonly (readonly [string, string | undefined])[] = [
    ["access key id", key.id],
    ["secret access key", secretAccessKey],
    ["session token", sessionToken],
    ["expires", expiresAt],
  ];
  for (const [name, value] of rows) {
    if (value !== undefined) terminal.print(`${paint("dim", name.padEnd(20))}${value}`);
  }
  terminal.note(
    "The secret is shown this once. Hand it to programs as AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY" +
      (sessionToken === undefined ? "." : " and AWS_SESSION_TOKEN."),
  );
};

/** `poolhouse keys create` */
export const keysCreate = defineCommand({
  name: "keys create",
  summary: "Makes an access key, with which an administrator or a program signs requests",
  options: {
    name: { type: "string", value: "NAME", about: "Your word for it; refusals name it." },
    policy: { type: "string", value: "FILE", about: "What it may do: a policy in IAM's JSON; - reads standard input." },
    allow: { type: "string", value: "ACTIONS", about: "Or: the actions it may do, with commas between them." },
    resource: { type: "string", value: "ARNS", about: "On what, for --allow: pools' ARNs; * unless given." },
    expires: { type: "string", value: "DURATION", about: "A temporary key, with a session token: 30m, 12h, 90d." },
    json: { type: "boolean", about: "Print JSON." },
    ...ADMINISTRATION_OPTIONS,
  },
  details: `${ADMINISTRATION_DETAILS}

A key that may reset passwords in one pool and do nothing else:
  poolhouse keys create --name helpdesk --allow cognito-idp:AdminResetUserPassword \\
    --resource arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_AbCdEfGhI`,
  run: async (values, _positionals, terminal) => {
    const name = values.text("name");
    if (name === undefined) throw new UsageError("--name is missing: your word for the key.");
    const policy = await policyOf(
      { file: values.text("policy"), allow: values.text("allow"), resource: values.text("resource") },
      terminal,
    );
    const expires = values.text("expires");
    const lifetimeMs = expires === undefined ? null : parseDuration(expires, "expires");
    await using administration = await openAdministration(terminal, values.flag("development"));
    const key = await administration.commands.createKey({
      name,
      policy,
      lifetimeMs,
      operatingSystemUser: operatingSystemUser(terminal.env),
    });
    printIssued(key, values.flag("json"), terminal);
    return 0;
  },
});
