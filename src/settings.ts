/**
 * Every setting and its meaning, read once at start from the environment. A value that makes no sense stops the start
 * with a sentence that says what to do; nothing secret is repeated in it.
 */
import { Secret } from "./contracts/secret.ts";
import { isLoopbackHost } from "./http/hosts.ts";

export type Mode = "development" | "production";

export interface Settings {
  readonly mode: Mode;
  readonly host: string;
  /** 0 picks a free port. */
  readonly port: number;
  readonly dataDir: string;
  /** `file:PATH`, `file::memory:` or `postgres://…`. */
  readonly databaseUrl: string;
  readonly region: string;
  readonly accountId: string;
  /** Without a trailing slash; undefined in development until the port is known. */
  readonly publicUrl: string | undefined;
  readonly issuer: "own" | "amazon";
  readonly masterKey: Secret | undefined;
  readonly masterKeyFile: string | undefined;
  readonly masterKeyCommand: string | undefined;
  /** Master keys that are only read with, until everything has been resealed. */
  readonly oldMasterKeys: readonly Secret[];
  readonly signatures: "verify" | "accept-any";
  readonly rates: "none" | "amazon";
  /** What confirms a sign-up by link: opening the link, as with Amazon, or the button of the page that it opens. */
  readonly confirmLinks: "open" | "button";
  readonly smtpUrl: Secret | undefined;
  readonly emailFrom: string | undefined;
  readonly smsUrl: string | undefined;
  readonly smsSecret: Secret | undefined;
  readonly smsOrigination: string | undefined;
  /** Undefined: out of the sandbox. */
  readonly smsSandbox: readonly string[] | undefined;
  /** Where the logs of pools go: `file:FOLDER` or the address of an endpoint. */
  readonly logDelivery: string;
  /** Signs the requests to that endpoint. */
  readonly logDeliverySecret: Secret | undefined;
  readonly functionsDir: string | undefined;
  /** Names of the environment variables that trigger functions may see. */
  readonly functionsEnv: readonly string[];
  readonly lambdaEndpoint: string | undefined;
  /** SHA-1 hashes of passwords that others know, in ascending order. */
  readonly compromisedPasswords: string | undefined;
  /** Wrapping keys of codes by key ARN, in JSON. */
  readonly kmsKeysFile: string | undefined;
  /** Where codes are encrypted under keys that are not in the file. */
  readonly kmsEndpoint: string | undefined;
}

/** A setting that cannot be used; the message is for the operator. */
export class SettingError extends Error {
  override readonly name = "SettingError";
}

type Environment = Readonly<Record<string, string | undefined>>;

/** A variable that is set to nothing says nothing: composing files pass those that nobody has set. */
const textOf = (value: string | undefined): string | undefined => (value === "" ? undefined : value);

const choose = <const V extends readonly string[]>(
  env: Environment,
  name: string,
  values: V,
  fallback: V[number],
): V[number] => {
  const value = textOf(env[name]) ?? fallback;
  if (!values.includes(value)) throw new SettingError(`${name} is one of ${values.join(", ")}.`);
  return value;
};

const list = (text: string | undefined): string[] | undefined =>
  text
    ?.split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");

const portOf = (text: string | undefined): number => {
  const port = Number(text ?? "9229");
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new SettingError("POOLHOUSE_PORT is a whole number from 0 to 65535; 0 picks a free port.");
  }
  return port;
};

const urlOf = (env: Environment, name: string, protocols: readonly string[]): string | undefined => {
  const text = env[name];
  if (text === undefined || text === "") return undefined;
  const url = URL.parse(text);
  if (url === null || !protocols.includes(url.protocol)) {
    throw new SettingError(`${name} is a URL that begins with ${protocols.join(" or ")}.`);
  }
  return text.replace(/\/+$/, "");
};

/** What tokens name as their issuer goes on from it, so nothing may follow its path. */
const publicUrlOf = (env: Environment): string | undefined => {
  const text = urlOf(env, "POOLHOUSE_PUBLIC_URL", ["http:", "https:"]);
  if (text !== undefined && (/[?#]/u.test(text) || URL.parse(text)?.username !== "")) {
    throw new SettingError("POOLHOUSE_PUBLIC_URL has no user, no query and no fragment.");
  }
  return text;
};

const secretOf = (value: string | undefined): Secret | undefined =>
  value === undefined || value === "" ? undefined : new Secret(value);

/** The region is part of every pool id, so it keeps to their alphabet. */
const regionOf = (env: Environment): string => {
  const region = textOf(env["POOLHOUSE_REGION"]) ?? "us-east-1";
  if (!/^[\w-]{1,40}$/.test(region)) {
    throw new SettingError("POOLHOUSE_REGION has up to 40 letters, digits, _ and -, such as us-east-1.");
  }
  return region;
};

const accountOf = (env: Environment): string => {
  const account = textOf(env["POOLHOUSE_ACCOUNT_ID"]) ?? "000000000000";
  if (!/^\d{12}$/.test(account)) throw new SettingError("POOLHOUSE_ACCOUNT_ID has twelve digits.");
  return account;
};

const requireProduction = (settings: Settings): void => {
  const hasKey =
    settings.masterKey !== undefined || settings.masterKeyFile !== undefined || settings.masterKeyCommand !== undefined;
  if (!hasKey) {
    throw new SettingError(
      "Production needs a master key: set POOLHOUSE_MASTER_KEY_FILE (or POOLHOUSE_MASTER_KEY, POOLHOUSE_MASTER_KEY_COMMAND) " +
        "to 32 random bytes in base64, for example from `openssl rand -base64 32`.",
    );
  }
  if (settings.publicUrl === undefined) {
    throw new SettingError(
      "Production needs POOLHOUSE_PUBLIC_URL, the address at which applications reach this server: it becomes the issuer of tokens.",
    );
  }
  if (settings.signatures === "accept-any") {
    throw new SettingError("POOLHOUSE_SIGNATURES=accept-any is for development alone; unset it.");
  }
  if (settings.smtpUrl !== undefined && settings.emailFrom === undefined) {
    throw new SettingError("POOLHOUSE_SMTP_URL needs POOLHOUSE_EMAIL_FROM, the sender where a pool names none.");
  }
};

const requireDevelopment = (settings: Settings, env: Environment): void => {
  if (!isLoopbackHost(settings.host) && env["POOLHOUSE_DEV_REMOTE"] !== "yes") {
    throw new SettingError(
      "A development server has well-known credentials, so it listens on loopback alone. " +
        "Set POOLHOUSE_DEV_REMOTE=yes to open it all the same, or POOLHOUSE_MODE=production.",
    );
  }
};

/** The settings of a process. @throws SettingError */
export const readSettings = (env: Environment, mode?: Mode): Settings => {
  const dataDir = textOf(env["POOLHOUSE_DATA_DIR"]) ?? "./.poolhouse";
  const settings: Settings = {
    mode: mode ?? choose(env, "POOLHOUSE_MODE", ["development", "production"], "production"),
    host: textOf(env["POOLHOUSE_HOST"]) ?? "127.0.0.1",
    port: portOf(textOf(env["POOLHOUSE_PORT"])),
    dataDir,
    databaseUrl: textOf(env["POOLHOUSE_DATABASE_URL"]) ?? `file:${dataDir}/poolhouse.db`,
    region: regionOf(env),
    accountId: accountOf(env),
    publicUrl: publicUrlOf(env),
    issuer: choose(env, "POOLHOUSE_ISSUER", ["own", "amazon"], "own"),
    masterKey: secretOf(env["POOLHOUSE_MASTER_KEY"]),
    masterKeyFile: textOf(env["POOLHOUSE_MASTER_KEY_FILE"]),
    masterKeyCommand: textOf(env["POOLHOUSE_MASTER_KEY_COMMAND"]),
    oldMasterKeys: (list(env["POOLHOUSE_OLD_MASTER_KEYS"]) ?? []).map((key) => new Secret(key)),
    signatures: choose(env, "POOLHOUSE_SIGNATURES", ["verify", "accept-any"], "verify"),
    rates: choose(env, "POOLHOUSE_RATES", ["none", "amazon"], "none"),
    confirmLinks: choose(env, "POOLHOUSE_CONFIRM_LINKS", ["open", "button"], "open"),
    smtpUrl: secretOf(urlOf(env, "POOLHOUSE_SMTP_URL", ["smtp:", "smtps:"])),
    emailFrom: textOf(env["POOLHOUSE_EMAIL_FROM"]),
    smsUrl: urlOf(env, "POOLHOUSE_SMS_URL", ["sns:", "https:", "http:"]) && env["POOLHOUSE_SMS_URL"],
    smsSecret: secretOf(env["POOLHOUSE_SMS_SECRET"]),
    smsOrigination: textOf(env["POOLHOUSE_SMS_ORIGINATION"]),
    smsSandbox: list(env["POOLHOUSE_SMS_SANDBOX"]),
    logDelivery: textOf(env["POOLHOUSE_LOG_DELIVERY"]) ?? `file:${dataDir}/logs`,
    logDeliverySecret: secretOf(env["POOLHOUSE_LOG_DELIVERY_SECRET"]),
    functionsDir: textOf(env["POOLHOUSE_FUNCTIONS"]),
    functionsEnv: list(env["POOLHOUSE_FUNCTIONS_ENV"]) ?? [],
    lambdaEndpoint: urlOf(env, "POOLHOUSE_LAMBDA_ENDPOINT", ["http:", "https:"]),
    compromisedPasswords: textOf(env["POOLHOUSE_COMPROMISED_PASSWORDS"]),
    kmsKeysFile: textOf(env["POOLHOUSE_KMS_KEYS_FILE"]),
    kmsEndpoint: urlOf(env, "POOLHOUSE_KMS_ENDPOINT", ["http:", "https:"]),
  };
  if (settings.mode === "production") requireProduction(settings);
  else requireDevelopment(settings, env);
  return settings;
};
