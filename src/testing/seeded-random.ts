import { createHash } from "node:crypto";
import type { Random } from "../runtime/random.ts";

/** Chance that repeats itself: every world with the same seed draws the same codes, ids and subs, in the same order. */
export const seededRandom = (seed: string): Random => {
  let block = 0;
  return {
    bytes: (length) => {
      const parts: Buffer[] = [];
      for (let made = 0; made < length; made += 32) {
        parts.push(
          createHash("sha256")
            .update(`${seed}/${(block += 1)}`)
            .digest(),
        );
      }
      return Buffer.concat(parts).subarray(0, length);
    },
  };
};
