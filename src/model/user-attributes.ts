/**
 * The attributes that are submitted for a user, judged against the pool's schema and against who submits them.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
 */
import { schemaOf, type SchemaAttribute } from "./attribute-schema.ts";
import type { Client } from "./client.ts";
import { CONTACTS } from "./code.ts";
import { isEmailAddress, isPhoneNumber } from "./contact-format.ts";
import type { Pool } from "./pool.ts";
import { invalidParameter, notAuthorized } from "./refusals.ts";
import type { User } from "./user.ts";

/** Attributes as a request carries them. A value of no length deletes; where a name repeats, the last one counts. */
export type SubmittedAttributes = readonly { readonly Name: string; readonly Value?: string | undefined }[];

/** Attributes as a user carries them. */
export type AttributeValues = Readonly<Record<string, string>>;

/** Who submits: a user through an app client, or the pool's owner (an administrator, a function). */
export type Writer = { readonly client: Client } | "owner";

/** What the service itself writes; nobody submits it. */
const OWN: ReadonlySet<string> = new Set(["sub", "identities"]);
/** What says that a contact was proven: an end user who could write it would own any address. */
const FLAGS: ReadonlySet<string> = new Set(["email_verified", "phone_number_verified"]);

const nonConforming = (violations: readonly string[]) =>
  invalidParameter(`Attributes did not conform to the schema: ${violations.map((text) => `${text}\n`).join("")}`);
const unauthorizedAttribute = () => notAuthorized("A client attempted to write unauthorized attribute");
const immutable = (name: string) => invalidParameter(`user.${name}: Attribute cannot be updated.`);

const TRUE_OR_FALSE = /^(?:true|false)$/i;
const NUMBER = /^-?\d{1,32}(?:\.\d{1,32})?$/;
/** Assumed: ISO 8601 in UTC or with an offset, or seconds since the epoch. */
const MOMENT = /^(?:\d{1,13}|\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?)$/;

const numberViolation = (value: string, attribute: SchemaAttribute): string | undefined => {
  if (!NUMBER.test(value)) return "Value is not a number";
  const { MinValue: min, MaxValue: max } = attribute.NumberAttributeConstraints ?? {};
  if (min !== undefined && Number(value) < Number(min)) return `Number must be no less than ${min}`;
  if (max !== undefined && Number(value) > Number(max)) return `Number must be no greater than ${max}`;
  return undefined;
};

const textViolation = (value: string, attribute: SchemaAttribute): string | undefined => {
  const { MinLength: min, MaxLength: max } = attribute.StringAttributeConstraints ?? {};
  if (min !== undefined && value.length < Number(min)) return `String must be no shorter than ${min} characters`;
  if (max !== undefined && value.length > Number(max)) return `String must be no longer than ${max} characters`;
  return undefined;
};

const momentViolation = (value: string): string | undefined =>
  MOMENT.test(value) && (/^\d+$/.test(value) || !Number.isNaN(Date.parse(value)))
    ? undefined
    : "Value is not a date and time";

/** What is wrong with a value of each type. Assumed: the wording. */
const violationOf: Readonly<
  Record<
    NonNullable<SchemaAttribute["AttributeDataType"]>,
    (value: string, attribute: SchemaAttribute) => string | undefined
  >
> = {
  String: textViolation,
  Number: numberViolation,
  DateTime: momentViolation,
  Boolean: (value) => (TRUE_OR_FALSE.test(value) ? undefined : "Value is not a boolean"),
};

/** Observed: a flag is true whatever its case. It is kept in lower case, as functions and tokens see it. */
const keptForm = (value: string, attribute: SchemaAttribute): string =>
  attribute.AttributeDataType === "Boolean" ? value.toLowerCase() : value;

/** The last value of each name. @throws InvalidParameterException for a name without a value */
const valuesOf = (submitted: SubmittedAttributes): Map<string, string> => {
  const values = new Map<string, string>();
  for (const { Name, Value } of submitted) {
    if (Value === undefined) throw invalidParameter(`Attribute value for ${Name} must not be null`);
    values.set(Name, Value);
  }
  return values;
};

const schemaByName = (pool: Pool): ReadonlyMap<string, SchemaAttribute> =>
  new Map(schemaOf(pool).map((attribute) => [attribute.Name ?? "", attribute]));

/** An end user writes what the client may write; the service's own words, flags and `dev:` attributes never. @throws NotAuthorizedException */
const requireWritable = (writer: Writer, name: string): void => {
  if (writer === "owner") return;
  const writable = writer.client.settings.WriteAttributes;
  const isBarred = OWN.has(name) || FLAGS.has(name) || name.startsWith("dev:");
  if (isBarred || (writable !== undefined && !writable.includes(name))) throw unauthorizedAttribute();
};

/** The values to keep, each judged by its attribute; empty ones stay empty. @throws InvalidParameterException */
const conforming = (values: ReadonlyMap<string, string>, schema: ReadonlyMap<string, SchemaAttribute>) => {
  const kept = new Map<string, string>();
  const violations: string[] = [];
  for (const [name, value] of values) {
    const attribute = schema.get(name) ?? {};
    if (value !== "" && name === "email" && !isEmailAddress(value)) {
      throw invalidParameter("Invalid email address format.");
    }
    if (value !== "" && name === "phone_number" && !isPhoneNumber(value)) {
      throw invalidParameter("Invalid phone number format.");
    }
    const violation = value === "" ? undefined : violationOf[attribute.AttributeDataType ?? "String"](value, attribute);
    if (violation !== undefined) violations.push(`${name}: ${violation}`);
    kept.set(name, keptForm(value, attribute));
  }
  if (violations.length > 0) throw nonConforming(violations);
  return kept;
};

/** No attribute is empty. */
const settled = (values: ReadonlyMap<string, string>): AttributeValues =>
  Object.fromEntries([...values].filter(([, value]) => value !== ""));

/** No flag stands without its address: it would count for the next one. */
export const withoutStrayFlags = (attributes: AttributeValues): AttributeValues =>
  Object.fromEntries(
    Object.entries(attributes).filter(
      ([name]) => !CONTACTS.some((contact) => name === `${contact}_verified` && attributes[contact] === undefined),
    ),
  );

/**
 * The attributes of a new user. An immutable attribute is written now or never.
 * @throws InvalidParameterException, NotAuthorizedException
 */
export const newAttributes = (pool: Pool, submitted: SubmittedAttributes, writer: Writer): AttributeValues => {
  const schema = schemaByName(pool);
  const values = valuesOf(submitted);
  for (const name of values.keys()) {
    if (!schema.has(name) && !OWN.has(name)) {
      throw nonConforming([`Type for attribute {${name}} could not be determined`]);
    }
    requireWritable(writer, name);
    if (OWN.has(name)) throw immutable(name);
  }
  return settled(conforming(values, schema));
};

/**
 * Whoever signs up fills in what the pool requires; whom an administrator creates is asked at the first sign-in.
 * @throws InvalidParameterException
 */
export const requireRequiredAttributes = (pool: Pool, attributes: AttributeValues): void => {
  const missing = schemaOf(pool).flatMap(({ Name: name = "", Required: isRequired }) =>
    isRequired && !OWN.has(name) && attributes[name] === undefined ? [`${name}: The attribute is required`] : [],
  );
  if (missing.length > 0) throw nonConforming(missing);
};

/** A user whose names are addresses keeps one of them. */
const isLastUsernameAttribute = (pool: Pool, name: string, left: ReadonlyMap<string, string>): boolean => {
  const usernameAttributes: readonly string[] = pool.settings.UsernameAttributes ?? [];
  return usernameAttributes.includes(name) && !usernameAttributes.some((each) => (left.get(each) ?? "") !== "");
};

/**
 * The attributes of a user after an update. An address that changes is no longer verified, unless the pool's owner says
 * so in the same breath: stops a proof of one address from standing for another.
 * @throws InvalidParameterException, NotAuthorizedException
 */
export const changedAttributes = (
  pool: Pool,
  user: User,
  submitted: SubmittedAttributes,
  writer: Writer,
): AttributeValues => {
  const schema = schemaByName(pool);
  const values = valuesOf(submitted);
  for (const name of values.keys()) {
    const attribute = schema.get(name);
    if (attribute === undefined && !OWN.has(name)) {
      throw invalidParameter(`${name}: Attribute does not exist in the schema.`);
    }
    requireWritable(writer, name);
    if (OWN.has(name) || attribute?.Mutable === false) throw immutable(name);
  }
  const changes = conforming(values, schema);
  const after = new Map([...Object.entries(user.attributes), ...changes]);
  for (const [name, value] of changes) {
    if (value !== "") continue;
    if (schema.get(name)?.Required === true || isLastUsernameAttribute(pool, name, after)) {
      throw invalidParameter(`Invalid user attributes: ${name}: Required attribute cannot be deleted.`);
    }
  }
  for (const contact of CONTACTS) {
    const isChanged = changes.has(contact) && changes.get(contact) !== user.attributes[contact];
    if (isChanged && !changes.has(`${contact}_verified`)) after.set(`${contact}_verified`, "false");
  }
  return withoutStrayFlags(settled(after));
};
