/**
 * What stands for a name that may not be told apart from a user's: a subject with rows of its own in the same tables,
 * and a destination that could be one. Stops telling by text, code or time whether somebody has an account.
 */
import { maskDestination } from "../model/destination.ts";
import { canonicalIn } from "../model/identifier.ts";
import type { Pool } from "../model/pool.ts";
import type { Context } from "../runtime/operation.ts";
import type { Subject } from "../storage/store.ts";

/** The decoy behind `username`: the same for every call with the same name. */
export const decoyOf = (ctx: Context, pool: Pool, username: string): Subject => ({
  poolId: pool.id,
  sub: ctx.decoys.sub(pool.id, canonicalIn(pool, username)),
});

/** What a caller is told of a delivery. */
export interface DeliveryDetails {
  readonly Destination: string;
  readonly DeliveryMedium: "EMAIL" | "SMS";
  readonly AttributeName: "email" | "phone_number";
}

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/** Whether a name looks like something that messages of the medium go to. */
const isContactOf = (medium: "EMAIL" | "SMS", name: string): boolean =>
  medium === "EMAIL" ? /^[^@]+@[^@]+$/.test(name) : /^\+\d+$/.test(name);

/**
 * The internal name that a user whom `username` found would have: the typed one where users are named by themselves, a
 * sub's where they are named by an address. Assumed: an alias was typed where the name looks like one of the pool's.
 */
export const likelyUsername = (pool: Pool, username: string, decoy: Subject): string => {
  const { UsernameAttributes = [], AliasAttributes = [] } = pool.settings;
  const name = canonicalIn(pool, username);
  const isAlias =
    (AliasAttributes.includes("email") && isContactOf("EMAIL", name)) ||
    (AliasAttributes.includes("phone_number") && isContactOf("SMS", name));
  return UsernameAttributes.length > 0 || isAlias ? decoy.sub : username;
};

const mediumFor = (pool: Pool, name: string): "EMAIL" | "SMS" => {
  const named = (["EMAIL", "SMS"] as const).find((medium) => isContactOf(medium, name));
  if (named !== undefined) return named;
  const [first] = [...(pool.settings.AccountRecoverySetting?.RecoveryMechanisms ?? [])].sort(
    (a, b) => a.Priority - b.Priority,
  );
  return first?.Name === "verified_phone_number" ? "SMS" : "EMAIL";
};

/**
 * Details of a delivery that does not happen, the same for every call with the same name. A name that is an address or
 * a number is masked itself: another mask than that of the typed address would tell that nobody has it.
 * Assumed: unless said otherwise the medium follows the form of the name, then the pool's first recovery mechanism.
 */
export const simulatedDelivery = (
  ctx: Context,
  pool: Pool,
  username: string,
  given?: "EMAIL" | "SMS",
): DeliveryDetails => {
  const name = canonicalIn(pool, username);
  const medium = given ?? mediumFor(pool, name);
  const details = { DeliveryMedium: medium, AttributeName: medium === "SMS" ? "phone_number" : "email" } as const;
  if (isContactOf(medium, name)) return { Destination: maskDestination(medium, name), ...details };
  const bytes = ctx.decoys.bytes("destination", [pool.id, name]);
  if (medium === "SMS") {
    const digits = String(bytes.readUInt16BE(0) % 10_000).padStart(4, "0");
    return { Destination: `+*******${digits}`, ...details };
  }
  const letter = (index: number) => LETTERS[bytes[index]! % LETTERS.length];
  return { Destination: `${letter(2)}***@${letter(3)}***`, ...details };
};
