import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { Secret } from "../../contracts/secret.ts";
import { portOf, startTcpServer } from "../../testing/loopback-server.ts";
import type { OutgoingMessage } from "../sender.ts";
import { readSmtpUrl } from "./smtp-server.ts";
import { smtpSender } from "./smtp.ts";

interface Received {
  readonly from: string | undefined;
  readonly to: readonly string[];
  readonly user: unknown;
  readonly secure: boolean;
  readonly raw: string;
}

const message: OutgoingMessage = {
  id: "m-1",
  medium: "EMAIL",
  to: "ada@example.com",
  subject: "Your verification code",
  body: "<p>Your code is <b>123456</b>.</p>",
};

const startMailServer = async (options: SMTPServerOptions = {}) => {
  const received: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    closeTimeout: 100,
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom === false ? undefined : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          user: session.user,
          secure: session.secure,
          raw: Buffer.concat(chunks).toString(),
        });
        done();
      });
    },
    ...options,
  });
  // A client that leaves in the middle of a session is reported here.
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    port: portOf(server.server),
    received,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
      }),
  };
};

const senderTo = (url: string, from = "Poolhouse <no-reply@pools.example.org>") =>
  smtpSender({ server: readSmtpUrl(new Secret(url)), from });

const never = () => new AbortController().signal;

test("smtpSender delivers HTML with a text alternative, a lasting Message-ID and the configured sender", async () => {
  await using server = await startMailServer({ hideSTARTTLS: true });
  await using sender = senderTo(`smtp://127.0.0.1:${server.port}`);

  assert.deepEqual(await sender.send(message, never()), { outcome: "sent" });

  const [mail, ...others] = server.received;
  assert.ok(mail !== undefined && others.length === 0);
  assert.equal(mail.from, "no-reply@pools.example.org");
  assert.deepEqual(mail.to, ["ada@example.com"]);
  assert.match(mail.raw, /^Message-ID: <m-1@pools\.example\.org>\r$/m);
  assert.match(mail.raw, /^From: Poolhouse <no-reply@pools\.example\.org>\r$/m);
  assert.match(mail.raw, /^To: ada@example\.com\r$/m);
  assert.match(mail.raw, /^Subject: Your verification code\r$/m);
  assert.match(mail.raw, /^Auto-Submitted: auto-generated\r$/m);
  assert.match(mail.raw, /^Content-Type: text\/plain[^]*Your code is 123456\.[^]*^Content-Type: text\/html/m);
  assert.ok(mail.raw.includes("<p>Your code is <b>123456</b>.</p>"));
});

test("smtpSender prefers the pool's sender, and names where replies go", async () => {
  await using server = await startMailServer({ hideSTARTTLS: true });
  await using sender = senderTo(`smtp://127.0.0.1:${server.port}`);

  const from = '"Ada, of Example" <codes@example.com>';
  await sender.send({ ...message, from, replyTo: "help@example.com" }, never());

  const raw = server.received[0]?.raw ?? "";
  assert.match(raw, /^From: "Ada, of Example" <codes@example\.com>\r$/m);
  assert.match(raw, /^Reply-To: help@example\.com\r$/m);
  assert.match(raw, /^Message-ID: <m-1@example\.com>\r$/m);
});

test("smtpSender logs in with the URL's user and password, over STARTTLS where it is offered", async () => {
  await using server = await startMailServer({
    authOptional: false,
    onAuth: ({ username, password }, _session, done) =>
      password === "p@ss/word" ? done(null, { user: username }) : done(new Error("no")),
  });
  await using sender = senderTo(`smtp://ada%40x:p%40ss%2Fword@127.0.0.1:${server.port}`);

  assert.deepEqual(await sender.send(message, never()), { outcome: "sent" });
  assert.deepEqual([server.received[0]?.user, server.received[0]?.secure], ["ada@x", true]);
});

test("smtpSender tries again after a refused login, which an operator can repair, and names no password", async () => {
  await using server = await startMailServer({
    authOptional: false,
    onAuth: (_login, _session, done) => done(new Error("bad login for ada with hunter22")),
  });
  await using sender = senderTo(`smtp://ada:hunter22@127.0.0.1:${server.port}`);

  assert.deepEqual(await sender.send(message, never()), {
    outcome: "failed",
    reason: "The mail server did not accept the login of POOLHOUSE_SMTP_URL.",
    final: false,
  });
});

test("smtpSender never sends a password to a server that knows no logins", async () => {
  await using server = await startMailServer({ disabledCommands: ["AUTH", "STARTTLS"] });
  await using sender = senderTo(`smtp://ada:hunter22@127.0.0.1:${server.port}`);

  const delivery = await sender.send(message, never());
  assert.equal(delivery.outcome, "failed");
  assert.equal(server.received.length, 0);
});

for (const [code, text, expected] of [
  [
    550,
    "5.1.1 <ada@example.com>: no such user",
    { reason: "The mail server refused the message (550 5.1.1).", final: true },
  ],
  [
    451,
    "4.7.1 greylisted ada@example.com",
    { reason: "The mail server put the message off (451 4.7.1).", final: false },
  ],
] as const) {
  test(`smtpSender takes ${code} for the recipient as ${expected.final ? "final" : "temporary"}, without the server's text`, async () => {
    await using server = await startMailServer({
      hideSTARTTLS: true,
      onRcptTo: (_address, _session, done) => done(Object.assign(new Error(text), { responseCode: code })),
    });
    await using sender = senderTo(`smtp://127.0.0.1:${server.port}`);

    assert.deepEqual(await sender.send(message, never()), { outcome: "failed", ...expected });
  });
}

test("smtpSender takes 554 after the content as final, and goes on sending", async () => {
  let refusals = 1;
  await using server = await startMailServer({
    hideSTARTTLS: true,
    onData(stream, _session, done) {
      stream.resume();
      stream.on("end", () =>
        refusals-- > 0 ? done(Object.assign(new Error("5.7.1 spam"), { responseCode: 554 })) : done(),
      );
    },
  });
  await using sender = senderTo(`smtp://127.0.0.1:${server.port}`);

  assert.deepEqual(await sender.send(message, never()), {
    outcome: "failed",
    reason: "The mail server refused the message (554 5.7.1).",
    final: true,
  });
  assert.deepEqual(await sender.send(message, never()), { outcome: "sent" });
});

test("smtpSender tries again where nobody listens", async () => {
  const server = await startTcpServer();
  await server[Symbol.asyncDispose]();
  await using sender = senderTo(`smtp://127.0.0.1:${server.port}`);

  assert.deepEqual(await sender.send(message, never()), {
    outcome: "failed",
    reason: "The mail server could not be reached.",
    final: false,
  });
});

test("smtpSender gives up a server that does not speak when the caller does", async () => {
  await using server = await startTcpServer();
  await using sender = senderTo(`smtp://127.0.0.1:${server.port}`);
  const caller = new AbortController();

  const connected = once(server.server, "connection");
  const delivery = sender.send(message, caller.signal);
  await connected;
  caller.abort();

  assert.deepEqual(await delivery, {
    outcome: "failed",
    reason: "The attempt was given up before the mail server answered.",
    final: false,
  });
});

test("smtpSender gives up what is under way when it is closed, and sends nothing afterwards", async () => {
  await using server = await startTcpServer();
  const sender = senderTo(`smtp://127.0.0.1:${server.port}`);

  const connected = once(server.server, "connection");
  const delivery = sender.send(message, never());
  await connected;
  await sender.close();

  const givenUp = {
    outcome: "failed",
    reason: "The attempt was given up before the mail server answered.",
    final: false,
  };
  assert.deepEqual(await delivery, givenUp);
  assert.deepEqual(await sender.send(message, never()), givenUp);
});

test("smtpSender refuses a server whose certificate cannot be verified", async () => {
  await using server = await startMailServer({ secure: true });
  await using sender = senderTo(`smtps://127.0.0.1:${server.port}`);

  assert.deepEqual(await sender.send(message, never()), {
    outcome: "failed",
    reason: "The connection to the mail server could not be encrypted and verified.",
    final: false,
  });
  assert.equal(server.received.length, 0);
});

test("smtpSender refuses every recipient that is not exactly one address, without asking the server", async () => {
  await using server = await startMailServer({ hideSTARTTLS: true });
  await using sender = senderTo(`smtp://127.0.0.1:${server.port}`);

  for (const to of [
    "",
    "ada",
    "@example.com",
    "ada@",
    "ada@example.com, eve@evil.example",
    "ada@example.com;eve@evil.example",
    "ada@example.com eve@evil.example",
    "ada@example.com\r\nBcc: eve@evil.example",
    "ada@example.com\n",
    "ada@example.com\0",
    "Ada <ada@example.com>",
    "<ada@example.com>",
    "eve@evil.example@example.com",
    '"eve@evil.example"@example.com',
    "ada(eve@evil.example)@example.com",
    "group:ada@example.com,eve@evil.example;",
    "ada@[10.0.0.1]",
    "ada@example..com",
    "ada@\uFF45xample.com",
    "ada@\u212Aelvin.example",
    `${"a".repeat(250)}@example.com`,
  ]) {
    const delivery = await sender.send({ ...message, to }, never());
    assert.equal(delivery.outcome, "refused", JSON.stringify(to));
  }
  assert.equal(server.received.length, 0);
});

test("smtpSender refuses a sender or a reply address that is more than one mailbox", async () => {
  await using sender = senderTo("smtp://127.0.0.1:1");

  for (const bad of ["a@example.com, b@example.com", "A <a@example.com>, B <b@example.com>", "a@example.com\r\nX: y"]) {
    assert.equal((await sender.send({ ...message, from: bad }, never())).outcome, "refused", bad);
    assert.equal((await sender.send({ ...message, replyTo: bad }, never())).outcome, "refused", bad);
  }
});

test("smtpSender keeps a subject on its line", async () => {
  await using server = await startMailServer({ hideSTARTTLS: true });
  await using sender = senderTo(`smtp://127.0.0.1:${server.port}`);

  await sender.send({ ...message, subject: "Hello\r\nBcc: eve@evil.example" }, never());

  assert.deepEqual(server.received[0]?.to, ["ada@example.com"]);
  assert.match(server.received[0]?.raw ?? "", /^Subject: Hello Bcc: eve@evil\.example\r$/m);
});

test("smtpSender carries many messages over a bounded number of connections", async () => {
  let open = 0;
  let most = 0;
  await using server = await startMailServer({
    hideSTARTTLS: true,
    onConnect: (_session, done) => {
      most = Math.max(most, ++open);
      done();
    },
    onClose: () => {
      open--;
    },
  });
  await using sender = senderTo(`smtp://127.0.0.1:${server.port}`);

  const deliveries = await Promise.all(
    Array.from({ length: 30 }, (_, index) => sender.send({ ...message, id: `m-${index}` }, never())),
  );

  assert.ok(deliveries.every(({ outcome }) => outcome === "sent"));
  assert.equal(server.received.length, 30);
  assert.ok(most <= 5, `${most} connections`);
});
