/** `npm run tour` */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { temporaryFolder } from "./poolhouse.ts";

const TOUR = resolve(import.meta.dirname, "../src/cli/tour.ts");

test("the tour plays a reset from the first sign-in to the last, and leaves nothing behind", async () => {
  using folder = temporaryFolder();
  const child = spawn(process.execPath, [TOUR], {
    env: { PATH: process.env["PATH"] ?? "", TMPDIR: folder.path },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  assert.equal(stderr, "");
  assert.equal(child.exitCode, 0);
  const told = [...stdout.matchAll(/^(?:→ (\w+)|← (\w+Exception))/gmu)].map(([, call, refusal]) => call ?? refusal);
  assert.deepEqual(told, [
    "AdminCreateUser",
    "AdminSetUserPassword",
    "InitiateAuth",
    "AdminResetUserPassword",
    "InitiateAuth",
    "PasswordResetRequiredException",
    "GET",
    "ConfirmForgotPassword",
    "InitiateAuth",
  ]);
  assert.match(stdout, /Every step was as it should be\.\n$/u);
  assert.deepEqual(readdirSync(folder.path), []);
});
