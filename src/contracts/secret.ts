import { inspect } from "node:util";

/**
 * A value that must never be printed: a password, a code, a token, a session.
 * It shows itself as `[secret]` in strings, JSON and inspection; `reveal()` is the only way to the value,
 * and a test holds the list of the places that call it.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The clear value. Every call site is on the list in `test/secrecy.test.ts`. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return "[secret]";
  }

  toJSON(): string {
    return "[secret]";
  }

  [inspect.custom](): string {
    return "[secret]";
  }
}
