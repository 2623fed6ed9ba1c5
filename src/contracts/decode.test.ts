import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "fast-check";
import { compilePattern } from "./constraints.ts";
import { decode, DOCUMENT_DEPTH } from "./decode.ts";
import { encode } from "./encode.ts";
import { ApiException } from "./exceptions.ts";
import {
  AddCustomAttributes,
  AdminCreateUser,
  AdminInitiateAuth,
  AdminResetUserPassword,
  AdminSetUserPassword,
  ConfirmForgotPassword,
  contracts,
  CreateManagedLoginBranding,
  CreateUserPool,
  CreateUserPoolClient,
  ListUsers,
  SignUp,
  TagResource,
} from "./index.ts";
import { Secret } from "./secret.ts";
import { EmailAddressType, EmailVerificationMessageByLinkType, EmailVerificationMessageType } from "./shapes.ts";
import { ECHOED_CHARACTERS, VIOLATIONS_TOLD } from "./violations.ts";
import {
  blob,
  boolean,
  type Contract,
  document,
  double,
  integer,
  list,
  long,
  map,
  operation,
  required,
  secret,
  string,
  structure,
  timestamp,
} from "./vocabulary.ts";

const POOL = "us-east-1_Abc";
const PATTERN_OF_NAMES = String.raw`[\p{L}\p{M}\p{S}\p{N}\p{P}]+`;

const refusal = (contract: Contract, json: unknown): { name: string; message: string; told: boolean } => {
  try {
    decode(contract, json);
  } catch (error) {
    assert(error instanceof ApiException);
    return { name: error.name, message: error.message, told: error.told };
  }
  throw new Error("The input was accepted.");
};

const violations = (contract: Contract, json: unknown): string => {
  const { name, message } = refusal(contract, json);
  assert.equal(name, "InvalidParameterException");
  return message;
};

const typeRefusal = (contract: Contract, json: unknown): string => {
  const { name, message } = refusal(contract, json);
  assert.equal(name, "SerializationException");
  return message;
};

const nested = (levels: number): unknown => JSON.parse("[".repeat(levels) + "]".repeat(levels));
const limited = (Limit: number) => violations(ListUsers, { UserPoolId: POOL, Limit });
const withPassword = (Password: string) => ({ UserPoolId: POOL, Username: "ada", Password });

const everything = operation({
  name: "Everything",
  caller: "anyone",
  input: structure({
    Text: string(),
    Hidden: secret(),
    Whole: integer(),
    Long: long(),
    Fraction: double(),
    Flag: boolean(),
    Moment: timestamp(),
    Bytes: blob({ max: 8 }),
    Anything: document(),
    Names: list(string({ max: 3 }), { max: 3 }),
    Labels: map(string({ max: 3 }), string({ max: 3 }), { max: 3 }),
    Parts: list(structure({ Name: required(string({ max: 3 })) }), { max: 3 }),
    ByKey: map(string(), structure({ Name: required(string({ max: 3 })) })),
  }),
  output: structure({}),
  errors: [],
});

test("decode answers with the members of the contract and leaves out what it does not know", () => {
  assert.deepEqual(decode(ListUsers, { UserPoolId: POOL, Limit: 5, Nonsense: { deep: [1] } }), {
    UserPoolId: POOL,
    Limit: 5,
  });
});

test("decode takes null for absent, among members, elements and entries", () => {
  const json = { Text: null, Names: ["a", null, "b"], Labels: { a: null, b: "c" } };
  const { Text, Names, Labels } = decode(everything, json);
  assert.equal(Text, undefined);
  assert.deepEqual(Names, ["a", "b"]);
  assert.deepEqual({ ...Labels }, { b: "c" });
});

test("decode wraps passwords, codes, tokens and the values of sign-in parameters in Secret", () => {
  const { Password } = decode(AdminSetUserPassword, { UserPoolId: POOL, Username: "ada", Password: "A 1!" });
  assert.equal(Password.reveal(), "A 1!");
  const { AuthParameters } = decode(AdminInitiateAuth, {
    UserPoolId: POOL,
    ClientId: "c1",
    AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME: "ada", PASSWORD: "p" },
  });
  assert.equal(AuthParameters?.["PASSWORD"]?.reveal(), "p");
  assert.equal(JSON.stringify(AuthParameters), '{"USERNAME":"[secret]","PASSWORD":"[secret]"}');
});

test("decode reads moments as milliseconds and blobs as bytes", () => {
  const { Moment, Bytes } = decode(everything, { Moment: 1470957431.965, Bytes: "AQID" });
  assert.equal(Moment, 1_470_957_431_965);
  assert.deepEqual(Buffer.from(Bytes ?? []), Buffer.from([1, 2, 3]));
});

test("decode takes __proto__ and constructor for keys like any other", () => {
  const json: unknown = JSON.parse(
    `{"__proto__":{"Limit":7},"constructor":1,"Labels":{"__proto__":"x"},"Text":"t","toString":{}}`,
  );
  assert.throws(() => decode(everything, json), { name: "InvalidParameterException" });
  const wide = operation({ ...everything, input: structure({ Labels: map(string(), string()) }), caller: "anyone" });
  const { Labels } = decode(wide, json);
  assert.deepEqual(Object.keys(Labels ?? {}), ["__proto__"]);
  assert.equal(Labels?.["__proto__"], "x");
  assert.equal(Labels?.["constructor"], undefined);
  assert.equal(Object.hasOwn(Object.prototype, "Limit"), false);
});

test("decode never reads a member that the body inherits", () => {
  const json = Object.create({ UserPoolId: POOL });
  assert.match(violations(ListUsers, json), /'userPoolId'/);
});

test("decode refuses a body that is not an object without a message", () => {
  for (const body of [null, undefined, 1, "x", true, [], [{}]]) {
    assert.deepEqual(refusal(ListUsers, body), { name: "SerializationException", message: "", told: false });
  }
});

for (const { json, message } of [
  { json: { Text: 1 }, message: "NUMBER_VALUE cannot be converted to String" },
  { json: { Text: 1.5 }, message: "DECIMAL_VALUE cannot be converted to String" },
  { json: { Text: true }, message: "TRUE_VALUE cannot be converted to String" },
  { json: { Text: false }, message: "FALSE_VALUE cannot be converted to String" },
  { json: { Text: {} }, message: "Start of structure or map found where not expected" },
  { json: { Text: [] }, message: "Start of list found where not expected" },
  { json: { Hidden: 1 }, message: "NUMBER_VALUE cannot be converted to String" },
  { json: { Whole: "1" }, message: "STRING_VALUE cannot be converted to Integer" },
  { json: { Whole: 1.5 }, message: "DECIMAL_VALUE cannot be converted to Integer" },
  { json: { Whole: 2 ** 31 }, message: "NUMBER_VALUE cannot be converted to Integer" },
  { json: { Whole: [] }, message: "Start of list found where not expected" },
  { json: { Long: 2 ** 53 }, message: "NUMBER_VALUE cannot be converted to Long" },
  { json: { Fraction: "1" }, message: "STRING_VALUE cannot be converted to Double" },
  { json: { Fraction: Infinity }, message: "DECIMAL_VALUE cannot be converted to Double" },
  { json: { Flag: "true" }, message: "STRING_VALUE cannot be converted to Boolean" },
  { json: { Flag: 1 }, message: "NUMBER_VALUE cannot be converted to Boolean" },
  { json: { Moment: "2026-01-01" }, message: "STRING_VALUE cannot be converted to Date" },
  { json: { Moment: 1e300 }, message: "NUMBER_VALUE cannot be converted to Date" },
  { json: { Bytes: "!" }, message: "STRING_VALUE cannot be converted to Blob" },
  { json: { Bytes: "AQI" }, message: "STRING_VALUE cannot be converted to Blob" },
  { json: { Names: "x" }, message: "Unexpected field type" },
  { json: { Names: {} }, message: "Start of structure or map found where not expected" },
  { json: { Names: [1] }, message: "NUMBER_VALUE cannot be converted to String" },
  { json: { Labels: 1 }, message: "Unexpected field type" },
  { json: { Labels: [] }, message: "Start of list found where not expected" },
  { json: { Labels: { a: {} } }, message: "Start of structure or map found where not expected" },
  { json: { Parts: ["x"] }, message: "Unexpected field type" },
  { json: { Parts: [[]] }, message: "Start of list found where not expected" },
]) {
  test(`decode refuses ${JSON.stringify(json)} in the words of the framework`, () => {
    assert.equal(typeRefusal(everything, json), message);
  });
}

test("decode refuses half a surrogate pair, which UTF-8 would make equal to every other half", () => {
  const halves = [{ Text: "a\uD800" }, { Hidden: "\uDC00" }, { Names: ["\uDFFF"] }, { Labels: { "\uD83D": "x" } }];
  for (const json of halves) {
    assert.deepEqual(refusal(everything, json), { name: "SerializationException", message: "", told: false });
  }
  assert.equal(decode(everything, { Text: "\uD83D\uDE00" }).Text, "😀");
});

test("decode refuses a wrong type before any violated constraint", () => {
  assert.equal(
    typeRefusal(ListUsers, { UserPoolId: "", Limit: "many" }),
    "STRING_VALUE cannot be converted to Integer",
  );
});

test("decode refuses documents deeper than their bound, however deep", () => {
  assert.deepEqual(decode(everything, { Anything: nested(DOCUMENT_DEPTH) }).Anything, nested(DOCUMENT_DEPTH));
  assert.match(typeRefusal(everything, { Anything: nested(DOCUMENT_DEPTH + 1) }), /^Start of list/);
  assert.match(typeRefusal(everything, { Anything: nested(200_000) }), /^Start of list/);
});

test("decode tells a missing member", () => {
  assert.equal(
    violations(ListUsers, {}),
    "1 validation error detected: Value at 'userPoolId' failed to satisfy constraint: Member must not be null",
  );
});

test("decode repeats a value that broke a pattern", () => {
  assert.equal(
    violations(ListUsers, { UserPoolId: "bad" }),
    String.raw`1 validation error detected: Value 'bad' at 'userPoolId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w-]+_[0-9a-zA-Z]+`,
  );
});

test("decode tells the greatest and the least of a number", () => {
  assert.equal(
    limited(61),
    "1 validation error detected: Value '61' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 60",
  );
  assert.equal(
    limited(-1),
    "1 validation error detected: Value '-1' at 'limit' failed to satisfy constraint: Member must have value greater than or equal to 0",
  );
});

test("decode leaves out sensitive values, and tells the pattern before the lengths", () => {
  assert.equal(
    violations(AdminResetUserPassword, { UserPoolId: POOL, Username: "" }),
    `2 validation errors detected: Value at 'username' failed to satisfy constraint: Member must satisfy regular expression pattern: ${PATTERN_OF_NAMES}; Value at 'username' failed to satisfy constraint: Member must have length greater than or equal to 1`,
  );
  assert.equal(
    violations(AdminResetUserPassword, { UserPoolId: POOL, Username: "x".repeat(129) }),
    "1 validation error detected: Value at 'username' failed to satisfy constraint: Member must have length less than or equal to 128",
  );
});

test("decode counts lengths in UTF-16 units", () => {
  const { Username } = decode(AdminResetUserPassword, { UserPoolId: POOL, Username: "😀".repeat(64) });
  assert.equal(Username.length, 128);
  assert.match(violations(AdminResetUserPassword, { UserPoolId: POOL, Username: "😀".repeat(65) }), /128$/);
});

test("decode never repeats a password, a secret hash or what a sensitive structure or map holds", () => {
  const message = violations(SignUp, {
    ClientId: "hunter2!",
    SecretHash: "hunter2!",
    Username: "hunter2 hunter2",
    Password: " hunter2",
    UserContextData: { IpAddress: `hunter2${"x".repeat(131_072)}` },
    UserAttributes: [{ Name: "email", Value: `hunter2${"x".repeat(2_048)}` }],
  });
  assert.doesNotMatch(message, /hunter2/);
  assert.match(message, /^6 validation errors detected: Value at 'clientId' /);
  assert.doesNotMatch(
    violations(AdminInitiateAuth, {
      UserPoolId: POOL,
      ClientId: "c",
      AuthFlow: "CUSTOM_AUTH",
      AuthParameters: { PASSWORD: `hunter2${"x".repeat(131_072)}` },
    }),
    /hunter2/,
  );
});

test("decode repeats a confirmation code, as Amazon does, and wraps it all the same", () => {
  const input = { ClientId: "c", Username: "ada", Password: "Abc1234!" };
  assert.equal(
    violations(ConfirmForgotPassword, { ...input, ConfirmationCode: "12 34" }),
    String.raw`1 validation error detected: Value '12 34' at 'confirmationCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [\S]+`,
  );
  assert(decode(ConfirmForgotPassword, { ...input, ConfirmationCode: "123456" }).ConfirmationCode instanceof Secret);
});

test("decode takes spaces inside a password and refuses them around it, printing the model's pattern", () => {
  for (const password of ["a", "correct horse battery", "a  b", "日　本", "\u00A0x"]) {
    assert.equal(decode(AdminSetUserPassword, withPassword(password)).Password.reveal(), password);
  }
  for (const password of ["", " ", " a", "a ", "a\tb", "a\nb"]) {
    assert.equal(
      violations(AdminSetUserPassword, withPassword(password)),
      String.raw`1 validation error detected: Value at 'password' failed to satisfy constraint: Member must satisfy regular expression pattern: [\S]+`,
    );
  }
});

test("decode tells the permitted values", () => {
  assert.equal(
    violations(AdminCreateUser, { UserPoolId: POOL, Username: "ada", MessageAction: "SHOUT" }),
    "1 validation error detected: Value 'SHOUT' at 'messageAction' failed to satisfy constraint: Member must satisfy enum value set: [RESEND, SUPPRESS]",
  );
});

test("decode tells the elements of a scalar list as one, with all their rules", () => {
  const longUrl = "x".repeat(1_025);
  assert.equal(
    violations(CreateUserPoolClient, { UserPoolId: POOL, ClientName: "c", CallbackURLs: ["a", ""] }),
    String.raw`1 validation error detected: Value '[a, ]' at 'callbackURLs' failed to satisfy constraint: Member must satisfy constraint: [Member must have length less than or equal to 1024, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [\p{L}\p{M}\p{S}\p{N}\p{P}]+]`,
  );
  assert.equal(
    violations(CreateUserPoolClient, { UserPoolId: POOL, ClientName: "c", CallbackURLs: [longUrl] }).includes(longUrl),
    false,
  );
  assert.equal(
    violations(AdminCreateUser, { UserPoolId: POOL, Username: "ada", DesiredDeliveryMediums: ["FAX"] }),
    "1 validation error detected: Value '[FAX]' at 'desiredDeliveryMediums' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [SMS, EMAIL]]",
  );
});

test("decode numbers the elements of a list of structures from one, and joins paths with dots", () => {
  const input = { UserPoolId: POOL, Username: "ada" };
  assert.equal(
    violations(AdminCreateUser, {
      ...input,
      UserAttributes: [{ Name: "email" }, { Name: "name", Value: "x".repeat(2_049) }, {}],
    }),
    "2 validation errors detected: Value at 'userAttributes.2.member.value' failed to satisfy constraint: Member must have length less than or equal to 2048; Value at 'userAttributes.3.member.name' failed to satisfy constraint: Member must not be null",
  );
  assert.match(
    violations(CreateUserPool, {
      PoolName: "p",
      AdminCreateUserConfig: { InviteMessageTemplate: { SMSMessage: "x" } },
    }),
    /Value 'x' at 'adminCreateUserConfig\.inviteMessageTemplate\.sMSMessage' failed/,
  );
});

test("decode tells the size of a list, and repeats no structures", () => {
  assert.equal(
    violations(AddCustomAttributes, { UserPoolId: POOL, CustomAttributes: [] }),
    "1 validation error detected: Value at 'customAttributes' failed to satisfy constraint: Member must have length greater than or equal to 1",
  );
  assert.equal(
    violations(everything, { Names: ["a", "b", "c", "d"] }),
    "1 validation error detected: Value '[a, b, c, d]' at 'names' failed to satisfy constraint: Member must have length less than or equal to 3",
  );
});

test("decode tells the keys and the values of a map as one", () => {
  const ResourceArn = `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${POOL}`;
  assert.equal(
    violations(TagResource, { ResourceArn, Tags: { "": "b" } }),
    "1 validation error detected: Value '{=b}' at 'tags' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length less than or equal to 128, Member must have length greater than or equal to 1]",
  );
  assert.equal(
    violations(everything, { Labels: { a: "long", b: "b" } }),
    "1 validation error detected: Value '{a=long, b=b}' at 'labels' failed to satisfy constraint: Map value must satisfy constraint: [Member must have length less than or equal to 3]",
  );
  assert.equal(
    violations(everything, { ByKey: { k: {} } }),
    "1 validation error detected: Value at 'byKey.k.member.name' failed to satisfy constraint: Member must not be null",
  );
});

test("decode reports in the order of the model, whatever the order of the body", () => {
  const items = violations(CreateUserPoolClient, { AccessTokenValidity: 0, ClientName: "" }).split("; ");
  assert.deepEqual(
    items.map((item) => /at '(?<path>[^']+)'/.exec(item)?.groups?.["path"]),
    ["userPoolId", "clientName", "clientName", "accessTokenValidity"],
  );
});

test("decode answers a value of a megabyte with a short message", () => {
  const megabyte = "é ".repeat(524_288);
  assert(violations(ListUsers, { UserPoolId: megabyte }).length < ECHOED_CHARACTERS + 500);
  assert(violations(everything, { Names: Array.from({ length: 100_000 }, () => "abcd") }).length < 3_000);
  assert(violations(everything, { Labels: { [megabyte]: megabyte } }).length < 5_000);
  const many = violations(CreateManagedLoginBranding, {
    UserPoolId: POOL,
    Assets: Array.from({ length: 10_000 }, () => ({})),
  });
  assert.match(many, /^30002 validation errors detected: /);
  assert.equal(many.split("; ").length, VIOLATIONS_TOLD);
});

test("decode matches no text that is far longer than it may be", () => {
  assert.equal(
    violations(AdminSetUserPassword, { UserPoolId: POOL, Username: "ada", Password: " ".repeat(1_048_576) }),
    "1 validation error detected: Value at 'password' failed to satisfy constraint: Member must have length less than or equal to 256",
  );
});

test("compilePattern and the data give patterns that no text can hold up", () => {
  const texts = ["@", "{", "{##", "{####}", "##}", "a_", "_", "arn:", ":", "a", " ", "a ", "-", "import-"].flatMap(
    (part) => ["", "\u0000", " ", "!"].map((end) => part.repeat(Math.ceil(20_000 / part.length)) + end),
  );
  const patterns = new Set<string>();
  const visit = (shape: unknown): void => {
    if (typeof shape !== "object" || shape === null) return;
    if ("pattern" in shape && typeof shape.pattern === "string") {
      const bound = "max" in shape && typeof shape.max === "number" && shape.max <= 2_048;
      if (!bound) patterns.add("accepts" in shape ? String(shape.accepts) : shape.pattern);
    }
    for (const inner of Object.values(shape)) visit(inner);
  };
  for (const { input } of Object.values(contracts)) visit(input);
  assert(patterns.size > 10);
  // A quadratic pattern needs 4·10⁸ steps for each of these texts: the run as a whole would meet its timeout.
  for (const pattern of patterns) for (const text of texts) compilePattern(pattern).test(text);
});

for (const { name, shape, parts } of [
  { name: "e-mail addresses", shape: EmailAddressType, parts: ["@", "a", " ", "é"] },
  {
    name: "messages with a code",
    shape: EmailVerificationMessageType,
    parts: ["{####}", "{##", "##}", "{", "#", "abc", "\n", "\u0001"],
  },
  {
    name: "messages with a link",
    shape: EmailVerificationMessageByLinkType,
    parts: ["{##", "##}", "{", "#", "}", "abc", " ", "\u0001"],
  },
]) {
  test(`compilePattern takes for ${name} in linear time what the printed pattern takes`, () => {
    const printed = compilePattern(shape.pattern ?? "");
    const accepted = compilePattern(shape.accepts ?? "");
    const text = fc.array(fc.constantFrom(...parts), { maxLength: 8 }).map((chosen) => chosen.join(""));
    fc.assert(
      fc.property(text, (value) => accepted.test(value) === printed.test(value)),
      { numRuns: 2_000 },
    );
  });
}

const keyOf = fc.constantFrom("Username", "UserPoolId", "ClientId", "UserAttributes", "__proto__", "constructor", "a");

test("decode throws nothing but ApiException, whatever the body", () => {
  const body = fc.oneof(
    fc.jsonValue({ maxDepth: 4 }),
    fc.dictionary(keyOf, fc.jsonValue({ maxDepth: 3 }), { maxKeys: 6 }),
  );
  fc.assert(
    fc.property(fc.constantFrom(...Object.values<Contract>(contracts)), body, (contract, json) => {
      try {
        decode(contract, json);
      } catch (error) {
        assert(error instanceof ApiException);
        assert(["SerializationException", "InvalidParameterException"].includes(error.name));
      }
    }),
    { numRuns: 2_000 },
  );
});

test("decode and encode give back every value that a contract takes", () => {
  const word = fc.string({ maxLength: 3, unit: "grapheme-ascii" });
  const json = fc.record(
    {
      Text: fc.string({ unit: "binary" }),
      Hidden: fc.string(),
      Whole: fc.integer(),
      Long: fc.maxSafeInteger(),
      Fraction: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value)),
      Flag: fc.boolean(),
      Moment: fc.integer({ min: 0, max: 4_102_444_800_000 }).map((ms) => ms / 1000),
      Bytes: fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes).toString("base64")),
      Anything: fc.jsonValue({ maxDepth: 3 }).filter((value) => value !== null),
      Names: fc.array(word, { maxLength: 3 }),
      Labels: fc.dictionary(word, word, { maxKeys: 3 }),
      Parts: fc.array(fc.record({ Name: word }), { maxLength: 3 }),
      ByKey: fc.dictionary(fc.string(), fc.record({ Name: word }), { maxKeys: 3 }),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(json, (value) => {
      const sent: unknown = JSON.parse(JSON.stringify(value));
      assert.deepEqual(JSON.parse(encode({ output: everything.input }, decode(everything, sent))), sent);
    }),
  );
});
