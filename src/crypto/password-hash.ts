/**
 * Password hashes with argon2id, for pools that give up SRP for it.
 * @see https://datatracker.ietf.org/doc/html/rfc9106
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html (19 MiB, 2 passes, 1 lane)
 */
import { availableParallelism } from "node:os";
import type { Secret } from "../contracts/secret.ts";
import { createLane } from "./lane.ts";

const MEMORY_KIB = 19 * 1024;
const PASSES = 2;
const LANES = 1;
const HASH_BYTES = 32;

/** Hashes that may wait: at 9 ms each, half a second of work on two cores. */
const WAITING_MAX = 100;

/** No more at a time than there are cores: more would only make all of them late, 19 MiB each. */
const lane = createLane({ width: availableParallelism(), waiting: WAITING_MAX });

/** Loaded at first use: most pools never need it. */
const loadArgon2 = () => import("@node-rs/argon2");

/** The hash of a password in PHC's text form, its salt included. @throws OverloadError */
export const hashPassword = (password: Secret, salt: Uint8Array): Promise<string> =>
  lane.run(async () => {
    const { hash } = await loadArgon2();
    return hash(password.reveal(), {
      memoryCost: MEMORY_KIB,
      timeCost: PASSES,
      parallelism: LANES,
      outputLen: HASH_BYTES,
      salt,
    });
  });

/** Whether the hash is this password's; in constant time. False for what is no argon2 hash. @throws OverloadError */
export const verifyPassword = (password: Secret, phc: string): Promise<boolean> =>
  lane.run(async () => {
    const { verify } = await loadArgon2();
    return verify(phc, password.reveal()).catch(() => false);
  });

const OWN_PREFIX = `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$`;

/** Whether a hash costs what `hashPassword` makes it cost. An imported one may cost less. */
export const isOwnHash = (phc: string): boolean => phc.startsWith(OWN_PREFIX);

/** A hash in the same form that no known password has: 32 bytes of chance or a decoy's. Checking it takes as long. */
export const decoyHash = (salt: Uint8Array, bytes: Uint8Array): string =>
  `${OWN_PREFIX}${unpadded(salt)}$${unpadded(bytes.subarray(0, HASH_BYTES))}`;

const unpadded = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64").replace(/=+$/, "");
