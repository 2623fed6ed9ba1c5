/** A user as the API shows it. */
import type { AttributeListType, MFAOptionListType, UserType } from "../contracts/shapes.ts";
import type { Value } from "../contracts/vocabulary.ts";
import type { Client } from "./client.ts";
import type { User } from "./user.ts";

type AttributeList = Value<typeof AttributeListType>;

/** The linked identities as the attribute `identities` tells them; undefined where there are none. */
export const identitiesText = ({ identities }: User): string | undefined =>
  identities.length === 0
    ? undefined
    : JSON.stringify(
        identities.map(({ userId, providerName, providerType, issuer, primary, dateCreated }) => ({
          userId,
          providerName,
          providerType,
          issuer,
          primary,
          dateCreated,
        })),
      );

/** Every attribute, `sub` first. */
export const attributeList = (user: User): AttributeList => {
  const identities = identitiesText(user);
  return [
    { Name: "sub", Value: user.sub },
    ...(identities === undefined ? [] : [{ Name: "identities", Value: identities }]),
    ...Object.entries(user.attributes).map(([Name, Value]) => ({ Name, Value })),
  ];
};

/**
 * The attributes that the client may read, `sub` first: it always may. Those for developers are never shown to users.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html#user-pool-settings-attribute-permissions-and-scopes
 */
export const readableAttributeList = (user: User, client: Client): AttributeList => {
  const readable = client.settings.ReadAttributes;
  return attributeList(user).filter(
    ({ Name: name }) =>
      name === "sub" || (!name.startsWith("dev:") && (readable === undefined || readable.includes(name))),
  );
};

/** SMS as the API's first years showed it: to those alone who have switched it on in that form. */
export const mfaOptionsView = ({ hasMfaOption }: User): Value<typeof MFAOptionListType> | undefined =>
  hasMfaOption ? [{ DeliveryMedium: "SMS", AttributeName: "phone_number" }] : undefined;

/** The second factors, as AdminGetUser and GetUser show them: nothing where there are none. */
export const mfaView = ({ mfaFactors, preferredMfa }: User) => ({
  UserMFASettingList: mfaFactors.length === 0 ? undefined : mfaFactors,
  PreferredMfaSetting: preferredMfa ?? undefined,
});

/**
 * A user with every attribute, or with those in `shown`.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserType.html
 */
export const userView = (user: User, shown?: ReadonlySet<string>): Value<typeof UserType> => ({
  Username: user.username,
  Attributes: attributeList(user).filter(({ Name }) => shown?.has(Name) ?? true),
  UserCreateDate: user.createdAt,
  UserLastModifiedDate: user.modifiedAt,
  Enabled: user.enabled,
  UserStatus: user.status,
  MFAOptions: mfaOptionsView(user),
});
