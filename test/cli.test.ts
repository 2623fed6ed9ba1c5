/** The command line beside a running server, and where none runs. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import {
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  ConfirmForgotPasswordCommand,
  CreateUserPoolCommand,
  InitiateAuthCommand,
  type CognitoIdentityProviderClient,
} from "@aws-sdk/client-cognito-identity-provider";
import {
  MASTER_KEY,
  OTHER_MASTER_KEY,
  poolhouse,
  startDevelopment,
  startServer,
  temporaryFolder,
  type Environment,
} from "./poolhouse.ts";

const arnOf = (poolId: string): string => `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${poolId}`;

interface CreatedKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiresAt?: string;
}

/** Makes a key by the command line. */
const createKey = async (folder: string, args: readonly string[], env: Environment = {}): Promise<CreatedKey> => {
  const { code, stdout, stderr } = await poolhouse(["keys", "create", "--json", ...args], {
    env: { POOLHOUSE_DATA_DIR: folder, ...env },
  });
  assert.equal(code, 0, stderr);
  const key: CreatedKey = JSON.parse(stdout);
  return key;
};

const commands = [
  "serve",
  "keys create",
  "keys list",
  "keys revoke",
  "keys rotate",
  "pools rotate-keys",
  "users reset",
];

test("poolhouse --help names every command, and each command's --help its options", async () => {
  const { code, stdout } = await poolhouse(["--help"]);
  assert.equal(code, 0);
  for (const command of commands) {
    assert.ok(stdout.includes(command), command);
    const help = await poolhouse([...command.split(" "), "--help"]);
    assert.equal(help.code, 0);
    assert.match(help.stdout, new RegExp(`Usage: poolhouse ${command}`, "u"));
    assert.match(help.stdout, /--help/u);
  }
  assert.match((await poolhouse(["keys", "--help"])).stdout, /keys rotate/u);
});

test("poolhouse --version prints the version", async () => {
  assert.match((await poolhouse(["--version"])).stdout, /^\d+\.\d+\.\d+\n$/u);
});

const misuses: readonly (readonly [readonly string[], RegExp])[] = [
  [["sevre"], /has no command "sevre"\. It has:\n {2}serve/u],
  [["--sevre"], /has no option "--sevre"/u],
  [["keys"], /needs one more word[^]*keys create/u],
  [["keys", "make"], /has no command "make"[^]*keys create/u],
  [["serve", "--fast"], /Unknown option '--fast'\. See `poolhouse serve --help`/u],
  [["serve", "now"], /Unexpected argument "now"/u],
  [["keys", "revoke"], /ID is missing\. Usage: poolhouse keys revoke ID/u],
  [["keys", "create", "--allow", "*"], /--name is missing/u],
  [["keys", "create", "--name", "one"], /--policy FILE or with --allow ACTION/u],
  [["keys", "create", "--name", "one", "--allow", "*", "--expires", "soon"], /--expires is a number and a unit/u],
  [["users", "reset", "--pool", "p"], /--username is missing/u],
  [["users", "reset", "--pool", "p", "--username", "u", "--print-code"], /--print-code needs --reason/u],
  [["users", "reset", "--pool", "p", "--username", "u", "--reason", "r"], /--reason goes with --print-code/u],
];

for (const [args, told] of misuses) {
  test(`poolhouse ${args.join(" ")} is answered with what to do next, and exit code 2`, async () => {
    const { code, stdout, stderr } = await poolhouse(args);
    assert.equal(code, 2);
    assert.equal(stdout, "");
    assert.match(stderr, told);
  });
}

test("poolhouse without arguments shows what there is, and fails", async () => {
  const { code, stdout } = await poolhouse([]);
  assert.equal(code, 2);
  assert.match(stdout, /Usage: poolhouse COMMAND/u);
});

const reset = (sdk: CognitoIdentityProviderClient, UserPoolId: string) =>
  sdk.send(new AdminResetUserPasswordCommand({ UserPoolId, Username: "demo" }));

test("keys create makes a key that may do what its policy allows, on the pool it names, and nothing else", async () => {
  using folder = temporaryFolder();
  await using server = await startDevelopment(folder.path);
  const { poolId } = server.ready;
  const { UserPool } = await server.sdk().send(new CreateUserPoolCommand({ PoolName: "other" }));
  const allow = ["--allow", "cognito-idp:AdminResetUserPassword", "--resource", arnOf(poolId)];
  const key = await createKey(folder.path, ["--name", "helpdesk", ...allow]);
  assert.match(key.accessKeyId, /^PHAK[A-Z2-7]{16}$/u);
  assert.match(key.secretAccessKey, /^[A-Za-z0-9]{40}$/u);
  assert.equal(key.sessionToken, undefined);

  const sdk = server.sdk(key);
  await reset(sdk, poolId);
  await assert.rejects(reset(sdk, UserPool?.Id ?? ""), {
    name: "AccessDeniedException",
    message: /^User: arn:aws:iam::000000000000:user\/helpdesk is not authorized to perform: cognito-idp:Admin/u,
  });
  await assert.rejects(sdk.send(new AdminGetUserCommand({ UserPoolId: poolId, Username: "demo" })), {
    name: "AccessDeniedException",
  });
});

test("keys create takes a policy from a file or from standard input, and refuses what it would not obey", async () => {
  using folder = temporaryFolder();
  const env = { POOLHOUSE_DATA_DIR: folder.path, POOLHOUSE_MODE: "development" };
  const statement = { Effect: "Allow", Action: "cognito-idp:AdminGetUser", Resource: "*" };
  const file = join(folder.path, "policy.json");
  writeFileSync(file, JSON.stringify({ Version: "2012-10-17", Statement: [statement] }));
  await createKey(folder.path, ["--name", "from-file", "--policy", file], env);

  const policy = JSON.stringify({ Statement: { ...statement, Condition: {} } });
  const create = ["keys", "create", "--name", "piped", "--policy", "-"];
  const refused = await poolhouse(create, { env, input: policy });
  assert.equal(refused.code, 1);
  assert.match(
    refused.stderr,
    /^poolhouse: Statement 1: "Condition" is not accepted: .*narrow Action and Resource\.\n$/mu,
  );
  const absent = await poolhouse(["keys", "create", "--name", "n", "--policy", join(folder.path, "none")], { env });
  assert.equal(absent.code, 1);
  assert.match(absent.stderr, /none cannot be read: ENOENT/u);

  const { stdout } = await poolhouse(["keys", "list", "--json"], { env });
  const keys: readonly { readonly name: string }[] = JSON.parse(stdout);
  assert.deepEqual(
    keys.map(({ name }) => name),
    ["from-file"],
  );
});

test("keys create prints the secret once, and keys list never again", async () => {
  using folder = temporaryFolder();
  await using server = await startDevelopment(folder.path);
  const env = { POOLHOUSE_DATA_DIR: folder.path };
  const created = await poolhouse(["keys", "create", "--name", "one", "--allow", "*", "--expires", "1h"], { env });
  assert.equal(created.code, 0);
  const shown = new Map(created.stdout.split("\n").map((line) => [line.slice(0, 20).trim(), line.slice(20)]));
  const [id = "", secret = "", token = ""] = ["access key id", "secret access key", "session token"].map((name) =>
    shown.get(name),
  );
  assert.ok(id !== "" && secret !== "" && token !== "");
  assert.match(created.stderr, /shown this once/u);
  for (const args of [[], ["--json"]]) {
    const listed = await poolhouse(["keys", "list", ...args], { env });
    assert.ok(listed.stdout.includes(id));
    assert.ok(!listed.stdout.includes(secret) && !listed.stdout.includes(token));
  }
  assert.ok(!server.stderr.text.includes(secret));
});

test("keys create --expires makes a temporary key, which is taken with its session token alone", async () => {
  using folder = temporaryFolder();
  await using server = await startDevelopment(folder.path);
  const { poolId } = server.ready;
  const { sessionToken, expiresAt, ...key } = await createKey(folder.path, [
    "--name",
    "temporary",
    "--allow",
    "*",
    "--expires",
    "30m",
  ]);
  assert.ok(Date.parse(expiresAt ?? "") > Date.now());
  await reset(server.sdk({ ...key, sessionToken }), poolId);
  await assert.rejects(reset(server.sdk(key), poolId), { name: "UnrecognizedClientException" });
  await assert.rejects(reset(server.sdk({ ...key, sessionToken: "another" }), poolId), {
    name: "UnrecognizedClientException",
  });
});

test("keys rotate and keys revoke take effect at the next request", async () => {
  using folder = temporaryFolder();
  await using server = await startDevelopment(folder.path);
  const env = { POOLHOUSE_DATA_DIR: folder.path };
  const { poolId } = server.ready;
  const key = await createKey(folder.path, ["--name", "ci", "--allow", "cognito-idp:*"]);
  const old = server.sdk(key);
  await reset(old, poolId);

  const rotated = await poolhouse(["keys", "rotate", key.accessKeyId, "--json"], { env });
  assert.equal(rotated.code, 0);
  assert.match(rotated.stderr, /old secret has stopped working/u);
  await assert.rejects(reset(old, poolId), { name: "InvalidSignatureException" });
  const next: CreatedKey = JSON.parse(rotated.stdout);
  assert.equal(next.accessKeyId, key.accessKeyId);
  await reset(server.sdk(next), poolId);

  const revoked = await poolhouse(["keys", "revoke", key.accessKeyId], { env });
  assert.equal(revoked.code, 0);
  await assert.rejects(reset(server.sdk(next), poolId), { name: "UnrecognizedClientException" });
  const again = await poolhouse(["keys", "rotate", key.accessKeyId], { env });
  assert.equal(again.code, 1);
  assert.match(again.stderr, /is revoked or has expired; make a new one/u);
  const unknown = await poolhouse(["keys", "revoke", "PHAKNOSUCHKEY"], { env });
  assert.equal(unknown.code, 1);
  assert.match(unknown.stderr, /There is no access key PHAKNOSUCHKEY; `poolhouse keys list` shows them/u);
});

test("pools rotate-keys publishes new signing keys beside the old ones, and drops those at once when told to", async () => {
  using folder = temporaryFolder();
  await using server = await startDevelopment(folder.path);
  const env = { POOLHOUSE_DATA_DIR: folder.path };
  const { poolId, endpoint } = server.ready;
  const published = async (): Promise<string[]> => {
    const { keys }: { keys: { kid: string }[] } = JSON.parse(
      await (await fetch(`${endpoint}/${poolId}/.well-known/jwks.json`)).text(),
    );
    return keys.map(({ kid }) => kid);
  };
  const before = await published();
  const rotated = await poolhouse(["pools", "rotate-keys", poolId], { env });
  assert.equal(rotated.code, 0, rotated.stderr);
  assert.match(rotated.stdout, new RegExp(`The new keys of ${poolId} sign from \\d{4}-`));
  const both = await published();
  assert.deepEqual([...both].sort(), [...new Set([...before, ...both])].sort());
  assert.equal(both.length, 4);

  const again = await poolhouse(["pools", "rotate-keys", poolId], { env });
  assert.equal(again.code, 1);
  assert.match(again.stderr, /are announced already and have not begun to sign/u);
  const now = await poolhouse(["pools", "rotate-keys", poolId, "--immediately"], { env });
  assert.equal(now.code, 0, now.stderr);
  const after = await published();
  assert.equal(after.length, 2);
  assert.ok(after.every((kid) => !before.includes(kid)));
  const unknown = await poolhouse(["pools", "rotate-keys", "us-east-1_nowhere00"], { env });
  assert.equal(unknown.code, 1);
  assert.match(unknown.stderr, /User pool us-east-1_nowhere00 does not exist/u);
});

test("keys create works before the server has ever run, and says what it needs in production", async () => {
  using folder = temporaryFolder();
  const env = { POOLHOUSE_DATA_DIR: folder.path, POOLHOUSE_MASTER_KEY: MASTER_KEY };
  const key = await createKey(folder.path, ["--name", "first", "--allow", "*"], env);
  await using server = await startServer([], { env: { ...env, POOLHOUSE_PUBLIC_URL: "https://id.example.com" } });
  await server.sdk(key).send(new CreateUserPoolCommand({ PoolName: "customers" }));

  using empty = temporaryFolder();
  const refused = await poolhouse(["keys", "list"], { env: { POOLHOUSE_DATA_DIR: empty.path } });
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /Production needs a master key/u);
});

test("keys rotate seals everything under a new master key, after which the old one is not needed", async () => {
  using folder = temporaryFolder();
  const env = { POOLHOUSE_DATA_DIR: folder.path };
  const AuthParameters = { USERNAME: "demo", PASSWORD: "Demo-Password-1" };
  const signIn = async (keys: Environment): Promise<void> => {
    await using server = await startDevelopment(folder.path, keys);
    const { clientId: ClientId } = server.ready;
    await server.sdk().send(new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }));
  };
  await signIn({ POOLHOUSE_MASTER_KEY: MASTER_KEY });
  const key = await createKey(folder.path, ["--name", "one", "--allow", "*", "--development"], {
    POOLHOUSE_MASTER_KEY: MASTER_KEY,
  });
  const both = { POOLHOUSE_MASTER_KEY: OTHER_MASTER_KEY, POOLHOUSE_OLD_MASTER_KEYS: MASTER_KEY };
  {
    await using server = await startDevelopment(folder.path, both);
    const rotated = await poolhouse(["keys", "rotate"], { env });
    assert.equal(rotated.code, 0, rotated.stderr);
    assert.match(rotated.stdout, /^\d+ values were sealed anew\.\n$/u);
    // A refresh token of before is recognised by its hash alone.
    assert.match(rotated.stderr, /the last until \d{4}-/u);
    assert.match((await poolhouse(["keys", "rotate"], { env })).stdout, /^0 values/u);
    await reset(server.sdk(key), server.ready.poolId);
  }
  await using server = await startDevelopment(folder.path, { POOLHOUSE_MASTER_KEY: OTHER_MASTER_KEY });
  await server.sdk(key).send(new AdminGetUserCommand({ UserPoolId: server.ready.poolId, Username: "demo" }));
});

test("users reset --print-code hands out a code for a user whom no message reaches", async () => {
  using folder = temporaryFolder();
  await using server = await startDevelopment(folder.path);
  const { poolId: UserPoolId, clientId: ClientId, endpoint } = server.ready;
  const sdk = server.sdk();
  const Username = "grace";
  await sdk.send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: "SUPPRESS" }));
  const key = await createKey(folder.path, [
    "--name",
    "desk",
    "--allow",
    "poolhouse:PrintResetCode",
    "--resource",
    arnOf(UserPoolId),
  ]);
  const env = {
    POOLHOUSE_DATA_DIR: folder.path,
    POOLHOUSE_ACCESS_KEY_ID: key.accessKeyId,
    POOLHOUSE_SECRET_ACCESS_KEY: key.secretAccessKey,
  };
  const args = ["users", "reset", "--pool", UserPoolId, "--username", Username, "--print-code", "--reason", "met her"];
  const printed = await poolhouse(args, { env });
  assert.equal(printed.code, 0, printed.stderr);
  assert.match(printed.stdout, /^\d{6}\n$/u);
  assert.match(printed.stderr, /Pass it on in person\. Request id: [0-9a-f-]{36}/u);

  const { UserStatus } = await sdk.send(new AdminGetUserCommand({ UserPoolId, Username }));
  assert.equal(UserStatus, "RESET_REQUIRED");
  const ConfirmationCode = printed.stdout.trim();
  const Password = "A password of hers, 1";
  await sdk.send(new ConfirmForgotPasswordCommand({ ClientId, Username, ConfirmationCode, Password }));
  const AuthParameters = { USERNAME: Username, PASSWORD: Password };
  await sdk.send(new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters }));
  const inbox = await fetch(`${endpoint}/_poolhouse/inbox`);
  assert.deepEqual(await inbox.json(), []);
  assert.ok(!server.stderr.text.includes(ConfirmationCode), "the log knows the event, not the code");
  assert.match(server.stderr.text, /"event":"reset code printed"/u);

  // The key may print codes, and nothing over the API; the ordinary reset is another action.
  const ordinary = await poolhouse(args.slice(0, 6), { env });
  assert.equal(ordinary.code, 1);
  assert.match(ordinary.stderr, /AccessDeniedException: .* cognito-idp:AdminResetUserPassword/u);
  await sdk.send(new AdminDisableUserCommand({ UserPoolId, Username }));
  const disabled = await poolhouse(args, { env });
  assert.equal(disabled.code, 1);
  assert.match(disabled.stderr, /NotAuthorizedException: User is disabled\./u);
  const wrong = await poolhouse(args, { env: { ...env, POOLHOUSE_SECRET_ACCESS_KEY: "wrong" } });
  assert.equal(wrong.code, 1);
  assert.match(wrong.stderr, /InvalidSignatureException/u);
});

test("users reset sends the code as AdminResetUserPassword does, with the developer credentials in development", async () => {
  using folder = temporaryFolder();
  await using server = await startDevelopment(folder.path);
  const { poolId, endpoint } = server.ready;
  const env = { POOLHOUSE_DATA_DIR: folder.path };
  const done = await poolhouse(["users", "reset", "--pool", poolId, "--username", "demo"], { env });
  assert.equal(done.code, 0, done.stderr);
  const message = await fetch(`${endpoint}/_poolhouse/inbox/wait?to=demo@example.com`);
  assert.match(await message.text(), /"code":"\d{6}"/u);
});

test("users reset without a server opens the database itself, and still sends the message", async () => {
  using folder = temporaryFolder();
  const first = await startDevelopment(folder.path);
  const { poolId } = first.ready;
  await first.stop();
  const env = { POOLHOUSE_DATA_DIR: folder.path };
  const done = await poolhouse(["users", "reset", "--development", "--pool", poolId, "--username", "demo"], { env });
  assert.equal(done.code, 0, done.stderr);
  await using second = await startDevelopment(folder.path);
  const message = await fetch(`${second.ready.endpoint}/_poolhouse/inbox/wait?to=demo@example.com`);
  assert.match(await message.text(), /"state":"sent"/u);
});

test("users reset in production asks for an access key", async () => {
  using folder = temporaryFolder();
  const { code, stderr } = await poolhouse(["users", "reset", "--pool", "p", "--username", "u"], {
    env: { POOLHOUSE_DATA_DIR: folder.path, POOLHOUSE_MASTER_KEY: MASTER_KEY },
  });
  assert.equal(code, 1);
  assert.match(stderr, /Set POOLHOUSE_ACCESS_KEY_ID and POOLHOUSE_SECRET_ACCESS_KEY/u);
});
