/**
 * The outward port of delivery: whoever carries a message out of the process.
 */

/** A message as a sender gets it: final text, one recipient. */
export interface OutgoingMessage {
  /** From the outbox row, the same at every attempt, so that a receiver can recognise a repeat. Letters, digits, `-`, `_`. */
  readonly id: string;
  readonly medium: "EMAIL" | "SMS";
  /** One address or one number, as it is stored; a sender refuses anything else. */
  readonly to: string;
  /** E-mail only. */
  readonly subject?: string | undefined;
  /** HTML for e-mail, plain text for SMS. */
  readonly body: string;
  /** E-mail: the pool's own sender, an address or `Name <address>`. */
  readonly from?: string | undefined;
  /** E-mail: one address or `Name <address>`. */
  readonly replyTo?: string | undefined;
  /** SMS: overrides the configured origination. */
  readonly senderId?: string | undefined;
}

/**
 * How one attempt ended. `reason` is for an operator's eyes; it never holds the body, the code or the address.
 * `failed`: the receiver did not take it; with `final`, trying again cannot help. `refused`: this server's own rules
 * forbid sending it, and the reason says what to do next.
 */
export type Delivery =
  | { readonly outcome: "sent" }
  | { readonly outcome: "failed"; readonly reason: string; readonly final: boolean }
  | { readonly outcome: "refused"; readonly reason: string };

/** Carries messages of one medium. Owns connections, so it must be closed. */
export interface Sender extends AsyncDisposable {
  /** Makes one attempt; never rejects. An aborted or late attempt is `failed` and not final. */
  send(message: OutgoingMessage, signal: AbortSignal): Promise<Delivery>;
  /** Gives up what is under way and lets go of every connection. Later messages fail, not finally. */
  close(): Promise<void>;
}

/** A sender cannot be set up as configured. The message is for the operator and never repeats the URL or the secret. */
export class SenderSettingError extends Error {
  override readonly name = "SenderSettingError";
}
