/**
 * What stands for a name that may not be told apart from a user's: a subject with rows of its own in the same tables,
 * and a destination that could be one. Stops telling by text, code or time whether somebody has an account.
 */
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

const mediumFor = (pool: Pool, username: string): "EMAIL" | "SMS" => {
  if (username.includes("@")) return "EMAIL";
  if (/^\+\d+$/.test(username)) return "SMS";
  const [first] = [...(pool.settings.AccountRecoverySetting?.RecoveryMechanisms ?? [])].sort(
    (a, b) => a.Priority - b.Priority,
  );
  return first?.Name === "verified_phone_number" ? "SMS" : "EMAIL";
};

/**
 * Details of a delivery that does not happen, the same for every call with the same name.
 * Assumed: the medium follows the form of the name, then the pool's first recovery mechanism.
 */
export const simulatedDelivery = (ctx: Context, pool: Pool, username: string): DeliveryDetails => {
  const bytes = ctx.decoys.bytes("destination", [pool.id, canonicalIn(pool, username)]);
  if (mediumFor(pool, username) === "SMS") {
    const digits = String(bytes.readUInt16BE(0) % 10_000).padStart(4, "0");
    return { Destination: `+*******${digits}`, DeliveryMedium: "SMS", AttributeName: "phone_number" };
  }
  const letter = (index: number) => LETTERS[bytes[index]! % LETTERS.length];
  return { Destination: `${letter(2)}***@${letter(3)}***`, DeliveryMedium: "EMAIL", AttributeName: "email" };
};
