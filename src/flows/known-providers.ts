/** Providers that a client names: which of them there are. */
import type { IdentityProvider } from "../model/identity-provider.ts";
import type { Context } from "../runtime/operation.ts";

/** Providers of the pool with these names, for a write to guard. Reads one row for each name. */
export const knownProviders = async (
  ctx: Pick<Context, "store">,
  poolId: string,
  names: readonly string[],
): Promise<readonly IdentityProvider[]> => {
  const found: IdentityProvider[] = [];
  for (const name of new Set(names)) {
    const provider = name === "COGNITO" ? undefined : await ctx.store.identityProviders.find(poolId, name);
    if (provider !== undefined) found.push(provider);
    // One that is missing refuses the request: there is no need to look on.
    else if (name !== "COGNITO") break;
  }
  return found;
};
