/**
 * The tags of a pool, and the one that means something here: how its passwords are stored.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/tagging.html
 */
import { PASSWORD_SCHEME_TAG, type Pool } from "./pool.ts";
import { invalidParameter } from "./refusals.ts";

export type PoolTags = Readonly<Record<string, string>>;

/** Tags of one pool, at most. */
export const TAGS_PER_POOL = 50;

/** The tags that stay when a request names none: the password scheme is not a request's to forget. */
export const keptTags = (tags: PoolTags | undefined): PoolTags => {
  const scheme = tags?.[PASSWORD_SCHEME_TAG];
  return scheme === undefined ? {} : { [PASSWORD_SCHEME_TAG]: scheme };
};

/** @throws InvalidParameterException */
export const requireTags = (tags: PoolTags | undefined): void => {
  // Assumed: exception and wording.
  if (Object.keys(tags ?? {}).length > TAGS_PER_POOL) {
    throw invalidParameter(`A user pool cannot have more than ${TAGS_PER_POOL} tags.`);
  }
  const scheme = tags?.[PASSWORD_SCHEME_TAG];
  if (scheme !== undefined && scheme !== "argon2id") {
    throw invalidParameter(`The tag ${PASSWORD_SCHEME_TAG} can only be argon2id; leave it out for SRP verifiers.`);
  }
};

/**
 * The scheme of a pool is settled when it is made: verifiers of one scheme are useless to the other, so that a change
 * would lock out its users.
 * @throws InvalidParameterException
 */
export const requireSameScheme = (before: PoolTags | undefined, after: PoolTags | undefined): void => {
  if (before?.[PASSWORD_SCHEME_TAG] === after?.[PASSWORD_SCHEME_TAG]) return;
  throw invalidParameter(
    `The tag ${PASSWORD_SCHEME_TAG} is settled when the user pool is created: send it as it is, or create another user pool.`,
  );
};

/** The pool with other tags; that changes nothing else about it. @throws InvalidParameterException */
export const retagged = (pool: Pool, tags: PoolTags): Pool => {
  requireTags(tags);
  requireSameScheme(pool.settings.UserPoolTags, tags);
  return { ...pool, settings: { ...pool.settings, UserPoolTags: tags } };
};
