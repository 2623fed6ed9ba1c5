import assert from "node:assert/strict";
import { test } from "node:test";
import { Secret } from "../contracts/secret.ts";
import { deviceGroupKey, readDeviceSecret } from "./device-secret.ts";
import { makeVerifier } from "./srp.ts";
import { bytesOf, SRP_N } from "./srp-group.ts";
import { DEVICE_SRP_VECTOR } from "./srp.vectors.ts";

const { passwordVerifier: PasswordVerifier, saltBase64: Salt } = DEVICE_SRP_VECTOR;

const base64 = (number: bigint) => bytesOf(number).toString("base64");

test("readDeviceSecret reads what an existing client registers", async () => {
  const read = readDeviceSecret({ PasswordVerifier, Salt });
  assert.ok(read);
  const { poolName, username, password, salt } = DEVICE_SRP_VECTOR;
  assert.equal(read.salt.toString("hex"), `00${salt}`);
  assert.deepEqual(
    read.verifier,
    await makeVerifier({ poolName, username, password: new Secret(password), salt: read.salt }),
  );
});

test("readDeviceSecret refuses verifiers that anybody could prove, and numbers outside the group", () => {
  for (const number of [0n, 1n, SRP_N - 1n, SRP_N]) {
    assert.equal(readDeviceSecret({ PasswordVerifier: base64(number), Salt }), undefined);
  }
  for (const number of [2n, SRP_N - 2n]) {
    assert.equal(readDeviceSecret({ PasswordVerifier: base64(number), Salt })?.verifier.length, 384);
  }
});

test("readDeviceSecret refuses what is missing, empty, not base64, or too long", () => {
  const longSalt = Buffer.alloc(65, 1).toString("base64");
  const longVerifier = Buffer.alloc(386, 1).toString("base64");
  for (const given of [
    {},
    { PasswordVerifier },
    { Salt },
    { PasswordVerifier, Salt: "" },
    { PasswordVerifier, Salt: "====" },
    { PasswordVerifier, Salt: "salt of a device!" },
    { PasswordVerifier, Salt: longSalt },
    { PasswordVerifier: "", Salt },
    { PasswordVerifier: "not base64", Salt },
    { PasswordVerifier: longVerifier, Salt },
    { PasswordVerifier: "A".repeat(1_000_000), Salt },
  ]) {
    assert.equal(readDeviceSecret(given), undefined);
  }
});

test("deviceGroupKey is a hyphen and eight letters or digits, always the same for a pool", () => {
  assert.match(deviceGroupKey("us-east-1_Ab1Cd2Ef3"), /^-[A-Za-z0-9]{8}$/);
  assert.equal(deviceGroupKey("us-east-1_Ab1Cd2Ef3"), deviceGroupKey("us-east-1_Ab1Cd2Ef3"));
  assert.notEqual(deviceGroupKey("us-east-1_Ab1Cd2Ef3"), deviceGroupKey("us-east-1_Ab1Cd2Ef4"));
});
