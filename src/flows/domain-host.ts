import type { Place } from "../runtime/operation.ts";

/** The host that serves a pool's login pages: the one that its tokens name. */
export const hostOf = (place: Pick<Place, "issuer">, poolId: string): string => new URL(place.issuer(poolId)).hostname;
