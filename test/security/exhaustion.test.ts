/**
 * What is too large is refused early, what is malformed is refused politely, and what cannot be looked up is denied.
 * Stops truncated passwords, exhausted servers and failing open (CVE-2025-22228, GHSA-xmf8-cvqr-rfgj).
 */
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { test } from "node:test";
import { StorageFailure, type Connection, type Engine } from "../../src/storage/sql/engine.ts";
import { startWorld, type World } from "../../src/testing/world.ts";

const MEGABYTE = 1_048_576;
const NEW_PASSWORD = "A better 1!";

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly message: string;
}

const post = async (endpoint: string, operation: string, body: string): Promise<Answer> => {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AWSCognitoIdentityProviderService.${operation}`,
    },
    body,
  });
  const { __type: type = "", message = "" } = JSON.parse(await response.text());
  return { status: response.status, type, message };
};

test("a password or an attribute of a megabyte is refused by its length, and is in no answer", async () => {
  await using world = await startWorld();
  const { Username } = await world.user();
  const { endpoint } = await world.listen();
  const huge = `Aa1!${"x".repeat(MEGABYTE - 1_024)}`;
  const requests: Readonly<Record<string, object>> = {
    SignUp: { ...world.client, Username: "bob", Password: huge },
    ConfirmForgotPassword: { ...world.client, Username, Password: huge, ConfirmationCode: "123456" },
    InitiateAuth: {
      ...world.client,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: Username, PASSWORD: huge },
    },
    ForgotPassword: { ...world.client, Username: huge },
    GetUser: { AccessToken: huge },
    RespondToAuthChallenge: { ...world.client, ChallengeName: "NEW_PASSWORD_REQUIRED", Session: huge },
  };
  for (const [operation, input] of Object.entries(requests)) {
    const { status, type, message } = await post(endpoint, operation, JSON.stringify(input));
    assert.equal(status, 400, operation);
    assert.match(type, /^(?:InvalidParameter|NotAuthorized|InvalidPassword)Exception$/u, operation);
    assert.ok(!message.includes("xxxxxxxx") || operation === "ForgotPassword", operation);
  }
  const attributes = await post(
    endpoint,
    "SignUp",
    JSON.stringify({
      ...world.client,
      Username: "bob",
      Password: NEW_PASSWORD,
      UserAttributes: [{ Name: "name", Value: huge }],
    }),
  );
  assert.equal(attributes.type, "InvalidParameterException");
});

test("a body beyond a mebibyte is refused unread", async () => {
  await using world = await startWorld();
  const { endpoint } = await world.listen();
  const answer = await post(
    endpoint,
    "SignUp",
    JSON.stringify({ ...world.client, Username: "bob", Password: "x".repeat(2 * MEGABYTE) }),
  );
  assert.equal(answer.type, "RequestEntityTooLargeException");
});

test("a body of brackets, of members or of numbers ends in a refusal, and the server stands", async () => {
  await using world = await startWorld();
  const { endpoint } = await world.listen();
  const half = MEGABYTE / 2 - 1;
  for (const body of [
    "[".repeat(MEGABYTE - 1),
    "[".repeat(half) + "]".repeat(half),
    `{"Username":${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}}`,
    `{${Array.from({ length: 80_000 }, (_, index) => `"m${index}":1`).join(",")}}`,
    `{"Username":${"9".repeat(MEGABYTE - 20)}}`,
    `{"__proto__":{"ClientId":"x"},"constructor":{"prototype":{}}}`,
    `{"UserAttributes":[${"{},".repeat(300_000)}{}]}`,
    "\u0000".repeat(1_000),
    "",
  ]) {
    const { status, type } = await post(endpoint, "SignUp", body);
    assert.equal(status, 400);
    assert.match(type, /^(?:Serialization|InvalidParameter)Exception$/u, body.slice(0, 40));
  }
  assert.equal((await fetch(`${endpoint}/health`)).status, 200);
});

test("passwords that differ only after byte 72 differ, under every scheme", async () => {
  for (const scheme of ["srp", "argon2id"]) {
    await using world = await startWorld({
      pool: { UserPoolTags: scheme === "srp" ? {} : { "poolhouse:password-scheme": scheme } },
      ...(scheme === "srp" ? {} : { client: { ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"] } }),
    });
    const { Username } = await world.user();
    for (const beginning of [`Aa1!${"x".repeat(68)}`, `Aa1!${"é".repeat(34)}`, `Aa1!${"x".repeat(251)}`]) {
      const Password = `${beginning}1`;
      await world.call.AdminSetUserPassword({ ...world.pool, Username, Password, Permanent: true });
      for (const wrong of [`${beginning}2`, beginning]) {
        await assert.rejects(world.signIn(Username, wrong), { name: "NotAuthorizedException" });
      }
      await world.signIn(Username, Password);
    }
  }
});

/** Sends bytes as they are and reads the answer, which ends with the connection. */
const exchange = async (port: number, bytes: string): Promise<string> => {
  const socket = connect({ port, host: "127.0.0.1" });
  let text = "";
  socket.setEncoding("latin1").on("data", (chunk: string) => (text += chunk));
  socket.on("error", () => undefined);
  socket.end(bytes, "latin1");
  await once(socket, "close");
  return text;
};

test("malformed requests are never a fault of ours, and the server stands", async () => {
  await using world = await startWorld();
  const { endpoint } = await world.listen();
  const port = Number(new URL(endpoint).port);
  const host = `localhost:${port}`;
  const body = JSON.stringify({ UserPoolId: world.pool.UserPoolId, Username: "ada" });
  const request = (headers: readonly string[], line = "POST / HTTP/1.1") =>
    [
      line,
      `Host: ${host}`,
      "Content-Type: application/x-amz-json-1.1",
      "X-Amz-Target: AWSCognitoIdentityProviderService.AdminGetUser",
      `Content-Length: ${body.length}`,
      "Connection: close",
      ...headers,
      "",
      body,
    ].join("\r\n");
  const credential = "AWS4-HMAC-SHA256 Credential=poolhouse/20261121/us-east-1/cognito-idp/aws4_request";
  const malformed = [
    "Authorization: ",
    "Authorization: AWS4-HMAC-SHA256",
    "Authorization: Basic cG9vbGhvdXNlOnBvb2xob3VzZQ==",
    "Authorization: Bearer x.y.z",
    `Authorization: ${credential}`,
    `Authorization: ${credential}, SignedHeaders=host, Signature=`,
    `Authorization: ${credential}, SignedHeaders=, Signature=00`,
    `Authorization: ${credential}, SignedHeaders=${"a;".repeat(2_000)}host, Signature=${"0".repeat(64)}`,
    `Authorization: ${credential}, SignedHeaders=host;host;host, Signature=${"0".repeat(64)}`,
    `Authorization: AWS4-HMAC-SHA256 Credential=${"/".repeat(3_000)}, SignedHeaders=host, Signature=zz`,
    `Authorization: AWS4-HMAC-SHA256 Credential=\u00ff\u00fe/////, SignedHeaders=host, Signature=\u00ff`,
    "X-Amz-Date: not a date",
    "X-Amz-Date: 99999999T999999Z",
    "X-Amz-Date: 00000000T000000Z",
    "X-Amz-Security-Token: \u00ff\u00ff",
    "Content-Type: \u00ff",
    "X-Amz-Target: AWSCognitoIdentityProviderService.__proto__",
    "X-Amz-Target: AWSCognitoIdentityProviderService.constructor",
    "X-Amz-Target: AWSCognitoIdentityProviderService.",
    "Origin: \u00ff://",
    "Origin: http://[::1",
    "Access-Control-Request-Headers: \u00ff\u0001",
    "Expect: something-else",
    "Transfer-Encoding: chunked",
    "Transfer-Encoding: gzip, \u000bchunked",
    "Content-Length: 1",
    "Content-Encoding: gzip",
    ": no name",
    "No colon at all",
    "Bad Name: x",
    "Folded: a\r\n b",
    `Big: ${"x".repeat(20_000)}`,
    `Cookie: ${"a=b; ".repeat(1_000)}`,
    "Upgrade: websocket\r\nConnection: Upgrade",
  ];
  const lines = [
    "POST /%zz HTTP/1.1",
    "POST /\u00ff HTTP/1.1",
    "GET /%00 HTTP/1.1",
    "GET /%c0%ae%c0%ae/.well-known/jwks.json HTTP/1.1",
    "GET /_poolhouse/inbox?to=%zz&limit=%00 HTTP/1.1",
    "GET /_poolhouse/inbox/wait?timeout=1&to=%ff HTTP/1.1",
    "GET //evil.example/health HTTP/1.1",
    "GET http://evil.example/health HTTP/1.1",
    "OPTIONS * HTTP/1.1",
    "TRACE / HTTP/1.1",
    "PUT / HTTP/1.1",
    "POST / HTTP/9.9",
    "POST / HTTP/1.0",
    "nonsense",
    `GET /${"a".repeat(15_000)} HTTP/1.1`,
  ];
  const answers = [
    ...malformed.map((header) => request([header])),
    ...lines.map((line) => request([], line)),
    "\u0000\u0001\u0002\r\n\r\n",
    "\r\n\r\n\r\n",
    "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001",
  ];
  for (const bytes of answers) {
    const answer = await exchange(port, bytes);
    assert.doesNotMatch(answer, /^HTTP\/1\.1 5\d\d/u, bytes.slice(0, 300));
    assert.doesNotMatch(answer, /InternalErrorException/u, bytes.slice(0, 300));
  }
  assert.deepEqual(
    world.log.filter(({ level }) => level === "error"),
    [],
  );
  assert.equal((await fetch(`${endpoint}/health`)).status, 200);
});

/** What the next requests meet: `left` statements go well, all others fail; undefined: all go well. */
interface Trouble {
  left: number | undefined;
  /** Fails what was written, after all of it. */
  commit: boolean;
}

/** A database that breaks down when it is told to. */
const failing = (engine: Engine, trouble: Trouble): Engine => {
  const risk = (): void => {
    if (trouble.left === undefined) return;
    if (trouble.left <= 0) throw new StorageFailure("the disk is gone");
    trouble.left -= 1;
  };
  const risky = (connection: Connection): Connection => ({
    all: async (query) => {
      risk();
      return connection.all(query);
    },
    first: async (query) => {
      risk();
      return connection.first(query);
    },
    run: async (query) => {
      risk();
      return connection.run(query);
    },
  });
  return {
    isExclusive: engine.isExclusive,
    read: risky(engine.read),
    transaction: (body) =>
      engine.transaction(async (connection) => {
        const value = await body(risky(connection));
        if (trouble.commit) throw new StorageFailure("the commit failed");
        return value;
      }),
    close: () => engine.close(),
    [Symbol.asyncDispose]: () => engine.close(),
  };
};

const startFailing = async (trouble: Trouble, options: Parameters<typeof startWorld>[0] = {}) =>
  startWorld({ ...options, engine: (engine) => failing(engine, trouble) });

/** More statements than any of these requests makes. */
const STATEMENTS_MAX = 60;

/**
 * Makes the request with a database that fails at the first statement, then at the second, and so on until it goes
 * through; answers with how often it failed.
 */
const denied = async (
  world: World,
  trouble: Trouble,
  request: () => Promise<Answer>,
  afterFailure: () => Promise<void>,
): Promise<number> => {
  for (let left = 0; left < STATEMENTS_MAX; left += 1) {
    trouble.left = left;
    const { status, type } = await request();
    trouble.left = undefined;
    // What runs beside the request has come to rest before the next one.
    await world.settle();
    if (status === 200) return left;
    assert.equal(status, 500, `${type} when statement ${left} fails`);
    assert.equal(type, "InternalErrorException");
    await afterFailure();
  }
  return assert.fail("it never went through");
};

test("InitiateAuth never signs in when a statement or the commit fails", async () => {
  const trouble: Trouble = { left: undefined, commit: false };
  await using world = await startFailing(trouble);
  const { Username: USERNAME, Password: PASSWORD } = await world.user();
  await world.signIn(USERNAME, PASSWORD);
  const { endpoint } = await world.listen();
  const body = JSON.stringify({
    ...world.client,
    AuthFlow: "USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME, PASSWORD },
  });
  const request = () => post(endpoint, "InitiateAuth", body);
  const failures = await denied(world, trouble, request, async () => undefined);
  assert.ok(failures >= 4, `${failures} statements`);
  trouble.commit = true;
  assert.equal((await request()).status, 500);
  trouble.commit = false;
  assert.equal((await request()).status, 200);
});

test("GetUser never answers for a token that could not be looked up", async () => {
  const trouble: Trouble = { left: undefined, commit: false };
  await using world = await startFailing(trouble);
  const { Username, Password } = await world.user();
  const { AuthenticationResult } = await world.signIn(Username, Password);
  const { endpoint } = await world.listen();
  const body = JSON.stringify({ AccessToken: AuthenticationResult?.AccessToken });
  const failures = await denied(
    world,
    trouble,
    () => post(endpoint, "GetUser", body),
    async () => undefined,
  );
  assert.ok(failures >= 2, `${failures} statements`);
});

test("ConfirmForgotPassword changes nothing when a statement or the commit fails, and the code stays good", async () => {
  const trouble: Trouble = { left: undefined, commit: false };
  await using world = await startFailing(trouble);
  const { Username, Password } = await world.user();
  await world.call.ForgotPassword({ ...world.client, Username });
  const { endpoint } = await world.listen();
  const body = JSON.stringify({
    ...world.client,
    Username,
    Password: NEW_PASSWORD,
    ConfirmationCode: world.inbox.latest("ada@example.com").code,
  });
  const request = () => post(endpoint, "ConfirmForgotPassword", body);
  trouble.commit = true;
  assert.equal((await request()).status, 500);
  trouble.commit = false;
  const unchanged = async () => {
    await world.signIn(Username, Password);
  };
  await unchanged();
  const failures = await denied(world, trouble, request, unchanged);
  assert.ok(failures >= 6, `${failures} statements`);
  await world.signIn(Username, NEW_PASSWORD);
});

test("AdminResetUserPassword changes nothing and sends nothing when a statement or the commit fails", async () => {
  const trouble: Trouble = { left: undefined, commit: false };
  await using world = await startFailing(trouble, { settings: { signatures: "accept-any" } });
  const { Username, Password } = await world.user();
  const { endpoint } = await world.listen();
  const request = async (): Promise<Answer> => {
    const response = await fetch(endpoint, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": "AWSCognitoIdentityProviderService.AdminResetUserPassword",
        "x-amz-date": "20261121T090000Z",
        authorization: `AWS4-HMAC-SHA256 Credential=a/20261121/us-east-1/cognito-idp/aws4_request, SignedHeaders=host, Signature=${"0".repeat(64)}`,
      },
      body: JSON.stringify({ ...world.pool, Username }),
    });
    const { __type: type = "", message = "" } = JSON.parse(await response.text());
    return { status: response.status, type, message };
  };
  const unchanged = async () => {
    await world.signIn(Username, Password);
    assert.deepEqual(world.inbox.all, []);
  };
  trouble.commit = true;
  assert.equal((await request()).status, 500);
  trouble.commit = false;
  await unchanged();
  const failures = await denied(world, trouble, request, unchanged);
  assert.ok(failures >= 6, `${failures} statements`);
  await assert.rejects(world.signIn(Username, Password), { name: "PasswordResetRequiredException" });
  assert.equal(world.inbox.all.length, 1);
});
