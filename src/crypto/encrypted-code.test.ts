import assert from "node:assert/strict";
import { test } from "node:test";
import { Secret } from "../contracts/secret.ts";
import { decryptCode, KEY_ARN, serviceKeyring, sharedKeyring, testCodeEncryption } from "../testing/code-functions.ts";
import { startKeyService } from "../testing/key-service.ts";
import { createCodeEncryption, isKeyArn } from "./encrypted-code.ts";

const POOL_ID = "us-east-1_Ab1Cd2Ef3";
const OTHER_KEY = KEY_ARN.replace("key/1", "key/2");
const recipient = { keyArn: KEY_ARN, poolId: POOL_ID };
const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "not a real key" };

test("CodeEncryption.encrypt makes a message that functions of Cognito decrypt, bound to its pool", async () => {
  const code = await testCodeEncryption().encrypt(new Secret("123456"), recipient);

  const { text, messageHeader } = await decryptCode(code);
  assert.equal(text, "123456");
  assert.equal(messageHeader.encryptionContext["userpool-id"], POOL_ID);
  assert.deepEqual(Object.keys(messageHeader.encryptionContext).toSorted(), ["aws-crypto-public-key", "userpool-id"]);
});

test("CodeEncryption.encrypt makes version 1, suite 0x0378, framed by 4,096 bytes, under one data key", async () => {
  const code = await testCodeEncryption().encrypt("123456", recipient);

  const bytes = Buffer.from(code, "base64");
  assert.equal(bytes.toString("base64"), code);
  assert.equal(bytes.subarray(0, 4).toString("hex"), "01800378");
  const { messageHeader } = await decryptCode(code);
  assert.equal(messageHeader.frameLength, 4_096);
  assert.equal(messageHeader.encryptedDataKeys.length, 1);
  assert.equal(messageHeader.encryptedDataKeys[0]?.providerId, "poolhouse");
  assert.equal(bytes.includes("123456"), false);
});

test("CodeEncryption.encrypt makes another message of the same code every time", async () => {
  const encryption = testCodeEncryption();
  assert.notEqual(await encryption.encrypt("123456", recipient), await encryption.encrypt("123456", recipient));
});

test("CodeEncryption.encrypt leaves nothing to a function with another key, or whose message was changed", async () => {
  const code = await testCodeEncryption().encrypt("123456", recipient);
  await assert.rejects(decryptCode(code, sharedKeyring(KEY_ARN, Buffer.alloc(32, "another"))));
  await assert.rejects(decryptCode(code, sharedKeyring(OTHER_KEY)));
  const bytes = Buffer.from(code, "base64");
  const at = bytes.indexOf(POOL_ID);
  bytes.write("us-east-1_Zb1Cd2Ef3", at);
  await assert.rejects(decryptCode(bytes.toString("base64")));
});

test("CodeEncryption.encrypt takes texts beyond ASCII, such as temporary passwords", async () => {
  const code = await testCodeEncryption().encrypt("Pässwörd 1!€", recipient);
  assert.equal((await decryptCode(code)).text, "Pässwörd 1!€");
});

test("CodeEncryption.encrypt gives out nothing for a key that it does not have", async () => {
  const encryption = testCodeEncryption();
  assert.deepEqual([encryption.isKnown(KEY_ARN), encryption.isKnown(OTHER_KEY)], [true, false]);
  await assert.rejects(encryption.encrypt("123456", { ...recipient, keyArn: OTHER_KEY }), { name: "UnknownCodeKey" });
});

test("CodeEncryption.encrypt has its data keys made by the key service, with the encryption context", async () => {
  await using service = await startKeyService(KEY_ARN);
  await using resources = new AsyncDisposableStack();
  const encryption = createCodeEncryption({ keyService: { endpoint: service.origin, credentials } });
  resources.defer(() => encryption.close());
  assert.deepEqual([encryption.isKnown(KEY_ARN), encryption.isKnown("arn:aws:iam::1:role/r")], [true, false]);

  const code = await encryption.encrypt("123456", recipient);

  const [request] = service.requests;
  assert.equal(request?.target, "TrentService.GenerateDataKey");
  assert.equal(request.body.KeyId, KEY_ARN);
  assert.equal(request.body.EncryptionContext?.["userpool-id"], POOL_ID);
  assert.match(request.authorization, /\/us-east-1\/kms\/aws4_request/);
  const { keyring } = resources.use(serviceKeyring(service.origin));
  const { text, messageHeader } = await decryptCode(code, keyring);
  assert.equal(text, "123456");
  assert.equal(messageHeader.encryptedDataKeys[0]?.providerId, "aws-kms");
  assert.equal(messageHeader.encryptedDataKeys[0].providerInfo, KEY_ARN);
});

test("CodeEncryption.encrypt rejects what the key service refuses, after one request", async () => {
  await using service = await startKeyService(OTHER_KEY);
  await using resources = new AsyncDisposableStack();
  const encryption = createCodeEncryption({ keyService: { endpoint: service.origin, credentials } });
  resources.defer(() => encryption.close());
  await assert.rejects(encryption.encrypt("123456", recipient), { name: "NotFoundException" });
  assert.equal(service.requests.length, 1);
});

test("isKeyArn knows keys and aliases of the key service", () => {
  const arns = [KEY_ARN, "arn:aws-cn:kms:cn-north-1:123456789012:alias/cognito/codes"];
  for (const arn of arns) assert.equal(isKeyArn(arn), true, arn);
  const others = ["", "11111111-2222-4333-8444-555555555555", "arn:aws:lambda:us-east-1:000000000000:function:f"];
  for (const arn of [...others, `${KEY_ARN}\n`, "arn:aws:kms:us-east-1:000000000000:key/"]) {
    assert.equal(isKeyArn(arn), false, arn);
  }
});
