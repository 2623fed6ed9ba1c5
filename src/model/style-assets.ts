/**
 * The pictures of a managed login style. There is one for each purpose, mode and name; the bytes are in files.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AssetType.html
 */
import type { AssetType } from "../contracts/shapes.ts";
import type { Value } from "../contracts/vocabulary.ts";
import { isImage } from "./image-type.ts";
import type { DocumentFile } from "./pool-document.ts";
import { invalidParameter } from "./refusals.ts";

type RequestedAsset = Value<typeof AssetType>;

/** A picture; `file` is the id of the file that holds its bytes. */
export type StyleAsset = Omit<RequestedAsset, "Bytes"> & { readonly file: string };

/** @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateManagedLoginBranding.html */
const ASSETS_MAX = 40;

const COMMON_EXTENSIONS: readonly RequestedAsset["Extension"][] = ["JPEG", "PNG", "SVG", "WEBP"];

const extensionsOf = (category: RequestedAsset["Category"]): readonly RequestedAsset["Extension"][] => {
  if (category === "FAVICON_ICO") return ["ICO"];
  return category === "FAVICON_SVG" ? ["SVG"] : COMMON_EXTENSIONS;
};

/** Observed: a picture takes the place of the one with the same purpose and mode. Assumed: names tell icons apart. */
const placeOf = ({ Category, ColorMode, ResourceId }: Omit<RequestedAsset, "Bytes">): string =>
  [Category, ColorMode, ResourceId ?? ""].join("/");

/** What a request makes of a style's pictures. */
export interface AssetChange {
  readonly assets: readonly StyleAsset[];
  /** What is to be kept from now on, and no longer. */
  readonly added: readonly DocumentFile[];
  readonly removed: readonly string[];
}

/** Assumed: the words of this refusal and of the others here. @throws InvalidParameterException */
const requireExtension = ({ Category, Extension }: RequestedAsset): void => {
  if (extensionsOf(Category).includes(Extension)) return;
  throw invalidParameter(`Assets of the category ${Category} cannot have the extension ${Extension}.`);
};

/**
 * The file of a requested picture: a new one for the bytes that it brings, else the one that is there, which must be of
 * its type. @throws InvalidParameterException
 */
const fileOf = (
  { Category, Extension, Bytes: bytes }: RequestedAsset,
  present: StyleAsset | undefined,
  newId: () => string,
): { readonly id: string; readonly bytes?: Uint8Array } => {
  if (bytes === undefined) {
    if (present?.Extension !== Extension) throw invalidParameter(`The asset ${Category} has no bytes.`);
    return { id: present.file };
  }
  if (!isImage(Extension, bytes)) {
    throw invalidParameter(`The bytes of the asset ${Category} are not an image of the type ${Extension}.`);
  }
  return { id: newId(), bytes };
};

/**
 * `before` with the pictures of a request: each takes its place, or is added.
 * @param newId makes the id of a file
 * @throws InvalidParameterException
 */
export const changedAssets = (
  before: readonly StyleAsset[],
  requested: readonly RequestedAsset[],
  newId: () => string,
): AssetChange => {
  const assets = new Map(before.map((asset) => [placeOf(asset), asset]));
  const added: DocumentFile[] = [];
  const seen = new Set<string>();
  for (const asset of requested) {
    const place = placeOf(asset);
    // Of two pictures for one place nobody could say which is meant.
    if (seen.has(place)) throw invalidParameter(`Duplicate asset ${asset.Category} for ${asset.ColorMode} mode.`);
    seen.add(place);
    requireExtension(asset);
    const { id, bytes } = fileOf(asset, assets.get(place), newId);
    if (bytes !== undefined) added.push({ id, bytes });
    const { Bytes: _bytes, ...described } = asset;
    assets.set(place, { ...described, file: id });
  }
  if (assets.size > ASSETS_MAX) throw invalidParameter(`A style can have up to ${ASSETS_MAX} assets.`);
  const kept = new Set([...assets.values()].map(({ file }) => file));
  return {
    assets: [...assets.values()],
    added,
    removed: before.map(({ file }) => file).filter((file) => !kept.has(file)),
  };
};
