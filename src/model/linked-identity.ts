/**
 * Linking an identity of another provider to a user: what is accepted, and how it is kept.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-identity-federation-consolidate-users.html
 */
import { ApiException } from "../contracts/exceptions.ts";
import { schemaOf } from "./attribute-schema.ts";
import type { Pool } from "./pool.ts";
import { invalidParameter } from "./refusals.ts";
import type { LinkedIdentity, User } from "./user.ts";

/** Identities that one user may have. @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html */
export const LINKED_IDENTITIES_MAX = 5;

/** The provider of users who sign in with a password of the pool. */
export const LOCAL_PROVIDER = "Cognito";
const SUBJECT = "Cognito_Subject";

/** An identity as a request names it. */
export interface ProviderUser {
  readonly ProviderName?: string | undefined;
  readonly ProviderAttributeName?: string | undefined;
  readonly ProviderAttributeValue?: string | undefined;
}

/** An identity at another provider. */
export interface SourceIdentity {
  readonly providerName: string;
  readonly subject: string;
}

const requireMember = (value: string | undefined, name: string): string => {
  // Assumed: the words.
  if (value === undefined || value === "") throw invalidParameter(`${name} must be provided.`);
  return value;
};

/** The name by which the destination is found: a username, or what a user of another provider is stored under. @throws InvalidParameterException */
export const destinationName = (destination: ProviderUser): string => {
  const provider = requireMember(destination.ProviderName, "DestinationUser.ProviderName");
  const value = requireMember(destination.ProviderAttributeValue, "DestinationUser.ProviderAttributeValue");
  return provider === LOCAL_PROVIDER ? value : `${provider}_${value}`;
};

/**
 * The identity to link. Only its subject links it: an attribute such as an e-mail address may be claimed by anybody at
 * the provider, and would open the account to them.
 * @throws InvalidParameterException
 */
export const sourceIdentity = (source: ProviderUser): SourceIdentity => {
  const providerName = requireMember(source.ProviderName, "SourceUser.ProviderName");
  const subject = requireMember(source.ProviderAttributeValue, "SourceUser.ProviderAttributeValue");
  // Assumed: the words of both.
  if (providerName === LOCAL_PROVIDER) throw invalidParameter("SourceUser must be a user of another provider.");
  if (source.ProviderAttributeName !== SUBJECT) {
    throw invalidParameter(`SourceUser.ProviderAttributeName must be ${SUBJECT}.`);
  }
  return { providerName, subject };
};

export const mergingNotSupported = () =>
  invalidParameter(
    "Merging is not currently supported, provide a SourceUser that has not been signed up in order to link",
  );
export const alreadyLinked = () => invalidParameter("SourceUser is already linked to DestinationUser");

const SOCIAL: ReadonlySet<string> = new Set(["Google", "Facebook", "LoginWithAmazon", "SignInWithApple"]);

/**
 * The identities of the user with one more.
 * Assumed: a provider that is none of the social ones speaks OIDC.
 * @throws InvalidParameterException, LimitExceededException
 */
export const withIdentity = (
  pool: Pool,
  user: User,
  { providerName, subject }: SourceIdentity,
  now: number,
): readonly LinkedIdentity[] => {
  if (user.identities.some((each) => each.providerName === providerName && each.userId === subject)) {
    throw alreadyLinked();
  }
  // Assumed: the words of both.
  if (user.identities.length >= LINKED_IDENTITIES_MAX) {
    throw new ApiException("LimitExceededException", `A user can be linked to ${LINKED_IDENTITIES_MAX} identities.`);
  }
  const isFixed = schemaOf(pool).some(
    ({ Name: name = "", Mutable: isMutable }) => isMutable === false && user.attributes[name] !== undefined,
  );
  if (isFixed) throw invalidParameter("DestinationUser has immutable attributes, which a linked provider may update.");
  return [
    ...user.identities,
    {
      providerName,
      providerType: SOCIAL.has(providerName) ? providerName : "OIDC",
      userId: subject,
      issuer: null,
      primary: false,
      dateCreated: now,
    },
  ];
};

/**
 * Whom AdminDisableProviderForUser names: a user of the pool by username, or an identity of another provider by subject.
 * @throws InvalidParameterException
 */
export const disabledUser = (
  user: ProviderUser,
): { readonly username: string } | { readonly identity: SourceIdentity; readonly username: string } => {
  const providerName = requireMember(user.ProviderName, "User.ProviderName");
  const subject = requireMember(user.ProviderAttributeValue, "User.ProviderAttributeValue");
  // Assumed: the words.
  if (user.ProviderAttributeName !== SUBJECT) {
    throw invalidParameter(`User.ProviderAttributeName must be ${SUBJECT}.`);
  }
  return providerName === LOCAL_PROVIDER
    ? { username: subject }
    : { username: `${providerName}_${subject}`, identity: { providerName, subject } };
};

/**
 * The identities of the user without one.
 * @throws InvalidParameterException where it is not linked: it is the user's own, or there is none
 */
export const withoutIdentity = (user: User, { providerName, subject }: SourceIdentity): readonly LinkedIdentity[] => {
  const left = user.identities.filter(
    (each) => each.primary || each.providerName !== providerName || each.userId !== subject,
  );
  // Assumed: the words.
  if (left.length === user.identities.length) throw invalidParameter("User is not linked to the identity.");
  return left;
};
