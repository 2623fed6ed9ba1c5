/**
 * The cryptography of a sign-in and nothing else, one call after another: what no server on this core can do better.
 * `measureCryptography` does it on several cores at once, in a process each; each of them runs this file.
 */
import { spawn } from "node:child_process";
import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { powerOf } from "../src/crypto/modular-power-thread.ts";

/** Processor time of one call, in milliseconds. */
export interface CryptographyCost {
  /** A signature of a token with RSA, 2048 bits. */
  readonly signatureMs: number;
  /** A power of 3072 bits with an exponent of 256. */
  readonly powerMs: number;
}

const MEASURED_MS = 1_000;

const costOf = (work: () => unknown): number => {
  work();
  const before = process.cpuUsage();
  const began = performance.now();
  let calls = 0;
  for (; performance.now() - began < MEASURED_MS; calls += 1) work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / calls;
};

const measureHere = (): CryptographyCost => {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const token = randomBytes(800);
  // A base of full length: that of the session, and not the generator, whose powers are cheaper.
  const exponent = new Uint8Array(randomBytes(32));
  const made = powerOf({ base: Uint8Array.of(2), exponent });
  if ("failure" in made) throw new Error(made.failure);
  const base = made.power;
  return {
    signatureMs: costOf(() => sign("RSA-SHA256", token, privateKey)),
    powerMs: costOf(() => powerOf({ base: new Uint8Array(base), exponent })),
  };
};

const measureOn = (core: number): Promise<CryptographyCost> =>
  new Promise((resolve, reject) => {
    const file = new URL(import.meta.url).pathname;
    const child = spawn("taskset", ["-c", String(core), process.execPath, file], {
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    child.once("message", resolve);
    child.once("error", reject);
  });

/** What the cryptography costs on each of these cores while the others do the same. */
export const measureCryptography = (cores: readonly number[]): Promise<readonly CryptographyCost[]> =>
  Promise.all(cores.map(measureOn));

if (import.meta.main) {
  process.send?.(measureHere());
  process.channel?.unref();
}
