/**
 * The host name of a pool's login pages: a prefix of the server's own, or a name of the operator's.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-assign-domain.html
 */
import type { CreateUserPoolDomain } from "../contracts/index.ts";
import type { DomainDescriptionType } from "../contracts/shapes.ts";
import type { InputOf, Value } from "../contracts/vocabulary.ts";
import { MANAGED_LOGIN, requireFromEssentials } from "./pool-tier.ts";
import type { Pool, PoolSettings } from "./pool.ts";
import { invalidParameter } from "./refusals.ts";

/** What a domain is configured with, in the API's words. */
type DomainInput = InputOf<typeof CreateUserPoolDomain>;

export interface Domain {
  readonly name: string;
  readonly poolId: string;
  readonly settings: {
    /** Only a domain of the operator's own has one. */
    readonly custom?: DomainInput["CustomDomainConfig"];
    readonly managedLoginVersion: number;
    readonly routing?: DomainInput["Routing"];
  };
  readonly version: number;
}

/** Classic pages. Assumed: what a domain has that was not told otherwise. */
const CLASSIC_LOGIN = 1;
/** Pages of managed login. */
const MANAGED_PAGES = 2;
/** The edition of Amazon's pages; nothing depends on it. */
const PAGES_VERSION = "20190128175402";

/** Observed. */
export const domainTaken = () => invalidParameter("Domain already associated with another user pool.");
/** Observed when a domain is deleted; assumed when it is changed. */
export const domainNotFound = () => invalidParameter("No such domain or user pool exists.");
const domainConfigured = () => invalidParameter("User pool already has a domain configured.");
const notASubdomain = () => invalidParameter("Custom domain is not a valid subdomain");
const certificateUnusable = () =>
  invalidParameter(
    "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain.",
  );

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const CERTIFICATE = /^arn:[\w-]+:acm:us-east-1:\d+:certificate\/[\w-]+$/;
/** Words that would let a prefix pass for Amazon's own. */
const RESERVED_WORDS = new Set(["aws", "amazon", "cognito"]);

const requirePrefix = (name: string): void => {
  if (!LABEL.test(name)) {
    throw invalidParameter(
      "The domain name contains an invalid character. Domain names can only contain lower-case letters, numbers, and hyphens. Please enter a different name that follows this format: ^[a-z0-9](?:[a-z0-9\\-]{0,61}[a-z0-9])?$",
    );
  }
  const reserved = name.split("-").find((word) => RESERVED_WORDS.has(word));
  if (reserved !== undefined) throw invalidParameter(`Domain cannot contain reserved word: ${reserved}`);
};

/** Whether its parent resolves is not looked up: here names may be of a network of the operator's own. */
const requireCustom = (name: string, certificate: string): void => {
  const labels = name.split(".");
  if (labels.length < 2 || !labels.every((label) => LABEL.test(label))) throw notASubdomain();
  if (!CERTIFICATE.test(certificate)) throw certificateUnusable();
};

const requireLoginVersion = (settings: PoolSettings, version: number | undefined): void => {
  if (version === undefined || version === CLASSIC_LOGIN) return;
  // Assumed: the words.
  if (version !== MANAGED_PAGES) throw invalidParameter("Managed login version must be 1 or 2.");
  requireFromEssentials(settings, MANAGED_LOGIN);
};

/** The member of a pool's settings that names its domain of this kind. */
const memberOf = (isCustom: boolean) => (isCustom ? "CustomDomain" : "Domain");

/** A new domain of the pool. @throws InvalidParameterException, FeatureUnavailableInTierException */
export const newDomain = (pool: Pool, input: Omit<DomainInput, "UserPoolId">): Domain => {
  const { Domain: name, CustomDomainConfig: custom, ManagedLoginVersion, Routing: routing } = input;
  if (custom === undefined) requirePrefix(name);
  else requireCustom(name, custom.CertificateArn);
  if (pool.settings[memberOf(custom !== undefined)] !== undefined) throw domainConfigured();
  requireLoginVersion(pool.settings, ManagedLoginVersion);
  return {
    name,
    poolId: pool.id,
    settings: { custom, managedLoginVersion: ManagedLoginVersion ?? CLASSIC_LOGIN, routing },
    version: 0,
  };
};

/**
 * The domain as a request leaves it. Assumed: what it does not name stays.
 * @throws InvalidParameterException, FeatureUnavailableInTierException
 */
export const changedDomain = (pool: Pool, domain: Domain, input: Omit<DomainInput, "UserPoolId">): Domain => {
  const { custom, managedLoginVersion, routing } = domain.settings;
  if (input.CustomDomainConfig !== undefined) {
    // A prefix has the server's certificate.
    if (custom === undefined) throw notASubdomain();
    requireCustom(domain.name, input.CustomDomainConfig.CertificateArn);
  }
  requireLoginVersion(pool.settings, input.ManagedLoginVersion);
  return {
    ...domain,
    settings: {
      custom: input.CustomDomainConfig ?? custom,
      managedLoginVersion: input.ManagedLoginVersion ?? managedLoginVersion,
      routing: input.Routing ?? routing,
    },
  };
};

/** Whether its pages are those of managed login. */
export const usesManagedLogin = ({ settings }: Domain): boolean => settings.managedLoginVersion === MANAGED_PAGES;

/** The pool that has the domain. */
export const poolWithDomain = (pool: Pool, { name, settings }: Domain): Pool => ({
  ...pool,
  settings: { ...pool.settings, [memberOf(settings.custom !== undefined)]: name },
});

/** The pool that no longer has the domain. */
export const poolWithoutDomain = (pool: Pool, { settings }: Domain): Pool => ({
  ...pool,
  settings: { ...pool.settings, [memberOf(settings.custom !== undefined)]: undefined },
});

/**
 * What creating and changing answer with. `host` is what a DNS alias for the operator's own domain points to: this
 * server, where Amazon names a distribution of its network.
 */
export const domainAnswer = ({ settings }: Domain, input: Pick<DomainInput, "ManagedLoginVersion">, host: string) => ({
  ManagedLoginVersion: input.ManagedLoginVersion,
  CloudFrontDomain: settings.custom === undefined ? undefined : host,
  Routing: settings.routing,
});

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DomainDescriptionType.html */
export const domainDescription = (
  { name, poolId, settings }: Domain,
  place: { readonly accountId: string; readonly region: string; readonly host: string },
): Value<typeof DomainDescriptionType> => ({
  UserPoolId: poolId,
  AWSAccountId: place.accountId,
  Domain: name,
  // A name without a bucket: the pages and their pictures are this server's.
  S3Bucket: `aws-cognito-prod-${place.region}-assets`,
  CloudFrontDistribution: place.host,
  Version: PAGES_VERSION,
  Status: "ACTIVE",
  // Amazon shows an empty one for a prefix, which says as much as none.
  CustomDomainConfig: settings.custom,
  ManagedLoginVersion: settings.managedLoginVersion,
  Routing: settings.routing,
});
