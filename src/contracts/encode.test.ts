import assert from "node:assert/strict";
import { test } from "node:test";
import { encode } from "./encode.ts";
import {
  AdminDeleteUser,
  AdminGetUser,
  AdminInitiateAuth,
  AdminResetUserPassword,
  GetUICustomization,
} from "./index.ts";
import { Secret } from "./secret.ts";
import { blob, document, double, integer, list, map, secret, string, structure, timestamp } from "./vocabulary.ts";

const output = structure({
  Text: string(),
  Hidden: secret(),
  Whole: integer(),
  Fraction: double(),
  Moment: timestamp(),
  Bytes: blob(),
  Anything: document(),
  Names: list(string()),
  Labels: map(string(), string()),
});

test("encode gives no body at all where the contract has no output, and at least {} elsewhere", () => {
  assert.equal(encode(AdminDeleteUser, {}), "");
  assert.equal(encode(AdminResetUserPassword, {}), "{}");
});

test("encode lets nothing leave that the contract does not name", () => {
  assert.equal(encode(AdminResetUserPassword, { Password: "p", toJSON: () => "all" }), "{}");
  const user = { Username: "ada", Enabled: true, verifier: "v", UserAttributes: [{ Name: "a", Value: "b", hash: 1 }] };
  assert.equal(
    encode(AdminGetUser, user),
    '{"Username":"ada","UserAttributes":[{"Name":"a","Value":"b"}],"Enabled":true}',
  );
});

test("encode leaves out what is unset", () => {
  const unset = { Text: undefined, Hidden: null, Labels: { a: undefined, b: "c" } };
  assert.equal(encode({ output }, unset), '{"Labels":{"b":"c"}}');
});

test("encode writes moments as seconds with three decimals, always", () => {
  for (const [ms, text] of [
    [1_470_957_431_965, "1470957431.965"],
    [1_470_957_431_900, "1470957431.900"],
    [0, "0.000"],
    [4_102_444_800_000, "4102444800.000"],
  ] as const) {
    assert.equal(encode({ output }, { Moment: ms }), `{"Moment":${text}}`);
  }
});

test("encode writes blobs in base64, only the part of the memory that is theirs", () => {
  const memory = Uint8Array.from([9, 9, 1, 2, 3, 9]);
  assert.equal(encode({ output }, { Bytes: memory.subarray(2, 5) }), '{"Bytes":"AQID"}');
});

test("encode reveals a Secret where the contract promises one, and nowhere else", () => {
  const AuthenticationResult = { AccessToken: new Secret("token"), ExpiresIn: 3600 };
  assert.equal(
    encode(AdminInitiateAuth, { AuthenticationResult }),
    '{"AuthenticationResult":{"AccessToken":"token","ExpiresIn":3600}}',
  );
  assert.throws(() => encode({ output }, { Text: new Secret("token") }), TypeError);
  assert.throws(() => encode({ output }, { Hidden: "token" }), TypeError);
  assert.equal(encode({ output }, { Anything: { inside: new Secret("token") } }), '{"Anything":{"inside":"[secret]"}}');
});

test("encode escapes texts and keys, __proto__ among them", () => {
  const Labels: unknown = JSON.parse('{"__proto__":"a\\"b\\n","x":"\\ud800"}');
  assert.deepEqual(JSON.parse(encode({ output }, { Labels: Labels })), { Labels });
});

test("encode keeps the order of lists", () => {
  assert.equal(encode({ output }, { Names: ["b", "a"] }), '{"Names":["b","a"]}');
});

test("encode refuses an answer that breaks its contract, and tells no value", () => {
  for (const wrong of [
    { Text: 4711 },
    { Whole: "4711" },
    { Whole: NaN },
    { Fraction: Infinity },
    { Moment: "4711" },
    { Moment: NaN },
    { Bytes: "4711" },
    { Names: "4711" },
    { Names: [4711] },
    { Labels: ["4711"] },
    { Anything: () => 4711 },
  ]) {
    assert.throws(
      () => encode({ output }, wrong),
      (error) => error instanceof TypeError && !error.message.includes("4711"),
    );
  }
  assert.throws(() => encode(GetUICustomization, { UICustomization: [] }), TypeError);
});
