import assert from "node:assert/strict";
import { createHmac, sign, type KeyObject } from "node:crypto";
import test from "node:test";
import { Secret } from "../contracts/secret.ts";
import { fixedKeyPairs } from "../testing/key-pairs.ts";
import { JWT_CHARACTERS_MAX, signJwt, verifyJwt } from "./jwt.ts";
import { readSigningKey } from "./signing-keys.ts";

const source = fixedKeyPairs();
const key = readSigningKey(await source());
const other = readSigningKey(await source());
const findKey = (kid: string) => [key, other].find((known) => known.kid === kid);
const kindOf = async (token: string) => (await verifyJwt(new Secret(token), findKey)).kind;

const segment = (value: unknown) =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");

/** A token with any header and claims, rightly signed. */
const forge = (header: unknown, claims: unknown = { sub: "ada" }, privateKey: KeyObject = key.privateKey) => {
  const content = `${segment(header)}.${segment(claims)}`;
  return `${content}.${sign("RSA-SHA256", Buffer.from(content), privateKey).toString("base64url")}`;
};

test("signJwt writes exactly kid and alg into the header, in this order", async () => {
  const token = (await signJwt(key, { sub: "ada", groups: ["a"], absent: undefined })).reveal();
  const [header, claims] = token.split(".").map((part) => Buffer.from(part, "base64url").toString("utf8"));
  assert.equal(header, `{"kid":"${key.kid}","alg":"RS256"}`);
  assert.equal(claims, '{"sub":"ada","groups":["a"]}');
});

test("verifyJwt reads back what signJwt signed", async () => {
  const token = await signJwt(key, { sub: "ада", "cognito:groups": ["a"] });
  assert.deepEqual(await verifyJwt(token, findKey), {
    kind: "verified",
    header: { kid: key.kid, alg: "RS256" },
    claims: { sub: "ада", "cognito:groups": ["a"] },
  });
});

test("verifyJwt tells the finder what the token says of itself, and waits for it", async () => {
  const token = await signJwt(key, { iss: "http://localhost:9229/us-east-1_a" });
  const asked: unknown[] = [];
  const reading = await verifyJwt(token, async (kid, claims) => {
    asked.push(kid, claims["iss"]);
    return key;
  });
  assert.equal(reading.kind, "verified");
  assert.deepEqual(asked, [key.kid, "http://localhost:9229/us-east-1_a"]);
});

test("verifyJwt tells a bad signature from an unknown key", async () => {
  const token = (await signJwt(key, { sub: "ada" })).reveal();
  const [header, , signature] = token.split(".");
  assert.equal(await kindOf(`${header}.${segment({ sub: "eve" })}.${signature}`), "bad-signature");
  assert.equal(await kindOf(`${header}.${segment({ sub: "ada" })}.${segment("short")}`), "bad-signature");
  assert.equal(await kindOf(`${header}.${segment({ sub: "ada" })}.`), "bad-signature");
  assert.equal(await kindOf(forge({ kid: key.kid, alg: "RS256" }, { sub: "ada" }, other.privateKey)), "bad-signature");
  assert.equal(await kindOf(forge({ kid: "unknown", alg: "RS256" })), "unknown-key");
});

test("verifyJwt refuses every algorithm but RS256, and HMAC with the public key above all", async () => {
  for (const alg of ["none", "None", "HS256", "RS384", "PS256", "ES256", "rs256", "", null, ["RS256"], undefined]) {
    assert.equal(await kindOf(forge({ kid: key.kid, alg })), "malformed", String(alg));
  }
  const content = `${segment({ kid: key.kid, alg: "HS256" })}.${segment({ sub: "eve" })}`;
  const pem = key.publicKey.export({ type: "spki", format: "pem" });
  const mac = createHmac("sha256", pem).update(content).digest("base64url");
  assert.equal(await kindOf(`${content}.${mac}`), "malformed");
  assert.equal(await kindOf(`${segment({ kid: key.kid, alg: "none" })}.${segment({ sub: "eve" })}.`), "malformed");
});

test("verifyJwt refuses a token that brings its key along or asks for extensions", async () => {
  const jwk = other.publicJwk;
  for (const extra of [
    { jwk },
    { jku: "https://example.com" },
    { x5u: "https://example.com" },
    { x5c: [] },
    { crit: ["b64"], b64: false },
  ]) {
    const header = { kid: key.kid, alg: "RS256", ...extra };
    assert.equal(await kindOf(forge(header)), "malformed", JSON.stringify(Object.keys(extra)));
    assert.equal(await kindOf(forge(header, { sub: "eve" }, other.privateKey)), "malformed");
  }
  assert.equal(await kindOf(forge({ alg: "RS256" })), "malformed");
  assert.equal(await kindOf(forge({ kid: 1, alg: "RS256" })), "malformed");
});

test("verifyJwt refuses what is not three parts of canonical base64url with objects in them", async () => {
  const header = { kid: key.kid, alg: "RS256" };
  const token = forge(header);
  const [head, body, signature] = token.split(".");
  const broken = [
    "",
    ".",
    "..",
    "garbage",
    `${head}.${body}`,
    `${token}.`,
    `${token}.x`,
    `${token}=`,
    ` ${token}`,
    `${token}\n`,
    `${head}.${body}=.${signature}`,
    forge(header, "[]"),
    forge(header, "null"),
    forge(header, '"text"'),
    forge(header, "{"),
    forge("[]"),
    `${head}.${Buffer.from([0x7b, 0xff, 0x7d]).toString("base64url")}.${signature}`,
  ];
  for (const text of broken) assert.equal(await kindOf(text), "malformed", text);
});

test("verifyJwt takes no second spelling of a signature", async () => {
  const token = (await signJwt(key, { sub: "ada" })).reveal();
  // 256 bytes leave four bits of the last character unused.
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const spelling = alphabet[alphabet.indexOf(token.at(-1)!) + 1]!;
  assert.equal(await kindOf(token.slice(0, -1) + spelling), "malformed");
});

test("verifyJwt refuses a token beyond its bound before reading it", async () => {
  const large = await signJwt(key, { text: "x".repeat(JWT_CHARACTERS_MAX) });
  assert.equal(await kindOf(large.reveal()), "malformed");
  assert.equal(await kindOf("a.".repeat(1_000_000)), "malformed");
});
