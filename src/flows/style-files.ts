import type { LoginStyle } from "../model/login-style.ts";
import type { DocumentFile } from "../model/pool-document.ts";
import type { Context } from "../runtime/operation.ts";
import { Conflict } from "../storage/store.ts";

/** The files of a style's pictures. @throws Conflict when the style was changed after it was read */
export const styleFiles = async (
  { store }: Pick<Context, "store">,
  style: LoginStyle,
): Promise<readonly DocumentFile[]> => {
  const files = await store.documents.files(style);
  const present = new Set(files.map(({ id }) => id));
  if (style.content.assets.some(({ file }) => !present.has(file))) throw new Conflict();
  return files;
};
