/** `poolhouse serve`, as whoever starts it finds it. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { request, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminResetUserPasswordCommand,
  DeleteUserPoolCommand,
  InitiateAuthCommand,
  ListUserPoolsCommand,
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

const production = (folder: string): Environment => ({
  POOLHOUSE_DATA_DIR: folder,
  POOLHOUSE_MASTER_KEY: MASTER_KEY,
  POOLHOUSE_PUBLIC_URL: "https://id.example.com",
});

const DEMO_LOGIN = { USERNAME: "demo", PASSWORD: "Demo-Password-1" };

test("serve --development says where it is and what it holds, and ends with the ready line", async () => {
  using folder = temporaryFolder();
  await using server = await startDevelopment(folder.path);
  const { ready, stdout } = server;

  const lines = stdout.text.trimEnd().split("\n");
  assert.equal(lines.at(-1), JSON.stringify(ready));
  assert.deepEqual(Object.keys(ready), ["event", "endpoint", "poolId", "clientId"]);
  assert.match(ready.endpoint, /^http:\/\/127\.0\.0\.1:\d+$/u);
  for (const told of [ready.endpoint, "us-east-1", ready.poolId, ready.clientId, "demo", "poolhouse / poolhouse"]) {
    assert.ok(lines.slice(0, -1).join("\n").includes(told), told);
  }
  assert.ok(!stdout.text.includes("\u001b["), "no colours where nobody sees them");

  const health = await fetch(`${ready.endpoint}/health`);
  assert.equal(health.status, 200);
  assert.deepEqual(await health.json(), { status: "ok" });
});

test("serve --development prints a command that signs the demo user in", async () => {
  using folder = temporaryFolder();
  await using server = await startDevelopment(folder.path);
  const command = /curl -s (\S+) \\\n\s+-H '([^:]+): ([^']+)' \\\n\s+-H '([^:]+): ([^']+)' \\\n\s+-d '([^']+)'/u.exec(
    server.stdout.text,
  );
  assert.ok(command);
  const [, url = "", type = "", typeValue = "", target = "", targetValue = "", body = ""] = command;
  const response = await fetch(url, { method: "POST", headers: { [type]: typeValue, [target]: targetValue }, body });
  assert.equal(response.status, 200);
  assert.match(await response.text(), /"AccessToken":"/u);
});

test("serve --development lets the demo user sign in by every password flow, and shows messages in the inbox", async () => {
  using folder = temporaryFolder();
  await using server = await startDevelopment(folder.path);
  const { endpoint, poolId: UserPoolId, clientId: ClientId } = server.ready;
  const sdk = server.sdk();
  const auth = { ClientId, AuthParameters: DEMO_LOGIN };
  const signedIn = await sdk.send(new InitiateAuthCommand({ ...auth, AuthFlow: "USER_PASSWORD_AUTH" }));
  const refreshed = await sdk.send(
    new InitiateAuthCommand({
      ClientId,
      AuthFlow: "REFRESH_TOKEN_AUTH",
      AuthParameters: { REFRESH_TOKEN: signedIn.AuthenticationResult?.RefreshToken ?? "" },
    }),
  );
  assert.ok(refreshed.AuthenticationResult?.AccessToken);
  const byAdministrator = await sdk.send(
    new AdminInitiateAuthCommand({ ...auth, UserPoolId, AuthFlow: "ADMIN_USER_PASSWORD_AUTH" }),
  );
  assert.ok(byAdministrator.AuthenticationResult?.AccessToken);

  await sdk.send(new AdminResetUserPasswordCommand({ UserPoolId, Username: "demo" }));
  const message = await fetch(`${endpoint}/_poolhouse/inbox/wait?to=demo@example.com`);
  assert.match(await message.text(), /"code":"\d{6}"/u);
});

test("serve --development finds its users and its demo again, and makes the demo anew when it was deleted", async () => {
  using folder = temporaryFolder();
  await using first = await startDevelopment(folder.path);
  const { poolId: UserPoolId } = first.ready;
  await first.sdk().send(new AdminCreateUserCommand({ UserPoolId, Username: "ada", MessageAction: "SUPPRESS" }));
  assert.deepEqual(await first.stop(), { code: 0, signal: null });

  await using second = await startDevelopment(folder.path);
  assert.equal(second.ready.poolId, first.ready.poolId);
  assert.equal(second.ready.clientId, first.ready.clientId);
  const ada = await second.sdk().send(new AdminGetUserCommand({ UserPoolId, Username: "ada" }));
  assert.equal(ada.Username, "ada");
  const { UserPools } = await second.sdk().send(new ListUserPoolsCommand({ MaxResults: 60 }));
  assert.equal(UserPools?.length, 1);
  await second.sdk().send(new DeleteUserPoolCommand({ UserPoolId }));
  await second.stop();

  await using third = await startDevelopment(folder.path);
  assert.notEqual(third.ready.poolId, UserPoolId);
  const { clientId: ClientId } = third.ready;
  await third
    .sdk()
    .send(new InitiateAuthCommand({ ClientId, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters: DEMO_LOGIN }));
});

test("serve survives a kill: what was acknowledged is there at the next start, and its socket is replaced", async () => {
  using folder = temporaryFolder();
  await using first = await startDevelopment(folder.path);
  const { poolId: UserPoolId } = first.ready;
  await first.sdk().send(new AdminCreateUserCommand({ UserPoolId, Username: "ada", MessageAction: "SUPPRESS" }));
  first.kill("SIGKILL");
  assert.deepEqual(await first.ended, { code: null, signal: "SIGKILL" });
  assert.ok(statSync(join(folder.path, "admin.sock")).isSocket());

  await using second = await startDevelopment(folder.path);
  await second.sdk().send(new AdminGetUserCommand({ UserPoolId, Username: "ada" }));
  const keys = await poolhouse(["keys", "list"], { env: { POOLHOUSE_DATA_DIR: folder.path } });
  assert.equal(keys.code, 0);
});

test("serve lets a request in flight finish when it is told to end", async () => {
  using folder = temporaryFolder();
  await using server = await startDevelopment(folder.path);
  const body = JSON.stringify({
    AuthFlow: "USER_PASSWORD_AUTH",
    ClientId: server.ready.clientId,
    AuthParameters: DEMO_LOGIN,
  });
  // The server asks for the body when it has begun with the request.
  const sent = request(server.ready.endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "AWSCognitoIdentityProviderService.InitiateAuth",
      "content-length": Buffer.byteLength(body),
      expect: "100-continue",
    },
  });
  sent.flushHeaders();
  await once(sent, "continue");
  server.kill("SIGTERM");
  await server.stderr.until(/"event":"stopping"/u);
  const answered = new Promise<IncomingMessage>((resolve) => sent.once("response", resolve));
  sent.end(body);
  const response = await answered;
  assert.equal(response.statusCode, 200);
  assert.match(await text(response), /AccessToken/u);
  assert.deepEqual(await server.ended, { code: 0, signal: null });
  await assert.rejects(fetch(`${server.ready.endpoint}/health`));
});

test("serve runs on an older Node by handing over to the one beside it, signals and exit code too", async () => {
  const old = "data:text/javascript,Object.defineProperty(process,'version',{value:'v20.20.2'})";
  using folder = temporaryFolder();
  const options = { nodeArgs: ["--import", old], env: { POOLHOUSE_DATA_DIR: folder.path } };
  await using server = await startServer(["--development"], options);
  assert.equal((await fetch(`${server.ready.endpoint}/health`)).status, 200);
  assert.deepEqual(await server.stop(), { code: 0, signal: null });
  assert.equal((await poolhouse(["nonsense"], options)).code, 2);
});

test("serve ends with a failure, and says where, when something was left unhandled", async () => {
  const fault = "data:text/javascript,process.once('SIGUSR2',()=>Promise.reject(new RangeError('with'+' a secret')))";
  using folder = temporaryFolder();
  await using server = await startServer(["--development"], {
    nodeArgs: ["--import", fault],
    env: { POOLHOUSE_DATA_DIR: folder.path },
  });
  server.kill("SIGUSR2");
  assert.deepEqual(await server.ended, { code: 1, signal: null });
  assert.match(server.stderr.text, /"event":"process ends","exception":"RangeError"/u);
  assert.ok(!server.stderr.text.includes("with a secret"));
});

test("serve in production has neither inbox nor demo nor well-known credentials", async () => {
  using folder = temporaryFolder();
  const key = join(folder.path, "key");
  writeFileSync(key, MASTER_KEY);
  const { POOLHOUSE_MASTER_KEY: _, ...env } = production(folder.path);
  await using server = await startServer([], { env: { ...env, POOLHOUSE_MASTER_KEY_COMMAND: `cat ${key}` } });
  assert.deepEqual(Object.keys(server.ready), ["event", "endpoint"]);
  assert.equal(server.stdout.text, `${JSON.stringify(server.ready)}\n`);
  assert.equal((await fetch(`${server.ready.endpoint}/_poolhouse/inbox`)).status, 404);
  await assert.rejects(server.sdk().send(new ListUserPoolsCommand({ MaxResults: 1 })), {
    name: "UnrecognizedClientException",
  });
});

test("serve refuses a database that another master key has sealed, and says what to do", async () => {
  using folder = temporaryFolder();
  const env = production(folder.path);
  await poolhouse(["keys", "create", "--name", "one", "--allow", "*"], { env });
  const refused = await poolhouse(["serve"], { env: { ...env, POOLHOUSE_MASTER_KEY: OTHER_MASTER_KEY } });
  assert.equal(refused.code, 1);
  assert.match(refused.stderr, /cannot be opened with this master key.*POOLHOUSE_OLD_MASTER_KEYS/u);
});

test("serve refuses a second process on one database, and says who holds it", async () => {
  using folder = temporaryFolder();
  await using server = await startDevelopment(folder.path);
  const second = await poolhouse(["serve", "--development"], {
    env: { POOLHOUSE_DATA_DIR: folder.path, POOLHOUSE_PORT: "0" },
  });
  assert.equal(second.code, 1);
  assert.match(
    second.stderr,
    new RegExp(`^poolhouse: another poolhouse process \\(pid ${server.pid}\\) holds .*\\n$`, "u"),
  );
});

test("serve refuses a port that is taken, and says what to set", async () => {
  using folder = temporaryFolder();
  using other = temporaryFolder();
  await using server = await startDevelopment(folder.path);
  const port = new URL(server.ready.endpoint).port;
  const second = await poolhouse(["serve", "--development"], {
    env: { POOLHOUSE_DATA_DIR: other.path, POOLHOUSE_PORT: port },
  });
  assert.equal(second.code, 1);
  assert.match(
    second.stderr,
    new RegExp(`^poolhouse: Port ${port} of 127\\.0\\.0\\.1 is in use: set POOLHOUSE_PORT`, "mu"),
  );
});

/** What keeps a server from starting: settings, and what is told. */
const refusals: Readonly<Record<string, { args?: readonly string[]; env: Environment; told: RegExp }>> = {
  "production without a master key": {
    env: { POOLHOUSE_PUBLIC_URL: "https://id.example.com" },
    told: /Production needs a master key.*openssl rand -base64 32/u,
  },
  "production without a public URL": {
    env: { POOLHOUSE_MASTER_KEY: MASTER_KEY },
    told: /Production needs POOLHOUSE_PUBLIC_URL/u,
  },
  "production that accepts any signature": {
    env: { ...production("."), POOLHOUSE_SIGNATURES: "accept-any" },
    told: /accept-any is for development alone/u,
  },
  "production with mail and no sender": {
    env: { ...production("."), POOLHOUSE_SMTP_URL: "smtp://user:hunter2@mail.example.com" },
    told: /POOLHOUSE_EMAIL_FROM/u,
  },
  "a master key that is none": {
    env: { ...production("."), POOLHOUSE_MASTER_KEY: "hunter2" },
    told: /A master key is 32 bytes in base64/u,
  },
  "a development server beyond this machine": {
    args: ["--development"],
    env: { POOLHOUSE_HOST: "0.0.0.0" },
    told: /POOLHOUSE_DEV_REMOTE=yes/u,
  },
  "a database that is not supported yet": {
    args: ["--development"],
    env: { POOLHOUSE_DATABASE_URL: "postgres://user:hunter2@db/x" },
    told: /PostgreSQL is not supported by this version/u,
  },
  "an SMS sender that is none": {
    args: ["--development"],
    env: { POOLHOUSE_SMS_URL: "https://user:hunter2@sms.example.com" },
    told: /POOLHOUSE_SMS/u,
  },
  "a folder of functions that is none": {
    args: ["--development"],
    env: { POOLHOUSE_FUNCTIONS: "/no/such/folder" },
    told: /POOLHOUSE_FUNCTIONS=\/no\/such\/folder is no folder/u,
  },
  "a file of keys that is none": {
    args: ["--development"],
    env: { POOLHOUSE_KMS_KEYS_FILE: "/no/such/keys.json" },
    told: /POOLHOUSE_KMS_KEYS_FILE: \/no\/such\/keys\.json cannot be read \(ENOENT\)/u,
  },
  "a list of compromised passwords that is none": {
    args: ["--development"],
    env: { POOLHOUSE_COMPROMISED_PASSWORDS: "/no/such/list.txt" },
    told: /POOLHOUSE_COMPROMISED_PASSWORDS: \/no\/such\/list\.txt cannot be read \(ENOENT\)/u,
  },
  "a key service that is none": {
    args: ["--development"],
    env: { POOLHOUSE_KMS_ENDPOINT: "kms.example.com" },
    told: /POOLHOUSE_KMS_ENDPOINT is a URL/u,
  },
  "a port that is none": { args: ["--development"], env: { POOLHOUSE_PORT: "http" }, told: /POOLHOUSE_PORT/u },
  "a host that is not this machine's": {
    args: ["--development"],
    env: { POOLHOUSE_HOST: "203.0.113.1", POOLHOUSE_DEV_REMOTE: "yes" },
    told: /POOLHOUSE_HOST=203\.0\.113\.1 is no address of this machine/u,
  },
};

for (const [what, { args = [], env, told }] of Object.entries(refusals)) {
  test(`serve refuses ${what}, in one sentence`, async () => {
    using folder = temporaryFolder();
    const { code, stdout, stderr } = await poolhouse(["serve", ...args], {
      env: { POOLHOUSE_PORT: "0", ...env, POOLHOUSE_DATA_DIR: folder.path },
    });
    assert.equal(code, 1);
    assert.equal(stdout, "");
    assert.match(stderr, told);
    assert.ok(!stderr.includes("hunter2"), "no secret");
    assert.ok(!/^\s+at /mu.test(stderr), "no stack");
  });
}

test("serve with a database in memory lives beside another one in the same folder, without an admin socket of its own", async () => {
  using folder = temporaryFolder();
  const env = { POOLHOUSE_DATABASE_URL: "file::memory:" };
  await using first = await startDevelopment(folder.path, env);
  await using second = await startDevelopment(folder.path, env);
  assert.notEqual(first.ready.poolId, second.ready.poolId);
  assert.match(second.stderr.text, /"event":"no admin socket"/u);
  await second.stop();
  const keys = await poolhouse(["keys", "list"], { env: { POOLHOUSE_DATA_DIR: folder.path } });
  assert.equal(keys.code, 0);
});

test("serve keeps its files from other accounts", async () => {
  using folder = temporaryFolder();
  const data = join(folder.path, "data");
  await using server = await startDevelopment(data);
  assert.equal(statSync(data).mode & 0o777, 0o700);
  for (const name of ["master.key", "poolhouse.db", "admin.sock"]) {
    assert.equal(statSync(join(data, name)).mode & 0o777, 0o600, name);
  }
  await server.stop();
  assert.equal(statSync(join(data, "admin.sock"), { throwIfNoEntry: false }), undefined);
  assert.match(readFileSync(join(data, "master.key"), "utf8"), /^[A-Za-z0-9+/]{43}=\n$/u);
});
