import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { CountedPasskey } from "../model/passkey.ts";
import { creationOptionsFor, makePasskey, usePasskey } from "../testing/software-authenticator.ts";
import { judgeAssertion, judgeRegistration } from "./passkey-proof.ts";
import { readAssertionResponse, readRegistrationResponse } from "./passkey-response.ts";

const challenge = "AAAAAAAAAAAAAAAAAAAAAA";
const userHandle = Buffer.from("sub").toString("base64url");
const expected = { challenge, relyingPartyId: "example.com", userVerification: "preferred", userHandle } as const;
const { passkey: held, document } = makePasskey(creationOptionsFor("example.com", userHandle, challenge));
const made = readRegistrationResponse(document);
const used = readAssertionResponse(
  usePasskey(held, JSON.stringify({ rpId: "example.com", challenge, allowCredentials: [] })),
);

const registered = async (): Promise<CountedPasskey> => {
  assert.ok(made);
  const verdict = await judgeRegistration(made, expected);
  assert.equal(verdict.kind, "made");
  return {
    poolId: "us-east-1_AbCdEfGhI",
    sub: "sub",
    credentialId: held.credentialId,
    relyingPartyId: "example.com",
    publicKey: verdict.made.publicKey,
    name: "Passkey",
    attachment: null,
    transports: [],
    createdAt: 0,
    counter: 0,
  };
};

/** The base64url text with one bit turned, of all or of the last `within` bytes. */
const turned = (text: string, at: number, within?: number): string => {
  const bytes = Buffer.from(text, "base64url");
  const bit = within === undefined ? at % (bytes.length * 8) : bytes.length * 8 - 1 - (at % (within * 8));
  bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return bytes.toString("base64url");
};

test("judgeAssertion proves nothing once a single bit of what was signed is turned, or of the signature's number", async () => {
  const passkey = await registered();
  assert.ok(used);
  assert.equal((await judgeAssertion(used, expected, passkey)).kind, "proven");
  const members = fc.constantFrom("authenticatorData", "signature", "clientDataJson");
  await fc.assert(
    fc.asyncProperty(members, fc.nat(), async (member, at) => {
      // The first bytes of a signature say how it is written, and can be said in several ways.
      const changed = turned(used[member], at, member === "signature" ? 24 : undefined);
      const verdict = await judgeAssertion({ ...used, [member]: changed }, expected, passkey);
      assert.equal(verdict.kind, "fault");
    }),
    { numRuns: 200 },
  );
});

test("judgeRegistration judges whatever bytes come for an authenticator's, and throws at none", async () => {
  assert.ok(made);
  const { attestationObject } = made;
  const bytes = fc.oneof(
    fc.nat().map((at) => turned(attestationObject, at)),
    fc.uint8Array({ maxLength: 400 }).map((any) => Buffer.from(any).toString("base64url")),
    fc.nat(300).map((length) => Buffer.from(attestationObject, "base64url").subarray(0, length).toString("base64url")),
  );
  await fc.assert(
    fc.asyncProperty(bytes, async (changed) => {
      const verdict = await judgeRegistration({ ...made, attestationObject: changed }, expected);
      assert.ok(verdict.kind === "made" || verdict.kind === "fault");
    }),
    { numRuns: 300 },
  );
});

test("readRegistrationResponse and readAssertionResponse read any JSON without throwing", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      assert.equal(readRegistrationResponse(value), undefined);
      assert.equal(readAssertionResponse(JSON.stringify(value)), undefined);
    }),
  );
});
