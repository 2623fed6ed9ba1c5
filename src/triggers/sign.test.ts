import assert from "node:assert/strict";
import { test } from "node:test";
import { Secret } from "../contracts/secret.ts";
import { signedHeaders } from "./sign.ts";

/** The credentials and the moment of the signature's published test suite. */
const credentials = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: new Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
};
const scope = { region: "us-east-1", service: "service", now: Date.UTC(2015, 7, 30, 12, 36) };
const signature = (method: string, target: string): string | undefined => {
  const url = new URL(target, "https://example.amazonaws.com");
  return signedHeaders({ method, url, headers: {}, body: "" }, credentials, scope)["authorization"];
};

test("signedHeaders signs as the published test suite does", () => {
  const prefix =
    "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=";
  assert.equal(signature("GET", "/"), `${prefix}5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31`);
  assert.equal(signature("POST", "/"), `${prefix}5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b`);
  assert.equal(
    signature("GET", "/?Param2=value2&Param1=value1"),
    `${prefix}b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500`,
  );
});

test("signedHeaders covers the session token and the headers given", () => {
  const request = {
    method: "POST",
    url: new URL("http://127.0.0.1:3001/"),
    headers: { "x-amz-invocation-type": "Event" },
    body: "{}",
  };
  const signed = signedHeaders(request, { ...credentials, sessionToken: new Secret("token") }, scope);
  assert.equal(signed["x-amz-security-token"], "token");
  assert.equal(signed["x-amz-invocation-type"], "Event");
  assert.equal(signed["x-amz-date"], "20150830T123600Z");
  assert.match(
    signed["authorization"] ?? "",
    /SignedHeaders=host;x-amz-date;x-amz-invocation-type;x-amz-security-token,/,
  );
});
