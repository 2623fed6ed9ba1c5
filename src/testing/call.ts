/** The typed in-process client: validation, transaction, SQL and outbox, without a socket. */
import { contracts, type OperationName } from "../contracts/index.ts";
import type { Secret } from "../contracts/secret.ts";
import type { InputOf, OutputOf } from "../contracts/vocabulary.ts";
import type { Administrator } from "../runtime/operation.ts";
import type { Perform } from "../runtime/perform.ts";
import { systemRandom, uuidFrom } from "../runtime/random.ts";

/** A value as it stands in JSON: secrets are text, bytes are base64. */
export type Wire<T> = T extends Secret | Uint8Array
  ? string
  : T extends readonly (infer E)[]
    ? readonly Wire<E>[]
    : T extends object
      ? { readonly [K in keyof T]: Wire<T[K]> }
      : T;

export type WireInput<N extends OperationName> = Wire<InputOf<(typeof contracts)[N]>>;
export type WireOutput<N extends OperationName> = Wire<OutputOf<(typeof contracts)[N]>>;

/** Every operation as a function of its JSON input; refusals are thrown as ApiException. Timestamps are seconds. */
export type Calls = { readonly [N in OperationName]: (input: WireInput<N>) => Promise<WireOutput<N>> };

export interface CallOptions {
  /** Runs after every call: what the call caused outside has happened when it returns. */
  settle(): Promise<void>;
  readonly userAgent?: string;
  /** The peer of the connection; this machine unless said. */
  readonly remoteAddress?: string;
  /** Who calls as administrator; may throw the edge's refusals. */
  administrator?(action: string, resource: string): Promise<Administrator>;
}

const ROOT: Administrator = { accessKeyId: "test", arn: "arn:aws:iam::000000000000:user/test" };

export const createCalls = (perform: Perform, options: CallOptions): Calls => {
  const call = async (name: OperationName, input: object): Promise<unknown> => {
    try {
      // Through JSON, as on the wire: what cannot be written there cannot be passed here.
      const body = await perform(name, JSON.parse(JSON.stringify(input)), {
        facts: {
          id: uuidFrom(systemRandom),
          userAgent: options.userAgent ?? "",
          remoteAddress: options.remoteAddress ?? "127.0.0.1",
        },
        administrator: options.administrator ?? (async () => ROOT),
      });
      return body === "" ? undefined : JSON.parse(body);
    } finally {
      await options.settle();
    }
  };
  return Object.fromEntries(
    Object.keys(contracts).map((name) => [name, (input: object) => call(name as OperationName, input)]),
  ) as unknown as Calls;
};
