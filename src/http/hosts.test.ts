import assert from "node:assert/strict";
import { test } from "node:test";
import { isDevelopmentHost, isLoopbackHost, isLoopbackOrigin } from "./hosts.ts";

test("isLoopbackHost knows this machine by every name of its own and by no other", () => {
  for (const name of [
    "localhost",
    "LocalHost",
    "app.localhost",
    "127.0.0.1",
    "127.9.9.9",
    "[::1]",
    "::1",
    "[::ffff:127.0.0.1]",
  ])
    assert.equal(isLoopbackHost(name), true, name);
  for (const name of [
    "",
    "localhost.example",
    "127.0.0.1.example",
    "128.0.0.1",
    "0.0.0.0",
    "[::]",
    "[::2]",
    "xlocalhost",
  ])
    assert.equal(isLoopbackHost(name), false, name);
});

test("isLoopbackOrigin judges the host of an origin alone", () => {
  for (const origin of ["http://localhost:3000", "https://127.0.0.1", "capacitor://localhost"])
    assert.equal(isLoopbackOrigin(origin), true, origin);
  for (const origin of ["null", "", "localhost", "http://a.example/localhost", "http://localhost@a.example"])
    assert.equal(isLoopbackOrigin(origin), false, origin);
});

test("isDevelopmentHost takes loopback and the public URL's host, whatever the port", () => {
  const publicUrl = "https://Login.Example:8443/base";
  for (const host of ["localhost", "localhost:9229", "[::1]:9229", "login.example", "LOGIN.example:1"])
    assert.equal(isDevelopmentHost(host, publicUrl), true, host);
  const strange = [
    undefined,
    "",
    "evil.example",
    "localhost:9229@evil.example",
    "evil.example#localhost",
    "login.example.",
    "localhost:x",
    "localhost, evil.example",
    "[::1",
    "a:b:c",
  ];
  for (const host of strange) assert.equal(isDevelopmentHost(host, publicUrl), false, host);
});
