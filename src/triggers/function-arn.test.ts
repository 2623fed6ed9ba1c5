import assert from "node:assert/strict";
import { test } from "node:test";
import { parseFunctionArn } from "./function-arn.ts";

test("parseFunctionArn takes region, name and qualifier out of an ARN", () => {
  const arn = "arn:aws:lambda:eu-west-1:123456789012:function:pre_Sign-up";
  const parts = { region: "eu-west-1", name: "pre_Sign-up" };
  assert.deepEqual(parseFunctionArn(arn), parts);
  assert.deepEqual(parseFunctionArn(`${arn}:live`), { ...parts, qualifier: "live" });
  assert.deepEqual(parseFunctionArn(`${arn}:$LATEST`), { ...parts, qualifier: "$LATEST" });
  assert.deepEqual(parseFunctionArn(arn.replace("aws:", "aws-us-gov:")), parts);
});

test("parseFunctionArn refuses names that could lead elsewhere", () => {
  const start = "arn:aws:lambda:eu-west-1:123456789012:function:";
  for (const rest of ["", "../x", "a/b", "a.b", "a%2fb", "a\n", "a:b:c", "a:", "a".repeat(65), "a:../b"]) {
    assert.equal(parseFunctionArn(start + rest), undefined, rest);
  }
  assert.equal(parseFunctionArn("arn:aws:sns:eu-west-1:123456789012:topic"), undefined);
  assert.equal(parseFunctionArn("f"), undefined);
});
