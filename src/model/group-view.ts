/** A group as the API shows it; what is not set is left out. */
import type { GroupType } from "../contracts/shapes.ts";
import type { Value } from "../contracts/vocabulary.ts";
import type { Group } from "./group.ts";

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GroupType.html */
export const groupView = (group: Group): Value<typeof GroupType> => ({
  GroupName: group.name,
  UserPoolId: group.poolId,
  Description: group.description ?? undefined,
  RoleArn: group.roleArn ?? undefined,
  Precedence: group.precedence ?? undefined,
  CreationDate: group.createdAt,
  LastModifiedDate: group.modifiedAt,
});
