/**
 * The attributes that the users of a pool may have: twenty standard ones, and those that the pool defines.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
 */
import type { SchemaAttributeType } from "../contracts/shapes.ts";
import type { Value } from "../contracts/vocabulary.ts";
import type { Pool } from "./pool.ts";
import { invalidParameter } from "./refusals.ts";

export type SchemaAttribute = Value<typeof SchemaAttributeType>;

const text = (name: string, min: string, max: string): SchemaAttribute => ({
  Name: name,
  AttributeDataType: "String",
  DeveloperOnlyAttribute: false,
  Mutable: true,
  Required: false,
  StringAttributeConstraints: { MinLength: min, MaxLength: max },
});
const flag = (name: string): SchemaAttribute => ({
  Name: name,
  AttributeDataType: "Boolean",
  DeveloperOnlyAttribute: false,
  Mutable: true,
  Required: false,
});

/** The attributes that every pool has, in the order in which DescribeUserPool gives them. */
export const standardAttributes: readonly SchemaAttribute[] = [
  { ...text("sub", "1", "2048"), Mutable: false, Required: true },
  text("name", "0", "2048"),
  text("given_name", "0", "2048"),
  text("family_name", "0", "2048"),
  text("middle_name", "0", "2048"),
  text("nickname", "0", "2048"),
  text("preferred_username", "0", "2048"),
  text("profile", "0", "2048"),
  text("picture", "0", "2048"),
  text("website", "0", "2048"),
  text("email", "0", "2048"),
  flag("email_verified"),
  text("gender", "0", "2048"),
  text("birthdate", "10", "10"),
  text("zoneinfo", "0", "2048"),
  text("locale", "0", "2048"),
  text("phone_number", "0", "2048"),
  flag("phone_number_verified"),
  text("address", "0", "2048"),
  {
    Name: "updated_at",
    AttributeDataType: "Number",
    DeveloperOnlyAttribute: false,
    Mutable: true,
    Required: false,
    NumberAttributeConstraints: { MinValue: "0" },
  },
];

const STANDARD_BY_NAME: ReadonlyMap<string | undefined, SchemaAttribute> = new Map(
  standardAttributes.map((attribute) => [attribute.Name, attribute]),
);

/** Characters of a text attribute, at most. */
const TEXT_MAX_LENGTH = 2048;

/** The attributes of the pool by the names that users carry them under (`email`, `custom:x`, `dev:custom:x`), in order. */
export const schemaOf = (pool: Pool): readonly SchemaAttribute[] =>
  pool.settings.SchemaAttributes ?? standardAttributes;

/** A bound as a number; undefined where there is none. @throws InvalidParameterException */
const boundOf = (name: string, member: string, bound: string | undefined): number | undefined => {
  if (bound === undefined) return undefined;
  // Assumed: the wording.
  if (!/^-?\d{1,16}$/.test(bound)) throw invalidParameter(`user.${name}: ${member} must be a whole number.`);
  return Number(bound);
};

interface Wording {
  readonly length: string;
  readonly value: string;
}

/** @throws InvalidParameterException */
const requireBounds = (name: string, attribute: SchemaAttribute, wording: Wording): void => {
  const { StringAttributeConstraints: lengths, NumberAttributeConstraints: values } = attribute;
  const minLength = boundOf(name, "MinLength", lengths?.MinLength) ?? 0;
  const maxLength = boundOf(name, "MaxLength", lengths?.MaxLength) ?? TEXT_MAX_LENGTH;
  if (minLength > TEXT_MAX_LENGTH || maxLength > TEXT_MAX_LENGTH) {
    throw invalidParameter(`user.${name}: String attributes cannot have a length of more than ${TEXT_MAX_LENGTH}`);
  }
  if (minLength > maxLength) throw invalidParameter(wording.length);
  const minValue = boundOf(name, "MinValue", values?.MinValue);
  const maxValue = boundOf(name, "MaxValue", values?.MaxValue);
  if (minValue !== undefined && maxValue !== undefined && minValue > maxValue) throw invalidParameter(wording.value);
};

/** A standard attribute as the pool wants it: its type is fixed, what is not said stays as it is. */
const standardAttribute = (standard: SchemaAttribute, given: SchemaAttribute): SchemaAttribute => {
  const name = standard.Name ?? "";
  const isRetyped = given.AttributeDataType !== undefined && given.AttributeDataType !== standard.AttributeDataType;
  if (isRetyped || given.DeveloperOnlyAttribute === true) {
    throw invalidParameter(
      `You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute ${name}`,
    );
  }
  // Assumed: a schema that names `sub` changes nothing about it.
  if (name === "sub") return standard;
  const attribute: SchemaAttribute = {
    ...standard,
    Mutable: given.Mutable ?? standard.Mutable,
    Required: given.Required ?? standard.Required,
    ...(standard.StringAttributeConstraints && {
      StringAttributeConstraints: { ...standard.StringAttributeConstraints, ...given.StringAttributeConstraints },
    }),
    ...(standard.NumberAttributeConstraints && {
      NumberAttributeConstraints: { ...standard.NumberAttributeConstraints, ...given.NumberAttributeConstraints },
    }),
  };
  requireBounds(name, attribute, {
    length: `user.${name}: Max length cannot be less than min length.`,
    value: `user.${name}: Max value cannot be less than min value.`,
  });
  return attribute;
};

/** The name by which users carry a custom attribute. */
export const customAttributeName = (name: string, isDeveloperOnly: boolean): string =>
  isDeveloperOnly ? `dev:custom:${name}` : `custom:${name}`;

/**
 * A custom attribute as the pool keeps it; constraints of another type are dropped. Its name is given without `custom:`.
 * @throws InvalidParameterException
 */
export const customAttribute = (given: SchemaAttribute): SchemaAttribute => {
  const { Name: short, AttributeDataType: type } = given;
  // Assumed: the wording, which is that of any member that must be present.
  if (short === undefined) {
    throw invalidParameter(
      "1 validation error detected: Value at 'name' failed to satisfy constraint: Member must not be null",
    );
  }
  if (given.Required === true) throw invalidParameter("Required custom attributes are not supported currently.");
  if (type === undefined) {
    throw invalidParameter("Invalid AttributeDataType input, consider using the provided AttributeDataType enum.");
  }
  const attribute: SchemaAttribute = {
    Name: customAttributeName(short, given.DeveloperOnlyAttribute === true),
    AttributeDataType: type,
    DeveloperOnlyAttribute: given.DeveloperOnlyAttribute ?? false,
    Mutable: given.Mutable ?? true,
    Required: false,
    ...(type === "String" && { StringAttributeConstraints: given.StringAttributeConstraints ?? {} }),
    ...(type === "Number" && { NumberAttributeConstraints: given.NumberAttributeConstraints ?? {} }),
  };
  requireBounds(`custom:${short}`, attribute, {
    length: `Attribute custom:${short} cannot have a max length shorter than it's min length`,
    value: `Attribute custom:${short} cannot have a max value smaller than it's min value`,
  });
  return attribute;
};

/**
 * The schema of a new pool: the standard attributes, changed where `given` names them, then the custom ones as given.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SchemaAttributeType.html
 * @throws InvalidParameterException
 */
export const createSchema = (given: readonly SchemaAttribute[] = []): readonly SchemaAttribute[] => {
  const changes = new Map<string, SchemaAttribute>();
  const customs = new Map<string, SchemaAttribute>();
  for (const attribute of given) {
    const name = attribute.Name ?? "";
    const standard = STANDARD_BY_NAME.get(name);
    const [kept, label, made] = standard
      ? // Assumed: the wording for standard attributes follows that for custom ones.
        [changes, `standard attribute names ${name}`, standardAttribute(standard, attribute)]
      : [customs, `custom attribute names custom:${name}`, customAttribute(attribute)];
    if (kept.has(name)) throw invalidParameter(`Duplicate ${label} are not allowed in a user pool schema.`);
    kept.set(name, made);
  }
  return [...standardAttributes.map((standard) => changes.get(standard.Name ?? "") ?? standard), ...customs.values()];
};

/** Custom attributes that a pool may have. @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html */
const CUSTOM_ATTRIBUTES_MAX = 50;

/** A custom attribute's name without what says who it is for. */
const shortName = (name: string): string => name.replace(/^(?:dev:)?custom:/, "");

/**
 * The schema of the pool with more custom attributes. One name is one attribute, for developers or not.
 * @throws InvalidParameterException
 */
export const extendedSchema = (pool: Pool, given: readonly SchemaAttribute[]): readonly SchemaAttribute[] => {
  const schema = [...schemaOf(pool)];
  const customs = new Map(
    schema.flatMap(({ Name: name = "" }) => (STANDARD_BY_NAME.has(name) ? [] : [[shortName(name), name] as const])),
  );
  for (const each of given) {
    const attribute = customAttribute(each);
    const short = each.Name ?? "";
    const existing = customs.get(short);
    if (existing !== undefined) {
      throw invalidParameter(`custom:${short}: Existing attribute already has name ${existing}.`);
    }
    customs.set(short, attribute.Name ?? "");
    schema.push(attribute);
  }
  // Assumed: the wording.
  if (customs.size > CUSTOM_ATTRIBUTES_MAX) {
    throw invalidParameter(`A user pool cannot have more than ${CUSTOM_ATTRIBUTES_MAX} custom attributes.`);
  }
  return schema;
};
