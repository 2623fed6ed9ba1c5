/** Scopes of resource servers: which of the scopes that somebody names there are. */
import { identifierOf, scopesOf, type ResourceServer } from "../model/resource-server.ts";
import type { Context } from "../runtime/operation.ts";

/** Scopes that exist, and the resource servers that were asked, for a write to guard. */
export interface CustomScopes {
  readonly existing: ReadonlySet<string>;
  readonly servers: readonly ResourceServer[];
}

/** Looks the scopes up; a client has fifty at most, so no more servers are read. */
export const customScopes = async (
  ctx: Pick<Context, "store">,
  poolId: string,
  scopes: readonly string[],
): Promise<CustomScopes> => {
  const identifiers = new Set(scopes.map(identifierOf).filter((identifier) => identifier !== undefined));
  const found = await Promise.all(
    Array.from(identifiers, (identifier) => ctx.store.resourceServers.find(poolId, identifier)),
  );
  const servers = found.filter((server) => server !== undefined);
  return { existing: new Set(servers.flatMap(scopesOf)), servers };
};
