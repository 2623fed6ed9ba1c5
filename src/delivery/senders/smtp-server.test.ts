import assert from "node:assert/strict";
import { test } from "node:test";
import { Secret } from "../../contracts/secret.ts";
import { SenderSettingError } from "../sender.ts";
import { readSmtpUrl } from "./smtp-server.ts";

const read = (url: string) => readSmtpUrl(new Secret(url));

test("readSmtpUrl knows the ports of submission", () => {
  assert.equal(read("smtp://mail.example.com").port, 587);
  assert.equal(read("smtps://mail.example.com").port, 465);
  assert.equal(read("smtp://mail.example.com:2525").port, 2525);
  assert.equal(read("smtp://[::1]:25").host, "::1");
});

test("readSmtpUrl decodes the login", () => {
  const { login } = read("smtps://ada%40x:p%3Aw@mail.example.com");
  assert.deepEqual([login?.user, login?.password.reveal()], ["ada@x", "p:w"]);
  assert.equal(read("smtps://mail.example.com").login, undefined);
});

test("readSmtpUrl verifies certificates everywhere but for STARTTLS on loopback", () => {
  for (const url of [
    "smtp://mail.example.com",
    "smtps://mail.example.com",
    "smtps://localhost",
    "smtp://127.0.0.1.evil.example",
  ]) {
    assert.equal(read(url).certificateVerified, true, url);
  }
  for (const url of ["smtp://localhost", "smtp://127.0.0.1", "smtp://[::1]"]) {
    assert.equal(read(url).certificateVerified, false, url);
  }
});

test("readSmtpUrl demands TLS where a password would cross a network", () => {
  assert.equal(read("smtp://ada:pw@mail.example.com").tlsRequired, true);
  assert.equal(read("smtp://ada:pw@localhost").tlsRequired, false);
  assert.equal(read("smtp://mail.example.com").tlsRequired, false);
});

test("readSmtpUrl refuses what it cannot use, without repeating any of it", () => {
  for (const url of [
    "hunter22",
    "https://ada:hunter22@mail.example.com",
    "smtp://",
    "smtp://ada:hunter22@mail.example.com/inbox",
    "smtp://ada:hunter22@mail.example.com?tls.rejectUnauthorized=false",
    "smtp://hunter22@mail.example.com",
    "smtp://ada:hunter22%ZZ@mail.example.com",
  ]) {
    assert.throws(
      () => read(url),
      (error) => error instanceof SenderSettingError && !/hunter22/.test(error.message),
      url,
    );
  }
});
