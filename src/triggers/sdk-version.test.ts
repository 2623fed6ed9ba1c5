import assert from "node:assert/strict";
import { test } from "node:test";
import { awsSdkVersion } from "./sdk-version.ts";

test("awsSdkVersion recognises the JavaScript SDKs and calls everyone else unknown", () => {
  assert.equal(awsSdkVersion("aws-sdk-nodejs/2.987.0 linux/v14.17.4 promise"), "aws-sdk-nodejs-2.987.0");
  assert.equal(awsSdkVersion("aws-sdk-js/3.1169.0 ua/2.1 os/linux lang/js md/nodejs#24"), "aws-sdk-js-3.1169.0");
  for (const other of [
    undefined,
    "",
    "Boto3/1.34.0",
    "aws-sdk-java/2.20.1",
    "aws-sdk-nodejs/x",
    'aws-sdk-nodejs/1.2"}',
  ]) {
    assert.equal(awsSdkVersion(other), "aws-sdk-unknown-unknown");
  }
});
