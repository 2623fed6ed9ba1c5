import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import * as fc from "fast-check";
import { ApiException } from "../contracts/exceptions.ts";
import { Secret } from "../contracts/secret.ts";
import type { SignedRequest } from "./canonical-request.ts";
import {
  createSigningKeys,
  readAuthorization,
  readUncheckedAuthorization,
  requireSignature,
  SIGNING_KEYS_KEPT,
} from "./sigv4.ts";

interface Vector {
  readonly client: string;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const vectors: {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
  readonly requests: readonly Vector[];
} = JSON.parse(readFileSync(new URL("../../test/fixtures/sdk-requests.json", import.meta.url), "utf8"));

const secret = new Secret(vectors.secretAccessKey);
const region = vectors.region;
const keys = createSigningKeys();
const NOW = Date.UTC(2026, 10, 21, 1, 5, 54);
const TIMESTAMP = "20261121T010554Z";

const received = (vector: Vector): SignedRequest => ({
  method: vector.method,
  url: vector.path,
  rawHeaders: Object.entries(vector.headers).flat(),
  body: Buffer.from(vector.body),
});

const signedVectors = vectors.requests.filter(
  ({ headers }) => "Authorization" in headers || "authorization" in headers,
);

const verify = (request: SignedRequest, now = NOW) => {
  const claim = readAuthorization(request, { now, region });
  requireSignature(claim, secret, keys);
  return claim;
};

/** The exception that `action` throws. */
const refusal = (action: () => unknown): ApiException => {
  try {
    action();
  } catch (error) {
    assert.ok(error instanceof ApiException, String(error));
    return error;
  }
  return assert.fail("nothing was refused");
};

const withHeader = (request: SignedRequest, name: string, change: (value: string) => string | undefined) => {
  const rawHeaders: string[] = [];
  for (let i = 0; i < request.rawHeaders.length; i += 2) {
    const [key = "", value = ""] = request.rawHeaders.slice(i, i + 2);
    const changed = key.toLowerCase() === name ? change(value) : value;
    if (changed !== undefined) rawHeaders.push(key, changed);
  }
  return { ...request, rawHeaders };
};

const [boto] = signedVectors.map(received);
assert.ok(boto !== undefined);
const withAuthorization = (value: string) => withHeader(boto, "authorization", () => value);
const CREDENTIAL = `${vectors.accessKeyId}/20261121/${region}/cognito-idp/aws4_request`;
const SIGNED_HEADERS = "content-type;host;x-amz-date;x-amz-target";
const authorization = ({ algorithm = "AWS4-HMAC-SHA256", credential = CREDENTIAL, signed = SIGNED_HEADERS } = {}) =>
  `${algorithm} Credential=${credential}, SignedHeaders=${signed}, Signature=${"0".repeat(64)}`;

const hex = (text: string) => createHash("sha256").update(text, "latin1").digest("hex");
const mac = (key: Buffer, text: string) => createHmac("sha256", key).update(text).digest();

/** Signs by the letter of the specification, given the canonical request's text. */
const signatureOf = (canonical: string): string => {
  const start = Buffer.from(`AWS4${vectors.secretAccessKey}`);
  const key = ["20261121", region, "cognito-idp", "aws4_request"].reduce(mac, start);
  const scope = `20261121/${region}/cognito-idp/aws4_request`;
  return mac(key, `AWS4-HMAC-SHA256\n${TIMESTAMP}\n${scope}\n${hex(canonical)}`).toString("hex");
};

const EMPTY_HASH = hex("{}");

/** A request over `host;x-amz-date` and the given headers, its canonical form written out by the test. */
const signed = (parts: {
  readonly url?: string;
  readonly canonicalUrl?: string;
  readonly extra?: readonly (readonly [string, string])[];
  readonly canonicalExtra?: string;
  readonly names?: string;
  readonly payload?: string;
}): SignedRequest => {
  const names = `host;x-amz-date${parts.names ?? ""}`;
  const canonical = `POST\n${parts.canonicalUrl ?? "/\n"}\nhost:h:1\nx-amz-date:${TIMESTAMP}\n${parts.canonicalExtra ?? ""}\n${names}\n${parts.payload ?? EMPTY_HASH}`;
  const header = `AWS4-HMAC-SHA256 Credential=${CREDENTIAL}, SignedHeaders=${names}, Signature=${signatureOf(canonical)}`;
  return {
    method: "POST",
    url: parts.url ?? "/",
    rawHeaders: ["Host", "h:1", "X-Amz-Date", TIMESTAMP, "Authorization", header, ...(parts.extra ?? []).flat()],
    body: Buffer.from("{}"),
  };
};

test("requireSignature accepts what unmodified SDKs send", () => {
  assert.equal(signedVectors.length, 4);
  for (const vector of signedVectors) {
    const claim = verify(received(vector));
    assert.equal(claim.accessKeyId, vectors.accessKeyId, vector.client);
    assert.equal(claim.region, region);
  }
});

test("requireSignature refuses a body in which one bit differs", () => {
  fc.assert(
    fc.property(fc.constantFrom(...signedVectors), fc.nat(), fc.nat(7), (vector, position, bit) => {
      const request = received(vector);
      const body = Buffer.from(request.body);
      const at = position % body.length;
      body[at] = (body[at] ?? 0) ^ (1 << bit);
      assert.equal(refusal(() => verify({ ...request, body })).name, "InvalidSignatureException");
    }),
    { numRuns: 300 },
  );
});

test("readAuthorization or requireSignature refuses a signed header in which one bit differs", () => {
  for (const vector of signedVectors) {
    const request = received(vector);
    const names = /SignedHeaders=([^,]+)/u.exec(
      vector.headers["Authorization"] ?? vector.headers["authorization"] ?? "",
    );
    for (const name of (names?.[1] ?? "").split(";"))
      for (const bit of [0, 1, 2, 4, 6]) {
        const flipped = withHeader(request, name, (value) => {
          const bytes = Buffer.from(value, "latin1");
          const at = bytes.length >> 1;
          bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
          return bytes.toString("latin1");
        });
        assert.ok(refusal(() => verify(flipped)).name.endsWith("SignatureException"), `${name} ${bit}`);
      }
  }
});

test("requireSignature refuses another secret, path, method or signature", () => {
  const claim = readAuthorization(boto, { now: NOW, region });
  const message =
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";
  const other = refusal(() => requireSignature(claim, new Secret("another"), keys));
  assert.deepEqual([other.name, other.message], ["InvalidSignatureException", message]);
  assert.equal(refusal(() => verify({ ...boto, url: "/other" })).message, message);
  assert.equal(refusal(() => verify({ ...boto, method: "PUT" })).message, message);
  for (const signature of ["0", "zz".repeat(32), "0".repeat(64), "0".repeat(66)])
    assert.equal(refusal(() => requireSignature({ ...claim, signature }, secret, keys)).message, message);
});

test("requireSignature takes the path as sent, its segments encoded once more, and the query sorted", () => {
  verify(signed({ url: "/a%20b/c/", canonicalUrl: "/a%2520b/c/\n" }));
  verify(signed({ url: "/a//./b/../c", canonicalUrl: "/a/c\n" }));
  verify(signed({ url: "/?b=2&a=%7e&a=1&c", canonicalUrl: "/\na=1&a=~&b=2&c=" }));
  verify(signed({ url: "http://h:1/p?x=(%zz", canonicalUrl: "/p\nx=%28%25zz" }));
});

test("requireSignature trims values, folds their spaces and joins duplicates by a comma", () => {
  const names = ";x-note";
  const extra = [
    ["X-Note", "  a   b "],
    ["x-note", "c"],
  ] as const;
  verify(signed({ extra, names, canonicalExtra: "x-note:a b,c\n" }));
  // A value that ends in the second byte of a UTF-8 letter, which as Latin-1 is a no-break space.
  verify(signed({ extra: [["x-note", "\u00c3\u00a0"]], names, canonicalExtra: "x-note:\u00c3\u00a0\n" }));
});

const withPayload = (hash: string) => signed({ extra: [["x-amz-content-sha256", hash]], payload: hash });

test("requireSignature honours x-amz-content-sha256 by the letter", () => {
  verify(withPayload("UNSIGNED-PAYLOAD"));
  verify({ ...withPayload("UNSIGNED-PAYLOAD"), body: Buffer.from("anything") });
  verify(withPayload(EMPTY_HASH));
  assert.equal(
    refusal(() => verify({ ...withPayload(EMPTY_HASH), body: Buffer.from("[]") })).name,
    "InvalidSignatureException",
  );
  assert.equal(refusal(() => verify(withPayload("0".repeat(64)))).name, "InvalidSignatureException");
  assert.equal(
    refusal(() => verify(withPayload("STREAMING-AWS4-HMAC-SHA256-PAYLOAD"))).name,
    "InvalidSignatureException",
  );
});

test("requireSignature does not let a list of repeated headers grow its work", () => {
  const value = "v".repeat(8_000);
  const names = ";host".repeat(3_000);
  const request = signed({ extra: [["x-long", value]], names: `${names}${";x-long".repeat(1_000)}` });
  assert.equal(refusal(() => verify(request)).name, "InvalidSignatureException");
});

test("readAuthorization asks for an Authorization header first", () => {
  for (const request of [withHeader(boto, "authorization", () => undefined), withAuthorization("")]) {
    const error = refusal(() => verify(request));
    assert.deepEqual(
      [error.name, error.message],
      ["MissingAuthenticationTokenException", "Missing Authentication Token"],
    );
  }
});

test("readAuthorization names every part that is missing", () => {
  const noDate = withHeader(boto, "x-amz-date", () => undefined);
  const all = withHeader(noDate, "authorization", () => "AWS4-HMAC-SHA256 Credential");
  const error = refusal(() => verify(all));
  assert.equal(error.name, "IncompleteSignatureException");
  assert.equal(
    error.message,
    "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. Authorization=AWS4-HMAC-SHA256 Credential",
  );
  const one = "AWS4-HMAC-SHA256 Credential=a, SignedHeaders=host";
  assert.equal(
    refusal(() => verify(withAuthorization(one))).message,
    `Authorization header requires 'Signature' parameter. Authorization=${one}`,
  );
});

test("readAuthorization does not repeat the secret of another scheme", () => {
  const error = refusal(() => verify(withAuthorization("Bearer eyJhbGciOi.secret.token")));
  assert.equal(error.name, "IncompleteSignatureException");
  assert.ok(!error.message.includes("eyJ"));
  const hash = createHash("sha256").update("Bearer eyJhbGciOi.secret.token").digest("base64");
  assert.ok(error.message.endsWith(`Authorization=${hash}`));
});

test("readAuthorization wants the date in ISO 8601's basic format", () => {
  for (const date of [
    "2026-11-21T01:05:54Z",
    "20261321T010554Z",
    "20261121T240000Z",
    "Sat, 21 Nov 2026 01:05:54 GMT",
  ]) {
    const error = refusal(() => verify(withHeader(boto, "x-amz-date", () => date)));
    assert.equal(error.name, "IncompleteSignatureException");
    assert.equal(
      error.message,
      `Date must be in ISO-8601 'basic format'. Got '${date}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    );
  }
});

test("readAuthorization takes the date from Date when there is no X-Amz-Date", () => {
  const request = withHeader(boto, "x-amz-date", () => undefined);
  const dated = { ...request, rawHeaders: [...request.rawHeaders, "Date", TIMESTAMP] };
  assert.equal(readAuthorization(dated, { now: NOW, region }).timestamp, TIMESTAMP);
});

test("readAuthorization accepts fifteen minutes either way and not a second more", () => {
  const minutes = 15 * 60_000;
  for (const now of [NOW + minutes, NOW + minutes + 999, NOW - minutes]) verify(boto, now);
  const old = refusal(() => verify(boto, NOW + minutes + 1_000));
  assert.deepEqual(
    [old.name, old.message],
    [
      "InvalidSignatureException",
      "Signature expired: 20261121T010554Z is now earlier than 20261121T010555Z (20261121T012055Z - 15 min.)",
    ],
  );
  const early = refusal(() => verify(boto, NOW - minutes - 1));
  assert.deepEqual(
    [early.name, early.message],
    [
      "InvalidSignatureException",
      "Signature not yet current: 20261121T010554Z is still later than 20261121T010553Z (20261121T005053Z + 15 min.)",
    ],
  );
});

const uncovered = (names: string) => refusal(() => verify(withAuthorization(authorization({ signed: names }))));

test("readAuthorization wants the host and the target covered", () => {
  assert.equal(
    uncovered("content-type;x-amz-date;x-amz-target").message,
    "'Host' must be a 'SignedHeader' in the AWS Authorization.",
  );
  assert.equal(
    uncovered("host;x-amz-date").message,
    "'X-Amz-Target' must be a 'SignedHeader' in the AWS Authorization.",
  );
  assert.equal(uncovered("host;x-amz-date").name, "InvalidSignatureException");
});

test("readAuthorization knows one algorithm and one shape of credential", () => {
  const algorithm = refusal(() => verify(withAuthorization(authorization({ algorithm: "AWS4-ECDSA-P256-SHA256" }))));
  assert.equal(algorithm.name, "IncompleteSignatureException");
  assert.equal(
    algorithm.message,
    "Unsupported AWS 'algorithm': 'AWS4-ECDSA-P256-SHA256' (only AWS4-HMAC-SHA256 for now). ",
  );
  for (const credential of ["key", "a/b/c/d", "a/b/c/d/e/f"]) {
    const shape = refusal(() => verify(withAuthorization(authorization({ credential }))));
    assert.equal(shape.name, "IncompleteSignatureException");
    assert.equal(
      shape.message,
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`,
    );
  }
});

test("readAuthorization names every fault of the scope", () => {
  const error = refusal(() => verify(withAuthorization(authorization({ credential: "key/20261120/mars-1/s3/aws5" }))));
  assert.equal(error.name, "InvalidSignatureException");
  assert.equal(
    error.message,
    "Credential should be scoped to a valid region, not 'mars-1'. Credential should be scoped to correct service: 'cognito-idp'. Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5'. Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20261120' != '20261121', from '20261121T010554Z'.",
  );
});

test("readAuthorization takes any region where the rule is any, but not none", () => {
  const rules = { now: NOW, region: "any" };
  assert.equal(readAuthorization(boto, rules).region, region);
  const none = withAuthorization(authorization({ credential: "key/20261121//cognito-idp/aws4_request" }));
  assert.match(refusal(() => readAuthorization(none, rules)).message, /valid region, not ''/u);
});

const broken = (header: string, date: string) =>
  refusal(() => verify(withHeader(withAuthorization(header), "x-amz-date", () => date))).message;

test("readAuthorization evaluates parts, date, host, algorithm, credential and scope in this order", () => {
  const all = { algorithm: "X", credential: "a/b", signed: "x" };
  assert.match(broken("X Credential=a/b", "x"), /requires 'Signature'/u);
  assert.match(broken(authorization(all), "x"), /^Date must be/u);
  assert.match(broken(authorization(all), "20250101T000000Z"), /^Signature expired/u);
  assert.match(broken(authorization(all), TIMESTAMP), /^'Host' must be/u);
  assert.match(broken(authorization({ ...all, signed: SIGNED_HEADERS }), TIMESTAMP), /^Unsupported AWS/u);
  assert.match(broken(authorization({ credential: "a/b" }), TIMESTAMP), /^Credential must have/u);
  assert.match(broken(authorization({ credential: "a/b/c/d/e" }), TIMESTAMP), /^Credential should be/u);
});

test("readUncheckedAuthorization wants a well-formed header and nothing else", () => {
  const old = withHeader(
    withAuthorization(authorization({ credential: "test/20200101/x/y/z", signed: "x" })),
    "x-amz-date",
    () => "20200101T000000Z",
  );
  assert.equal(readUncheckedAuthorization(old).accessKeyId, "test");
  const name = (header: string) => refusal(() => readUncheckedAuthorization(withAuthorization(header))).name;
  assert.equal(name(""), "MissingAuthenticationTokenException");
  assert.equal(name("Bearer x"), "IncompleteSignatureException");
  assert.equal(name(authorization({ algorithm: "X" })), "IncompleteSignatureException");
  assert.equal(name(authorization({ credential: "test" })), "IncompleteSignatureException");
});

test("readAuthorization refuses whatever text stands in the headers with an exception of the protocol", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 200 }), fc.string({ maxLength: 30 }), (header, date) => {
      const request = withHeader(withAuthorization(header), "x-amz-date", () => date);
      assert.ok(refusal(() => verify(request)).name.length > 0);
    }),
    { numRuns: 300 },
  );
});

test("createSigningKeys derives a key once, keeps a bounded number and tells secrets apart", () => {
  const derive = createSigningKeys();
  const first = derive(secret, "20261121", region);
  assert.equal(derive(new Secret(secret.reveal()), "20261121", region), first);
  assert.notEqual(derive(new Secret("another"), "20261121", region), first);
  for (let i = 0; i < SIGNING_KEYS_KEPT; i++) derive(secret, "20261121", `region-${i}`);
  const again = derive(secret, "20261121", region);
  assert.notEqual(again, first);
  assert.ok(again.equals(first));
});
