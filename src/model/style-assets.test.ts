import assert from "node:assert/strict";
import { test } from "node:test";
import { AssetCategoryType, AssetExtensionType, ColorSchemeModeType } from "@aws-sdk/client-cognito-identity-provider";
import { image } from "../testing/images.ts";
import type { ImageType } from "./image-type.ts";
import { changedAssets } from "./style-assets.ts";

const CATEGORIES = Object.values(AssetCategoryType);
const MODES = Object.values(ColorSchemeModeType);
const EXTENSIONS = Object.values(AssetExtensionType);

const bytesOf = (type: ImageType) => Buffer.from(image(type), "base64");
const OWN_EXTENSION: Readonly<Record<string, ImageType>> = { FAVICON_ICO: "ICO", FAVICON_SVG: "SVG" };

test("changedAssets takes every type that a category may have, in every mode, and no other", () => {
  assert.deepEqual([CATEGORIES.length, MODES.length, EXTENSIONS.length], [15, 3, 5]);
  for (const Category of CATEGORIES) {
    for (const Extension of EXTENSIONS) {
      const own = OWN_EXTENSION[Category];
      const isTaken = own === undefined ? Extension !== "ICO" : Extension === own;
      for (const ColorMode of MODES) {
        const change = () =>
          changedAssets([], [{ Category, ColorMode, Extension, Bytes: bytesOf(Extension) }], () => "new");
        if (isTaken) {
          assert.deepEqual(change().assets, [{ Category, ColorMode, Extension, file: "new" }]);
        } else {
          assert.throws(change, {
            name: "InvalidParameterException",
            message: `Assets of the category ${Category} cannot have the extension ${Extension}.`,
          });
        }
      }
    }
  }
});

test("changedAssets names the files that come and go", () => {
  const logo = { Category: "FORM_LOGO", ColorMode: "LIGHT", Extension: "PNG" } as const;
  const icon = { Category: "IDP_BUTTON_ICON", ColorMode: "LIGHT", Extension: "PNG", ResourceId: "Google" } as const;
  const before = [
    { ...logo, file: "logo" },
    { ...icon, file: "icon" },
  ];
  let made = 0;
  const newId = () => `file ${(made += 1)}`;
  const Bytes = bytesOf("PNG");
  const { ResourceId: _, ...nameless } = icon;
  const change = changedAssets(before, [{ ...logo, Bytes }, icon, { ...nameless, Bytes }], newId);
  assert.deepEqual(change, {
    assets: [
      { ...logo, file: "file 1" },
      { ...icon, file: "icon" },
      { ...nameless, file: "file 2" },
    ],
    added: [
      { id: "file 1", bytes: Bytes },
      { id: "file 2", bytes: Bytes },
    ],
    removed: ["logo"],
  });
});
