/** New signing keys for a pool, without a moment in which a good token is refused. */
import { announcedTakeOver, immediateTakeOver, isAnnounced, RotationUnderWay } from "../model/signing-key-times.ts";
import type { Facilities } from "../runtime/context.ts";
import { uuidFrom } from "../runtime/random.ts";

export interface RotationOptions {
  /**
   * For keys that others may know: the new ones sign at once, and nothing that the old ones signed is believed. Other
   * nodes learn of it within a minute.
   */
  readonly immediately?: boolean;
  /** Whoever asked for it, for the event. */
  readonly operatingSystemUser?: string;
}

/**
 * Gives the pool a new pair for each kind of token. They are published at once and sign an hour later, when nobody can
 * have an older list of keys any more; the old ones stay published for a day after that. Answers with the moment from
 * which the new ones sign, in milliseconds since the epoch.
 * @throws ResourceNotFoundException for an unknown pool, RotationUnderWay while announced keys wait for their time
 */
export const rotateSigningKeys = async (
  { clock, random, store, tokens }: Pick<Facilities, "clock" | "random" | "store" | "tokens">,
  poolId: string,
  { immediately = false, operatingSystemUser }: RotationOptions = {},
): Promise<number> => {
  const now = clock.now();
  const { signsFrom, endsAt } = immediately ? immediateTakeOver(now) : announcedTakeOver(now);
  await store.reader.pools.get(poolId);
  await tokens.publicKeys(poolId); // A pool that has signed nothing yet has no keys that could be replaced.
  const made = await tokens.newKeys(poolId, signsFrom);
  const id = uuidFrom(random);
  await store.transaction(async (tx) => {
    await tx.pools.get(poolId);
    const pairs = await tx.signingKeys.ofPool(poolId, now);
    for (const key of made) {
      const newest = pairs.findLast(({ use, endsAt: end }) => use === key.use && end === null);
      if (newest === undefined) throw new Error("a pool has a pair of each use that has no end");
      if (isAnnounced(newest, now) && !immediately) throw new RotationUnderWay(poolId);
      await tx.signingKeys.replace(newest, key, endsAt);
    }
    const name = immediately ? "SigningKeysReplaced" : "SigningKeysRotated";
    await tx.audit.insert({
      id,
      at: now,
      poolId,
      sub: null,
      name,
      fields: { ...(operatingSystemUser !== undefined && { operatingSystemUser }) },
    });
  });
  tokens.forgetKeys(poolId);
  return signsFrom;
};
