import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { Secret } from "../contracts/secret.ts";
import { FUNCTION_NOT_FOUND, SOCKET_TIMEOUT } from "./invoker.ts";
import { lambdaEndpoint, type LambdaEndpointOptions } from "./lambda-endpoint.ts";

const ARN = "arn:aws:lambda:eu-west-1:123456789012:function:gate";

/** A Lambda endpoint that answers with `respond`, and the invoker that calls it. */
const startEndpoint = async (
  respond: (response: ServerResponse, request: IncomingMessage) => void,
  { path = "", ...options }: Partial<LambdaEndpointOptions> & { path?: string } = {},
) => {
  const requests: { method: string; url: string; headers: IncomingMessage["headers"]; body: string }[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const { method = "", url = "", headers } = request;
      requests.push({ method, url, headers, body: await text(request) });
      respond(response, request);
    })();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  const origin = `http://127.0.0.1:${address.port}`;
  const invoker = lambdaEndpoint({ endpoint: origin + path, now: () => Date.UTC(2026, 0, 2), ...options });
  return {
    requests,
    origin,
    invoker,
    call: (arn = ARN, event: object = {}, signal = new AbortController().signal) =>
      invoker.invoke(arn, event, { type: "RequestResponse", signal }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
};

test("lambdaEndpoint invokes the function by its name and reads the JSON that it returns", async () => {
  await using world = await startEndpoint((response) => response.end(`{"response":{}}`));
  assert.deepEqual(await world.call(ARN, { password: new Secret("clear") }), {
    kind: "answer",
    payload: { response: {} },
  });
  await world.call(`${ARN}:$LATEST`);

  const [first, second] = world.requests;
  assert.equal(first?.method, "POST");
  assert.equal(first.url, "/2015-03-31/functions/gate/invocations");
  assert.equal(first.body, `{"password":"clear"}`);
  assert.equal(first.headers["x-amz-invocation-type"], "RequestResponse");
  assert.equal(first.headers.authorization, undefined);
  assert.equal(second?.url, "/2015-03-31/functions/gate/invocations?Qualifier=%24LATEST");
});

test("lambdaEndpoint calls an emulator's fixed path as it stands", async () => {
  const path = "/2015-03-31/functions/function/invocations";
  await using world = await startEndpoint((response) => response.end("null"), { path });
  assert.deepEqual(await world.call(), { kind: "answer", payload: null });
  assert.equal(world.requests[0]?.url, path);
});

test("lambdaEndpoint signs for the function's region when there are credentials", async () => {
  const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: new Secret("hidden") };
  await using world = await startEndpoint((response) => response.end("null"), { credentials });
  await world.call();
  const { authorization = "", "x-amz-date": date } = world.requests[0]?.headers ?? {};
  assert.match(authorization, /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20260102\/eu-west-1\/lambda\/aws4_request, /);
  assert.match(authorization, /SignedHeaders=content-type;host;x-amz-date;x-amz-invocation-type;x-amz-log-type, /);
  assert.equal(date, "20260102T000000Z");
});

test("lambdaEndpoint sends Event calls as such and takes their acceptance for the answer", async () => {
  await using world = await startEndpoint((response) => response.writeHead(202).end());
  const signal = new AbortController().signal;
  assert.deepEqual(await world.invoker.invoke(ARN, {}, { type: "Event", signal }), { kind: "answer", payload: null });
  assert.equal(world.requests[0]?.headers["x-amz-invocation-type"], "Event");
});

test("lambdaEndpoint tells what a failed function threw", async () => {
  const cases = [
    [`{"errorMessage":"Not from here","errorType":"Error","trace":[]}`, "Not from here"],
    [`{"errorType":"Runtime.ExitError"}`, "Runtime.ExitError"],
    [`no JSON`, "Unhandled"],
  ] as const;
  for (const [body, message] of cases) {
    await using world = await startEndpoint((response) =>
      response.writeHead(200, { "X-Amz-Function-Error": "Unhandled" }).end(body),
    );
    assert.deepEqual(await world.call(), { kind: "function-error", message });
  }
});

test("lambdaEndpoint names the service's errors, and tries again only when it was throttled", async () => {
  const cases = [
    [404, { "x-amzn-ErrorType": "ResourceNotFoundException" }, "", "ResourceNotFoundException", false],
    [403, {}, `{"__type":"com.amazon#AccessDeniedException","Message":"User: hidden"}`, "AccessDeniedException", false],
    [403, {}, "no JSON", "AccessDeniedException", false],
    [429, { "x-amzn-ErrorType": "TooManyRequestsException:http://x/" }, "{}", "TooManyRequestsException", true],
    [500, { "x-amzn-ErrorType": "ServiceException" }, "{}", "ServiceException", false],
    [502, {}, "<html>", "ServiceException", false],
    [400, { "x-amzn-ErrorType": "<b>not a name</b>" }, "{}", "ServiceException", false],
  ] as const;
  for (const [status, headers, body, error, retry] of cases) {
    await using world = await startEndpoint((response) => response.writeHead(status, headers).end(body));
    assert.deepEqual(await world.call(), { kind: "failure", error, retry });
  }
});

test("lambdaEndpoint follows no redirect", async () => {
  await using world = await startEndpoint((response) => response.writeHead(307, { location: "/elsewhere" }).end());
  assert.deepEqual(await world.call(), { kind: "failure", error: "ServiceException", retry: false });
  assert.equal(world.requests.length, 1);
});

test("lambdaEndpoint reads no answer past its bound", async () => {
  await using world = await startEndpoint((response) => {
    const more = (): void => {
      while (response.write("x".repeat(65_536)));
    };
    response.on("drain", more).on("error", () => {});
    more();
  });
  assert.deepEqual(await world.call(), { kind: "failure", error: "ServiceException", retry: false });
});

test("lambdaEndpoint gives an attempt up when it is told to", async () => {
  const abort = new AbortController();
  await using world = await startEndpoint(() => abort.abort());
  assert.deepEqual(await world.call(ARN, {}, abort.signal), SOCKET_TIMEOUT);
});

test("lambdaEndpoint takes a connection that breaks for worth another attempt", async () => {
  await using world = await startEndpoint((response) => response.destroy());
  assert.deepEqual(await world.call(), { kind: "failure", error: "ServiceException", retry: true });
});

test("lambdaEndpoint hands on what is no JSON as no answer, and knows ARNs of functions only", async () => {
  await using world = await startEndpoint((response) => response.end("hello"));
  assert.deepEqual(await world.call(), { kind: "answer", payload: undefined });
  assert.equal(await world.invoker.isKnown(ARN), true);
  assert.equal(await world.invoker.isKnown("gate"), false);
  assert.deepEqual(await world.call("gate"), FUNCTION_NOT_FOUND);
});
