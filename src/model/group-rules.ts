/** What groups may not do. */
import { ApiException } from "../contracts/exceptions.ts";
import { GROUPS_PER_USER, type Group } from "./group.ts";
import { invalidParameter } from "./refusals.ts";

/** The pool has a group of this name. */
export const groupExists = () => new ApiException("GroupExistsException", "A group with the name already exists");

/**
 * Whether the user joins `group` anew; false for a member.
 * @throws InvalidParameterException when a user has as many groups as one may have
 */
export const joinsGroup = (groups: readonly Group[], group: Group): boolean => {
  if (groups.some(({ name }) => name === group.name)) return false;
  // Assumed: exception and wording; the operation declares no LimitExceededException.
  if (groups.length >= GROUPS_PER_USER)
    throw invalidParameter(`A user cannot be in more than ${GROUPS_PER_USER} groups.`);
  return true;
};
