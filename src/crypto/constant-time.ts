import { timingSafeEqual } from "node:crypto";

/**
 * Whether two byte strings are equal, in a time that depends on their lengths alone. Stops guessing a hash or a
 * signature byte by byte from the time of the refusal.
 */
export const isEqualInConstantTime = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && timingSafeEqual(a, b);
