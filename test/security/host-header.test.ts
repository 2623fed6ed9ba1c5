/**
 * Links and messages are made of settings and stored values alone. Stops a request's headers from putting another host
 * into a message that the victim trusts (CVE-2026-29067, GHSA-2wmj-46rj-qm2w).
 */
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { test } from "node:test";
import {
  AdminResetUserPasswordCommand,
  type CognitoIdentityProviderClient,
} from "@aws-sdk/client-cognito-identity-provider";
import type { Settings } from "../../src/settings.ts";
import { seededRandom } from "../../src/testing/seeded-random.ts";
import { startWorld, type World } from "../../src/testing/world.ts";

type Header = readonly [name: string, value: string];

/** A request as an attacker writes it: any target, any headers, as often as they like. */
interface Forgery {
  readonly title: string;
  readonly target?: string;
  /** In place of the true one. */
  readonly hosts?: readonly string[];
  readonly headers?: readonly Header[];
}

const EVIL = "evil.example";

const harmless: readonly Forgery[] = [
  { title: "Forwarded", headers: [["Forwarded", `for=6.6.6.6;host=${EVIL};proto=https`]] },
  { title: "X-Forwarded-Host", headers: [["X-Forwarded-Host", EVIL]] },
  {
    title: "every X-Forwarded header",
    headers: [
      ["X-Forwarded-Host", EVIL],
      ["X-Forwarded-For", "6.6.6.6, 127.0.0.1"],
      ["X-Forwarded-Proto", "https"],
      ["X-Forwarded-Port", "6666"],
      ["X-Forwarded-Prefix", `//${EVIL}`],
      ["X-Forwarded-Server", EVIL],
      ["X-Forwarded-Path", `/${EVIL}`],
    ],
  },
  {
    title: "what other proxies use",
    headers: [
      ["X-Host", EVIL],
      ["X-Original-Host", EVIL],
      ["X-HTTP-Host-Override", EVIL],
      ["X-Original-URL", `https://${EVIL}/`],
      ["X-Rewrite-URL", `https://${EVIL}/`],
      ["X-Real-IP", "6.6.6.6"],
      ["True-Client-IP", "6.6.6.6"],
      ["CF-Connecting-IP", "6.6.6.6"],
      ["Via", `1.1 ${EVIL}`],
    ],
  },
  {
    title: "Origin and Referer",
    headers: [
      ["Origin", `https://${EVIL}`],
      ["Referer", `https://${EVIL}/reset`],
    ],
  },
  { title: "an absolute URI", target: `http://${EVIL}/` },
  { title: "an absolute URI with user and port", target: `http://127.0.0.1@${EVIL}:6666/` },
  { title: "another path and query", target: `//${EVIL}/?host=${EVIL}` },
  {
    title: "X-Forwarded-Host twice",
    headers: [
      ["X-Forwarded-Host", "127.0.0.1"],
      ["X-Forwarded-Host", EVIL],
    ],
  },
];

/** Where the server says who it is, so that these cannot matter. */
const otherHosts: readonly Forgery[] = [
  { title: "another Host", hosts: [EVIL] },
  { title: "another Host with a port", hosts: [`${EVIL}:9229`] },
  { title: "a Host with a user", hosts: [`127.0.0.1@${EVIL}`] },
  { title: "a Host with a path", hosts: [`${EVIL}/127.0.0.1`] },
  { title: "a Host that continues", hosts: [`127.0.0.1.${EVIL}`] },
  { title: "an empty Host", hosts: [""] },
];

const twoHosts: readonly Forgery[] = [
  { title: "two Hosts, the true one first", hosts: ["127.0.0.1", EVIL] },
  { title: "two Hosts, the true one last", hosts: [EVIL, "127.0.0.1"] },
];

const post = async (endpoint: string, operation: string, input: object, forgery: Forgery): Promise<string> => {
  const { hostname, port, host } = new URL(endpoint);
  const body = JSON.stringify(input);
  const lines = [
    `POST ${forgery.target ?? "/"} HTTP/1.1`,
    ...(forgery.hosts ?? [host]).map((value) => `Host: ${value}`),
    ...(forgery.headers ?? []).map(([name, value]) => `${name}: ${value}`),
    "Content-Type: application/x-amz-json-1.1",
    `X-Amz-Target: AWSCognitoIdentityProviderService.${operation}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    "Connection: close",
  ];
  const socket = connect({ host: hostname, port: Number(port) });
  socket.write(`${lines.join("\r\n")}\r\n\r\n${body}`);
  let answer = "";
  socket.setEncoding("utf8");
  socket.on("data", (text: string) => {
    answer += text;
  });
  await once(socket, "close");
  return answer;
};

/** The port is whichever is free: without a public URL it would stand in the link. */
const development: Partial<Settings> = { publicUrl: "http://localhost:9229" };
const production: Partial<Settings> = { mode: "production", publicUrl: "https://id.example.com" };

/** The same world every time: whatever differs between two of them comes from the request. */
const startTwin = async (settings: Partial<Settings>): Promise<World> => {
  const world = await startWorld({
    settings,
    random: seededRandom("host-header"),
    pool: {
      VerificationMessageTemplate: { DefaultEmailOption: "CONFIRM_WITH_LINK" },
      AliasAttributes: ["email"],
    },
  });
  await world.user();
  return world;
};

/** Every byte of every message that came of the unsigned operations which send one. */
const messagesOf = async (settings: Partial<Settings>, forgery: Forgery) => {
  await using world = await startTwin(settings);
  const { endpoint, sdk } = await world.listen();
  sdk.destroy();
  const { client } = world;
  const UserAttributes = [{ Name: "email", Value: "bob@example.com" }];
  const answers = [
    await post(endpoint, "ForgotPassword", { ...client, Username: "ada" }, forgery),
    await post(endpoint, "ForgotPassword", { ...client, Username: "ada@example.com" }, forgery),
    await post(endpoint, "SignUp", { ...client, Username: "bob", Password: "Of his own 1!", UserAttributes }, forgery),
    await post(endpoint, "ResendConfirmationCode", { ...client, Username: "bob" }, forgery),
  ];
  await world.settle();
  return { answers, messages: structuredClone(world.inbox.all) };
};

const plain: Forgery = { title: "nothing" };

for (const [mode, settings] of [
  ["development", development],
  ["production", production],
] as const) {
  test(`messages of a ${mode} server are the same bytes whatever headers a request carries`, async () => {
    const honest = await messagesOf(settings, plain);
    assert.deepEqual(
      honest.messages.map(({ to }) => to),
      ["ada@example.com", "ada@example.com", "bob@example.com", "bob@example.com"],
    );
    for (const { body } of honest.messages.slice(2)) {
      assert.ok(body.includes(`<a href="${settings.publicUrl}/confirmUser/?client_id=`), "the sign-up's link");
    }
    for (const forgery of [...harmless, ...(mode === "production" ? otherHosts : [])]) {
      const { messages } = await messagesOf(settings, forgery);
      // A request that is refused sends nothing; one that is not sends what every other one does.
      if (messages.length > 0) assert.deepEqual(messages, honest.messages, forgery.title);
      assert.doesNotMatch(JSON.stringify(messages), /evil|6\.6\.6\.6|6666/, forgery.title);
    }
  });

  test(`messages of a ${mode} server are not sent for a request with two Host headers`, async () => {
    for (const forgery of twoHosts) {
      const { answers, messages } = await messagesOf(settings, forgery);
      assert.deepEqual(messages, [], forgery.title);
      for (const answer of answers) assert.match(answer, /^HTTP\/1\.1 400 /);
    }
  });
}

test("messages of a development server are not sent for another Host: a web page may have made the request", async () => {
  for (const forgery of otherHosts) {
    const { answers, messages } = await messagesOf(development, forgery);
    assert.deepEqual(messages, [], forgery.title);
    for (const answer of answers) assert.match(answer, /^HTTP\/1\.1 400 /);
  }
});

test("messages are the same bytes for headers that are harmless, and they are sent", async () => {
  const honest = await messagesOf(production, plain);
  for (const forgery of harmless.filter(({ target }) => target === undefined)) {
    const { messages } = await messagesOf(production, forgery);
    assert.deepEqual(messages, honest.messages, forgery.title);
  }
});

const withHeaders = (sdk: CognitoIdentityProviderClient, headers: readonly Header[]): void => {
  sdk.middlewareStack.add(
    (next) => (args) => {
      const { request } = args;
      if (typeof request === "object" && request !== null && "headers" in request) {
        Object.assign(request.headers ?? {}, Object.fromEntries(headers));
      }
      return next(args);
    },
    { step: "build", name: "forgedHeaders" },
  );
};

test("AdminResetUserPassword sends the same bytes whatever headers its signed request carries", async () => {
  const resetWith = async (headers: readonly Header[]) => {
    await using world = await startTwin({});
    const { sdk } = await world.listen();
    withHeaders(sdk, headers);
    await sdk.send(new AdminResetUserPasswordCommand({ ...world.pool, Username: "ada" }));
    sdk.destroy();
    await world.settle();
    return structuredClone(world.inbox.all);
  };
  const honest = await resetWith([]);
  assert.equal(honest.length, 1);
  const signable = harmless.filter(({ headers = [] }) => headers.every(([name]) => name !== "Origin"));
  for (const { title, headers = [] } of signable) assert.deepEqual(await resetWith(headers), honest, title);
  // The developer's well-known key is not for web pages of other hosts.
  await assert.rejects(resetWith([["Origin", `https://${EVIL}`]]));
});
