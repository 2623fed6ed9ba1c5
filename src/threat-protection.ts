/** The parts of a server that watch over what users do. */
import type { Secret } from "./contracts/secret.ts";
import { isCommonPassword } from "./crypto/common-passwords.ts";
import type { KeyedHash } from "./crypto/keyed-hash.ts";
import type { Log } from "./model/log-fields.ts";
import type { Facilities } from "./runtime/context.ts";
import { createFeedbackTokens } from "./runtime/feedback-tokens.ts";

/** What a process may bring to it. */
export interface ThreatProtectionAdapters {
  /** Whether the operator's list of compromised passwords has it. */
  readonly isBreached?: ((password: Secret) => Promise<boolean>) | undefined;
}

/** A list that cannot be read bars nobody from signing in: the log says so, and the common passwords are known still. */
const compromisedPasswords =
  ({ isBreached }: ThreatProtectionAdapters, log: Log) =>
  async (password: Secret): Promise<boolean> => {
    if (isCommonPassword(password)) return true;
    if (isBreached === undefined) return false;
    try {
      return await isBreached(password);
    } catch (error) {
      log("error", "compromised passwords cannot be read", { reason: error instanceof Error ? error.name : "unknown" });
      return false;
    }
  };

export const threatProtection = (
  adapters: ThreatProtectionAdapters & { readonly log: Log },
  keyedHash: KeyedHash,
): Pick<Facilities, "feedbackTokens" | "isCompromised"> => ({
  feedbackTokens: createFeedbackTokens(keyedHash),
  isCompromised: compromisedPasswords(adapters, adapters.log),
});
