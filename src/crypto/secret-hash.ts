import { createHmac } from "node:crypto";
import type { Secret } from "../contracts/secret.ts";
import { type ClearText, clearTextOf } from "./clear-text.ts";
import { isEqualInConstantTime } from "./constant-time.ts";

/** What a SECRET_HASH is made of: the client's secret and id, and the username exactly as it was sent. */
export interface SecretHashParts {
  readonly clientSecret: Secret;
  readonly username: string;
  readonly clientId: string;
}

/**
 * The SECRET_HASH of a request, in base64.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html#cognito-user-pools-computing-secret-hash
 */
export const secretHash = (parts: SecretHashParts): string =>
  createHmac("sha256", parts.clientSecret.reveal())
    .update(parts.username + parts.clientId)
    .digest("base64");

/** Whether `given` is the SECRET_HASH of the parts; in constant time. */
export const isSecretHash = (given: ClearText, parts: SecretHashParts): boolean =>
  isEqualInConstantTime(Buffer.from(clearTextOf(given), "utf8"), Buffer.from(secretHash(parts), "utf8"));
