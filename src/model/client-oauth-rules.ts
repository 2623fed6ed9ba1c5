/**
 * What an app client's OAuth settings must agree on.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-app-idp-settings.html
 */
import { ApiException } from "../contracts/exceptions.ts";
import type { ClientSettings } from "./client.ts";
import type { Pool } from "./pool.ts";
import { invalidParameter } from "./refusals.ts";

const invalidFlow = (message: string) => new ApiException("InvalidOAuthFlowException", message);

const requireFlows = (settings: ClientSettings, hasSecret: boolean): void => {
  const { AllowedOAuthFlows, AllowedOAuthScopes, AllowedOAuthFlowsUserPoolClient, CallbackURLs } = settings;
  const flows = AllowedOAuthFlows ?? [];
  const redirects = flows.includes("code") || flows.includes("implicit");
  if (flows.includes("client_credentials")) {
    if (redirects) {
      throw invalidFlow("client_credentials flow can not be selected along with code flow or implicit flow.");
    }
    if (!hasSecret) {
      throw invalidFlow("client_credentials flow can not be selected if client does not have a client secret.");
    }
  }
  if (redirects && CallbackURLs === undefined) {
    throw invalidFlow("CallbackUrls can not be empty when code flow or implicit flow is selected");
  }
  if (AllowedOAuthFlowsUserPoolClient === true && (flows.length === 0 || AllowedOAuthScopes === undefined)) {
    throw invalidFlow(
      "AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.",
    );
  }
};

const OWN_SCOPES = new Set(["phone", "email", "openid", "profile", "aws.cognito.signin.user.admin"]);

/** Scopes beside our own belong to resource servers. */
const requireScopes = ({ AllowedOAuthScopes }: ClientSettings, customScopes: ReadonlySet<string>): void => {
  const unknown = (AllowedOAuthScopes ?? []).find((scope) => !OWN_SCOPES.has(scope) && !customScopes.has(scope));
  if (unknown !== undefined) {
    throw new ApiException("ScopeDoesNotExistException", `Invalid scope requested: ${unknown}`);
  }
};

/** Where a plain connection stays on the machine: RFC 8252 section 7.3. */
const LOOPBACK_HOSTS = new Set(["localhost", "127.0.0.1", "[::1]"]);
/** Schemes that a browser runs instead of visiting: a redirect to one would be a script in the page that follows it. */
const ACTIVE_SCHEMES = new Set(["javascript:", "data:", "vbscript:", "blob:"]);

const requireUrl = (text: string): void => {
  const url = URL.parse(text);
  // Assumed: the wording.
  if (url === null || ACTIVE_SCHEMES.has(url.protocol)) throw invalidParameter(`${text} is not a valid redirect URI.`);
  if (url.protocol === "http:" && !LOOPBACK_HOSTS.has(url.hostname)) {
    throw invalidParameter(`${text} cannot use the HTTP protocol.`);
  }
  if (text.includes("#")) throw invalidParameter(`${text} cannot use fragment`);
};

const requireUrls = ({ CallbackURLs, LogoutURLs, DefaultRedirectURI }: ClientSettings): void => {
  for (const url of [...(CallbackURLs ?? []), ...(LogoutURLs ?? [])]) requireUrl(url);
  if (DefaultRedirectURI !== undefined && CallbackURLs?.includes(DefaultRedirectURI) !== true) {
    throw invalidParameter(`The default redirect URI ${DefaultRedirectURI} is not in the callback URIs list.`);
  }
};

/** The pool's own users, and those of providers that there are. */
const requireProviders = (
  pool: Pool,
  { SupportedIdentityProviders }: ClientSettings,
  providers: ReadonlySet<string>,
): void => {
  const unknown = (SupportedIdentityProviders ?? []).find(
    (provider) => provider !== "COGNITO" && !providers.has(provider),
  );
  if (unknown !== undefined) {
    throw invalidParameter(`The provider ${unknown} does not exist for User Pool ${pool.id}`);
  }
};

/** What there is in the pool of what a client may name. */
export interface Existing {
  /** Scopes of resource servers. */
  readonly scopes: ReadonlySet<string>;
  /** Names of identity providers. */
  readonly providers: ReadonlySet<string>;
}

/** @throws InvalidParameterException, InvalidOAuthFlowException, ScopeDoesNotExistException */
export const requireOAuthRules = (
  pool: Pool,
  settings: ClientSettings,
  hasSecret: boolean,
  existing: Existing,
): void => {
  requireFlows(settings, hasSecret);
  requireUrls(settings);
  requireScopes(settings, existing.scopes);
  requireProviders(pool, settings, existing.providers);
};
