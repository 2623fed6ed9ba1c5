/** The smallest files of each type, with what tells them apart: text that is the file's own. */
import type { ImageType } from "../model/image-type.ts";

const SIGNATURES: Readonly<Record<Exclude<ImageType, "SVG">, string>> = {
  ICO: "\u0000\u0000\u0001\u0000\u0001\u0000",
  JPEG: "\u00FF\u00D8\u00FF\u00E0",
  PNG: "\u0089PNG\r\n\u001A\n",
  WEBP: "RIFF\u0004\u0000\u0000\u0000WEBPVP8 ",
};

/** An image file, as base64. */
export const image = (type: ImageType, own = "a"): string =>
  type === "SVG"
    ? Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg"><title>${own}</title></svg>`).toString("base64")
    : Buffer.from(SIGNATURES[type] + own, "latin1").toString("base64");
