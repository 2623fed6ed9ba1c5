/** The assertion that a call is refused, by the exception's name and, where it is given, its exact text. */
import assert from "node:assert/strict";
import type { ExceptionName } from "../contracts/exceptions.ts";

/** Resolves when `call` is refused so. A pattern is for texts with parts that a test cannot know. */
export const refused = (call: Promise<unknown>, name: ExceptionName, message?: string | RegExp): Promise<void> =>
  assert.rejects(call, message === undefined ? { name } : { name, message });

/** The words that more than one test expects. */
export const TEXTS = {
  attemptLimit: "Attempt limit exceeded, please try after some time.",
  codeExpired: "Invalid code provided, please request a code again.",
  codeMismatch: "Invalid verification code provided, please try again.",
  disabled: "User is disabled.",
  incorrect: "Incorrect username or password.",
  noContact: "Cannot reset password for the user as there is no registered/verified email or phone_number",
  notConfirmed: "User is not confirmed.",
  resetRequired: "Password reset required for the user",
  state: "User password cannot be reset in the current state.",
  unknownName: "Username/client id combination not found.",
  unknownUser: "User does not exist.",
} as const;
