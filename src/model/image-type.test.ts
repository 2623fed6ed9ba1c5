import assert from "node:assert/strict";
import { test } from "node:test";
import { image } from "../testing/images.ts";
import { isImage, type ImageType } from "./image-type.ts";

const TYPES: readonly ImageType[] = ["ICO", "JPEG", "PNG", "SVG", "WEBP"];

test("isImage knows each type by its bytes, and none by another's", () => {
  for (const type of TYPES) {
    for (const other of TYPES) {
      assert.equal(isImage(type, Buffer.from(image(other), "base64")), type === other, `${other} as ${type}`);
    }
  }
});

test("isImage takes nothing that is too short, or something else", () => {
  const html = Buffer.from("<html><script>alert(1)</script></html>");
  for (const type of TYPES) {
    assert.equal(isImage(type, new Uint8Array()), false, type);
    assert.equal(isImage(type, Buffer.from(image(type), "base64").subarray(0, 3)), false, type);
    assert.equal(isImage(type, html), false, type);
  }
});
