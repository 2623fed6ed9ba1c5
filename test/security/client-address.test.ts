/**
 * The address of a caller is that of the connection, whatever headers say. Stops whoever writes headers from dodging
 * limits or speaking in another's name (CVE-2024-47070, CVE-2026-108162).
 */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { request } from "node:http";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { createHttpServer } from "../../src/http/server.ts";
import { startWorld } from "../../src/testing/world.ts";

const ADDRESS = "203.0.113.66";

/** Every header in which proxies hand addresses on, and ways to write them. */
const forgeries: readonly Readonly<Record<string, string | string[]>>[] = [
  ...[
    "X-Forwarded-For",
    "X-Real-IP",
    "X-Client-IP",
    "X-Cluster-Client-IP",
    "X-Originating-IP",
    "X-Remote-IP",
    "X-Remote-Addr",
    "Remote-Addr",
    "Client-IP",
    "True-Client-IP",
    "CF-Connecting-IP",
    "Fastly-Client-IP",
    "Via",
  ].map((name) => ({ [name]: ADDRESS })),
  { Forwarded: `for=${ADDRESS};proto=https;by=127.0.0.1` },
  { Forwarded: [`for="[2001:db8::1]"`, `for=${ADDRESS}`] },
  { "X-Forwarded-For": [`${ADDRESS}, 127.0.0.1`, "10.0.0.1"] },
  { "X-Forwarded-For": "127.0.0.1, ::1, localhost" },
  { "x-forwarded-for": `::ffff:${ADDRESS}`, "X-Forwarded-Proto": "https", "X-Forwarded-Host": "localhost" },
];

const post = (url: string, operation: string, body: object, headers: Readonly<Record<string, string | string[]>>) =>
  new Promise<string>((settle, reject) => {
    const sent = request(
      url,
      {
        method: "POST",
        headers: {
          "content-type": "application/x-amz-json-1.1",
          "x-amz-target": `AWSCognitoIdentityProviderService.${operation}`,
          ...headers,
        },
      },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => (text += chunk));
        response.on("end", () => settle(text));
      },
    );
    sent.on("error", reject);
    sent.end(JSON.stringify(body));
  });

test("createHttpServer hands on the address of the connection, whatever headers say", async () => {
  const seen: string[] = [];
  const server = createHttpServer({
    perform: async (_operation, _json, { remoteAddress }) => {
      seen.push(remoteAddress);
      return { body: "{}" };
    },
    isOperation: () => true,
    bodyLimitOf: () => undefined,
    routes: [],
    mode: "production",
    publicUrl: "https://id.example.com",
    log: () => undefined,
    now: () => 0,
    uuid: randomUUID,
  });
  const { url } = await server.listen("127.0.0.1", 0);
  for (const headers of forgeries) await post(url, "GetUser", {}, headers);
  await server.close();
  assert.deepEqual(
    seen,
    Array.from({ length: forgeries.length }, () => "127.0.0.1"),
  );
});

test("InitiateAuth locks a user whatever address the headers claim", async () => {
  await using world = await startWorld();
  const { Username: USERNAME, Password } = await world.user();
  const { endpoint } = await world.listen();
  const signIn = (PASSWORD: string, headers: Readonly<Record<string, string | string[]>>) =>
    post(
      endpoint,
      "InitiateAuth",
      { ...world.client, AuthFlow: "USER_PASSWORD_AUTH", AuthParameters: { USERNAME, PASSWORD } },
      headers,
    );
  for (const [index, headers] of forgeries.slice(0, 6).entries()) {
    await signIn("Wrong password 1!", { ...headers, "X-Forwarded-For": `203.0.113.${index}` });
  }
  const answer = await signIn(Password, { "X-Forwarded-For": "203.0.113.200", Forwarded: "for=203.0.113.201" });
  assert.match(answer, /NotAuthorizedException/u);
  assert.match(answer, /Password attempts exceeded/u);
  assert.doesNotMatch(JSON.stringify(world.log), /203\.0\.113/u);
});

test("functions are told of no address that a header claims", async () => {
  await using world = await startWorld();
  const { Username } = await world.user();
  await world.updatePool({ LambdaConfig: { CustomMessage: world.functions.set("words", (event) => event) } });
  const { endpoint } = await world.listen();
  for (const headers of forgeries.slice(0, 5)) {
    await post(endpoint, "ForgotPassword", { ...world.client, Username }, headers);
  }
  assert.equal(world.functions.events.length, 5);
  assert.doesNotMatch(JSON.stringify([world.functions.events, world.log, world.inbox.all]), /203\.0\.113/u);
});

test("no part of the program reads a header in which an address could stand", () => {
  const source = resolve(import.meta.dirname, "../../src");
  const reading = readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !/\.(?:test|suite)\.ts$/u.test(file))
    .filter((file) =>
      /headers(?:\.|\[")(?:x-forwarded|forwarded|x-real|x-client|true-client|cf-conn|via\b)|trust.?proxy/iu.test(
        readFileSync(join(source, file), "utf8"),
      ),
    );
  assert.deepEqual(reading, []);
});
