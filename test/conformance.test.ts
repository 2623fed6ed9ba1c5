/**
 * Holds the contracts against the SDK: its schemas for operations, members, what is required and what is sensitive, its
 * type files for errors, its signer for callers. Fails when a newer SDK knows an operation, member, value or exception
 * that the contracts lack. Bounds and patterns are not in the SDK.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import * as sdk from "@aws-sdk/client-cognito-identity-provider";
import { MODELLED_EXCEPTIONS } from "../src/contracts/exceptions.ts";
import { contracts, groupOf, isOperation, operationGroups } from "../src/contracts/index.ts";
import * as shapes from "../src/contracts/shapes.ts";
import type { Contract, Shape } from "../src/contracts/vocabulary.ts";

const NAMES = Object.keys(contracts);
const ALL: readonly Contract[] = Object.values(contracts);

/** What `@throws` names besides the operation's own errors. */
const BASE_EXCEPTION = "CognitoIdentityProviderServiceException";

// The SDK writes schemas as numbers, functions that answer with a schema, pairs of a schema and a member's traits, and
// tuples that begin with one of these.
const SIMPLE = 0;
const LIST = 1;
const MAP = 2;
const STRUCTURE = 3;
const OPERATION = 9;
const SENSITIVE = 8;
const LIST_OF = 64;
const MAP_OF = 128;
const KINDS: Readonly<Record<number, readonly Shape["kind"][]>> = {
  0: ["string"],
  1: ["integer", "long", "double"],
  2: ["boolean"],
  4: ["timestamp"],
  15: ["document"],
  21: ["blob"],
};

const isTuple = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isThunk = (value: unknown): value is () => unknown => typeof value === "function";

/** A schema behind its functions and pairs. */
const resolved = (schema: unknown): unknown => {
  if (isThunk(schema)) return resolved(schema());
  if (isTuple(schema) && typeof schema[0] !== "number") return resolved(schema[0]);
  return schema;
};

const isSensitive = (traits: unknown): boolean =>
  typeof traits === "number" ? (traits & SENSITIVE) > 0 : JSON.stringify(traits).includes("sensitive");

interface Tuple {
  readonly kind: number;
  readonly name: string;
  readonly sensitive: boolean;
  readonly rest: readonly unknown[];
}

const readTuple = (schema: unknown): Tuple => {
  assert(isTuple(schema));
  const [kind, , name, traits, ...rest] = schema;
  assert(typeof kind === "number" && typeof name === "string");
  return { kind, name, sensitive: isSensitive(traits), rest };
};

const readMembers = ({ rest }: Tuple) => {
  const [names, schemas, requiredCount = 0] = rest;
  assert(isTuple(names) && isTuple(schemas) && typeof requiredCount === "number");
  return names.map((name, index) => ({
    name: String(name),
    schema: schemas[index],
    required: index < requiredCount,
  }));
};

const kindOf = (shape: Shape): string => shape.kind;
const sensitiveOf = (shape: Shape): boolean => "sensitive" in shape && shape.sensitive;

/**
 * Compares a shape with the SDK's schema, all the way down; answers with the differences.
 * @param hidden whether something around it is sensitive, of which the SDK says no more inside
 */
const compare = (raw: unknown, shape: Shape, path: string, hidden = false): string[] => {
  const schema = resolved(raw);
  if (typeof schema === "number") return compareNumber(schema, shape, path, hidden);
  const tuple = readTuple(schema);
  const differences = tuple.sensitive === sensitiveOf(shape) ? [] : [`${path}: sensitive is ${tuple.sensitive}`];
  return [...differences, ...compareTuple(tuple, shape, path, hidden || tuple.sensitive)];
};

const compareNumber = (schema: number, shape: Shape, path: string, hidden: boolean): string[] => {
  if (!hidden && sensitiveOf(shape)) return [`${path}: sensitive is false`];
  if (schema >= MAP_OF && shape.kind === "map") return compare(schema - MAP_OF, shape.value, `${path}.value`, hidden);
  if (schema >= LIST_OF && schema < MAP_OF && shape.kind === "list") {
    return compare(schema - LIST_OF, shape.element, `${path}.element`, hidden);
  }
  return KINDS[schema]?.includes(shape.kind) ? [] : [`${path}: ${kindOf(shape)} where the SDK has ${schema}`];
};

const compareTuple = (tuple: Tuple, shape: Shape, path: string, hidden: boolean): string[] => {
  const [first, second] = tuple.rest;
  if (tuple.kind === SIMPLE) return compare(first, shape, path, hidden);
  if (tuple.kind === LIST && shape.kind === "list") return compare(first, shape.element, `${path}.element`, hidden);
  if (tuple.kind === MAP && shape.kind === "map") return compare(second, shape.value, `${path}.value`, hidden);
  if (tuple.kind === STRUCTURE && shape.kind === "structure") return compareStructure(tuple, shape, path, hidden);
  return [`${path}: ${kindOf(shape)} where the SDK has ${tuple.name}`];
};

const compareStructure = (
  tuple: Tuple,
  shape: Extract<Shape, { kind: "structure" }>,
  path: string,
  hidden: boolean,
): string[] => {
  const unknown = new Set(Object.keys(shape.members));
  const differences: string[] = [];
  for (const { name, schema, required } of readMembers(tuple)) {
    const at = `${path}.${name}`;
    const member = shape.members[name];
    unknown.delete(name);
    if (member === undefined) {
      differences.push(`${at}: lacking`);
      continue;
    }
    if ((member.required ?? false) !== required) differences.push(`${at}: required is ${required}`);
    differences.push(...compare(schema, member, at, hidden));
  }
  for (const name of unknown) differences.push(`${path}.${name}: the SDK does not know it`);
  return differences;
};

interface SdkOperation {
  readonly name: string;
  readonly input: unknown;
  readonly output: unknown;
}

const operations: readonly SdkOperation[] = Object.entries(sdk).flatMap(([key, value]: [string, unknown]) => {
  if (!key.endsWith("$") || !isTuple(value) || value[0] !== OPERATION) return [];
  const { name, rest } = readTuple(value);
  return [{ name, input: resolved(rest[0]), output: resolved(rest[1]) }];
});

const typesFolder = join(
  dirname(fileURLToPath(import.meta.resolve("@aws-sdk/client-cognito-identity-provider"))),
  "../dist-types/commands",
);

const errorsOf = (name: string): readonly string[] => {
  const text = readFileSync(join(typesFolder, `${name}Command.d.ts`), "utf8");
  const thrown = [...text.matchAll(/@throws \{@link (?<error>\w+)\}/gu)].map(({ groups }) => groups?.["error"] ?? "");
  return [...new Set(thrown)].filter((error) => error !== BASE_EXCEPTION).toSorted();
};

/** Whether every SDK sends the operation without a signature. */
const isUnsigned = (name: string): boolean => {
  const client = new sdk.CognitoIdentityProviderClient({ region: "us-east-1" });
  try {
    const { httpAuthSchemeProvider } = client.config;
    return httpAuthSchemeProvider({ operation: name, region: "us-east-1" }).some(
      ({ schemeId }) => schemeId === "smithy.api#noAuth",
    );
  } finally {
    client.destroy();
  }
};

test("contracts describe the operations of the SDK, no more and no fewer", () => {
  assert.deepEqual(NAMES.toSorted(), operations.map(({ name }) => name).toSorted());
  for (const [key, { name }] of Object.entries(contracts)) assert.equal(key, name);
});

for (const { name, input, output } of operations) {
  test(`${name} has the input, the output and the errors that the SDK knows`, () => {
    assert(isOperation(name), "The contracts lack it.");
    const contract: Contract = contracts[name];
    assert.deepEqual(compare(input, contract.input, "input"), []);
    assert.equal(contract.output === null, output === "unit", "only operations without an output shape have no body");
    if (contract.output !== null) assert.deepEqual(compare(output, contract.output, "output"), []);
    assert.deepEqual(contract.errors.toSorted(), errorsOf(name));
  });
}

test("exactly the 13 operations without an output shape answer with no body at all", () => {
  const silent = ALL.filter(({ output }) => output === null).map(({ name }) => name);
  assert.deepEqual(silent.toSorted(), [
    "AdminAddUserToGroup",
    "AdminDeleteUser",
    "AdminForgetDevice",
    "AdminRemoveUserFromGroup",
    "DeleteGroup",
    "DeleteIdentityProvider",
    "DeleteManagedLoginBranding",
    "DeleteResourceServer",
    "DeleteTerms",
    "DeleteUser",
    "DeleteUserPool",
    "DeleteUserPoolClient",
    "ForgetDevice",
  ]);
});

test("exactly the operations that SDKs send unsigned, and GetClientToken, are open to callers without an access key", () => {
  const open = ALL.filter(({ caller }) => caller !== "administrator").map(({ name }) => name);
  const unsigned = NAMES.filter(isUnsigned);
  assert.equal(unsigned.length, 34);
  assert.deepEqual(open.toSorted(), [...unsigned, "GetClientToken"].toSorted());
});

test("an open operation belongs to a user exactly when it cannot be called without an access token", () => {
  for (const { name, caller, input } of ALL.filter((contract) => contract.caller !== "administrator")) {
    assert.equal(caller, input.members["AccessToken"]?.required ? "user" : "anyone", name);
  }
});

test("groupOf knows every operation, and none stands in two groups", () => {
  const grouped = Object.values(operationGroups).flatMap((group) => Object.keys(group));
  assert.deepEqual(grouped.toSorted(), NAMES.toSorted());
  assert.deepEqual(Object.keys(groupOf).toSorted(), NAMES.toSorted());
  assert.equal(groupOf.AdminResetUserPassword, "passwords");
});

/** Values that the SDK's documentation names and its types do not. */
const DOCUMENTED: Readonly<Record<string, readonly string[]>> = { ExplicitAuthFlowsType: ["ALLOW_CLIENT_TOKEN_AUTH"] };

test("enumerations have the values that the SDK knows", () => {
  const named = new Map<string, unknown>(Object.entries(shapes));
  const sets = Object.entries(sdk).filter(
    ([key, value]: [string, unknown]) =>
      /^[A-Z]\w+$/u.test(key) && typeof value === "object" && value !== null && !Array.isArray(value),
  );
  assert(sets.length > 50);
  for (const [name, values] of sets) {
    const shape = named.get(name);
    assert(typeof shape === "object" && shape !== null && "values" in shape && isTuple(shape.values), name);
    const known = [...Object.values(values).map(String), ...(DOCUMENTED[name] ?? [])];
    assert.deepEqual(shape.values.map(String).toSorted(), known.toSorted(), name);
  }
});

test("MODELLED_EXCEPTIONS are those of the SDK", () => {
  const known = Object.keys(sdk).filter((key) => key.endsWith("Exception") && key !== BASE_EXCEPTION);
  assert.deepEqual(MODELLED_EXCEPTIONS.toSorted(), known.toSorted());
});

/** Sensitive texts that the program handles in clear: they name and describe, and let nobody in. */
const CLEAR = new Set(["UsernameType", "ClientIdType", "AttributeValueType", "SessionIpAddressType"]);

test("every sensitive text but names, attributes and addresses is a secret", () => {
  const clear = Object.entries(shapes).flatMap(([name, shape]) =>
    shape.kind === "string" && shape.sensitive && !shape.secret ? [name] : [],
  );
  assert.deepEqual(new Set(clear), CLEAR);
  assert(shapes.ConfirmationCodeType.secret && !shapes.ConfirmationCodeType.sensitive);
});
