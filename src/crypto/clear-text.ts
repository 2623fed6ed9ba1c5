import { Secret } from "../contracts/secret.ts";

/** What the functions of this folder read: a value that may already be wrapped. They hash, seal or check it, no more. */
export type ClearText = string | Secret;

/** The value itself, for a hash, a seal or a check. */
export const clearTextOf = (value: ClearText): string => (value instanceof Secret ? value.reveal() : value);
