import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Secret } from "../contracts/secret.ts";
import { createDataFolder, type DataFolder } from "../testing/data-folder.ts";
import { BreachListError, isListed, requireBreachList } from "./breach-list.ts";

const sha1 = (password: string): string => createHash("sha1").update(password).digest("hex").toUpperCase();

const passwords = (count: number): string[] => Array.from({ length: count }, (_, index) => `password ${index}`);

const write = (folder: DataFolder, text: string): string => {
  const path = join(folder.path, "list.txt");
  writeFileSync(path, text);
  return path;
};

const FORMS: Readonly<Record<string, (hash: string, index: number) => string>> = {
  "hashes and counts, as they are published": (hash, index) => `${hash}:${index * 7919}\r\n`,
  "hashes alone": (hash) => `${hash}\n`,
  "small letters": (hash, index) => `${hash.toLowerCase()}:${index}\n`,
};

for (const [form, lineOf] of Object.entries(FORMS)) {
  test(`isListed finds every password of a list, and no other: ${form}`, async () => {
    using folder = createDataFolder();
    for (const count of [1, 2, 60, 120, 3_000]) {
      const listed = passwords(count);
      const lines = listed.map(sha1).toSorted().map(lineOf);
      const path = write(folder, lines.join("").replace(/\r?\n$/u, count === 60 ? "" : "\n"));
      await requireBreachList(path);
      for (const password of count > 1_000 ? listed.filter((_, index) => index % 37 === 0) : listed) {
        assert.equal(await isListed(path, new Secret(password)), true, password);
      }
      for (let index = 0; index < 40; index += 1) {
        assert.equal(await isListed(path, new Secret(`another ${index}`)), false);
      }
    }
  });
}

test("isListed finds the first and the last line", async () => {
  using folder = createDataFolder();
  const ordered = passwords(500).toSorted((a, b) => (sha1(a) < sha1(b) ? -1 : 1));
  const path = write(folder, ordered.map((password) => `${sha1(password)}:1\n`).join(""));
  for (const password of [ordered.at(0), ordered.at(-1)]) {
    assert.equal(await isListed(path, new Secret(password ?? "")), true);
  }
});

test("isListed reads a list that has taken the place of another", async () => {
  using folder = createDataFolder();
  const path = write(folder, `${sha1("one")}\n`);
  assert.equal(await isListed(path, new Secret("two")), false);
  write(folder, `${sha1("two")}\n`);
  assert.equal(await isListed(path, new Secret("two")), true);
});

test("requireBreachList refuses what is no list", async () => {
  using folder = createDataFolder();
  const refused = (text: string, message: RegExp) =>
    assert.rejects(requireBreachList(write(folder, text)), (error) => {
      assert.ok(error instanceof BreachListError);
      assert.match(error.message, message);
      return true;
    });
  const lines = passwords(500).map((password) => `${sha1(password)}:1\n`);
  await refused("", /is empty/u);
  await refused("password\nqwerty\n", /no SHA-1 hashes/u);
  await refused(`${sha1("one")}0000\n`, /no SHA-1 hashes/u);
  await refused(lines.toSorted().toReversed().join(""), /ascending order/u);
  await refused(`${sha1("one")}\n${"x".repeat(10_000)}`, /too long|no SHA-1/u);
  await assert.rejects(requireBreachList(join(folder.path, "missing.txt")), { code: "ENOENT" });
});
