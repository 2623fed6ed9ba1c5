/**
 * ProviderDetails: what each kind of provider needs, and what is added to it.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateIdentityProvider.html
 */
import { Secret } from "../contracts/secret.ts";
import type { IdentityProviderTypeType } from "../contracts/shapes.ts";
import type { Value } from "../contracts/vocabulary.ts";
import { invalidParameter } from "./refusals.ts";

export type ProviderKind = Value<typeof IdentityProviderTypeType>;

type Details = Readonly<Record<string, string>>;

interface Kind {
  /** Keys without which nobody could sign in, and the refusal of a request that lacks one. */
  readonly required: readonly string[];
  readonly missing: string;
  /** What is added; what the request says itself stands before it. */
  readonly added: (details: Details) => Details;
}

const SOCIAL = {
  required: ["client_id", "client_secret", "authorize_scopes"],
  missing: "clientId, clientSecret and authorizeScopes are all required idp details.",
} as const;

/** The version of Facebook's interface where the request names none. Assumed. */
const FACEBOOK_VERSION = "v17.0";

const KINDS: Readonly<Record<ProviderKind, Kind>> = {
  // Its sources of metadata have a rule of their own.
  SAML: { required: [], missing: "", added: () => ({}) },
  OIDC: {
    required: ["client_id", "attributes_request_method", "oidc_issuer", "authorize_scopes"],
    missing: "clientId, authorizeScopes, oidcIssuer and attributesRequestMethod are all required idp details.",
    added: () => ({ attributes_url_add_attributes: "false" }),
  },
  Google: {
    ...SOCIAL,
    added: () => ({
      attributes_url: "https://people.googleapis.com/v1/people/me?personFields=",
      attributes_url_add_attributes: "true",
      authorize_url: "https://accounts.google.com/o/oauth2/v2/auth",
      oidc_issuer: "https://accounts.google.com",
      token_request_method: "POST",
      token_url: "https://www.googleapis.com/oauth2/v4/token",
    }),
  },
  Facebook: {
    ...SOCIAL,
    added: ({ api_version = FACEBOOK_VERSION }) => ({
      api_version,
      attributes_url: `https://graph.facebook.com/${api_version}/me?fields=`,
      attributes_url_add_attributes: "true",
      authorize_url: `https://www.facebook.com/${api_version}/dialog/oauth`,
      token_request_method: "GET",
      token_url: `https://graph.facebook.com/${api_version}/oauth/access_token`,
    }),
  },
  LoginWithAmazon: {
    ...SOCIAL,
    added: () => ({
      attributes_url: "https://api.amazon.com/user/profile",
      attributes_url_add_attributes: "false",
      authorize_url: "https://www.amazon.com/ap/oa",
      token_request_method: "POST",
      token_url: "https://api.amazon.com/auth/o2/token",
    }),
  },
  SignInWithApple: {
    required: ["client_id", "team_id", "key_id", "private_key", "authorize_scopes"],
    missing: "clientId, privateKey, teamId, and keyId are all required idp details.",
    added: () => ({
      attributes_url_add_attributes: "false",
      authorize_url: "https://appleid.apple.com/auth/authorize",
      oidc_issuer: "https://appleid.apple.com",
      token_request_method: "POST",
      token_url: "https://appleid.apple.com/auth/token",
    }),
  },
};

const isGiven = (details: Details, key: string): boolean => (details[key] ?? "") !== "";

const requireMetadata = (details: Details): void => {
  const sources = ["MetadataURL", "MetadataFile"].filter((key) => isGiven(details, key));
  if (sources.length === 0) {
    throw invalidParameter("At least one of the MetadataURL or MetadataFile should be provided.");
  }
  if (sources.length > 1) throw invalidParameter("Only one of the MetadataURL or MetadataFile should be provided.");
};

const requireOidc = ({ oidc_issuer: issuer = "", attributes_request_method: method = "" }: Details): void => {
  // A plain connection would let anybody on the way sign anybody in.
  if (!issuer.startsWith("https://")) throw invalidParameter("OIDC endpoint must start with https://");
  if (method !== "GET" && method !== "POST") {
    throw invalidParameter(
      "1 validation error detected: Value at 'attributesRequestMethod' failed to satisfy constraint: Member must satisfy enum value set: [POST, GET]",
    );
  }
};

/** Keys whose values are sealed. */
const SECRET_KEYS: ReadonlySet<string> = new Set(["client_secret", "private_key"]);

/** Details with what their kind adds, parted from their secrets. @throws InvalidParameterException */
export const requestedDetails = (
  type: ProviderKind,
  given: Details,
): { readonly details: Details; readonly secrets: Readonly<Record<string, Secret>> } => {
  const { required, missing, added } = KINDS[type];
  if (!required.every((key) => isGiven(given, key))) throw invalidParameter(missing);
  if (type === "SAML") requireMetadata(given);
  if (type === "OIDC") requireOidc(given);
  const all = Object.entries({ ...added(given), ...given });
  return {
    details: Object.fromEntries(all.filter(([key]) => !SECRET_KEYS.has(key))),
    secrets: Object.fromEntries(
      all.filter(([key]) => SECRET_KEYS.has(key)).map(([key, value]) => [key, new Secret(value)]),
    ),
  };
};
