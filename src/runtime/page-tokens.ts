/** Seals the keys of lists' next pages. */
import type { Sealer } from "../crypto/seal.ts";
import { invalidPaginationToken } from "../model/refusals.ts";
import type { PageTokens } from "./operation.ts";

/** How long a page token works. @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ListUsers.html */
export const PAGE_TOKEN_LIFETIME_MS = 60 * 60 * 1000;

const placeOf = (binding: readonly string[]) => ({ table: "page-token", column: binding[0] ?? "", key: binding });

/** Page tokens under the master key: their binding is the additional data, so a token of another list opens nothing. */
export const createPageTokens = (sealer: Sealer, now: () => number): PageTokens => ({
  seal: (binding, after) => {
    const clear = JSON.stringify([now() + PAGE_TOKEN_LIFETIME_MS, after]);
    return Buffer.from(sealer.seal(placeOf(binding), clear)).toString("base64url");
  },
  open: (binding, token) => {
    let clear: unknown;
    try {
      clear = JSON.parse(sealer.open(placeOf(binding), Buffer.from(token, "base64url")).toString("utf8"));
    } catch {
      throw invalidPaginationToken();
    }
    const [expiresAt, after]: readonly unknown[] = Array.isArray(clear) ? clear : [];
    if (typeof expiresAt !== "number" || typeof after !== "string" || now() >= expiresAt) {
      throw invalidPaginationToken();
    }
    return after;
  },
});
