/** The thread of `imported-hash-check.ts`: computes bcrypt, one hash at a time, in the order of its messages. */
import { parentPort } from "node:worker_threads";
import { hashSync } from "bcryptjs";

/** What is asked of the thread: a password, and `$2b$`, cost and salt to hash it with. */
export interface BcryptJob {
  readonly password: string;
  readonly setting: string;
}

/** What it answers: the whole text of the hash, which begins with the setting. */
export type BcryptResult = string;

parentPort?.on("message", ({ password, setting }: BcryptJob) => {
  const result: BcryptResult = hashSync(password, setting);
  parentPort?.postMessage(result, []);
});
