import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { SettingError } from "../settings.ts";
import { decryptCode, KEY_ARN, WRAPPING_KEY_TEXT } from "../testing/code-functions.ts";
import { createDataFolder, type DataFolder } from "../testing/data-folder.ts";
import { openCodeEncryption, readWrappingKeys } from "./code-keys.ts";

const write = (folder: DataFolder, text: string): string => {
  const path = join(folder.path, "keys.json");
  writeFileSync(path, text);
  return path;
};

test("openCodeEncryption encrypts under the keys of the file, for functions that share them", async () => {
  using folder = createDataFolder();
  const kmsKeysFile = write(folder, JSON.stringify({ [KEY_ARN]: WRAPPING_KEY_TEXT }));
  const encryption = openCodeEncryption({ kmsKeysFile, kmsEndpoint: undefined });
  const recipient = { keyArn: KEY_ARN, poolId: "us-east-1_Ab1Cd2Ef3" };
  assert.equal((await decryptCode(await encryption.encrypt("123456", recipient))).text, "123456");
  assert.equal(encryption.isKnown(KEY_ARN.replace("key/1", "key/2")), false);
});

test("openCodeEncryption leaves other keys to the key service, and has none without settings", () => {
  const none = openCodeEncryption({ kmsKeysFile: undefined, kmsEndpoint: undefined });
  assert.equal(none.isKnown(KEY_ARN), false);
  const service = openCodeEncryption({ kmsKeysFile: undefined, kmsEndpoint: "http://127.0.0.1:1" });
  assert.equal(service.isKnown(KEY_ARN), true);
});

test("readWrappingKeys says what is wrong with the file, and repeats nothing of a key", () => {
  using folder = createDataFolder();
  const secret = "c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0IHNlYw==";
  const refusal = (pattern: RegExp, path: string) =>
    assert.throws(
      () => readWrappingKeys(path),
      (error) => {
        assert.ok(error instanceof SettingError);
        assert.match(error.message, /^POOLHOUSE_KMS_KEYS_FILE: /);
        assert.match(error.message, pattern);
        assert.equal(error.message.includes(secret), false);
        return true;
      },
    );
  refusal(/cannot be read \(ENOENT\)/, join(folder.path, "missing.json"));
  refusal(/cannot be read \(EISDIR\)/, folder.path);
  refusal(/is larger than 1 MiB/, write(folder, " ".repeat(1024 * 1024 + 1)));
  refusal(/is not JSON/, write(folder, `{"${KEY_ARN}":"${secret}"`));
  for (const text of ["[]", "null", `"${secret}"`]) refusal(/is not a JSON object/, write(folder, text));
  refusal(/has a name that is not the ARN/, write(folder, JSON.stringify({ [secret]: KEY_ARN })));
  for (const key of [secret, `${secret.slice(0, 43)}*`, 7, null, ""]) {
    refusal(/has no key for arn:aws:kms/, write(folder, JSON.stringify({ [KEY_ARN]: key })));
  }
});
