/** What the functions of custom challenges must answer. */
import type { StringMap } from "./events.ts";
import { readFlag, readObject, readString, readStringMap, unrecognizable } from "./read-json.ts";

/** What a DefineAuthChallenge function decided. */
export type NextChallenge =
  | { readonly kind: "fail" | "tokens" }
  | { readonly kind: "challenge"; readonly name: "CUSTOM_CHALLENGE" | "PASSWORD_VERIFIER" };

/** The challenge that a CreateAuthChallenge function made. */
export interface CreatedChallenge {
  /** Shown to the client. */
  readonly publicParameters: StringMap;
  /** Kept for the function that judges the answer. */
  readonly privateParameters: StringMap;
  /** What later events say of this challenge. */
  readonly metadata: string | null;
}

/** As much as a function may have a client or a session keep for it, in bytes of JSON. Assumed. */
export const CREATED_CHALLENGE_BYTES_MAX = 64 * 1024;

const responseOf = (payload: unknown): Readonly<Record<string, unknown>> => readObject(readObject(payload)["response"]);

/**
 * A refusal wins over tokens, and tokens over a challenge: functions leave earlier members of the event as they were.
 * Assumed: an answer that says none of the three is no answer, nor is a challenge that such a function cannot ask.
 */
export const readNextChallenge = (payload: unknown): NextChallenge => {
  const response = responseOf(payload);
  const name = readString(response["challengeName"]);
  const issues = readFlag(response["issueTokens"]);
  if (readFlag(response["failAuthentication"])) return { kind: "fail" };
  if (issues) return { kind: "tokens" };
  if (name !== "CUSTOM_CHALLENGE" && name !== "PASSWORD_VERIFIER") throw unrecognizable();
  return { kind: "challenge", name };
};

export const readCreatedChallenge = (payload: unknown): CreatedChallenge => {
  const response = responseOf(payload);
  const created = {
    publicParameters: readStringMap(response["publicChallengeParameters"]),
    privateParameters: readStringMap(response["privateChallengeParameters"]),
    metadata: readString(response["challengeMetadata"]) ?? null,
  };
  if (Buffer.byteLength(JSON.stringify(created)) > CREATED_CHALLENGE_BYTES_MAX) throw unrecognizable();
  return created;
};

/** Whether the answer is right; false by default. */
export const readVerdict = (payload: unknown): boolean => readFlag(responseOf(payload)["answerCorrect"]);
