/**
 * What verifiers of tokens read without asking anybody: a pool's public keys, and where everything is.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
 * @see https://openid.net/specs/openid-connect-discovery-1_0.html
 */
import { PUBLISHED_KEYS_KEPT_MS } from "../../model/signing-key-times.ts";
import type { Pool } from "../../model/pool.ts";
import type { Place } from "../../runtime/operation.ts";
import type { Tokens } from "../../runtime/tokens.ts";
import type { Store } from "../../storage/store.ts";
import { jsonAnswer, notFoundAnswer } from "../answers.ts";
import type { HttpAnswer, Route } from "../wire.ts";

/** How long an answer may be kept, in seconds: new keys are published that long before they sign. */
const KEPT_SECONDS = PUBLISHED_KEYS_KEPT_MS / 1000;

export interface TokenRouteParts {
  readonly store: { readonly reader: Pick<Store["reader"], "pools"> };
  readonly tokens: Pick<Tokens, "publicKeys">;
  /** The `iss` of a pool's tokens. */
  readonly issuer: Place["issuer"];
  /** Where this server is reached. */
  publicUrl(): string;
}

/** The form of a pool id; anything else is another's path. */
const POOL_ID = "[\\w-]{1,55}_[0-9a-zA-Z]{1,55}";

const route = (file: string, answer: (pool: Pool) => Promise<unknown>, parts: TokenRouteParts): Route => {
  const pattern = new RegExp(`^/(${POOL_ID})/\\.well-known/${file}$`);
  return {
    method: "GET",
    cors: true,
    match: (path) => {
      const poolId = pattern.exec(path)?.[1];
      return poolId === undefined ? undefined : { poolId };
    },
    handle: async (_request, { poolId = "" }): Promise<HttpAnswer> => {
      const pool = await parts.store.reader.pools.find(poolId);
      if (pool === undefined) return notFoundAnswer();
      const { headers, ...found } = jsonAnswer(200, await answer(pool));
      return { ...found, headers: { ...headers, "cache-control": `public, max-age=${KEPT_SECONDS}` } };
    },
  };
};

/** Members in alphabetical order, as Amazon sends them. Those of the hosted pages belong to a pool's domain. */
const discovery = (parts: TokenRouteParts, { id, settings }: Pool) => ({
  id_token_signing_alg_values_supported: ["RS256"],
  issuer: parts.issuer(id, settings.IssuerConfiguration?.Type),
  // Where the keys are reached, also when the issuer is written as Amazon's.
  jwks_uri: `${parts.publicUrl()}/${id}/.well-known/jwks.json`,
  response_types_supported: ["code", "token"],
  scopes_supported: ["openid", "email", "phone", "profile"],
  subject_types_supported: ["public"],
  token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
});

/** `GET /{poolId}/.well-known/jwks.json` and `/{poolId}/.well-known/openid-configuration`; 404 for unknown pools. */
export const tokenRoutes = (parts: TokenRouteParts): readonly Route[] => [
  route("jwks\\.json", async ({ id }) => ({ keys: await parts.tokens.publicKeys(id) }), parts),
  route("openid-configuration", async (pool) => discovery(parts, pool), parts),
];
