import assert from "node:assert/strict";
import { test } from "node:test";
import { readSettings, SettingError, type Settings } from "./settings.ts";

const PRODUCTION = { POOLHOUSE_MASTER_KEY_FILE: "/run/key", POOLHOUSE_PUBLIC_URL: "https://id.example.com" };

/** What a development server without any settings has. */
const DEFAULTS: Settings = {
  mode: "development",
  host: "127.0.0.1",
  port: 9229,
  dataDir: "./.poolhouse",
  databaseUrl: "file:./.poolhouse/poolhouse.db",
  region: "us-east-1",
  accountId: "000000000000",
  publicUrl: undefined,
  issuer: "own",
  masterKey: undefined,
  masterKeyFile: undefined,
  masterKeyCommand: undefined,
  oldMasterKeys: [],
  signatures: "verify",
  rates: "none",
  confirmLinks: "open",
  smtpUrl: undefined,
  emailFrom: undefined,
  smsUrl: undefined,
  smsSecret: undefined,
  smsOrigination: undefined,
  smsSandbox: undefined,
  functionsDir: undefined,
  functionsEnv: [],
  lambdaEndpoint: undefined,
  compromisedPasswords: undefined,
  kmsKeysFile: undefined,
  kmsEndpoint: undefined,
  logDelivery: "file:./.poolhouse/logs",
  logDeliverySecret: undefined,
};

/** Every variable, and what it is read as. */
const VARIABLES: readonly (readonly [name: string, value: string, read: Partial<Settings>])[] = [
  ["POOLHOUSE_HOST", "::1", { host: "::1" }],
  ["POOLHOUSE_PORT", "0", { port: 0 }],
  [
    "POOLHOUSE_DATA_DIR",
    "/var/lib/p",
    { dataDir: "/var/lib/p", databaseUrl: "file:/var/lib/p/poolhouse.db", logDelivery: "file:/var/lib/p/logs" },
  ],
  ["POOLHOUSE_DATABASE_URL", "file::memory:", { databaseUrl: "file::memory:" }],
  ["POOLHOUSE_REGION", "eu-central-1", { region: "eu-central-1" }],
  ["POOLHOUSE_ACCOUNT_ID", "123456789012", { accountId: "123456789012" }],
  ["POOLHOUSE_PUBLIC_URL", "https://id.example.com/users/", { publicUrl: "https://id.example.com/users" }],
  ["POOLHOUSE_ISSUER", "amazon", { issuer: "amazon" }],
  ["POOLHOUSE_MASTER_KEY_FILE", "/run/key", { masterKeyFile: "/run/key" }],
  ["POOLHOUSE_MASTER_KEY_COMMAND", "vault read key", { masterKeyCommand: "vault read key" }],
  ["POOLHOUSE_SIGNATURES", "accept-any", { signatures: "accept-any" }],
  ["POOLHOUSE_RATES", "amazon", { rates: "amazon" }],
  ["POOLHOUSE_CONFIRM_LINKS", "button", { confirmLinks: "button" }],
  ["POOLHOUSE_EMAIL_FROM", "Ada <ada@example.com>", { emailFrom: "Ada <ada@example.com>" }],
  ["POOLHOUSE_SMS_URL", "sns://eu-central-1", { smsUrl: "sns://eu-central-1" }],
  ["POOLHOUSE_SMS_ORIGINATION", "+15550100", { smsOrigination: "+15550100" }],
  ["POOLHOUSE_FUNCTIONS", "./functions", { functionsDir: "./functions" }],
  ["POOLHOUSE_FUNCTIONS_ENV", "TENANT, STAGE,", { functionsEnv: ["TENANT", "STAGE"] }],
  ["POOLHOUSE_LAMBDA_ENDPOINT", "http://localhost:3001/", { lambdaEndpoint: "http://localhost:3001" }],
  ["POOLHOUSE_COMPROMISED_PASSWORDS", "/srv/pwned.txt", { compromisedPasswords: "/srv/pwned.txt" }],
  ["POOLHOUSE_KMS_KEYS_FILE", "/run/keys.json", { kmsKeysFile: "/run/keys.json" }],
  ["POOLHOUSE_LOG_DELIVERY", "https://logs.example.com/in/", { logDelivery: "https://logs.example.com/in/" }],
  ["POOLHOUSE_KMS_ENDPOINT", "https://kms.example.com", { kmsEndpoint: "https://kms.example.com" }],
];

const SECRETS = [
  ["masterKey", "POOLHOUSE_MASTER_KEY"],
  ["smtpUrl", "POOLHOUSE_SMTP_URL"],
  ["smsSecret", "POOLHOUSE_SMS_SECRET"],
  ["logDeliverySecret", "POOLHOUSE_LOG_DELIVERY_SECRET"],
] as const;

const message = (env: Readonly<Record<string, string>>, mode?: "development"): string => {
  try {
    readSettings(env, mode);
  } catch (error) {
    assert.ok(error instanceof SettingError);
    return error.message;
  }
  return "taken";
};

test("readSettings has a default for everything, and variables set to nothing are not set", () => {
  assert.deepEqual(readSettings({}, "development"), DEFAULTS);
  const names = [...VARIABLES.map(([name]) => name), ...SECRETS.map(([, name]) => name), "POOLHOUSE_OLD_MASTER_KEYS"];
  const nothing = Object.fromEntries([...names, "POOLHOUSE_MODE"].map((name) => [name, ""]));
  assert.deepEqual(readSettings(nothing, "development"), DEFAULTS);
  assert.equal(readSettings({ ...nothing, ...PRODUCTION }).mode, "production");
});

test("readSettings reads each variable as what it means", () => {
  for (const [name, value, read] of VARIABLES) {
    assert.deepEqual(readSettings({ [name]: value }, "development"), { ...DEFAULTS, ...read }, name);
  }
  for (const [setting, name] of SECRETS) {
    const read = readSettings({ [name]: "smtp://ada:hunter2@mail.example.com" }, "development");
    assert.equal(read[setting]?.reveal(), "smtp://ada:hunter2@mail.example.com");
    assert.ok(!JSON.stringify(read).includes("hunter2"));
  }
  const { oldMasterKeys } = readSettings({ POOLHOUSE_OLD_MASTER_KEYS: "one, two" }, "development");
  assert.deepEqual(
    oldMasterKeys.map((key) => key.reveal()),
    ["one", "two"],
  );
});

test("readSettings takes an empty sandbox for one without any verified number", () => {
  assert.deepEqual(readSettings({ POOLHOUSE_SMS_SANDBOX: "" }, "development").smsSandbox, []);
  assert.deepEqual(readSettings({ POOLHOUSE_SMS_SANDBOX: "+15550100, +15550101" }, "development").smsSandbox, [
    "+15550100",
    "+15550101",
  ]);
});

test("readSettings takes the word of the command before POOLHOUSE_MODE, and production where nobody says", () => {
  assert.equal(readSettings({ POOLHOUSE_MODE: "production" }, "development").mode, "development");
  assert.equal(readSettings({ POOLHOUSE_MODE: "development" }).mode, "development");
  assert.equal(readSettings(PRODUCTION).mode, "production");
});

test("readSettings says what to do about a value that makes no sense, and repeats nothing of it", () => {
  const refusals: Readonly<Record<string, readonly [values: readonly string[], told: string]>> = {
    POOLHOUSE_MODE: [["hunter2"], "POOLHOUSE_MODE is one of development, production."],
    POOLHOUSE_ISSUER: [["hunter2", "Amazon"], "POOLHOUSE_ISSUER is one of own, amazon."],
    POOLHOUSE_RATES: [["hunter2"], "POOLHOUSE_RATES is one of none, amazon."],
    POOLHOUSE_SIGNATURES: [["hunter2"], "POOLHOUSE_SIGNATURES is one of verify, accept-any."],
    POOLHOUSE_PORT: [
      ["hunter2", "-1", "65536", "1.5"],
      "POOLHOUSE_PORT is a whole number from 0 to 65535; 0 picks a free port.",
    ],
    POOLHOUSE_REGION: [
      ["a/b", "hunter2 ", "x".repeat(41)],
      "POOLHOUSE_REGION has up to 40 letters, digits, _ and -, such as us-east-1.",
    ],
    POOLHOUSE_ACCOUNT_ID: [["hunter2", "12345678901"], "POOLHOUSE_ACCOUNT_ID has twelve digits."],
    POOLHOUSE_SMTP_URL: [
      ["hunter2", "http://ada:hunter2@x"],
      "POOLHOUSE_SMTP_URL is a URL that begins with smtp: or smtps:.",
    ],
    POOLHOUSE_SMS_URL: [["ftp://hunter2"], "POOLHOUSE_SMS_URL is a URL that begins with sns: or https: or http:."],
    POOLHOUSE_LAMBDA_ENDPOINT: [["hunter2"], "POOLHOUSE_LAMBDA_ENDPOINT is a URL that begins with http: or https:."],
    POOLHOUSE_PUBLIC_URL: [
      ["https://ada:hunter2@id.example.com", "https://id.example.com/?x=hunter2", "https://id.example.com/#hunter2"],
      "POOLHOUSE_PUBLIC_URL has no user, no query and no fragment.",
    ],
  };
  for (const [name, [values, told]] of Object.entries(refusals)) {
    for (const value of values) assert.equal(message({ ...PRODUCTION, [name]: value }), told, `${name}=${value}`);
  }
});

test("readSettings lets a development server listen beyond this machine only where the operator says so", () => {
  for (const host of ["0.0.0.0", "::", "192.0.2.1", "example.com", "localhost.example.com"]) {
    assert.match(message({ POOLHOUSE_HOST: host }, "development"), /^A development server has well-known credentials/u);
    assert.match(
      message({ POOLHOUSE_HOST: host, POOLHOUSE_DEV_REMOTE: "1" }, "development"),
      /POOLHOUSE_DEV_REMOTE=yes/u,
    );
    assert.equal(message({ POOLHOUSE_HOST: host, POOLHOUSE_DEV_REMOTE: "yes" }, "development"), "taken");
    assert.equal(message({ ...PRODUCTION, POOLHOUSE_HOST: host }), "taken");
  }
  for (const host of ["127.0.0.1", "127.1.2.3", "::1", "localhost"]) {
    assert.equal(message({ POOLHOUSE_HOST: host }, "development"), "taken");
  }
});

test("readSettings lets production start only with a master key, a public URL, verified signatures and a sender", () => {
  const { POOLHOUSE_PUBLIC_URL, POOLHOUSE_MASTER_KEY_FILE } = PRODUCTION;
  assert.match(message({ POOLHOUSE_PUBLIC_URL }), /^Production needs a master key/u);
  assert.match(message({ POOLHOUSE_MASTER_KEY_FILE }), /^Production needs POOLHOUSE_PUBLIC_URL/u);
  assert.match(message({ ...PRODUCTION, POOLHOUSE_SIGNATURES: "accept-any" }), /is for development alone/u);
  const mail = { ...PRODUCTION, POOLHOUSE_SMTP_URL: "smtps://ada:hunter2@mail.example.com" };
  assert.match(message(mail), /^POOLHOUSE_SMTP_URL needs POOLHOUSE_EMAIL_FROM/u);
  assert.equal(message({ ...mail, POOLHOUSE_EMAIL_FROM: "ada@example.com" }), "taken");
  for (const key of ["POOLHOUSE_MASTER_KEY", "POOLHOUSE_MASTER_KEY_COMMAND"]) {
    assert.equal(message({ POOLHOUSE_PUBLIC_URL, [key]: "x" }), "taken");
  }
});
