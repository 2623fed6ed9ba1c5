/**
 * Another provider that signs a pool's users in: what it is configured with.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateIdentityProvider.html
 */
import { ApiException } from "../contracts/exceptions.ts";
import { Secret } from "../contracts/secret.ts";
import type { IdentityProviderType, ProviderDescription } from "../contracts/shapes.ts";
import type { Value } from "../contracts/vocabulary.ts";
import { schemaOf, type SchemaAttribute } from "./attribute-schema.ts";
import type { ProviderKind } from "./provider-details.ts";
import type { Pool } from "./pool.ts";
import { invalidParameter, notFound } from "./refusals.ts";

/** A provider. Times are milliseconds since the epoch. */
export interface IdentityProvider {
  readonly poolId: string;
  readonly name: string;
  readonly type: ProviderKind;
  /** ProviderDetails without its secrets. */
  readonly details: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, Secret>>;
  readonly mapping: Readonly<Record<string, string>>;
  /** Names, such as mail domains, that lead to it; each to one provider of the pool. */
  readonly identifiers: readonly string[];
  readonly acrMapping?: Value<typeof IdentityProviderType>["AcrMapping"];
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly version: number;
}

/** Assumed: the words. */
export const providerNotFound = (name: string) => notFound(`Identity provider ${name} does not exist.`);
/** Assumed: the words. */
export const identifierNotFound = (identifier: string) =>
  notFound(`Identity provider with identifier ${identifier} does not exist.`);
/** Observed. */
export const providerExists = (poolId: string, name: string) =>
  new ApiException("DuplicateProviderException", `${name} already exists in user pool ${poolId}`);
/** Assumed: the words. */
export const identifierTaken = () => invalidParameter("An identifier belongs to another provider of the user pool.");

const FIXED_NAMES: ReadonlySet<string> = new Set(["Facebook", "Google", "LoginWithAmazon", "SignInWithApple"]);

/**
 * A social provider is called what it is, and no other is called so; nor as the pool's own users are in the settings of
 * clients. @throws InvalidParameterException
 */
export const requireProviderName = (name: string, type: ProviderKind): void => {
  const isFixed = FIXED_NAMES.has(type) || FIXED_NAMES.has(name) || name === "COGNITO";
  if (isFixed && name !== type) throw invalidParameter(`Provider ${name} cannot be of type ${type}.`);
};

/** The provider's name of a user, which `username` is taken from. Observed of Google and Facebook, assumed of others. */
const SUBJECTS: Readonly<Partial<Record<ProviderKind, string>>> = {
  Facebook: "id",
  Google: "sub",
  LoginWithAmazon: "user_id",
  OIDC: "sub",
  SignInWithApple: "sub",
};

/** The mapping of a request, and `username` where the provider's kind says what it is. @throws InvalidParameterException */
export const requestedMapping = (
  pool: Pool,
  type: ProviderKind,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> => {
  const known = new Set(schemaOf(pool).map(({ Name }) => Name));
  const unknown = Object.keys(given).filter((name) => name !== "username" && !known.has(name));
  if (unknown.length > 0) {
    throw invalidParameter(`AttributeMapping contains invalid mapping: [${unknown.join(", ")}]`);
  }
  const subject = SUBJECTS[type];
  return subject === undefined ? given : { username: subject, ...given };
};

const IDENTITIES: SchemaAttribute = {
  Name: "identities",
  AttributeDataType: "String",
  DeveloperOnlyAttribute: false,
  Mutable: true,
  Required: false,
  StringAttributeConstraints: {},
};

/** The pool once it has a provider: its schema has `identities` behind the standard attributes. */
export const poolWithIdentities = (pool: Pool): Pool => {
  const schema = schemaOf(pool);
  if (schema.some(({ Name }) => Name === IDENTITIES.Name)) return pool;
  const firstCustom = schema.findIndex(({ Name }) => /^(?:dev:)?custom:/.test(Name ?? ""));
  const SchemaAttributes = schema.toSpliced(firstCustom === -1 ? schema.length : firstCustom, 0, IDENTITIES);
  return { ...pool, settings: { ...pool.settings, SchemaAttributes } };
};

/** What Amazon shows nobody again. */
const NEVER_SHOWN = "private_key";

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_IdentityProviderType.html */
export const providerView = (provider: IdentityProvider): Value<typeof IdentityProviderType> => {
  const secrets = Object.entries(provider.secrets).filter(([key]) => key !== NEVER_SHOWN);
  return {
    UserPoolId: provider.poolId,
    ProviderName: provider.name,
    ProviderType: provider.type,
    ProviderDetails: {
      ...provider.details,
      ...Object.fromEntries(secrets.map(([key, secret]) => [key, secret.reveal()])),
    },
    AttributeMapping: provider.mapping,
    IdpIdentifiers: provider.identifiers,
    AcrMapping: provider.acrMapping,
    CreationDate: provider.createdAt,
    LastModifiedDate: provider.modifiedAt,
  };
};

/** A provider in a list. */
export const providerDescription = (
  provider: Pick<IdentityProvider, "name" | "type" | "createdAt" | "modifiedAt">,
): Value<typeof ProviderDescription> => ({
  ProviderName: provider.name,
  ProviderType: provider.type,
  CreationDate: provider.createdAt,
  LastModifiedDate: provider.modifiedAt,
});
