/**
 * What a pool demands of passkeys: for which domain they are made, where they may be used, and whether they have to
 * make sure of the person.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_WebAuthnConfigurationType.html
 */
import { passkeyConfigurationMissing, passkeysNotEnabled } from "./passkey-refusals.ts";
import type { Pool } from "./pool.ts";

/** Whether the pool lets users sign in with passkeys. */
export const allowsPasskeys = ({ settings }: Pool): boolean =>
  settings.Policies?.SignInPolicy?.AllowedFirstAuthFactors?.includes("WEB_AUTHN") === true;

/** @throws WebAuthnNotEnabledException */
export const requirePasskeysAllowed = (pool: Pool): void => {
  if (!allowsPasskeys(pool)) throw passkeysNotEnabled();
};

/** Assumed: a prefix stands for the host name that it has with Amazon, whatever serves the pages here. */
const prefixHost = ({ id }: Pool, prefix: string): string =>
  `${prefix}.auth.${id.slice(0, id.lastIndexOf("_"))}.amazoncognito.com`;

/** The domain that passkeys are made for: the pool's setting, else its custom domain, else that of its prefix. */
export const relyingPartyIdOf = (pool: Pool): string | undefined => {
  const { mfa, CustomDomain, Domain } = pool.settings;
  const host = mfa?.webAuthn?.relyingPartyId ?? CustomDomain ?? (Domain && prefixHost(pool, Domain));
  return host?.toLowerCase();
};

/** @throws WebAuthnConfigurationMissingException */
export const requireRelyingPartyId = (pool: Pool): string => {
  const id = relyingPartyIdOf(pool);
  if (id === undefined) throw passkeyConfigurationMissing();
  return id;
};

/**
 * Whether a page of this origin may use passkeys of the relying party: its domain and those below it, over HTTPS; on
 * the developer's machine, where there is no HTTPS, `http://localhost` with any port.
 * Assumed: which ones. Stops a page elsewhere from passing on what it has made an authenticator sign.
 * @see https://www.w3.org/TR/webauthn-3/#sctn-validating-origin
 */
export const isOriginAllowed = (relyingPartyId: string, origin: string): boolean => {
  const url = URL.parse(origin);
  if (url?.origin !== origin) return false;
  if (url.protocol === "http:") return relyingPartyId === "localhost" && url.hostname === "localhost";
  return url.protocol === "https:" && (url.hostname === relyingPartyId || url.hostname.endsWith(`.${relyingPartyId}`));
};

/**
 * Whether an authenticator has to make sure of the person (a PIN, a finger), or only should.
 * Assumed: a pool whose passkeys count as two factors demands it of each of them.
 */
export const userVerificationOf = ({ settings }: Pool): "required" | "preferred" => {
  const { userVerification, factorConfiguration } = settings.mfa?.webAuthn ?? {};
  if (factorConfiguration === "MULTI_FACTOR_WITH_USER_VERIFICATION") return "required";
  return userVerification ?? "preferred";
};
