/**
 * Where secrets go, and where they never do: the places that see a clear value are listed here with their reasons, and
 * marked passwords, codes, tokens and metadata are searched for in every answer, log line and byte of the database.
 */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { inspect } from "node:util";
import { decode } from "../src/contracts/decode.ts";
import { ApiException } from "../src/contracts/exceptions.ts";
import { contracts, type OperationName } from "../src/contracts/index.ts";
import { Secret } from "../src/contracts/secret.ts";
import type { Contract, Shape } from "../src/contracts/vocabulary.ts";
import type { LogFields } from "../src/model/log-fields.ts";
import { createLog } from "../src/runtime/log.ts";
import type { Perform } from "../src/runtime/perform.ts";
import { createCalls } from "../src/testing/call.ts";
import { createDataFolder } from "../src/testing/data-folder.ts";
import { secretHash } from "../src/testing/secret-hash.ts";
import { seededRandom } from "../src/testing/seeded-random.ts";
import { startWorld } from "../src/testing/world.ts";

const SOURCE = resolve(import.meta.dirname, "../src");

/** Every file that calls `reveal()`, and why it must. A new one is a decision: write the reason here. */
const REVEALERS: Readonly<Record<string, string>> = {
  "admin/protocol.ts":
    "the operator who asked for it gets a new key or a printed code, over a socket nobody else can open",
  "cli/keys-create.ts": "prints a new key's secret, this once",
  "cli/users-reset.ts": "prints a reset code for the operator who asked to pass it on in person",
  "contracts/encode.ts": "answers hand out what the contract says: tokens, sessions, client secrets",
  "crypto/breach-list.ts": "hashes a password to look it up in the operator's list",
  "crypto/clear-text.ts": "what is hashed, sealed or checked",
  "crypto/common-passwords.ts": "compares a password with the common ones",
  "crypto/credential.ts": "refuses a password that is too long to be hashed, before it is",
  "crypto/imported-hash-check.ts": "hashes a password as another system did",
  "crypto/jwt.ts": "takes a token apart to verify it",
  "crypto/password-hash.ts": "hashes and verifies passwords",
  "crypto/refresh-token.ts": "reads the parts of a refresh token",
  "crypto/secret-hash.ts": "keys the HMAC with the client's secret",
  "crypto/signing-keys.ts": "parses the private key of a pool",
  "crypto/sigv4.ts": "derives the signing key of an access key",
  "crypto/srp.ts": "computes x of a password",
  "delivery/carry.ts": "hands the text of a message to its sender",
  "delivery/custom-sender.ts": "a code or a temporary password, which is encrypted at once for a function",
  "delivery/messages.ts": "the length of a code, for the placeholder that functions are shown",
  "delivery/senders/signed-webhook.ts": "signs requests with the operator's secret",
  "delivery/senders/smtp-server.ts": "reads the URL of the mail server, which may hold a password",
  "delivery/senders/smtp.ts": "logs in to the mail server",
  "flows/answer-mfa-set-up.ts": "the address of a second factor becomes an attribute",
  "flows/app-client.ts": "compares a client's secret with one that is shown",
  "flows/parameters.ts": "the free parameters of a sign-in are all taken for secrets; names and passwords are checked",
  "flows/risk-notice.ts": "hands the links of a notice, and their token, to the function that sends it",
  "flows/sessions.ts": "reads the pool that a session names",
  "http/callers.ts": "compares session tokens of access keys",
  "http/routes/inbox.ts": "the development inbox shows messages; production has none",
  "model/confirmation-link.ts": "writes the code into the link that a message carries",
  "model/feedback-link.ts": "writes the token of an event into the links of a notice",
  "model/identity-provider.ts": "shows an administrator the secret that a provider and the pool share",
  "model/message-templates.ts": "writes the code into the message",
  "model/notice-templates.ts": "writes the links into a notice",
  "model/password-policy.ts": "judges a password",
  "runtime/feedback-tokens.ts": "takes a feedback token apart to verify it",
  "runtime/rate-subject.ts": "counts a user's sign-ins by the name in their parameters",
  "storage/sql/clients.ts": "seals client secrets",
  "storage/sql/identity-providers.ts": "seals the secrets of providers",
  "storage/sql/outbox.ts": "seals the text of messages",
  "triggers/payload.ts":
    "events hand functions what the protocol says: a migrating user's password, a challenge's answer",
  "triggers/sign.ts": "signs invocations with the operator's credentials",
};

test("Secret.reveal is called in listed places alone", () => {
  const found = readdirSync(SOURCE, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => file.endsWith(".ts") && !/\.(?:test|suite)\.ts$/u.test(file))
    .filter((file) => !file.startsWith("testing/") && file !== "contracts/secret.ts")
    .filter((file) => /\breveal\b/u.test(readFileSync(join(SOURCE, file), "utf8")));
  assert.deepEqual(found.toSorted(), Object.keys(REVEALERS).toSorted());
});

test("Secret shows itself as [secret] wherever it could be printed", () => {
  const secret = new Secret("hunter22");
  const error = new Error("x", { cause: secret });
  for (const text of [
    String(secret),
    JSON.stringify({ secret }),
    inspect(secret, { showHidden: true, depth: 9 }),
    inspect({ deep: [{ secret }] }, { showHidden: true, depth: 9, customInspect: false }),
    inspect(error, { showHidden: true, depth: 9 }),
    inspect(structuredClone(secret)),
    Object.keys(secret).join(),
  ]) {
    assert.doesNotMatch(text, /hunter22/u);
  }
});

test("LogFields is a closed vocabulary: no field could hold a name, an attribute, a code or a token", () => {
  const source = readFileSync(join(SOURCE, "model/log-fields.ts"), "utf8");
  const fields = [...source.matchAll(/^ {2}readonly (\w+)\?/gmu)].map(([, name]) => name);
  const known: readonly (keyof LogFields)[] = [
    "requestId",
    "operation",
    "poolId",
    "clientId",
    "sub",
    "accessKeyId",
    "trigger",
    "functionName",
    "medium",
    "messageId",
    "exception",
    "reason",
    "operatingSystemUser",
    "status",
    "durationMs",
    "count",
    "path",
    "endpoint",
    "stack",
  ];
  assert.deepEqual(fields, known);
});

test("createLog lets no value begin a line of its own", () => {
  for (const form of ["json", "pretty"] as const) {
    const lines: string[] = [];
    const log = createLog({ write: (line) => lines.push(line), now: () => 0, least: "debug", form });
    log("warn", "message failed", { reason: 'one\ntwo\r\nthree\u2028four\u0000"five' });
    assert.equal(lines.length, 1);
    assert.equal(lines[0]?.trimEnd().split(/[\r\n\u2028\u2029]/u).length, 1);
  }
});

const MARK = "Marked-Secret";

/** A value for every member, marked where it is secret, and wrong in every way that a constraint can tell. */
const marked = (shape: Shape): unknown => {
  switch (shape.kind) {
    case "string":
      return shape.secret && shape.sensitive ? ` ${MARK} ${"x".repeat(140_000)} ` : "";
    case "list":
      return Array.from({ length: (shape.max ?? 0) + 1 }, () => marked(shape.element));
    case "map":
      return { "": marked(shape.value), x: marked(shape.value) };
    case "structure":
      return Object.fromEntries(Object.entries(shape.members).map(([name, member]) => [name, marked(member)]));
    case "integer":
    case "long":
    case "double":
    case "timestamp":
      return (shape.kind === "timestamp" ? undefined : shape.max) ?? 0;
    case "boolean":
      return true;
    case "blob":
    case "document":
      return "";
  }
  return undefined;
};

test("decode repeats no secret of any operation, whatever is wrong with it", () => {
  let refused = 0;
  for (const contract of Object.values<Contract>(contracts)) {
    const input = marked(contract.input);
    for (const json of [
      input,
      Object.fromEntries(Object.entries(Object(input)).map(([name, value]) => [name, [value]])),
    ]) {
      try {
        decode(contract, json);
      } catch (error) {
        assert.ok(error instanceof ApiException, contract.name);
        assert.doesNotMatch(inspect(error, { depth: 9 }), new RegExp(MARK, "u"), contract.name);
        refused += 1;
      }
    }
  }
  assert.ok(refused > 100, `${refused} inputs were refused`);
});

/** Ways in which a text could lie in a file or a line. */
const formsOf = (text: string): readonly Buffer[] => {
  const bytes = Buffer.from(text);
  const forms = [text, encodeURIComponent(text), JSON.stringify(text).slice(1, -1)];
  // The ends of base64 depend on what stands beside them.
  if (text.length >= 12) forms.push(bytes.toString("base64").slice(0, -4), bytes.toString("base64url").slice(0, -4));
  if (text.length >= 8) forms.push(bytes.toString("hex"));
  return [...new Set(forms)].map((form) => Buffer.from(form));
};

/** A code is no more than six digits: it counts where no other digit stands beside it. */
const holds = (haystack: Buffer, needle: string): boolean =>
  /^\d{6}$/u.test(needle)
    ? new RegExp(`(?<![0-9a-f-])${needle}(?![0-9a-f-])`, "u").test(haystack.toString("latin1"))
    : formsOf(needle).some((form) => haystack.includes(form));

const META = { tenant: "Marked-Metadata-9e1" };
const VALIDATION = [{ Name: "captcha", Value: "Marked-Validation-9e2" }];

/** What each operation may answer with. */
const HANDED_OUT: Readonly<Partial<Record<OperationName, readonly string[]>>> = {
  InitiateAuth: ["token", "session"],
  RespondToAuthChallenge: ["token", "session"],
  AdminInitiateAuth: ["token", "session"],
  CreateUserPoolClient: ["client secret"],
  DescribeUserPoolClient: ["client secret"],
};

/** Everything that was answered and everything that was marked. */
interface Ledger {
  readonly secrets: Map<string, string>;
  readonly answers: { readonly operation: OperationName; readonly text: string }[];
}

const recording =
  (perform: Perform, { answers, secrets }: Ledger): Perform =>
  async (operation, json, call) => {
    try {
      const text = await perform(operation, json, call);
      answers.push({ operation, text });
      const { Session, AuthenticationResult } = Object(text === "" ? {} : JSON.parse(text));
      if (typeof Session === "string") secrets.set(Session, "session");
      for (const token of Object.values<unknown>(AuthenticationResult ?? {})) {
        if (typeof token === "string" && token.length > 100) secrets.set(token, "token");
      }
      return text;
    } catch (error) {
      answers.push({ operation, text: inspect(error, { depth: 9 }) });
      throw error;
    }
  };

/** What is said of a password in this journey; each is one that the pool takes. */
const password = (name: string): string => `Marked-Password-${name} 1!`;

for (const mode of ["production", "development"] as const) {
  test(`no secret is in an answer, a log or the database of a ${mode} server`, async () => {
    using folder = createDataFolder();
    const ledger: Ledger = { secrets: new Map(), answers: [] };
    const { secrets, answers } = ledger;
    const lines: string[] = [];
    let names: readonly string[] = [];
    {
      await using world = await startWorld({
        path: folder.database,
        random: seededRandom("secrecy"),
        client: { GenerateSecret: true, EnableTokenRevocation: true },
        settings: mode === "production" ? { mode, publicUrl: "https://id.example.com" } : {},
      });
      names = await journey(world, ledger);
      lines.push(...world.log.map((line) => JSON.stringify(line)));
      // With the log beside it, which still holds what will be overwritten in the file.
      const files = [folder.database, `${folder.database}-wal`].filter((file) => existsSync(file));
      searchDatabase(Buffer.concat(files.map((file) => readFileSync(file))), secrets, "the open database");
    }
    searchDatabase(readFileSync(folder.database), secrets, "the closed database");

    const kinds = [...new Set(secrets.values())].toSorted();
    assert.deepEqual(kinds, ["client secret", "code", "metadata", "password", "session", "token"]);
    assert.ok(secrets.size > 20 && answers.length > 30 && lines.length > 0);
    for (const [secret, kind] of secrets) {
      for (const line of lines) assert.ok(!holds(Buffer.from(line), secret), `a ${kind} is logged: ${line}`);
      for (const { operation, text } of answers) {
        if (HANDED_OUT[operation]?.includes(kind)) continue;
        assert.ok(!holds(Buffer.from(text), secret), `${operation} answered with a ${kind}: ${text}`);
      }
    }
    // Who it was about is in no line either; a user goes by the random sub.
    for (const name of names) for (const line of lines) assert.ok(!line.includes(name), line);
  });
}

const searchDatabase = (bytes: Buffer, secrets: ReadonlyMap<string, string>, where: string): void => {
  assert.ok(holds(bytes, "ada-the-user"), "what is kept in clear is found");
  for (const [secret, kind] of secrets) assert.ok(!holds(bytes, secret), `a ${kind} lies in ${where}`);
};

/** A life of two users, with every kind of success and refusal that a secret could slip out through. */
const journey = async (world: Awaited<ReturnType<typeof startWorld>>, ledger: Ledger): Promise<readonly string[]> => {
  const { secrets } = ledger;
  const call = createCalls(recording(world.server.perform, ledger), { settle: world.settle });
  const { pool, client } = world;
  const secretOf = async () => {
    const { UserPoolClient } = await call.DescribeUserPoolClient({ ...pool, ...client });
    return UserPoolClient?.ClientSecret ?? "";
  };
  const clientSecret = await secretOf();
  secrets.set(clientSecret, "client secret");
  const hash = (Username: string) => secretHash(clientSecret, Username, client.ClientId);
  const named = (Username: string) => ({ ...client, Username, SecretHash: hash(Username) });
  const secret = (name: string) => {
    secrets.set(password(name), "password");
    return password(name);
  };
  const code = (to: string) => {
    const { code: value } = world.inbox.latest(to);
    secrets.set(value, "code");
    return value;
  };
  const refused = (promise: Promise<unknown>) => assert.rejects(promise, ApiException);
  const signIn = (USERNAME: string, PASSWORD: string) =>
    call.InitiateAuth({
      ...client,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME, PASSWORD, SECRET_HASH: hash(USERNAME) },
      ClientMetadata: META,
    });
  for (const value of [META.tenant, ...VALIDATION.map(({ Value }) => Value)]) secrets.set(value, "metadata");
  await world.updatePool({
    LambdaConfig: {
      CustomMessage: world.functions.set("words", (event) => event),
      PostConfirmation: world.functions.set("welcome", () => {
        throw new Error("no");
      }),
      PostAuthentication: world.functions.set("seen", (event) => event),
      PreTokenGeneration: world.functions.set("claims", (event) => event),
      PreSignUp: world.functions.set("gate", (event) => event),
    },
  });

  // Ada is invited, chooses a password, forgets it, is reset.
  const ada = "ada-the-user";
  const adas = "ada.mailbox@example.com";
  await call.AdminCreateUser({
    ...pool,
    Username: ada,
    TemporaryPassword: secret("temporary"),
    DesiredDeliveryMediums: ["EMAIL"],
    UserAttributes: [
      { Name: "email", Value: adas },
      { Name: "email_verified", Value: "true" },
    ],
    ClientMetadata: META,
    ValidationData: VALIDATION,
  });
  await call.AdminCreateUser({
    ...pool,
    Username: ada,
    TemporaryPassword: secret("resent"),
    MessageAction: "RESEND",
    DesiredDeliveryMediums: ["EMAIL"],
  });
  await refused(signIn(ada, secret("wrong")));
  const { Session, ChallengeName } = await signIn(ada, password("resent"));
  assert.equal(ChallengeName, "NEW_PASSWORD_REQUIRED");
  const answerChallenge = (NEW_PASSWORD: string) =>
    call.RespondToAuthChallenge({
      ...client,
      ChallengeName: "NEW_PASSWORD_REQUIRED",
      ...(Session === undefined ? {} : { Session }),
      ChallengeResponses: { USERNAME: ada, NEW_PASSWORD, SECRET_HASH: hash(ada) },
      ClientMetadata: META,
    });
  await answerChallenge(secret("chosen"));
  await refused(answerChallenge(secret("again")));
  const { AuthenticationResult: tokens = {} } = await signIn(ada, password("chosen"));
  const { AccessToken = "", RefreshToken = "" } = tokens;
  await call.GetUser({ AccessToken });
  await refused(call.GetUser({ AccessToken: `${AccessToken}x` }));
  await call.InitiateAuth({
    ...client,
    AuthFlow: "REFRESH_TOKEN_AUTH",
    AuthParameters: { REFRESH_TOKEN: RefreshToken, SECRET_HASH: hash(ada) },
  });
  await refused(
    call.ChangePassword({ AccessToken, PreviousPassword: password("wrong"), ProposedPassword: secret("proposed") }),
  );
  await refused(
    call.ChangePassword({
      AccessToken,
      PreviousPassword: password("chosen"),
      ProposedPassword: "marked-weak-password",
    }),
  );
  secrets.set("marked-weak-password", "password");
  await call.ChangePassword({
    AccessToken,
    PreviousPassword: password("chosen"),
    ProposedPassword: password("proposed"),
  });
  await call.ForgotPassword({ ...named(ada), ClientMetadata: META });
  const confirm = (ConfirmationCode: string, Password: string) =>
    call.ConfirmForgotPassword({ ...named(ada), ConfirmationCode, Password, ClientMetadata: META });
  const forgotten = code(adas);
  await refused(confirm("Marked-Wrong-Code", secret("unproven")));
  secrets.set("Marked-Wrong-Code", "code");
  await refused(confirm(forgotten, "marked-weak-password"));
  // The password changes; what the function says of it is an error, told to the caller.
  await refused(confirm(forgotten, secret("confirmed")));
  await refused(confirm(forgotten, password("confirmed")));
  await call.AdminResetUserPassword({ ...pool, Username: ada, ClientMetadata: META });
  await refused(signIn(ada, password("confirmed")));
  await refused(confirm(code(adas), secret("after-reset")));
  await signIn(ada, password("after-reset"));
  await call.AdminSetUserPassword({ ...pool, Username: ada, Password: secret("set"), Permanent: true });
  await refused(call.AdminSetUserPassword({ ...pool, Username: ada, Password: "marked-weak-password" }));
  await call.AdminGetUser({ ...pool, Username: ada });

  // Bob signs up; his mail server is broken, and a wrong secret hash is shown.
  const bob = "bob-the-user";
  const bobs = "bob.mailbox@example.com";
  const signUp = (Password: string) =>
    call.SignUp({
      ...named(bob),
      Password,
      UserAttributes: [{ Name: "email", Value: bobs }],
      ClientMetadata: META,
      ValidationData: VALIDATION,
    });
  await refused(signUp("marked-weak-password"));
  await signUp(secret("bob"));
  await refused(signUp(secret("bob-again")));
  await refused(call.ConfirmSignUp({ ...named(bob), ConfirmationCode: code(bobs), ClientMetadata: META }));
  const hashOfAnother = hash("another");
  secrets.set(hashOfAnother, "password");
  await refused(call.ForgotPassword({ ...client, Username: bob, SecretHash: hashOfAnother }));
  world.inbox.answer = ({ body }) => {
    throw new Error(`could not send ${body}`);
  };
  await refused(call.ForgotPassword({ ...named(bob), ClientMetadata: META }));
  await call.AdminResetUserPassword({ ...pool, Username: bob });
  return [ada, adas, bob, bobs];
};
