import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Secret } from "../contracts/secret.ts";
import { loadMasterKeys } from "./master-key.ts";

const KEY = Buffer.alloc(32, 7).toString("base64");
const OTHER = Buffer.alloc(32, 8).toString("base64");

const withFolder = async (work: (folder: string) => void | Promise<void>): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), "poolhouse-key-"));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const settings = {
  mode: "production",
  dataDir: "/nowhere",
  masterKey: undefined,
  masterKeyFile: undefined,
  masterKeyCommand: undefined,
  oldMasterKeys: [],
} as const;

const idOf = (text: string): string => loadMasterKeys({ ...settings, masterKey: new Secret(text) }).current.id;

test("loadMasterKeys reads the key from the environment, a file or a command alike", () =>
  withFolder((folder) => {
    const file = join(folder, "key");
    writeFileSync(file, `${KEY}\n`);
    assert.equal(loadMasterKeys({ ...settings, masterKeyFile: file }).current.id, idOf(KEY));
    assert.equal(loadMasterKeys({ ...settings, masterKeyCommand: `cat  ${file}` }).current.id, idOf(KEY));
  }));

test("loadMasterKeys reads with the old keys too, and seals with the current one", () => {
  const keys = loadMasterKeys({ ...settings, masterKey: new Secret(KEY), oldMasterKeys: [new Secret(OTHER)] });
  assert.equal(keys.current.id, idOf(KEY));
  assert.deepEqual(new Set(keys.all.keys()), new Set([idOf(KEY), idOf(OTHER)]));
});

test("loadMasterKeys makes a development key once, for the owner alone, and leaves nothing else behind", () =>
  withFolder((folder) => {
    const development = { ...settings, mode: "development", dataDir: join(folder, "data") } as const;
    const first = loadMasterKeys(development);
    const file = join(development.dataDir, "master.key");
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.equal(statSync(development.dataDir).mode & 0o777, 0o700);
    assert.deepEqual(readdirSync(development.dataDir), ["master.key"]);
    assert.equal(loadMasterKeys(development).current.id, first.current.id);
    assert.equal(idOf(readFileSync(file, "utf8")), first.current.id);
  }));

test("loadMasterKeys makes no key in production", () => {
  assert.throws(() => loadMasterKeys(settings), { name: "MasterKeyError", message: /POOLHOUSE_MASTER_KEY_FILE/u });
});

test("loadMasterKeys refuses a key from two places", () => {
  const both = { ...settings, masterKey: new Secret(KEY), masterKeyCommand: "true" };
  assert.throws(() => loadMasterKeys(both), { name: "MasterKeyError", message: /not several/u });
});

test("loadMasterKeys runs no shell: what one would treat specially is refused, not expanded", () =>
  withFolder((folder) => {
    const file = join(folder, "made");
    for (const masterKeyCommand of [`touch ${file}; true`, "echo $HOME", 'echo "key"', "cat <x", `true | true`, " "]) {
      assert.throws(() => loadMasterKeys({ ...settings, masterKeyCommand }), {
        name: "MasterKeyError",
        message: /No shell reads it/u,
      });
    }
    assert.deepEqual(readdirSync(folder), []);
  }));

test("loadMasterKeys tells how a command ended, and never what it printed", () =>
  withFolder((folder) => {
    const script = join(folder, "fails");
    writeFileSync(script, `#!/bin/sh\necho ${KEY}\nexit 3\n`);
    chmodSync(script, 0o700);
    const failure = (masterKeyCommand: string): string => {
      try {
        loadMasterKeys({ ...settings, masterKeyCommand });
      } catch (error) {
        return error instanceof Error ? `${error.name}: ${error.message}` : "";
      }
      return "";
    };
    assert.equal(failure(script), "MasterKeyError: POOLHOUSE_MASTER_KEY_COMMAND: the command ended with status 3.");
    assert.match(failure(join(folder, "absent")), /could not be run \(ENOENT\)/u);
    writeFileSync(script, "#!/bin/sh\nhead -c 100000 /dev/zero\n");
    assert.match(failure(script), /printed far more than a key/u);
  }));

test("loadMasterKeys names the file that cannot be read, or holds no key", () =>
  withFolder((folder) => {
    const masterKeyFile = join(folder, "key");
    const load = () => loadMasterKeys({ ...settings, masterKeyFile });
    assert.throws(load, { name: "MasterKeyError", message: /POOLHOUSE_MASTER_KEY_FILE: .*\(ENOENT\)/u });
    writeFileSync(masterKeyFile, "a password");
    assert.throws(load, { name: "MasterKeyError", message: /32 bytes in base64/u });
    writeFileSync(masterKeyFile, "x".repeat(5_000));
    assert.throws(load, { name: "MasterKeyError", message: /is no key file/u });
  }));
