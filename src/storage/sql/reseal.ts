/**
 * Seals again, in bounded batches, whatever an older master key has sealed. A value is replaced only if it is still the
 * one that was read, and no row's version moves: a request that is under way at the same moment conflicts with nothing.
 */
import { MASTER_KEY_ID_BYTES } from "../../crypto/master-key.ts";
import { isSealedWith, UnsealingError } from "../../crypto/seal.ts";
import type { ResealBatch, ResealCursor } from "../reseal.ts";
import type { Connection } from "./engine.ts";
import type { Protection } from "./protection.ts";
import { HASHED_COLUMNS, type HashedColumn } from "./hashed-columns.ts";
import { SEALED_COLUMNS, type SealedColumn } from "./sealed-columns.ts";

/** Rows of one batch, which is one transaction. */
export const RESEAL_BATCH = 200;

/** Where the master key's id stands in a keyed hash. */
const HASH_ID_START = 1;

type Step = Omit<ResealBatch, "next"> & { readonly last: readonly string[] | undefined };

interface Task {
  readonly name: string;
  run(connection: Connection, after: readonly string[]): Promise<Step>;
}

const lastOf = (rows: readonly { readonly key: readonly string[] }[]): readonly string[] | undefined =>
  rows.length < RESEAL_BATCH ? undefined : rows.at(-1)?.key;

/** The value sealed anew; undefined when it need not be, or cannot. */
const resealed = (
  { sealer }: Protection,
  place: Parameters<Protection["sealer"]["seal"]>[0],
  envelope: Uint8Array,
  keyId: string,
): Uint8Array | "current" | "unreadable" => {
  try {
    return isSealedWith(envelope, keyId) ? "current" : sealer.seal(place, sealer.open(place, envelope));
  } catch (error) {
    if (error instanceof UnsealingError) return "unreadable";
    throw error;
  }
};

const sealedTask = (
  { table, column, page, replacement }: SealedColumn,
  protection: Protection,
  keyId: string,
): Task => ({
  name: `${table}.${column}`,
  run: async (connection, after) => {
    const rows = await page(connection, after, RESEAL_BATCH);
    const counts = { resealed: 0, unreadable: 0 };
    for (const { key, envelope } of rows) {
      if (envelope === null) continue;
      const made = resealed(protection, { table, column, key }, envelope, keyId);
      if (made === "unreadable") counts.unreadable += 1;
      else if (made !== "current") counts.resealed += await connection.run(replacement(key, envelope, made));
    }
    return { ...counts, hashedUntil: null, last: lastOf(rows) };
  },
});

const keyIdOf = (hash: Uint8Array): string =>
  Buffer.from(hash.subarray(HASH_ID_START, HASH_ID_START + MASTER_KEY_ID_BYTES)).toString("hex");

const hashedTask = ({ table, column, page }: HashedColumn, keyId: string, now: number): Task => ({
  name: `${table}.${column}`,
  run: async (connection, after) => {
    const rows = await page(connection, after, RESEAL_BATCH);
    const old = rows.filter(({ hash, expiresAt }) => expiresAt > now && keyIdOf(hash) !== keyId);
    const hashedUntil = old.length === 0 ? null : Math.max(...old.map(({ expiresAt }) => expiresAt));
    return { resealed: 0, unreadable: 0, hashedUntil, last: lastOf(rows) };
  },
});

/** One batch. `keyId` is the current master key's; `from` is where the last batch ended, undefined at the beginning. */
export const resealBatch = async (
  connection: Connection,
  protection: Protection,
  { keyId, now, from }: { readonly keyId: string; readonly now: number; readonly from: ResealCursor | undefined },
): Promise<ResealBatch> => {
  const tasks = [
    ...SEALED_COLUMNS.map((column) => sealedTask(column, protection, keyId)),
    ...HASHED_COLUMNS.map((column) => hashedTask(column, keyId, now)),
  ];
  // A cursor of another version's table begins at the beginning: nothing is lost by sealing twice.
  const index = Math.max(
    0,
    tasks.findIndex(({ name }) => name === from?.column),
  );
  const task = tasks[index];
  if (task === undefined) throw new Error("there is nothing that the master key protects");
  const { last, ...step } = await task.run(connection, tasks[index]?.name === from?.column ? (from?.key ?? []) : []);
  const following = tasks[index + 1];
  if (last !== undefined) return { ...step, next: { column: task.name, key: last } };
  return { ...step, next: following === undefined ? null : { column: following.name, key: [] } };
};
