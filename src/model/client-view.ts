/** An app client as the API shows it. */
import type { UserPoolClientDescription, UserPoolClientType } from "../contracts/shapes.ts";
import type { Value } from "../contracts/vocabulary.ts";
import type { Client, ClientSettings } from "./client.ts";

/** Observed: analytics that are named by ARN alone are reported with the role through which the service reaches them. */
const analytics = (
  given: ClientSettings["AnalyticsConfiguration"],
  accountId: string,
): ClientSettings["AnalyticsConfiguration"] =>
  given?.ApplicationArn === undefined
    ? given
    : {
        ...given,
        RoleArn: `arn:aws:iam::${accountId}:role/aws-service-role/cognito-idp.amazonaws.com/AWSServiceRoleForAmazonCognitoIdp`,
      };

/**
 * With its secret, which administrators may read; of two the older.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolClientType.html
 */
export const clientView = (client: Client, accountId: string): Value<typeof UserPoolClientType> => {
  const { ssoValidityMinutes: _ssoValidityMinutes, risk: _risk, ...settings } = client.settings;
  return {
    ...settings,
    AnalyticsConfiguration: analytics(settings.AnalyticsConfiguration, accountId),
    UserPoolId: client.poolId,
    ClientId: client.id,
    ClientName: client.name,
    ClientSecret: client.secrets[0]?.value,
    CreationDate: client.createdAt,
    LastModifiedDate: client.modifiedAt,
  };
};

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserPoolClientDescription.html */
export const clientDescription = (client: Client): Value<typeof UserPoolClientDescription> => ({
  ClientId: client.id,
  UserPoolId: client.poolId,
  ClientName: client.name,
});
