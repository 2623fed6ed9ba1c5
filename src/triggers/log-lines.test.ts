import assert from "node:assert/strict";
import { once } from "node:events";
import { PassThrough } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { test } from "node:test";
import { followLines, LOG_LINE_MAX_CHARS, LOG_MAX_BYTES_PER_SECOND, LOG_MAX_LINES_PER_SECOND } from "./log-lines.ts";

const follow = () => {
  const stream = new PassThrough({ highWaterMark: 1 });
  const lines: string[] = [];
  followLines(stream, (text) => lines.push(text));
  return { stream, lines };
};

test("followLines passes lines on, whatever the chunks, and the unfinished last one", async () => {
  const { stream, lines } = follow();
  for (const chunk of ["on", "e\ntw", "o\n\nthr", "ee"]) stream.write(chunk);
  stream.end();
  await once(stream, "close");
  assert.deepEqual(lines, ["one", "two", "three"]);
});

test("followLines cuts long lines off and counts lines that are too many", async () => {
  const { stream, lines } = follow();
  stream.write(`${"x".repeat(LOG_LINE_MAX_CHARS * 2)}\n`);
  stream.write("y\n".repeat(LOG_MAX_LINES_PER_SECOND + 9));
  stream.end();
  await once(stream, "close");
  assert.equal(lines[0], `${"x".repeat(LOG_LINE_MAX_CHARS)} …`);
  assert.equal(lines.length, LOG_MAX_LINES_PER_SECOND + 1);
  assert.equal(lines.at(-1), "10 lines left out");
});

test("followLines stops reading a stream that has used up its second", async () => {
  const { stream } = follow();
  stream.write("z".repeat(LOG_MAX_BYTES_PER_SECOND));
  await setImmediate();
  assert.equal(stream.isPaused(), true);
  stream.destroy();
  await once(stream, "close");
});
