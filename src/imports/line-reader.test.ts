import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { ChunkMissing, CHUNK_BYTES, createLineReader, type FileLine, type FileSource } from "./line-reader.ts";

/** A file in memory, and the greatest number of pieces that were read at a time. */
const fileOf = (bytes: Buffer): FileSource & { readonly reads: number[] } => {
  const reads: number[] = [];
  return {
    size: bytes.length,
    reads,
    chunk: async (n) => {
      reads.push(n);
      const piece = bytes.subarray(n * CHUNK_BYTES, (n + 1) * CHUNK_BYTES);
      return piece.length === 0 ? undefined : piece;
    },
  };
};

const readAll = async (source: FileSource, from = 0, limit = 7): Promise<FileLine[]> => {
  const reader = createLineReader(source, from);
  const all: FileLine[] = [];
  for (let lines = await reader.take(limit); lines.length > 0; lines = await reader.take(limit)) all.push(...lines);
  return all;
};

const textOf = (line: FileLine): string => ("text" in line ? line.text : line.problem);

test("createLineReader gives the lines of any text, whatever pieces they lie across", async () => {
  const line = fc.oneof(
    fc.string({ unit: "binary", maxLength: 40 }),
    fc.nat({ max: 15_999 }).map((length) => "é".repeat(length)),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 40 }), fc.boolean(), fc.boolean(), async (lines, isWindows, ends) => {
      const wanted = lines.map((each) => each.toWellFormed().replaceAll(/[\r\n]/gu, " "));
      const end = isWindows ? "\r\n" : "\n";
      const text = wanted.join(end) + (ends && wanted.length > 0 ? end : "");
      const found = await readAll(fileOf(Buffer.from(text)));
      const all = text.split(end);
      // After the last line's end comes a line only when there is something.
      assert.deepEqual(found.map(textOf), all.at(-1) === "" ? all.slice(0, -1) : all);
    }),
    { numRuns: 60 },
  );
});

test("createLineReader goes on after any line as if it had read what comes before", async () => {
  const bytes = Buffer.from(Array.from({ length: 5_000 }, (_, n) => `${"x".repeat(n % 97)} ${n}\n`).join(""));
  const all = await readAll(fileOf(bytes));
  assert.equal(all.length, 5_000);
  for (const index of [0, 1, 999, 4_998, 4_999]) {
    const source = fileOf(bytes);
    const rest = await readAll(source, all[index]!.end);
    assert.deepEqual(rest, all.slice(index + 1));
    // Nothing before is read again.
    assert.ok(source.reads.every((n) => n >= Math.floor(all[index]!.end / CHUNK_BYTES)));
  }
});

test("createLineReader tells a line of any length from what can be read, and goes on after it", async () => {
  const long = Buffer.alloc(16 * 1024 * 1024, "x");
  const bytes = Buffer.concat([Buffer.from("a\n"), long, Buffer.from("\nb")]);
  assert.deepEqual(await readAll(fileOf(bytes)), [
    { end: 2, text: "a" },
    { end: long.length + 3, problem: "too long" },
    { end: bytes.length, text: "b" },
  ]);
});

test("createLineReader takes the longest line, and refuses the next longer one and what is not UTF-8", async () => {
  const lines = ["x".repeat(16_000), "x".repeat(16_001), "🚢".repeat(8_000), "🚢".repeat(8_001), "€".repeat(16_000)];
  const found = await readAll(fileOf(Buffer.from(lines.join("\r\n"))));
  assert.deepEqual(
    found.map((line) => ("text" in line ? line.text.length : line.problem)),
    [16_000, "too long", 16_000, "too long", 16_000],
  );
  const broken = Buffer.concat([Buffer.from("a\n"), Buffer.from([0xc3]), Buffer.from("\nb")]);
  assert.deepEqual((await readAll(fileOf(broken))).map(textOf), ["a", "not UTF-8", "b"]);
});

test("createLineReader does not take a piece that is missing, or shorter than it was, for the end", async () => {
  const bytes = Buffer.alloc(3 * CHUNK_BYTES, "x\n");
  const { chunk } = fileOf(bytes);
  const missing: FileSource = { size: bytes.length, chunk: async (n) => (n === 1 ? undefined : chunk(n)) };
  await assert.rejects(readAll(missing), ChunkMissing);
  const short: FileSource = {
    size: bytes.length,
    chunk: async (n) => (await chunk(n))?.subarray(0, n === 2 ? 10 : undefined),
  };
  await assert.rejects(readAll(short), ChunkMissing);
});
