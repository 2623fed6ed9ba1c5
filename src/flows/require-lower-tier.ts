import { usesManagedLogin } from "../model/domain.ts";
import { clientFeatures, leavesEssentials, MANAGED_LOGIN, requireUnused } from "../model/pool-tier.ts";
import type { Pool } from "../model/pool.ts";
import type { Tx } from "../runtime/transaction.ts";
import { clientsOf } from "./pool-clients.ts";

const usesManagedPages = async (tx: Tx, { settings }: Pool): Promise<boolean> => {
  for (const name of [settings.Domain, settings.CustomDomain]) {
    const domain = name === undefined ? undefined : await tx.domains.find(name);
    if (domain !== undefined && usesManagedLogin(domain)) return true;
  }
  return false;
};

/**
 * A pool that goes down to the lowest tier may have no clients and domains that use what it has no more. Called once the
 * pool is written, which holds it: whoever changes a client or a domain guards the pool, so that none comes in between.
 * @throws FeatureUnavailableInTierException
 */
export const requireLowerTier = async (tx: Tx, before: Pool, after: Pool): Promise<void> => {
  if (!leavesEssentials(before.settings, after.settings)) return;
  const used = new Set<string>();
  for await (const { settings } of clientsOf(tx, after.id)) {
    for (const feature of clientFeatures(settings)) used.add(feature);
  }
  if (await usesManagedPages(tx, after)) used.add(MANAGED_LOGIN);
  requireUnused(after.settings, [...used]);
};
