/** Every named shape of the API. */
export * from "./shapes/scalars.ts";
export * from "./shapes/composites.ts";
