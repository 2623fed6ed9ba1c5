/**
 * The names of a pool's authentication context class references: what an `acr` claim may say.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AcrLevelConfigType.html
 */
import type { PoolSettings } from "./pool.ts";
import { invalidParameter } from "./refusals.ts";

type AcrLevels = NonNullable<PoolSettings["AcrConfiguration"]>;

const DEFAULT_NAMES: Readonly<Record<string, string>> = {
  Level1: "urn:cognito:loa:1",
  Level2: "urn:cognito:loa:2",
  Level3: "urn:cognito:loa:3",
  Level4: "urn:cognito:loa:4",
};

/** What a URI may hold. @see https://datatracker.ietf.org/doc/html/rfc3986#section-2 */
const URI_CHARACTERS = /^(?:[A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+$/;

/**
 * The names of all levels: those that a request gives, and the defaults of the others. Undefined where it gives none.
 * Assumed: a pool that never named a level shows none.
 */
export const effectiveAcrLevels = (given: AcrLevels | undefined): AcrLevels | undefined => {
  if (given === undefined || Object.keys(given).length === 0) return undefined;
  const defaults = Object.entries(DEFAULT_NAMES).map(([level, AcrValue]) => [level, { AcrValue }] as const);
  return { ...Object.fromEntries(defaults), ...given };
};

/** Whether a level has a name of its own. */
export const namesAcrLevels = ({ AcrConfiguration }: Pick<PoolSettings, "AcrConfiguration">): boolean =>
  Object.entries(AcrConfiguration ?? {}).some(([level, { AcrValue }]) => AcrValue !== DEFAULT_NAMES[level]);

/** Assumed: the words. @throws InvalidParameterException where two levels have one name, or a name is no URI */
export const requireAcrRules = ({ AcrConfiguration }: Pick<PoolSettings, "AcrConfiguration">): void => {
  const names = Object.values(AcrConfiguration ?? {}).map(({ AcrValue }) => AcrValue);
  const wrong = names.find((name) => !URI_CHARACTERS.test(name));
  if (wrong !== undefined) throw invalidParameter(`The ACR value ${wrong} is not a valid URI.`);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) throw invalidParameter(`The ACR value ${repeated} names more than one level.`);
};
