/**
 * The style sheet and the logo of the classic login pages: of one client, or of all that have none of their own.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/hosted-ui-classic-branding.html
 */
import type { SetUICustomization } from "../contracts/index.ts";
import type { UICustomizationType } from "../contracts/shapes.ts";
import type { InputOf, Value } from "../contracts/vocabulary.ts";
import { requireClassicCss } from "./classic-css.ts";
import { isImage, type ImageType } from "./image-type.ts";
import type { PoolDocument } from "./pool-document.ts";
import type { PoolSettings } from "./pool.ts";
import { invalidParameter } from "./refusals.ts";

export interface UICustomizationContent {
  readonly css?: string | undefined;
  /** What the version is named by, in milliseconds since the epoch. */
  readonly versionAt: number;
  readonly image?: { readonly file: string; readonly type: ImageType } | undefined;
}

export type UICustomization = PoolDocument<"ui-customization">;

/** Stands for the clients that have no customization of their own. */
export const ALL_CLIENTS = "ALL";

const IMAGE_MAX_BYTES = 100 * 1024;
/** Amazon's bound of the request; the file counts as it is sent, in base64. */
const REQUEST_MAX_BYTES = 135 * 1024;
const IMAGE_TYPES: readonly ImageType[] = ["PNG", "JPEG"];

/** The pages are served from the domain. Observed. @throws InvalidParameterException */
export const requireDomain = ({ Domain, CustomDomain }: PoolSettings): void => {
  if (Domain === undefined && CustomDomain === undefined) {
    throw invalidParameter("A domain must be associated with this user pool.");
  }
};

/** What a request brings; an empty text or file is none. */
export interface RequestedCustomization {
  readonly css: string | undefined;
  readonly image: { readonly bytes: Uint8Array; readonly type: ImageType } | undefined;
}

/** Assumed: the words. @throws InvalidParameterException */
const requestedImage = (bytes: Uint8Array | undefined): RequestedCustomization["image"] => {
  if (bytes === undefined || bytes.length === 0) return undefined;
  if (bytes.length > IMAGE_MAX_BYTES) throw invalidParameter(`The image is larger than ${IMAGE_MAX_BYTES} bytes.`);
  const type = IMAGE_TYPES.find((candidate) => isImage(candidate, bytes));
  if (type === undefined) throw invalidParameter("The image is neither a PNG nor a JPEG file.");
  return { bytes, type };
};

/** @throws InvalidParameterException */
export const requestedCustomization = ({
  CSS,
  ImageFile,
}: Pick<InputOf<typeof SetUICustomization>, "CSS" | "ImageFile">): RequestedCustomization => {
  const css = CSS === "" ? undefined : CSS;
  if (Buffer.byteLength(css ?? "") + Math.ceil((ImageFile?.length ?? 0) / 3) * 4 > REQUEST_MAX_BYTES) {
    throw invalidParameter("Request parameters too large");
  }
  if (css !== undefined) requireClassicCss(css);
  return { css, image: requestedImage(ImageFile) };
};

const SECOND_MS = 1000;

/** The moment that a new version is named by: now, or a second after the version before, so that no two have one name. */
export const nextVersionAt = (now: number, before: number | undefined): number =>
  Math.max(now, before === undefined ? now : before + SECOND_MS);

/** Year to second, in UTC. */
export const cssVersion = ({ versionAt }: UICustomizationContent): string =>
  new Date(versionAt).toISOString().replaceAll(/\D/gu, "").slice(0, 14);

/** Where the logo is served. Amazon names the domain; the domain's name may not lead here, the public address does. */
const imagePath = ({ poolId, clientId, content }: UICustomization): string =>
  `/${poolId}/${clientId}/${cssVersion(content)}/assets/images/image.jpg`;

/** @param publicUrl where the server is reached */
export const customizationView = (
  customization: UICustomization,
  publicUrl: string,
): Value<typeof UICustomizationType> => ({
  UserPoolId: customization.poolId,
  ClientId: customization.clientId,
  ImageUrl: customization.content.image === undefined ? undefined : publicUrl + imagePath(customization),
  CSS: customization.content.css,
  CSSVersion: cssVersion(customization.content),
  LastModifiedDate: customization.modifiedAt,
  CreationDate: customization.createdAt,
});
