declare const written: unique symbol;

/** A column's text that was written from a `T`. */
export type JsonText<T> = string & { readonly [written]?: T };

/** The value that the text was written from. */
export const fromJson = <T>(text: JsonText<T>): T => {
  const value: unknown = JSON.parse(text);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the type of the row says what its text was written from
  return value as T;
};
