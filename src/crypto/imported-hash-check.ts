/**
 * Checking a password against a hash of a form that this server does not make itself. All of it happens off the event loop, on a few tracks
 * with a short queue: one check may take half a second, and who signs in without a hash need not wait for it.
 */
import { pbkdf2, scrypt, type ScryptOptions } from "node:crypto";
import { availableParallelism } from "node:os";
import { promisify } from "node:util";
import type { Secret } from "../contracts/secret.ts";
import type { BcryptJob, BcryptResult } from "./bcrypt-thread.ts";
import { isEqualInConstantTime } from "./constant-time.ts";
import {
  storedHash,
  type BcryptHash,
  type ForeignHash,
  type ForeignScheme,
  type Pbkdf2Hash,
  type ScryptHash,
} from "./imported-hash.ts";
import { createLane } from "./lane.ts";
import { createThreads } from "./threads.ts";

/**
 * Tracks at most; one for each core, up to this. scrypt takes 64 MiB on each. One fewer than the threads that Node has
 * for scrypt, PBKDF2, signatures and files together: no token waits half a second for somebody's hash.
 */
const TRACKS_MAX = 3;

/** Checks that may wait: a few seconds of the dearest ones on two cores. */
const WAITING_MAX = 32;

/** What bcrypt looks at of a password, in bytes. */
const BCRYPT_BYTES_MAX = 72;

/** What OpenSSL may take for scrypt, in bytes: twice what the dearest hash needs. */
const SCRYPT_MEMORY_MAX = 128 * 1024 * 1024;

const lane = createLane({ width: Math.min(availableParallelism(), TRACKS_MAX), waiting: WAITING_MAX });
const askBcrypt = createThreads<BcryptJob, BcryptResult>({
  module: "./bcrypt-thread",
  from: import.meta.url,
});

/**
 * bcrypt leaves out what comes after byte 72, so any password that begins with the right 72 bytes would be right: a
 * longer one never is. Stops CVE-2025-22228; whose password was longer has to reset it.
 * The faulty hashes of `$2x$` are those of today for ASCII, and never right for other letters.
 */
const isBcrypt = async (password: string, { setting, isSignExtended, text }: BcryptHash): Promise<boolean> => {
  if (Buffer.byteLength(password, "utf8") > BCRYPT_BYTES_MAX) return false;
  if (isSignExtended && Buffer.byteLength(password, "utf8") !== password.length) return false;
  const computed = await askBcrypt({ password, setting });
  return isEqualInConstantTime(Buffer.from(computed.slice(setting.length)), Buffer.from(text.slice(setting.length)));
};

const runScrypt = promisify<string, Uint8Array, number, ScryptOptions, Buffer>(scrypt);
const runPbkdf2 = promisify(pbkdf2);

const computeScrypt = (password: string, { N, r, p, salt, hash }: ScryptHash): Promise<Buffer> =>
  runScrypt(password, salt, hash.length, { N, r, p, maxmem: SCRYPT_MEMORY_MAX });

const computePbkdf2 = (password: string, { iterations, salt, hash }: Pbkdf2Hash): Promise<Buffer> =>
  runPbkdf2(password, salt, iterations, hash.length, "sha256");

const isRight = async (password: string, imported: ForeignHash): Promise<boolean> => {
  // bcrypt repeats a password with a NUL between, HMAC pads it with NULs: `x` would be right as `x\0x` or as `x\0`.
  if (password.includes("\0")) return false;
  if (imported.scheme === "bcrypt") return isBcrypt(password, imported);
  const compute = imported.scheme === "scrypt" ? computeScrypt(password, imported) : computePbkdf2(password, imported);
  return isEqualInConstantTime(await compute, imported.hash);
};

/**
 * Whether the stored text is this password's hash; in constant time. False for what is no such hash.
 * @throws OverloadError
 */
export const verifyForeign = async (scheme: ForeignScheme, text: string, password: Secret): Promise<boolean> => {
  const imported = storedHash(scheme, text);
  return imported !== undefined && lane.run(() => isRight(password.reveal(), imported));
};
