/** Whether bytes are an image of the type that they are said to be. */
import type { AssetExtensionType } from "../contracts/shapes.ts";
import type { Value } from "../contracts/vocabulary.ts";
import { isSafeSvg } from "./safe-svg.ts";

export type ImageType = Value<typeof AssetExtensionType>;

const beginsWith =
  (signature: readonly number[], offset = 0) =>
  (bytes: Uint8Array): boolean =>
    bytes.length > offset + signature.length && signature.every((byte, index) => bytes[offset + index] === byte);

const isRiff = beginsWith([0x52, 0x49, 0x46, 0x46]);
const holdsWebP = beginsWith([0x57, 0x45, 0x42, 0x50], 8);

/**
 * By their first bytes. Stops what only calls itself an image, such as a web page, from being served under the login
 * pages' name. @see https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern
 */
const CHECKS: Readonly<Record<ImageType, (bytes: Uint8Array) => boolean>> = {
  ICO: beginsWith([0x00, 0x00, 0x01, 0x00]),
  JPEG: beginsWith([0xff, 0xd8, 0xff]),
  PNG: beginsWith([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  SVG: isSafeSvg,
  WEBP: (bytes) => isRiff(bytes) && holdsWebP(bytes),
};

export const isImage = (type: ImageType, bytes: Uint8Array): boolean => CHECKS[type](bytes);
