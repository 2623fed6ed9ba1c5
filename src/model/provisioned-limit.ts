/**
 * The rate of a category that an administrator has set. It is enforced from the next request on, also where no other
 * rate is.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateProvisionedLimit.html
 */
import { ApiException } from "../contracts/exceptions.ts";
import type { LimitDefinitionType, LimitType } from "../contracts/shapes.ts";
import type { Value } from "../contracts/vocabulary.ts";
import { RATES, type RateCategory } from "./rates.ts";
import { invalidParameter, notFound } from "./refusals.ts";

export interface ProvisionedLimit {
  readonly category: RateCategory;
  /** Requests a second. */
  readonly value: number;
  /** Ascends with every change. */
  readonly version: number;
}

/** @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html#category_operations */
const ADJUSTABLE: ReadonlySet<RateCategory> = new Set([
  "ClientAuthentication",
  "UserAuthentication",
  "UserCreation",
  "UserFederation",
  "UserRead",
  "UserResourceRead",
  "UserToken",
]);

/** Requests a second that a category can be given: beyond what a server can do, so that no operator is held back. */
export const PROVISIONED_LIMIT_MAX = 100_000;

const isCategory = (name: string): name is RateCategory => Object.hasOwn(RATES, name);

/** The category that a request means. Assumed: exceptions and words. @throws InvalidParameterException, ResourceNotFoundException */
export const requestedCategory = ({ Attributes }: Value<typeof LimitDefinitionType>): RateCategory => {
  const { Category: category, ...others } = Attributes;
  if (category === undefined || Object.keys(others).length > 0) {
    throw invalidParameter("A limit of the class API_CATEGORY has one attribute, Category.");
  }
  if (!isCategory(category)) throw notFound(`Category ${category} does not exist.`);
  return category;
};

/**
 * The rate that a request asks for: from the default up to the maximum, of an adjustable category.
 * Assumed: the words, and the exception below the default.
 * @throws InvalidParameterException, ServiceQuotaExceededException
 */
export const requestedLimit = (category: RateCategory, value: number): Pick<ProvisionedLimit, "category" | "value"> => {
  if (!ADJUSTABLE.has(category)) throw invalidParameter(`The limit of the category ${category} cannot be adjusted.`);
  const least = RATES[category];
  if (value < least) throw invalidParameter(`The limit of the category ${category} must be at least ${least}.`);
  if (value > PROVISIONED_LIMIT_MAX) {
    throw new ApiException(
      "ServiceQuotaExceededException",
      `The limit of the category ${category} must be at most ${PROVISIONED_LIMIT_MAX}.`,
    );
  }
  return { category, value };
};

/** The limit as it is shown; the default where none was set, though it is enforced only when rates are on. */
export const limitView = (category: RateCategory, limit: ProvisionedLimit | undefined): Value<typeof LimitType> => ({
  LimitDefinition: { LimitClass: "API_CATEGORY", Attributes: { Category: category } },
  ProvisionedLimitValue: limit?.value ?? RATES[category],
  FreeLimitValue: RATES[category],
});
