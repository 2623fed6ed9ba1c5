import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiException } from "../contracts/exceptions.ts";
import type { LogFields } from "../model/log-fields.ts";
import { ERROR_HEADER_MAX_LENGTH } from "./answers.ts";
import { BODY_LIMIT_BYTES, createDispatch } from "./dispatch.ts";
import type { DispatchOptions } from "./dispatch.ts";
import type { HttpAnswer, Perform, Route, WireRequest } from "./wire.ts";

const EXPOSED = "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date";
const TARGET = "AWSCognitoIdentityProviderService.AdminGetUser";

const route = (path: string, more: Partial<Route> = {}): Route => ({
  method: "GET",
  match: (given) => (given === path ? {} : undefined),
  handle: async () => ({ status: 200, headers: { "content-type": "application/json" }, body: path }),
  ...more,
});

const answerWith = (perform: Perform, more: Partial<DispatchOptions> = {}) => {
  const dispatch = createDispatch({
    perform,
    isOperation: (name) => ["AdminGetUser", "DeleteUser"].includes(name),
    bodyLimitOf: (name) => (name === "DeleteUser" ? 2 * BODY_LIMIT_BYTES : undefined),
    routes: [],
    mode: "production",
    publicUrl: "https://login.example",
    log: () => assert.fail("nothing was to be logged"),
    ...more,
  });
  return (change: Partial<WireRequest> & { readonly target?: string; readonly type?: string } = {}) => {
    const { target = TARGET, type = "application/x-amz-json-1.1", headers, ...rest } = change;
    const request: WireRequest = {
      method: "POST",
      url: "/",
      headers: { host: "localhost:9229", "content-type": type, "x-amz-target": target, ...headers },
      rawHeaders: ["Host", "localhost:9229"],
      body: Buffer.from("{}"),
      remoteAddress: "127.0.0.1",
      ...rest,
    };
    const destination = dispatch(request);
    assert.ok("answer" in destination);
    return destination.answer(request, "request-1");
  };
};

const succeed: Perform = async () => ({ body: "{}" });
const never: Perform = () => assert.fail("the operation was not to run");
/** Fails with any value: whatever is thrown must be answered. */
const throwing =
  (failure: unknown): Perform =>
  async () => {
    throw failure;
  };
const failing = (failure: Error): Route[] => [
  route("/x", {
    handle: async () => {
      throw failure;
    },
  }),
];
const decoding = (path: string) => ({ name: decodeURIComponent(path) });

const bodyOf = (answer: HttpAnswer): unknown => JSON.parse(answer.body.toString());

test("createDispatch hands operation, JSON and request to perform and answers its body", async () => {
  const seen: unknown[] = [];
  const answer = await answerWith(async (operation, json, request, requestId) => {
    seen.push(operation, json, request.body.toString(), requestId);
    return { body: `{"Username":"zoë"}` };
  })({ body: Buffer.from(`{"a":null}`) });
  assert.deepEqual(seen, ["AdminGetUser", { a: null }, `{"a":null}`, "request-1"]);
  assert.deepEqual(answer, {
    status: 200,
    headers: { "content-type": "application/x-amz-json-1.1", "cache-control": "no-store" },
    body: `{"Username":"zoë"}`,
  });
});

test("createDispatch takes every path and the content types of JSON", async () => {
  const send = answerWith(succeed);
  for (const url of ["/", "/base/", "/%zz", "//x", "*", "http://other.example/", "/?a=%zz"])
    assert.equal((await send({ url })).status, 200, url);
  for (const type of ["application/x-amz-json-1.1; charset=utf-8", "Application/X-Amz-JSON-1.0", "application/json;x"])
    assert.equal((await send({ type })).status, 200, type);
});

test("createDispatch answers 404 to what is not its protocol", async () => {
  const send = answerWith(never);
  for (const change of [
    { type: "text/plain" },
    { type: "" },
    { type: "application/x-www-form-urlencoded", body: Buffer.from("{") },
    { method: "GET" },
    { method: "HEAD" },
    { method: "PUT" },
    { method: "DELETE", target: "x" },
  ])
    assert.deepEqual(await send(change), { status: 404, headers: {}, body: "<UnknownOperationException/>\n" });
});

test("createDispatch refuses bodies that are not JSON in UTF-8, without a message and before the target", async () => {
  const send = answerWith(never);
  const bodies = ["", "{", "a=1", "\ufeff{}", "[".repeat(BODY_LIMIT_BYTES)].map((text) => Buffer.from(text));
  for (const body of [...bodies, Buffer.from([0x22, 0xff, 0x22]), Buffer.from([0x22, 0xc3, 0x22])])
    for (const target of [TARGET, "nonsense"]) {
      const answer = await send({ body, target });
      assert.equal(answer.status, 400);
      assert.equal(answer.body, `{"__type":"SerializationException"}`);
      assert.equal(answer.headers["x-amzn-errortype"], "SerializationException:");
      assert.equal(answer.headers["x-amzn-errormessage"], undefined);
    }
});

test("createDispatch refuses a target that the API does not have", async () => {
  const send = answerWith(never);
  for (const target of [
    "",
    "AdminGetUser",
    "AWSCognitoIdentityProviderService.",
    "AWSCognitoIdentityProviderService.admingetuser",
    "awscognitoidentityproviderservice.AdminGetUser",
    "AWSCognitoIdentityProviderService.AdminGetUser, AWSCognitoIdentityProviderService.DeleteUser",
    "AWSCognitoIdentityProviderService.constructor",
  ]) {
    const answer = await send({ target });
    assert.equal(answer.status, 400, target);
    assert.equal(answer.body, `{"__type":"UnknownOperationException"}`);
  }
});

test("createDispatch tells a refusal in the body and in headers", async () => {
  const refuse = throwing(new ApiException("NotAuthorizedException", "Incorrect username or password."));
  assert.deepEqual(await answerWith(refuse)(), {
    status: 400,
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "cache-control": "no-store",
      "x-amzn-errortype": "NotAuthorizedException:",
      "x-amzn-errormessage": "Incorrect username or password.",
    },
    body: `{"__type":"NotAuthorizedException","message":"Incorrect username or password."}`,
  });
  const fault = await answerWith(throwing(new ApiException("InternalErrorException", "x")))();
  assert.equal(fault.status, 500);
});

test("createDispatch keeps a message whole in the body and fit for a header there", async () => {
  const message = `a\r\nSet-Cookie: b\u007F${"é€𝒳".repeat(1_000)}`;
  const answer = await answerWith(throwing(new ApiException("InvalidParameterException", message)))();
  assert.deepEqual(bodyOf(answer), { __type: "InvalidParameterException", message });
  const header = answer.headers["x-amzn-errormessage"] ?? "";
  assert.match(header, /^a\?\?Set-Cookie: b\?é\?\?é/u);
  assert.equal(header.length, ERROR_HEADER_MAX_LENGTH);
});

test("createDispatch tells nothing of a fault and logs it without its message", async () => {
  for (const error of [new TypeError("the password is hunter2"), "hunter2", undefined]) {
    const lines: [string, string, LogFields | undefined][] = [];
    const answer = await answerWith(throwing(error), { log: (...line) => lines.push([line[0], line[1], line[2]]) })();
    assert.equal(answer.status, 500);
    assert.deepEqual(bodyOf(answer), {
      __type: "InternalErrorException",
      message: "An internal error occurred. The server's log names it by the request id.",
    });
    assert.equal(lines.length, 1);
    const [level, event, fields] = lines[0] ?? [];
    assert.deepEqual(
      [level, event, fields?.operation, fields?.requestId],
      ["error", "request failed", "AdminGetUser", "request-1"],
    );
    assert.ok(!JSON.stringify([lines, answer]).includes("hunter2"));
    if (error instanceof Error) assert.match(fields?.stack ?? "", /^at .*dispatch\.test/u);
  }
});

test("createDispatch adds CORS headers to what a web page asks, and only to that", async () => {
  const headers = { origin: "https://app.example" };
  const refuse = throwing(new ApiException("NotAuthorizedException", "no"));
  for (const [send, status] of [
    [answerWith(succeed), 200],
    [answerWith(refuse), 400],
  ] as const) {
    const shared = await send({ headers });
    assert.equal(shared.status, status);
    assert.equal(shared.headers["access-control-allow-origin"], "*");
    assert.equal(shared.headers["access-control-expose-headers"], EXPOSED);
    assert.equal(shared.headers["access-control-allow-credentials"], undefined);
    assert.ok(!Object.keys((await send()).headers).some((name) => name.startsWith("access-control")));
  }
});

test("createDispatch grants a preflight what it asks for, letter by letter", async () => {
  const send = answerWith(never);
  const asked = "content-type,x-amz-target, X-Custom";
  const answer = await send({
    method: "OPTIONS",
    body: Buffer.alloc(0),
    headers: {
      origin: "https://app.example",
      "access-control-request-method": "POST",
      "access-control-request-headers": asked,
    },
  });
  assert.deepEqual(answer, {
    status: 200,
    headers: {
      "access-control-allow-origin": "*",
      "access-control-expose-headers": EXPOSED,
      "access-control-allow-headers": asked,
      "access-control-allow-methods": "POST",
      "access-control-max-age": "172800",
    },
    body: "",
  });
  assert.deepEqual(await send({ method: "OPTIONS" }), { status: 200, headers: {}, body: "" });
});

test("createDispatch asks its routes before the API, by path without query", async () => {
  const routes = [
    route("/health"),
    route("/keys", { cors: true }),
    route("/token", { method: "POST", handle: async (request) => ({ status: 200, headers: {}, body: request.body }) }),
  ];
  const send = answerWith(succeed, { routes });
  assert.equal((await send({ method: "GET", url: "/health?x=%zz#y" })).body, "/health");
  assert.equal((await send({ method: "GET", url: "http://any.example/health" })).body, "/health");
  assert.equal((await send({ method: "HEAD", url: "/health" })).body, "/health");
  assert.equal((await send({ method: "GET", url: "/healthy" })).status, 404);
  assert.equal((await send({ method: "PUT", url: "/health" })).status, 404);
  assert.equal((await send({ method: "POST", url: "/health" })).body, "{}");
  assert.equal(
    (await send({ method: "POST", url: "/token", type: "x", body: Buffer.from("f=1") })).body.toString(),
    "f=1",
  );
});

test("createDispatch opens a route to web pages only where the route says so", async () => {
  const routes = [route("/inbox"), route("/keys", { cors: true })];
  const send = answerWith(succeed, { routes });
  const headers = { origin: "https://app.example" };
  const allowed = async (method: string, url: string) => {
    const answer = await send({ method, url, headers });
    return [answer.status, answer.headers["access-control-allow-origin"]];
  };
  assert.deepEqual(await allowed("GET", "/keys"), [200, "*"]);
  assert.deepEqual(await allowed("OPTIONS", "/keys"), [200, "*"]);
  assert.deepEqual(await allowed("GET", "/inbox"), [200, undefined]);
  assert.deepEqual(await allowed("OPTIONS", "/inbox"), [404, undefined]);
});

test("createDispatch answers malformed percent-encoding with a refusal", async () => {
  const matching = answerWith(never, { routes: [route("", { match: decoding })] });
  assert.equal((await matching({ method: "GET", url: "/%zz" })).status, 404);
  const handling = answerWith(never, {
    routes: [route("/x", { handle: async ({ url }) => ({ status: 200, headers: {}, body: decodeURIComponent(url) }) })],
  });
  assert.equal((await handling({ method: "GET", url: "/x?%zz" })).status, 400);
});

test("createDispatch tells the refusals and hides the faults of routes too", async () => {
  const refused = answerWith(never, { routes: failing(new ApiException("ResourceNotFoundException", "no pool")) });
  assert.deepEqual(bodyOf(await refused({ method: "GET", url: "/x" })), {
    __type: "ResourceNotFoundException",
    message: "no pool",
  });
  const failed = answerWith(never, { routes: failing(new Error("hunter2")), log: () => undefined });
  const answer = await failed({ method: "GET", url: "/x" });
  assert.equal(answer.status, 500);
  assert.ok(!answer.body.toString().includes("hunter2"));
});

test("createDispatch refuses a foreign Host in development, on every route, and never in production", async () => {
  const routes = [route("/health")];
  const headers = { host: "evil.example:9229" };
  const requests = [{}, { method: "GET", url: "/health" }, { method: "OPTIONS" }, { method: "GET" }] as const;
  const inDevelopment = answerWith(succeed, { routes, mode: "development" });
  const inProduction = answerWith(succeed, { routes });
  for (const request of requests) {
    const refused = await inDevelopment({ ...request, headers });
    assert.equal(refused.status, 400);
    assert.equal(refused.headers["x-amzn-errortype"], "AccessDeniedException:");
    assert.notEqual((await inProduction({ ...request, headers })).status, 400);
    assert.notEqual((await inDevelopment(request)).status, 400);
    assert.notEqual((await inDevelopment({ ...request, headers: { host: "login.example" } })).status, 400);
  }
});

test("createDispatch refuses two Host headers", async () => {
  const rawHeaders = ["Host", "localhost", "X", "host", "hOST", "evil.example"];
  const answer = await answerWith(never)({ rawHeaders });
  assert.equal(answer.headers["x-amzn-errortype"], "AccessDeniedException:");
});

test("createDispatch reads as much as the operation, the route or the ordinary limit allows", () => {
  const dispatch = createDispatch({
    perform: never,
    isOperation: (name) => name === "Big" || name === "Plain",
    bodyLimitOf: (name) => (name === "Big" ? 5 : undefined),
    routes: [route("/form", { method: "POST", bodyLimit: 7 })],
    mode: "production",
    publicUrl: "https://login.example",
    log: () => undefined,
  });
  const limit = (url: string, target: string) =>
    dispatch({
      method: "POST",
      url,
      headers: { "x-amz-target": `AWSCognitoIdentityProviderService.${target}` },
      rawHeaders: [],
      remoteAddress: "",
    }).bodyLimit;
  assert.deepEqual(
    [limit("/", "Big"), limit("/", "Plain"), limit("/", "None"), limit("/form", "Big")],
    [5, BODY_LIMIT_BYTES, BODY_LIMIT_BYTES, 7],
  );
});
