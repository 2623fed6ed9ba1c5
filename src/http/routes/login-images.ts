/** The logos of the classic login pages, at the addresses that UI customizations name. */
import type { ImageType } from "../../model/image-type.ts";
import { cssVersion } from "../../model/ui-customization.ts";
import type { Store } from "../../storage/store.ts";
import { notFoundAnswer } from "../answers.ts";
import type { HttpAnswer, Route } from "../wire.ts";

/** How long an answer may be kept, in seconds: another logo has another address. */
const KEPT_SECONDS = 3_600;

const MEDIA_TYPES: Readonly<Record<ImageType, string>> = {
  ICO: "image/x-icon",
  JPEG: "image/jpeg",
  PNG: "image/png",
  SVG: "image/svg+xml",
  WEBP: "image/webp",
};

/**
 * An administrator's bytes under the server's own name: they are an image and nothing else. Stops a file that is also a
 * page from running in it (cross-site scripting by content sniffing).
 */
const imageAnswer = (type: ImageType, bytes: Uint8Array): HttpAnswer => ({
  status: 200,
  headers: {
    "content-type": MEDIA_TYPES[type],
    "cache-control": `public, max-age=${KEPT_SECONDS}`,
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
  },
  body: Buffer.from(bytes),
});

const PATTERN = /^\/([\w-]{1,55}_[0-9a-zA-Z]{1,55})\/(\w{1,128})\/(\d{14})\/assets\/images\/image\.jpg$/u;

/** `GET` of an `ImageUrl`; 404 for one that no longer is. */
export const loginImageRoute = ({
  store,
}: {
  readonly store: { readonly reader: Pick<Store["reader"], "documents"> };
}): Route => ({
  method: "GET",
  match: (path) => {
    const [, poolId, clientId, version] = PATTERN.exec(path) ?? [];
    return poolId === undefined || clientId === undefined || version === undefined
      ? undefined
      : { poolId, clientId, version };
  },
  handle: async (_request, { poolId = "", clientId = "", version }) => {
    const { documents } = store.reader;
    const customization = await documents.find(poolId, "ui-customization", clientId);
    const { content } = customization ?? {};
    if (customization === undefined || content?.image === undefined || cssVersion(content) !== version) {
      return notFoundAnswer();
    }
    const bytes = await documents.file(customization, content.image.file);
    return bytes === undefined ? notFoundAnswer() : imageAnswer(content.image.type, bytes);
  },
});
