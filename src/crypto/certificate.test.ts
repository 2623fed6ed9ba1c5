import assert from "node:assert/strict";
import { createPrivateKey, createPublicKey, X509Certificate } from "node:crypto";
import { test } from "node:test";
import { TEST_ONLY_PRIVATE_KEYS } from "../testing/key-pairs.ts";
import { selfSignedCertificate } from "./certificate.ts";

const [key, other] = TEST_ONLY_PRIVATE_KEYS.map((pem) => createPrivateKey(pem));
const FACTS = {
  commonName: "us-east-1_Example00",
  notBefore: Date.UTC(2026, 10, 21, 9),
  notAfter: Date.UTC(2036, 10, 21, 9),
};

test("selfSignedCertificate is one that others read, of the key and signed with it", () => {
  assert.ok(key && other);
  const read = new X509Certificate(selfSignedCertificate(key, FACTS));
  assert.equal(read.subject, "CN=us-east-1_Example00");
  assert.equal(read.issuer, read.subject);
  assert.equal(read.validFromDate.getTime(), FACTS.notBefore);
  assert.equal(read.validToDate.getTime(), FACTS.notAfter);
  assert.equal(read.ca, false);
  assert.ok(read.publicKey.equals(createPublicKey(key)));
  assert.ok(read.verify(createPublicKey(key)));
  assert.ok(!read.verify(createPublicKey(other)));
  assert.ok(read.checkPrivateKey(key));
});

test("selfSignedCertificate is the same for the same facts, and another for other keys and times", () => {
  assert.ok(key && other);
  const first = selfSignedCertificate(key, FACTS);
  assert.deepEqual(selfSignedCertificate(key, FACTS), first);
  const serials = [
    first,
    selfSignedCertificate(other, FACTS),
    selfSignedCertificate(key, { ...FACTS, notBefore: 0 }),
  ].map((der) => new X509Certificate(der).serialNumber);
  assert.equal(new Set(serials).size, 3);
});

test("selfSignedCertificate writes years beyond 2049 with four digits", () => {
  assert.ok(key);
  const facts = { ...FACTS, notBefore: Date.UTC(2049, 11, 31), notAfter: Date.UTC(2059, 11, 31, 23, 59, 58) };
  const read = new X509Certificate(selfSignedCertificate(key, facts));
  assert.equal(read.validFromDate.getTime(), facts.notBefore);
  assert.equal(read.validToDate.getTime(), facts.notAfter);
});

test("selfSignedCertificate refuses a name that a certificate cannot have", () => {
  assert.ok(key);
  for (const commonName of ["", "a".repeat(65)]) {
    assert.throws(() => selfSignedCertificate(key, { ...FACTS, commonName }), RangeError);
  }
});
