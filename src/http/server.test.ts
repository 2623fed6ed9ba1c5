import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { Agent, request as httpRequest } from "node:http";
import { connect } from "node:net";
import { test } from "node:test";
import {
  AdminGetUserCommand,
  CognitoIdentityProviderClient,
  DeleteGroupCommand,
  DescribeUserPoolCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import * as fc from "fast-check";
import { ApiException } from "../contracts/exceptions.ts";
import { createSigningKeys } from "../crypto/sigv4.ts";
import { authenticateAdministrator } from "./callers.ts";
import { createHttpServer, HTTP_LIMITS } from "./server.ts";
import type { HttpServerOptions } from "./server.ts";
import type { Perform, ReceivingRoute, Route } from "./wire.ts";

const NOW = Date.UTC(2031, 4, 6, 7, 8, 9, 123);
const JSON_TYPE = "application/x-amz-json-1.1";
const TARGET = "AWSCognitoIdentityProviderService.AdminGetUser";

const health: Route = {
  method: "GET",
  match: (path) => (path === "/health" ? {} : undefined),
  handle: async () => ({ status: 200, headers: { "content-type": "application/json" }, body: `{"status":"ok"}` }),
};

/** A server on a free port of loopback, closed at the end of the test. */
const start = async (more: Partial<HttpServerOptions> = {}) => {
  const logged: string[] = [];
  const server = createHttpServer({
    perform: async () => ({ body: "{}" }),
    isOperation: (name) => /^[A-Z]\w+$/u.test(name),
    bodyLimitOf: (name) => (name === "Tiny" ? 10 : undefined),
    routes: [health],
    mode: "development",
    publicUrl: "http://localhost:9229",
    log: (level, event, fields) => logged.push(JSON.stringify([level, event, fields])),
    now: () => NOW,
    uuid: randomUUID,
    ...more,
  });
  const at = await server.listen("127.0.0.1", 0);
  return { ...at, logged, server, [Symbol.asyncDispose]: () => server.close() };
};

const post = (url: string, body = "{}", headers: Record<string, string> = {}) =>
  fetch(url, {
    method: "POST",
    headers: { "content-type": JSON_TYPE, "x-amz-target": TARGET, connection: "close", ...headers },
    body,
  });

/** Everything that a server sends back until the connection is closed, by it or by a reset. */
const exchange = (port: number, ...pieces: readonly (string | Buffer)[]): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    const chunks: Buffer[] = [];
    socket.on("data", (chunk: Buffer) => chunks.push(chunk));
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(Buffer.concat(chunks).toString("latin1")));
    for (const piece of pieces) socket.write(piece);
  });

const head = (...lines: readonly string[]) => `${lines.join("\r\n")}\r\n\r\n`;
const REQUEST = ["POST / HTTP/1.1", "Host: localhost", `Content-Type: ${JSON_TYPE}`, `X-Amz-Target: ${TARGET}`];

/** A client of the AWS SDK with a clock of its own: it learns the server's from the Date header. */
const client = (endpoint: string, more: object = {}) =>
  new CognitoIdentityProviderClient({
    endpoint,
    region: "eu-west-3",
    credentials: { accessKeyId: "poolhouse", secretAccessKey: "poolhouse" },
    maxAttempts: 2,
    ...more,
  });

const usernameOf = (json: unknown): unknown =>
  typeof json === "object" && json !== null && "Username" in json ? json.Username : undefined;

const signingKeys = createSigningKeys();
const authenticate = (request: Parameters<Perform>[2]) =>
  authenticateAdministrator(request, {
    now: () => NOW,
    accountId: "000000000000",
    signatureMode: { mode: "development", signatures: "verify" },
    findKey: async () => undefined,
    signingKeys,
  });

test("createHttpServer answers with the headers that SDKs read", async () => {
  await using server = await start();
  const answer = await post(server.url);
  assert.equal(answer.status, 200);
  assert.equal(await answer.text(), "{}");
  assert.equal(answer.headers.get("content-type"), JSON_TYPE);
  assert.equal(answer.headers.get("content-length"), "2");
  assert.equal(answer.headers.get("cache-control"), "no-store");
  assert.equal(answer.headers.get("date"), "Tue, 06 May 2031 07:08:09 GMT");
  assert.match(
    answer.headers.get("x-amzn-requestid") ?? "",
    /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-/u,
  );
  assert.equal(answer.headers.get("access-control-allow-origin"), null);
});

test("createHttpServer counts bytes, not characters, and sends nothing for an empty body", async () => {
  await using server = await start({ perform: async (name) => ({ body: name === "Tiny" ? "" : `"zoë"` }) });
  const text = await post(server.url);
  assert.deepEqual([text.headers.get("content-length"), await text.text()], ["6", `"zoë"`]);
  const empty = await post(server.url, "{}", { "x-amz-target": "AWSCognitoIdentityProviderService.Tiny" });
  assert.deepEqual([empty.status, empty.headers.get("content-length"), await empty.text()], [200, "0", ""]);
});

test("createHttpServer is understood by the AWS SDK: success, empty body, refusal", async () => {
  const operations: string[] = [];
  await using server = await start({
    perform: async (name, json, request) => {
      await authenticate(request);
      operations.push(name);
      if (name === "DeleteGroup") return { body: "" };
      if (name === "DescribeUserPool")
        throw new ApiException("ResourceNotFoundException", "User pool é€ does not exist.");
      return {
        body: JSON.stringify({ Username: usernameOf(json), UserCreateDate: 1470957431.965 }),
      };
    },
  });
  // A base path with what must be encoded twice in the signature, and headers in several values.
  const sdk = client(`${server.url}/a b/(c)`);
  try {
    const user = await sdk.send(new AdminGetUserCommand({ UserPoolId: "eu-west-3_AbCdEfGhI", Username: "zoë" }));
    assert.equal(user.Username, "zoë");
    assert.equal(user.UserCreateDate?.getTime(), 1470957431965);
    assert.match(user.$metadata.requestId ?? "", /^[0-9a-f-]{36}$/u);
    await sdk.send(new DeleteGroupCommand({ UserPoolId: "eu-west-3_AbCdEfGhI", GroupName: "g" }));
    await assert.rejects(sdk.send(new DescribeUserPoolCommand({ UserPoolId: "eu-west-3_AbCdEfGhI" })), {
      name: "ResourceNotFoundException",
      message: "User pool é€ does not exist.",
    });
  } finally {
    sdk.destroy();
  }
  // The SDK sends a refused request once more when its clock was far from the server's.
  assert.deepEqual([...new Set(operations)], ["AdminGetUser", "DeleteGroup", "DescribeUserPool"]);
});

test("createHttpServer tells the AWS SDK by its own exceptions what a signature lacks", async () => {
  await using server = await start({
    perform: async (_name, _json, request) => {
      await authenticate(request);
      return { body: "{}" };
    },
  });
  const rows = [
    [{ accessKeyId: "poolhouse", secretAccessKey: "wrong" }, "InvalidSignatureException"],
    [{ accessKeyId: "stranger", secretAccessKey: "x" }, "UnrecognizedClientException"],
    [{ accessKeyId: "poolhouse", secretAccessKey: "poolhouse", sessionToken: "t" }, "UnrecognizedClientException"],
  ] as const;
  for (const [credentials, name] of rows) {
    const sdk = client(server.url, { credentials, systemClockOffset: NOW - Date.now() });
    const command = new AdminGetUserCommand({ UserPoolId: "eu-west-3_AbCdEfGhI", Username: "u" });
    try {
      await assert.rejects(sdk.send(command), { name, $fault: "client" });
    } finally {
      sdk.destroy();
    }
  }
});

test("createHttpServer answers the preflight of a browser and lets its pages read answers", async () => {
  await using server = await start();
  const preflight = await exchange(
    server.port,
    head(
      "OPTIONS / HTTP/1.1",
      "Host: localhost",
      "Origin: https://app.example",
      "Access-Control-Request-Method: POST",
      "Access-Control-Request-Headers: x-amz-target,X-App",
      "Connection: close",
    ),
  );
  assert.match(preflight, /^HTTP\/1\.1 200 OK\r\n/u);
  for (const line of [
    "access-control-allow-origin: *",
    "access-control-allow-headers: x-amz-target,X-App",
    "access-control-allow-methods: POST",
    "access-control-expose-headers: x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date",
    "access-control-max-age: 172800",
    "content-length: 0",
  ])
    assert.ok(preflight.includes(`\r\n${line}\r\n`), line);
  assert.match(preflight, /\r\nx-amzn-requestid: [0-9a-f-]{36}\r\n/u);
  const answer = await exchange(
    server.port,
    head(...REQUEST, "Origin: https://app.example", "Content-Length: 1", "Connection: close"),
    "{",
  );
  assert.match(answer, /^HTTP\/1\.1 400 [\s\S]*\r\naccess-control-allow-origin: \*\r\n/u);
});

test("createHttpServer answers HEAD where it answers GET, without the body", async () => {
  await using server = await start();
  const got = await exchange(server.port, head("GET /health HTTP/1.1", "Host: localhost", "Connection: close"));
  assert.ok(got.endsWith(`\r\n\r\n{"status":"ok"}`));
  const headed = await exchange(server.port, head("HEAD /health HTTP/1.1", "Host: localhost", "Connection: close"));
  assert.match(headed, /^HTTP\/1\.1 200 OK\r\n/u);
  assert.ok(headed.includes("content-length: 15\r\n") && headed.endsWith("\r\n\r\n"));
});

test("createHttpServer refuses a body that announces too much before it is sent", async () => {
  await using server = await start({ perform: () => assert.fail("not to run") });
  const expecting = head(...REQUEST, "Content-Length: 1048577", "Expect: 100-continue");
  const answer = await exchange(server.port, expecting);
  assert.match(answer, /^HTTP\/1\.1 400 [\s\S]*\r\nconnection: close\r\n/u);
  assert.ok(
    answer.endsWith(
      `{"__type":"RequestEntityTooLargeException","message":"The request body is larger than 1048576 bytes."}`,
    ),
  );
});

test("createHttpServer refuses a body that turns out too large, and the sender can read why", async () => {
  await using server = await start({ perform: () => assert.fail("not to run") });
  const announced = await post(server.url, "x".repeat(1_048_577));
  assert.equal(announced.headers.get("x-amzn-errortype"), "RequestEntityTooLargeException:");
  const chunk = `10000\r\n${"x".repeat(0x10000)}\r\n`;
  const chunks = Array.from({ length: 20 }, () => chunk);
  const chunked = await exchange(server.port, head(...REQUEST, "Transfer-Encoding: chunked"), ...chunks, "0\r\n\r\n");
  assert.match(chunked, /^HTTP\/1\.1 400 [\s\S]*RequestEntityTooLargeException/u);
});

test("createHttpServer does not take in a refused body without end", async () => {
  await using server = await start();
  const total = HTTP_LIMITS.discardBytes * 4;
  const answer = await exchange(server.port, head(...REQUEST, `Content-Length: ${total}`), Buffer.alloc(total));
  // The connection is reset under the sender; whether the refusal still arrives is the network's affair.
  assert.ok(answer === "" || answer.startsWith("HTTP/1.1 400 "));
});

test("createHttpServer reads each operation within its own limit", async () => {
  await using server = await start();
  const tiny = { "x-amz-target": "AWSCognitoIdentityProviderService.Tiny" };
  assert.equal((await post(server.url, `"12345678"`, tiny)).status, 200);
  assert.equal((await post(server.url, `"123456789"`, tiny)).status, 400);
  assert.equal((await post(server.url, JSON.stringify("x".repeat(1_048_574)))).status, 200);
});

test("createHttpServer asks for a body whose sender waits to be asked", async () => {
  await using server = await start();
  const expecting = head(...REQUEST, "Content-Length: 2", "Expect: 100-continue", "Connection: close");
  const answer = await exchange(server.port, expecting, "{}");
  assert.match(answer, /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n/u);
});

test("createHttpServer forgets a request whose sender goes away", async () => {
  await using server = await start({ perform: () => assert.fail("not to run") });
  const socket = connect({ port: server.port, host: "127.0.0.1" });
  await once(socket, "connect");
  socket.write(head(...REQUEST, "Content-Length: 100"));
  socket.write("{");
  socket.destroy();
  await once(socket, "close");
  assert.equal((await fetch(`${server.url}/health`, { headers: { connection: "close" } })).status, 200);
  assert.deepEqual(server.logged, []);
});

test("createHttpServer keeps connections open between requests", async () => {
  await using server = await start();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ports = new Set<number | undefined>();
  for (let i = 0; i < 3; i++) {
    const request = httpRequest(`${server.url}/health`, { agent }, (response) => response.resume());
    request.end();
    await once(request, "close");
    ports.add(request.socket?.localPort);
  }
  agent.destroy();
  assert.equal(ports.size, 1);
});

test("createHttpServer lets requests in flight finish when it is closed, and nothing else", async () => {
  const { promise: entered, resolve: enter } = Promise.withResolvers<void>();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const server = await start({
    perform: async () => {
      enter();
      await released;
      return { body: `"done"` };
    },
  });
  const idle = connect({ port: server.port, host: "127.0.0.1" });
  await once(idle, "connect");
  const idleClosed = once(idle, "close");
  const answer = exchange(server.port, head(...REQUEST, "Content-Length: 2"), "{}");
  await entered;
  const closed = server.server.close();
  await idleClosed;
  await assert.rejects(fetch(`${server.url}/health`));
  release();
  assert.match(await answer, /^HTTP\/1\.1 200 OK\r\n[\s\S]*connection: close\r\n[\s\S]*"done"$/u);
  await closed;
});

test("createHttpServer cuts requests that outlive the grace time", async () => {
  const { promise: entered, resolve: enter } = Promise.withResolvers<void>();
  const server = await start({
    limits: { closeGraceMs: 1 },
    perform: async () => {
      enter();
      return new Promise(() => undefined);
    },
  });
  const answer = exchange(server.port, head(...REQUEST, "Content-Length: 2"), "{}");
  await entered;
  await server.server.close();
  assert.equal(await answer, "");
});

test("createHttpServer tells why it cannot listen, and closes even then", async () => {
  await using server = await start();
  const second = createHttpServer({
    perform: async () => ({ body: "" }),
    isOperation: () => false,
    bodyLimitOf: () => undefined,
    routes: [],
    mode: "production",
    publicUrl: "https://login.example",
    log: () => undefined,
    now: () => NOW,
    uuid: randomUUID,
  });
  await assert.rejects(second.listen("127.0.0.1", server.port), { code: "EADDRINUSE" });
  await second.close();
});

test("createHttpServer answers a fault when a route gives a header that HTTP cannot carry", async () => {
  const broken: Route = { ...health, handle: async () => ({ status: 200, headers: { "x-a": "a\nb" }, body: "x" }) };
  await using server = await start({ routes: [broken] });
  const answer = await fetch(`${server.url}/health`, { headers: { connection: "close" } });
  assert.equal(answer.status, 500);
  assert.equal(answer.headers.get("x-amzn-errortype"), "InternalErrorException:");
  assert.match(server.logged.join(), /answer refused/u);
});

test("createHttpServer has a limit on headers and on every kind of waiting", async () => {
  await using server = await start();
  const answer = await exchange(
    server.port,
    head("GET /health HTTP/1.1", "Host: localhost", `X: ${"x".repeat(20_000)}`),
  );
  assert.match(answer, /^HTTP\/1\.1 431 /u);
  for (const [name, value] of Object.entries(HTTP_LIMITS)) assert.ok(Number.isFinite(value) && value > 0, name);
  assert.ok(HTTP_LIMITS.headersTimeoutMs <= HTTP_LIMITS.requestTimeoutMs);
});

test("createHttpServer does not wait for senders who never finish", async () => {
  const limits = { headersTimeoutMs: 20, requestTimeoutMs: 40, checkIntervalMs: 5 };
  await using server = await start({ limits, perform: () => assert.fail("not to run") });
  const halfHead = exchange(server.port, "POST / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
  const halfBody = exchange(server.port, head(...REQUEST, "Content-Length: 2"), "{");
  for (const answer of await Promise.all([halfHead, halfBody])) assert.match(answer, /^HTTP\/1\.1 408 /u);
  assert.deepEqual(server.logged, []);
});

/** A route that adds up its body as it comes. */
const summing = (more: Partial<ReceivingRoute> = {}): ReceivingRoute => ({
  method: "PUT",
  bodyLimit: 1_000,
  tooLarge: { status: 400, headers: {}, body: "too large" },
  match: (path) => (path === "/sum" ? {} : undefined),
  receive: async (_head, _params, body) => {
    let sum = 0;
    for await (const piece of body()) sum += piece.length;
    return { status: 200, headers: {}, body: `${sum}` };
  },
  ...more,
});

const PUT = ["PUT /sum HTTP/1.1", "Host: localhost", "Connection: close"];

test("createHttpServer hands a body on as it comes, and gives its sender more time than others", async () => {
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const route = summing({
    receive: async (_head, _params, body) => {
      const pieces: string[] = [];
      for await (const piece of body()) {
        pieces.push(Buffer.from(piece).toString());
        begin();
      }
      return { status: 200, headers: {}, body: pieces.join("|") };
    },
  });
  const limits = { headersTimeoutMs: 20, requestTimeoutMs: 40, checkIntervalMs: 5 };
  await using server = await start({ routes: [route], limits });
  const socket = connect({ port: server.port, host: "127.0.0.1" });
  const answered = new Promise<string>((resolve) => {
    let text = "";
    socket.on("data", (chunk: Buffer) => (text += chunk.toString()));
    socket.on("close", () => resolve(text));
  });
  socket.write(`${head(...PUT, "Content-Length: 4")}ab`);
  // Its beginning is there before its end, and a request that came later has been given up by then.
  await begun;
  assert.match(await exchange(server.port, head(...REQUEST, "Content-Length: 2"), "{"), /^HTTP\/1\.1 408 /u);
  socket.write("cd");
  assert.match(await answered, /^HTTP\/1\.1 200 [^]*\r\n\r\nab\|cd$/u);
});

test("createHttpServer gives up a body that it hands on when its time is over, or its sender goes", async () => {
  const failures: string[] = [];
  const route = summing({
    receive: async (_head, _params, body) => {
      try {
        for await (const _piece of body());
        return assert.fail("the body had no end");
      } catch (error) {
        failures.push(error instanceof Error ? error.name : "");
        throw error;
      }
    },
  });
  const limits = { headersTimeoutMs: 20, requestTimeoutMs: 20, uploadTimeoutMs: 40, checkIntervalMs: 5 };
  await using server = await start({ routes: [route], limits });
  assert.match(await exchange(server.port, head(...PUT, "Content-Length: 4"), "ab"), /^HTTP\/1\.1 408 /u);
  const socket = connect({ port: server.port, host: "127.0.0.1" });
  socket.write(`${head(...PUT, "Transfer-Encoding: chunked")}1\r\na\r\n`, () => socket.destroy());
  while (failures.length < 2) await new Promise(setImmediate);
  assert.deepEqual(failures, ["BodyBrokenOff", "BodyBrokenOff"]);
  assert.deepEqual(server.logged, []);
});

test("createHttpServer refuses a body that it would hand on by what is announced, and ends what its route has not read", async () => {
  const refusing = summing({
    match: (path) => (path === "/no" ? {} : undefined),
    receive: async () => ({ status: 403, headers: {}, body: "no" }),
  });
  const failing = summing({
    match: (path) => (path === "/fault" ? {} : undefined),
    receive: async () => {
      throw new Error("a secret");
    },
  });
  await using server = await start({ routes: [summing(), refusing, failing] });
  const put = (path: string, length: number) => fetch(server.url + path, { method: "PUT", body: Buffer.alloc(length) });
  const answers = [await put("/sum", 1_000), await put("/sum", 1_001), await put("/no", 1_000), await put("/fault", 1)];
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 400, 403, 500],
  );
  assert.deepEqual(await Promise.all(answers.slice(0, 3).map((answer) => answer.text())), ["1000", "too large", "no"]);
  assert.doesNotMatch(server.logged.join(), /a secret/u);
  assert.equal(server.logged.length, 1);
  assert.equal((await fetch(`${server.url}/sum`)).status, 404);
});

test("createHttpServer never fails on malformed requests", async () => {
  await using server = await start({
    perform: async (_name, _json, request) => {
      await authenticate(request);
      return { body: "{}" };
    },
  });
  const text = fc.string({ unit: "binary", maxLength: 40 });
  const line = fc.oneof(
    text,
    fc
      .tuple(
        fc.constantFrom(
          "Host",
          "Authorization",
          "X-Amz-Date",
          "X-Amz-Target",
          "Content-Type",
          "Origin",
          "Content-Length",
          "Transfer-Encoding",
          "X-Amz-Content-Sha256",
          "Expect",
        ),
        fc.oneof(
          text,
          fc.constantFrom("localhost", TARGET, JSON_TYPE, "chunked", "2", "null", "20310506T070809Z"),
          fc.constant(
            "AWS4-HMAC-SHA256 Credential=poolhouse/20310506/x/cognito-idp/aws4_request, SignedHeaders=host;x-amz-target, Signature=00",
          ),
        ),
      )
      .map(([name, value]) => `${name}: ${value}`),
  );
  const firstLine = fc.oneof(
    fc.constantFrom(...REQUEST.slice(0, 1), "GET /%zz?%zz HTTP/1.1", "POST //[ HTTP/1.1", "OPTIONS * HTTP/1.1"),
    text,
  );
  await fc.assert(
    fc.asyncProperty(
      firstLine,
      fc.array(line, { maxLength: 6 }),
      fc.boolean(),
      text,
      async (first, lines, whole, body) => {
        const proper = whole ? REQUEST.slice(1) : [];
        // What follows ends the connection, if the request did not.
        const bytes = Buffer.from(`${head(first, ...proper, ...lines)}${body}\r\n\r\n\0`, "latin1");
        const answer = await exchange(server.port, bytes);
        assert.doesNotMatch(answer, /^HTTP\/1\.1 5/mu);
      },
    ),
    { numRuns: 200 },
  );
  assert.deepEqual(server.logged, []);
  assert.equal((await fetch(`${server.url}/health`, { headers: { connection: "close" } })).status, 200);
});
