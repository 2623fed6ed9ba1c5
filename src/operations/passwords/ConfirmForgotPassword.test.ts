import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { printResetCode } from "../../flows/print-reset-code.ts";
import { createContext } from "../../runtime/context.ts";
import { systemRandom } from "../../runtime/random.ts";
import { createDataFolder } from "../../testing/data-folder.ts";
import { refused, TEXTS } from "../../testing/refused.ts";
import { secretHash } from "../../testing/secret-hash.ts";
import { startWorld, type World } from "../../testing/world.ts";

const HOUR_MS = 60 * 60 * 1000;
const NEW = "A better 1!";
const HIDING = { client: { PreventUserExistenceErrors: "ENABLED" } } as const;

const forgot = ({ call, client }: World, Username = "ada") => call.ForgotPassword({ ...client, Username });

const confirm = ({ call, client }: World, ConfirmationCode: string, Username = "ada", Password = NEW) =>
  call.ConfirmForgotPassword({ ...client, Username, Password, ConfirmationCode });

const codeOf = ({ inbox }: World, to = "ada@example.com") => inbox.latest(to).code;

/** A code that is not `code`. */
const wrongFor = (code: string, n = 1): string => String((Number(code) + n) % 1_000_000).padStart(6, "0");

const statusOf = async ({ call, pool }: World, Username = "ada") =>
  (await call.AdminGetUser({ ...pool, Username })).UserStatus;

test("ConfirmForgotPassword chooses the new password, once", async () => {
  await using world = await startWorld();
  const { Username, Password } = await world.user();
  await forgot(world);
  world.clock.advance(1_000);
  assert.deepEqual(await confirm(world, codeOf(world)), {});
  const { UserStatus, UserLastModifiedDate } = await world.call.AdminGetUser({ ...world.pool, Username });
  assert.deepEqual(
    { UserStatus, UserLastModifiedDate },
    { UserStatus: "CONFIRMED", UserLastModifiedDate: world.clock.now() / 1000 },
  );
  await world.signIn(Username, NEW);
  await refused(world.signIn(Username, Password), "NotAuthorizedException", TEXTS.incorrect);
  await refused(confirm(world, codeOf(world)), "ExpiredCodeException", TEXTS.codeExpired);
});

test("ConfirmForgotPassword takes every name of the user", async () => {
  await using world = await startWorld({ pool: { AliasAttributes: ["email", "preferred_username"] } });
  await world.user("ada", { preferred_username: "countess" });
  const { UserAttributes } = await world.call.AdminGetUser({ ...world.pool, Username: "ada" });
  const sub = UserAttributes?.find(({ Name }) => Name === "sub")?.Value ?? "";
  for (const name of ["ada", "countess", "ada@example.com", sub]) {
    await forgot(world);
    await confirm(world, codeOf(world), name, `Chosen as ${name} 1!A`);
    await world.signIn("ada", `Chosen as ${name} 1!A`);
  }
});

test("ConfirmForgotPassword refuses a wrong code, and takes the right one after it", async () => {
  await using world = await startWorld();
  const { Username, Password } = await world.user();
  await forgot(world);
  const code = codeOf(world);
  for (const wrong of [wrongFor(code), code.slice(0, 5), `${code}0`, "x"]) {
    await refused(confirm(world, wrong), "CodeMismatchException", TEXTS.codeMismatch);
  }
  await world.signIn(Username, Password);
  await confirm(world, code);
});

test("ConfirmForgotPassword refuses a code that nobody asked for", async () => {
  await using world = await startWorld();
  await world.user();
  await refused(confirm(world, "123456"), "ExpiredCodeException", TEXTS.codeExpired);
});

test("ConfirmForgotPassword refuses the code of another user, of another purpose and of another pool", async () => {
  await using world = await startWorld();
  const { call, client } = world;
  await world.user();
  await world.user("bob");
  await forgot(world);
  await forgot(world, "bob");
  const { UserPool } = await call.CreateUserPool({ PoolName: "other" });
  const other = await call.CreateUserPoolClient({ UserPoolId: UserPool?.Id ?? "", ClientName: "other" });
  await call.SignUp({
    ...client,
    Username: "carol",
    Password: "The first one 1!",
    UserAttributes: [{ Name: "email", Value: "carol@example.com" }],
  });
  await call.AdminUpdateUserAttributes({
    ...world.pool,
    Username: "carol",
    UserAttributes: [{ Name: "email_verified", Value: "true" }],
  });
  const own = codeOf(world);
  const bobs = codeOf(world, "bob@example.com");
  if (own !== bobs) await refused(confirm(world, bobs), "CodeMismatchException", TEXTS.codeMismatch);
  await call.AdminConfirmSignUp({ ...world.pool, Username: "carol" });
  await refused(confirm(world, codeOf(world, "carol@example.com"), "carol"), "ExpiredCodeException", TEXTS.codeExpired);
  await refused(
    call.ConfirmForgotPassword({
      ClientId: other.UserPoolClient?.ClientId ?? "",
      Username: "ada",
      Password: NEW,
      ConfirmationCode: own,
    }),
    "UserNotFoundException",
    TEXTS.unknownName,
  );
  await confirm(world, own);
});

test("ConfirmForgotPassword checks the password first, and a weak one does not cost the code", async () => {
  await using world = await startWorld();
  await world.user();
  await forgot(world);
  const to = (rule: string) => `Password does not conform to policy: ${rule}`;
  for (const [password, text] of [
    ["Short1!", to("Password not long enough")],
    ["all lower 1!", to("Password must have uppercase characters")],
    ["ALL UPPER 1!", to("Password must have lowercase characters")],
    ["No digit here!", to("Password must have numeric characters")],
    ["NoSymbolAtAll1", to("Password must have symbol characters")],
    ["short", to("Password not long enough")],
  ] as const) {
    await refused(confirm(world, codeOf(world), "ada", password), "InvalidPasswordException", text);
    await refused(confirm(world, wrongFor(codeOf(world)), "ada", password), "InvalidPasswordException", text);
    await refused(confirm(world, "123456", "nobody", password), "InvalidPasswordException", text);
  }
  await confirm(world, codeOf(world));
});

test("ConfirmForgotPassword allows five tries of a code, right or wrong", async () => {
  await using world = await startWorld();
  await world.user();
  await forgot(world);
  const code = codeOf(world);
  for (let n = 1; n <= 5; n += 1) {
    await refused(confirm(world, wrongFor(code, n)), "CodeMismatchException", TEXTS.codeMismatch);
  }
  await refused(confirm(world, wrongFor(code, 6)), "LimitExceededException", TEXTS.attemptLimit);
  await refused(confirm(world, code), "LimitExceededException", TEXTS.attemptLimit);
  await forgot(world);
  await confirm(world, codeOf(world));
});

test("ConfirmForgotPassword takes the right code at the fifth try", async () => {
  await using world = await startWorld();
  await world.user();
  await forgot(world);
  for (let n = 1; n <= 4; n += 1) await assert.rejects(confirm(world, wrongFor(codeOf(world), n)));
  await confirm(world, codeOf(world));
});

test("ConfirmForgotPassword allows ten wrong codes in any hour, and a new code buys no more", async () => {
  await using world = await startWorld();
  await world.user();
  for (let n = 0; n < 10; n += 1) {
    if (n % 5 === 0) await forgot(world);
    await refused(confirm(world, wrongFor(codeOf(world), n + 1)), "CodeMismatchException", TEXTS.codeMismatch);
    world.clock.advance(60_000);
  }
  await forgot(world);
  await refused(confirm(world, wrongFor(codeOf(world))), "LimitExceededException", TEXTS.attemptLimit);
  await refused(confirm(world, codeOf(world)), "LimitExceededException", TEXTS.attemptLimit);
  world.clock.advance(50 * 60_000 - 1);
  await refused(confirm(world, codeOf(world)), "LimitExceededException", TEXTS.attemptLimit);
  world.clock.advance(1);
  await confirm(world, codeOf(world));
});

test("ConfirmForgotPassword allows fifty wrong codes in any day, whoever asked for the codes", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  await world.user();
  const start = world.clock.now();
  for (let n = 0; n < 50; n += 1) {
    if (n % 10 === 0) world.clock.set(start + (n / 10) * HOUR_MS);
    if (n % 5 === 0) await (n % 10 === 0 ? forgot(world) : call.AdminResetUserPassword({ ...pool, Username: "ada" }));
    await refused(confirm(world, wrongFor(codeOf(world), n + 1)), "CodeMismatchException", TEXTS.codeMismatch);
  }
  for (const hour of [5, 12, 23]) {
    world.clock.set(start + hour * HOUR_MS);
    await forgot(world);
    await refused(confirm(world, codeOf(world)), "LimitExceededException", TEXTS.attemptLimit);
  }
  world.clock.set(start + 24 * HOUR_MS - 1);
  await forgot(world);
  await refused(confirm(world, codeOf(world)), "LimitExceededException", TEXTS.attemptLimit);
  world.clock.advance(1);
  await confirm(world, codeOf(world));
});

test("ConfirmForgotPassword refuses who is unknown, disabled or unconfirmed, where the client tells", async () => {
  await using world = await startWorld();
  const { call, client, pool } = world;
  await refused(confirm(world, "123456", "nobody"), "UserNotFoundException", TEXTS.unknownName);
  await world.user();
  await forgot(world);
  await call.AdminDisableUser({ ...pool, Username: "ada" });
  await refused(confirm(world, codeOf(world)), "NotAuthorizedException", TEXTS.disabled);
  await call.AdminEnableUser({ ...pool, Username: "ada" });
  await confirm(world, codeOf(world));
  await call.SignUp({ ...client, Username: "bob", Password: NEW });
  await refused(confirm(world, "123456", "bob"), "UserNotConfirmedException", TEXTS.notConfirmed);
});

test("ConfirmForgotPassword through a client that is not there finds no client", async () => {
  await using world = await startWorld();
  await world.user();
  const ClientId = "0".repeat(26);
  await refused(
    world.call.ConfirmForgotPassword({ ClientId, Username: "ada", Password: NEW, ConfirmationCode: "1" }),
    "ResourceNotFoundException",
    `User pool client ${ClientId} does not exist.`,
  );
});

const disableAda = async (world: World) => {
  await world.user();
  await world.call.AdminDisableUser({ ...world.pool, Username: "ada" });
};

/** Who must not be told apart from one another by a client that hides users. */
const kinds: Readonly<Record<string, (world: World) => Promise<unknown>>> = {
  "a user": (world) => world.user(),
  nobody: async () => undefined,
  "a disabled user": disableAda,
  "a user without a verified contact": (world) => world.user("ada", { email_verified: "false" }),
  "a user who never confirmed": ({ call, client }) =>
    call.SignUp({
      ...client,
      Username: "ada",
      Password: NEW,
      UserAttributes: [{ Name: "email", Value: "ada@example.com" }],
    }),
  "a user with a temporary password": async (world) => {
    await world.user();
    await world.call.AdminSetUserPassword({ ...world.pool, Username: "ada", Password: "Only for once 1!" });
  },
};

test("ConfirmForgotPassword tells users apart from nobody by no answer, whatever is asked, where the client hides them", async () => {
  const outcome = async (answer: Promise<unknown>): Promise<string> => {
    try {
      return JSON.stringify(await answer).replace(/"[a-z]\*{3}@[a-z]\*{3}"/, '"masked"');
    } catch (error) {
      return String(error);
    }
  };
  const transcripts = new Map<string, string>();
  for (const [kind, make] of Object.entries(kinds)) {
    await using world = await startWorld(HIDING);
    await make(world);
    const said: string[] = [];
    const tries = async (count: number) => {
      // Not digits: no chance of being right.
      for (let n = 0; n < count; n += 1) said.push(await outcome(confirm(world, "wrong!")));
    };
    await tries(2);
    for (const wait of [0, 0, 0, HOUR_MS - 1, 1, HOUR_MS, 2 * HOUR_MS, 3 * HOUR_MS, 24 * HOUR_MS]) {
      world.clock.advance(wait);
      await tries(1);
      said.push(await outcome(forgot(world)));
      await tries(6);
    }
    for (let n = 0; n < 11; n += 1) said.push(await outcome(forgot(world)));
    transcripts.set(kind, said.join("\n"));
  }
  const expected = transcripts.get("a user") ?? "";
  for (const text of [TEXTS.codeExpired, TEXTS.codeMismatch, TEXTS.attemptLimit, "masked"]) {
    assert.ok(expected.includes(text), text);
  }
  for (const [kind, transcript] of transcripts) assert.equal(transcript, expected, kind);
});

test("ConfirmForgotPassword does not let a code that went to nobody be hit", async () => {
  // Every code of these worlds is 000007.
  const random = { bytes: (length: number) => (length === 4 ? Buffer.from([0, 0, 0, 7]) : systemRandom.bytes(length)) };
  await using proof = await startWorld({ ...HIDING, random });
  await proof.user();
  await forgot(proof);
  await confirm(proof, "000007");
  for (const kind of ["nobody", "a disabled user", "a user with a temporary password"]) {
    await using world = await startWorld({ ...HIDING, random });
    await kinds[kind]?.(world);
    await forgot(world);
    await refused(confirm(world, "000007"), "CodeMismatchException", TEXTS.codeMismatch);
  }
});

test("ConfirmForgotPassword takes the code that an administrator gave a user whom no message reaches", async () => {
  for (const options of [{}, HIDING]) {
    await using world = await startWorld(options);
    const { pool, server } = world;
    await world.user("ada", { email_verified: "false" });
    // The command-line tool runs this beside the server; there is no operation of the API for it.
    const ctx = createContext(
      server.facilities,
      { errors: [] },
      { id: "1", userAgent: "", remoteAddress: "127.0.0.1" },
    );
    const { code } = await printResetCode(
      { ...ctx, administrator: { accessKeyId: "key", arn: "arn:aws:iam::000000000000:user/key" } },
      { userPoolId: pool.UserPoolId, username: "ada", operatingSystemUser: "root", reason: "lost mailbox" },
    );
    await refused(confirm(world, wrongFor(code.reveal())), "CodeMismatchException", TEXTS.codeMismatch);
    await confirm(world, code.reveal());
    await world.signIn("ada", NEW);
    const { UserAttributes } = await world.call.AdminGetUser({ ...pool, Username: "ada" });
    assert.equal(UserAttributes?.find(({ Name }) => Name === "email_verified")?.Value, "false");
  }
});

test("ConfirmForgotPassword tells an unconfirmed user so only when the code was right, where the client hides users", async () => {
  await using world = await startWorld(HIDING);
  await kinds["a user who never confirmed"]?.(world);
  await world.call.AdminUpdateUserAttributes({
    ...world.pool,
    Username: "ada",
    UserAttributes: [{ Name: "email_verified", Value: "true" }],
  });
  await forgot(world);
  await refused(confirm(world, wrongFor(codeOf(world))), "CodeMismatchException", TEXTS.codeMismatch);
  await refused(confirm(world, codeOf(world)), "UserNotConfirmedException", TEXTS.notConfirmed);
  assert.equal(await statusOf(world), "UNCONFIRMED");
});

test("ConfirmForgotPassword made fifty times at once with one code succeeds once", async () => {
  await using world = await startWorld();
  await world.user();
  for (let round = 0; round < 3; round += 1) {
    await forgot(world);
    const code = codeOf(world);
    const answers = await Promise.allSettled(
      Array.from({ length: 50 }, (_, n) => confirm(world, code, "ada", `Chosen ${n} by 1!`)),
    );
    const chosen = answers.flatMap(({ status }, n) => (status === "fulfilled" ? [n] : []));
    assert.equal(chosen.length, 1);
    await world.signIn("ada", `Chosen ${chosen[0]} by 1!`);
  }
});

test("ConfirmForgotPassword forgets the failed sign-ins with the old password", async () => {
  await using world = await startWorld();
  await world.user();
  for (let n = 0; n < 9; n += 1) {
    await assert.rejects(world.signIn("ada", "A wrong guess 1!"));
    world.clock.advance(16_000);
  }
  await assert.rejects(world.signIn("ada", "A wrong guess 1!"));
  await refused(world.signIn("ada", "A wrong guess 1!"), "NotAuthorizedException", "Password attempts exceeded");
  await forgot(world);
  await confirm(world, codeOf(world));
  await world.signIn("ada", NEW);
});

test("ConfirmForgotPassword leaves the tokens as they are", async () => {
  await using world = await startWorld();
  const { Username, Password } = await world.user();
  const { AuthenticationResult } = await world.signIn(Username, Password);
  await forgot(world);
  await confirm(world, codeOf(world));
  assert.equal((await world.call.GetUser({ AccessToken: AuthenticationResult?.AccessToken ?? "" })).Username, "ada");
  await world.call.InitiateAuth({
    ...world.client,
    AuthFlow: "REFRESH_TOKEN_AUTH",
    AuthParameters: { REFRESH_TOKEN: AuthenticationResult?.RefreshToken ?? "" },
  });
});

test("ConfirmForgotPassword of a client with a secret wants the hash over the name that was typed", async () => {
  await using world = await startWorld({ pool: { AliasAttributes: ["email"] } });
  const { call, pool } = world;
  await world.user();
  const { UserPoolClient } = await call.CreateUserPoolClient({
    ...pool,
    ClientName: "confidential",
    GenerateSecret: true,
  });
  const { ClientId = "", ClientSecret = "" } = UserPoolClient ?? {};
  await forgot(world);
  const ConfirmationCode = codeOf(world);
  const ask = (Username: string, SecretHash?: string) =>
    call.ConfirmForgotPassword({
      ClientId,
      Username,
      Password: NEW,
      ConfirmationCode,
      ...(SecretHash === undefined ? {} : { SecretHash }),
    });
  await refused(
    ask("ada"),
    "NotAuthorizedException",
    `Client ${ClientId} is configured with secret but SECRET_HASH was not received`,
  );
  for (const wrong of [secretHash(ClientSecret, "ada@example.com", ClientId), secretHash("x", "ada", ClientId)]) {
    await refused(ask("ada", wrong), "NotAuthorizedException", `Unable to verify secret hash for client ${ClientId}`);
  }
  assert.deepEqual(await ask("ada", secretHash(ClientSecret, "ada", ClientId)), {});
});

test("ConfirmForgotPassword tells PostConfirmation of the user as the change leaves it, with the metadata of the call", async () => {
  using folder = createDataFolder();
  await using world = await startWorld({ path: folder.database });
  const { call, client, pool, functions } = world;
  await world.user();
  const { UserAttributes } = await call.AdminGetUser({ ...pool, Username: "ada" });
  const arn = functions.set("confirmed", async (event) => {
    // It is told after the change.
    await world.signIn("ada", NEW);
    return event;
  });
  await world.updatePool({ LambdaConfig: { PostConfirmation: arn } });
  await call.AdminResetUserPassword({ ...pool, Username: "ada" });
  await call.ConfirmForgotPassword({
    ...client,
    Username: "ada",
    Password: NEW,
    ConfirmationCode: codeOf(world),
    ClientMetadata: { sentinel: "sentinel-value-77aa" },
  });
  assert.deepEqual(functions.events, [
    {
      version: "1",
      region: "us-east-1",
      userPoolId: pool.UserPoolId,
      userName: "ada",
      callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId: client.ClientId },
      triggerSource: "PostConfirmation_ConfirmForgotPassword",
      request: {
        userAttributes: {
          sub: UserAttributes?.find(({ Name }) => Name === "sub")?.Value,
          "cognito:user_status": "CONFIRMED",
          email: "ada@example.com",
          email_verified: "true",
        },
        clientMetadata: { sentinel: "sentinel-value-77aa" },
      },
      response: {},
    },
  ]);
  const stored = await Promise.all((await readdir(folder.path)).map((file) => readFile(join(folder.path, file))));
  assert.equal(Buffer.concat(stored).includes("sentinel-value"), false);
});

test("ConfirmForgotPassword whose PostConfirmation fails tells so, and the new password stands", async () => {
  await using world = await startWorld();
  const { functions } = world;
  await world.user();
  const arn = functions.set("confirmed", () => {
    throw new Error("no more room");
  });
  await world.updatePool({ LambdaConfig: { PostConfirmation: arn } });
  await forgot(world);
  await refused(
    confirm(world, codeOf(world)),
    "UserLambdaValidationException",
    "PostConfirmation failed with error no more room.",
  );
  await world.signIn("ada", NEW);
  assert.equal(functions.events.length, 1);
});

test("ConfirmForgotPassword tells no function of a code that was wrong", async () => {
  await using world = await startWorld();
  await world.user();
  const arn = world.functions.set("confirmed", (event) => event);
  await world.updatePool({ LambdaConfig: { PostConfirmation: arn } });
  await forgot(world);
  await assert.rejects(confirm(world, wrongFor(codeOf(world))));
  assert.deepEqual(world.functions.events, []);
});

test("ConfirmForgotPassword keeps no code and no password in clear in the database or the log", async () => {
  using folder = createDataFolder();
  const world = await startWorld({ path: folder.database });
  await world.user("witness-of-the-scan", { email: "ada@example.com" });
  await world.call.ForgotPassword({ ...world.client, Username: "witness-of-the-scan" });
  const body = world.inbox.latest("ada@example.com").body;
  await confirm(world, codeOf(world), "witness-of-the-scan", "A sentinel of a password 1!");
  const log = JSON.stringify(world.log);
  await world[Symbol.asyncDispose]();
  const stored = Buffer.concat(
    await Promise.all((await readdir(folder.path)).map((file) => readFile(join(folder.path, file)))),
  );
  assert.equal(stored.includes("witness-of-the-scan"), true);
  for (const bytes of [stored, Buffer.from(log)]) {
    assert.equal(bytes.includes("A sentinel of a password"), false);
    assert.equal(bytes.includes(body), false);
  }
});
