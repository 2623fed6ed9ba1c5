import type { ServerDescription } from "../admin/commands.ts";
import { signCommand, type AdminCredentials } from "../admin/signed-command.ts";
import { Secret } from "../contracts/secret.ts";
import { DEVELOPER_CREDENTIALS } from "../http/callers.ts";
import { systemClock } from "../runtime/clock.ts";
import {
  ADMINISTRATION_DETAILS,
  ADMINISTRATION_OPTIONS,
  openAdministration,
  operatingSystemUser,
} from "./administration.ts";
import { CommandError, defineCommand, UsageError } from "./command.ts";
import { painter, type Environment } from "./terminal.ts";

const fromVariables = (
  env: Environment,
  [idName, secretName, tokenName]: readonly [string, string, string],
): AdminCredentials | undefined => {
  const [id, secret, token] = [env[idName] ?? "", env[secretName] ?? "", env[tokenName] ?? ""];
  if (id === "" || secret === "") return undefined;
  return {
    accessKeyId: id,
    secretAccessKey: new Secret(secret),
    ...(token === "" ? {} : { sessionToken: new Secret(token) }),
  };
};

/** The access key from the environment, never from arguments, which every account of the machine can read. */
const credentialsOf = (env: Environment, { mode }: ServerDescription): AdminCredentials => {
  const given =
    fromVariables(env, ["POOLHOUSE_ACCESS_KEY_ID", "POOLHOUSE_SECRET_ACCESS_KEY", "POOLHOUSE_SESSION_TOKEN"]) ??
    fromVariables(env, ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"]);
  if (given !== undefined) return given;
  if (mode === "development") {
    const { accessKeyId, secretAccessKey } = DEVELOPER_CREDENTIALS;
    return { accessKeyId, secretAccessKey: new Secret(secretAccessKey) };
  }
  throw new CommandError(
    "Set POOLHOUSE_ACCESS_KEY_ID and POOLHOUSE_SECRET_ACCESS_KEY to an access key of yours; `poolhouse keys create` makes one.",
  );
};

const requireOption = (value: string | undefined, sentence: string): string => {
  if (value === undefined || value.trim() === "") throw new UsageError(sentence);
  return value;
};

/** `poolhouse users reset` */
export const usersReset = defineCommand({
  name: "users reset",
  summary: "Makes a user choose a new password: the old one stops signing in, and a code is sent or printed",
  options: {
    pool: { type: "string", value: "ID", about: "The user pool." },
    username: { type: "string", value: "NAME", about: "The user: a username, an alias or a sub." },
    "print-code": { type: "boolean", about: "Print the code, to be passed on in person, instead of sending it." },
    reason: { type: "string", value: "TEXT", about: "Why, for --print-code: it is kept with the event." },
    json: { type: "boolean", about: "Print JSON." },
    ...ADMINISTRATION_OPTIONS,
  },
  details: `${ADMINISTRATION_DETAILS}

The access key stands in POOLHOUSE_ACCESS_KEY_ID and POOLHOUSE_SECRET_ACCESS_KEY (POOLHOUSE_SESSION_TOKEN for a
temporary one), else in the usual AWS_… variables. Its policy must allow, on the pool, cognito-idp:AdminResetUserPassword,
or poolhouse:PrintResetCode for --print-code.

A printed code works for users whom no message reaches: without a verified address, where only administrators recover
accounts, and with a temporary password. It verifies no address, sends nothing and calls no function. The event keeps
the access key, your account on this machine, the reason and the request id, never the code.`,
  run: async (values, _positionals, terminal) => {
    const userPoolId = requireOption(values.text("pool"), "--pool is missing: the id of the user pool.");
    const username = requireOption(values.text("username"), "--username is missing: whose password is reset.");
    const prints = values.flag("print-code");
    const reason = prints
      ? requireOption(values.text("reason"), "--print-code needs --reason: it is kept with the event.")
      : undefined;
    if (!prints && values.text("reason") !== undefined) throw new UsageError("--reason goes with --print-code.");

    await using administration = await openAdministration(terminal, values.flag("development"));
    const { commands } = administration;
    const description = await commands.describe();
    const credentials = credentialsOf(terminal.env, description);
    const signing = { region: description.region, now: systemClock.now() };
    if (reason === undefined) {
      const body = JSON.stringify({ UserPoolId: userPoolId, Username: username });
      await commands.resetPassword(signCommand("resetPassword", body, credentials, signing));
      terminal.print(
        values.flag("json") ? "{}" : `A code is on its way to ${username}. The old password signs nobody in.`,
      );
      return 0;
    }
    const user = operatingSystemUser(terminal.env);
    const body = JSON.stringify({ userPoolId, username, reason, operatingSystemUser: user });
    const printed = await commands.printResetCode(signCommand("printResetCode", body, credentials, signing));
    const { requestId } = printed;
    const code = printed.code.reveal();
    const expiresAt = new Date(printed.expiresAt).toISOString();
    if (values.flag("json")) terminal.print(JSON.stringify({ code, expiresAt, requestId }));
    else {
      terminal.print(painter(terminal.colour)("bold", code));
      terminal.note(
        `The code works until ${expiresAt}, once, with a new password. Pass it on in person. Request id: ${requestId}`,
      );
    }
    return 0;
  },
});
