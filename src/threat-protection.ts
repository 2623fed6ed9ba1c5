/** The parts of a server that watch over what users do. */
import type { KeyedHash } from "./crypto/keyed-hash.ts";
import type { AuthEvent } from "./model/auth-event.ts";
import type { Facilities } from "./runtime/context.ts";
import { createFeedbackTokens } from "./runtime/feedback-tokens.ts";

/** What a process may bring to it. */
export interface ThreatProtectionAdapters {
  /** Is told every event once it is committed; it neither waits nor throws. */
  readonly tellAuthEvent?: ((event: AuthEvent) => void) | undefined;
}

const nobody = (): void => undefined;

export const threatProtection = (
  { tellAuthEvent = nobody }: ThreatProtectionAdapters,
  keyedHash: KeyedHash,
): Pick<Facilities, "feedbackTokens" | "tellAuthEvent"> => ({
  feedbackTokens: createFeedbackTokens(keyedHash),
  tellAuthEvent,
});
