import assert from "node:assert/strict";
import { test } from "node:test";
import { Secret } from "../contracts/secret.ts";
import { createSigningKeys } from "../crypto/sigv4.ts";
import type { AccessKey } from "../model/access-key.ts";
import { poolArn } from "../model/policy.ts";
import { signedRequest, type Signer } from "../testing/signed-request.ts";
import { authenticateAdministrator, requireAdministrator } from "./callers.ts";
import type { AdministratorDeps, SignatureMode } from "./callers.ts";
import type { WireRequest } from "./wire.ts";

const NOW = Date.UTC(2026, 10, 21, 1, 5, 54);
const production: SignatureMode = { mode: "production", region: "us-east-1" };
const development: SignatureMode = { mode: "development", signatures: "verify" };
const acceptAny: SignatureMode = { mode: "development", signatures: "accept-any" };

const accessKey = (change: Partial<AccessKey> = {}): AccessKey => ({
  id: "AKID0000000000000001",
  name: "ci",
  secret: new Secret("a secret of the key"),
  sessionToken: null,
  policy: JSON.stringify({ Statement: { Effect: "Allow", Action: "*", Resource: "*" } }),
  createdAt: 0,
  expiresAt: null,
  revokedAt: null,
  version: 1,
  ...change,
});

const deps = (signatureMode: SignatureMode, ...keys: readonly AccessKey[]): AdministratorDeps => ({
  now: () => NOW,
  accountId: "000000000000",
  signatureMode,
  findKey: async (id) => keys.find((key) => key.id === id),
  signingKeys: createSigningKeys(),
});

/** A request signed as an SDK would sign it. */
const signed = ({ origin, ...signer }: Partial<Signer> & { readonly origin?: string } = {}): WireRequest => {
  const request = signedRequest("ListUsers", {}, NOW, {
    id: "AKID0000000000000001",
    secret: "a secret of the key",
    ...signer,
  });
  return origin === undefined ? request : { ...request, headers: { ...request.headers, origin } };
};

const developer = { id: "poolhouse", secret: "poolhouse" };
const invalidToken = {
  name: "UnrecognizedClientException",
  message: "The security token included in the request is invalid.",
};

test("authenticateAdministrator tells who signed, by the key's name", async () => {
  const caller = await authenticateAdministrator(signed(), deps(production, accessKey()));
  assert.equal(caller.accessKeyId, "AKID0000000000000001");
  assert.equal(caller.arn, "arn:aws:iam::000000000000:user/ci");
  const unnamed = await authenticateAdministrator(signed(), deps(production, accessKey({ name: "" })));
  assert.equal(unnamed.arn, "arn:aws:iam::000000000000:user/AKID0000000000000001");
});

test("authenticateAdministrator refuses a key that is unknown, revoked or too long to be one", async () => {
  await assert.rejects(authenticateAdministrator(signed(), deps(production)), invalidToken);
  const revoked = accessKey({ revokedAt: NOW - 1 });
  await assert.rejects(authenticateAdministrator(signed(), deps(production, revoked)), invalidToken);
  const id = "A".repeat(129);
  await assert.rejects(authenticateAdministrator(signed({ id }), deps(production, accessKey({ id }))), invalidToken);
});

test("authenticateAdministrator tells an unknown key before a wrong signature, and that before a wrong token", async () => {
  const wrong = signed({ secret: "wrong", token: "t" });
  await assert.rejects(authenticateAdministrator(wrong, deps(production)), invalidToken);
  const known = deps(production, accessKey());
  await assert.rejects(authenticateAdministrator(wrong, known), { name: "InvalidSignatureException" });
});

test("authenticateAdministrator refuses another region in production and takes it in development", async () => {
  const request = signed({ region: "eu-west-3" });
  await assert.rejects(authenticateAdministrator(request, deps(production, accessKey())), {
    name: "InvalidSignatureException",
    message: "Credential should be scoped to a valid region, not 'eu-west-3'. ",
  });
  await authenticateAdministrator(request, deps(development, accessKey()));
});

test("authenticateAdministrator wants the token of a temporary key and of no other", async () => {
  const temporary = deps(production, accessKey({ sessionToken: new Secret("the token"), expiresAt: NOW + 1 }));
  await authenticateAdministrator(signed({ token: "the token" }), temporary);
  for (const request of [signed(), signed({ token: "another t" }), signed({ token: "short" }), signed({ token: "" })])
    await assert.rejects(authenticateAdministrator(request, temporary), invalidToken);
  const lasting = deps(production, accessKey());
  await assert.rejects(authenticateAdministrator(signed({ token: "the token" }), lasting), invalidToken);
});

test("authenticateAdministrator refuses a key whose time is over", async () => {
  const expired = accessKey({ sessionToken: new Secret("the token"), expiresAt: NOW });
  await assert.rejects(authenticateAdministrator(signed({ token: "the token" }), deps(production, expired)), {
    name: "ExpiredTokenException",
    message: "The security token included in the request is expired",
  });
});

test("authenticateAdministrator denies when the keys cannot be read", async () => {
  const down = { ...deps(production), findKey: () => Promise.reject(new Error("the database is down")) };
  await assert.rejects(authenticateAdministrator(signed(), down), { message: "the database is down" });
  const corrupt = deps(production, accessKey({ policy: "{" }));
  await assert.rejects(authenticateAdministrator(signed(), corrupt), { name: "Error" });
});

test("authenticateAdministrator knows the developer credentials in development alone, and verifies them", async () => {
  const caller = await authenticateAdministrator(signed(developer), deps(development));
  assert.equal(caller.arn, "arn:aws:iam::000000000000:user/poolhouse");
  await assert.rejects(authenticateAdministrator(signed(developer), deps(production)), invalidToken);
  const wrong = signed({ ...developer, secret: "wrong" });
  await assert.rejects(authenticateAdministrator(wrong, deps(development)), { name: "InvalidSignatureException" });
  const token = signed({ ...developer, token: "t" });
  await assert.rejects(authenticateAdministrator(token, deps(development)), invalidToken);
});

test("authenticateAdministrator accepts any well-formed signature where it is told to, and no malformed one", async () => {
  const stranger = signed({ id: "test", secret: "test", region: "mars-1", token: "t" });
  const caller = await authenticateAdministrator(stranger, { ...deps(acceptAny), now: () => 0 });
  assert.equal(caller.arn, "arn:aws:iam::000000000000:user/test");
  const none = { ...stranger, rawHeaders: [] };
  await assert.rejects(authenticateAdministrator(none, deps(acceptAny)), {
    name: "MissingAuthenticationTokenException",
  });
  const malformed = { ...stranger, rawHeaders: ["Authorization", "AWS4-HMAC-SHA256 x", "X-Amz-Date", "x"] };
  await assert.rejects(authenticateAdministrator(malformed, deps(acceptAny)), { name: "IncompleteSignatureException" });
});

test("authenticateAdministrator refuses development credentials for a web page of another machine", async () => {
  const foreign = [
    "https://evil.example",
    "http://localhost.evil.example",
    "http://127.0.0.1.evil.example",
    "http://10.0.0.1",
    "http://localhost@evil.example",
    "http://localhost, https://evil.example",
    "null",
    "",
  ];
  for (const origin of foreign) {
    const refused = { name: "UnrecognizedClientException", message: /web page of another machine/u };
    await assert.rejects(
      authenticateAdministrator(signed({ ...developer, origin }), deps(development)),
      refused,
      origin,
    );
    await assert.rejects(authenticateAdministrator(signed({ origin }), deps(acceptAny)), refused, origin);
    await authenticateAdministrator(signed({ origin }), deps(development, accessKey()));
  }
  for (const origin of ["http://localhost:3000", "https://app.localhost", "http://127.0.0.1", "http://[::1]:8080"]) {
    await authenticateAdministrator(signed({ ...developer, origin }), deps(development));
    await authenticateAdministrator(signed({ origin }), deps(acceptAny));
  }
});

test("requireAdministrator judges the key's policy after the signature", async () => {
  const pool = poolArn({ region: "us-east-1", accountId: "000000000000" }, "us-east-1_AbCdEfGhI");
  const action = "cognito-idp:AdminResetUserPassword";
  const policy = JSON.stringify({ Statement: { Effect: "Allow", Action: action, Resource: pool } });
  const keys = deps(production, accessKey({ policy }));
  assert.equal((await requireAdministrator(signed(), keys, action, pool)).accessKeyId, "AKID0000000000000001");
  const denied = { name: "AccessDeniedException", message: /^User: arn:aws:iam::000000000000:user\/ci is not/u };
  await assert.rejects(requireAdministrator(signed(), keys, "cognito-idp:AdminGetUser", pool), denied);
  await assert.rejects(requireAdministrator(signed(), keys, action, `${pool}x`), denied);
  await assert.rejects(requireAdministrator(signed({ secret: "x" }), keys, "cognito-idp:AdminGetUser", pool), {
    name: "InvalidSignatureException",
  });
});
