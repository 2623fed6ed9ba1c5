import { Secret } from "../contracts/secret.ts";

/**
 * An event as the JSON text that a function receives: the one place where the secrets of an event (the typed password
 * of a migration) are written in clear. Everywhere else, logs included, an event prints them as `[secret]`.
 */
export const payloadOf = (event: object): string =>
  JSON.stringify(event, function clear(this: unknown, key: string, value: unknown): unknown {
    // `value` has been through Secret.toJSON already; the holder still has the Secret itself.
    const held: unknown = Reflect.get(Object(this), key);
    return held instanceof Secret ? held.reveal() : value;
  });
