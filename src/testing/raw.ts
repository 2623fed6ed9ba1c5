/** What a test may send and look at beside the types: wrong JSON, operations by name, what functions were told. */
import { contracts, type OperationName } from "../contracts/index.ts";
import type { Calls } from "./call.ts";

/** The same calls, for input that their types forbid. */
export type RawCalls = Readonly<Record<OperationName, (input: object) => Promise<unknown>>>;

export const rawCalls = (calls: Calls): RawCalls => calls as unknown as RawCalls;

/** Every operation of the API. */
export const operationNames = Object.keys(contracts) as readonly OperationName[];

/** A string map inside an event. */
export const stringMap = (value: unknown): Readonly<Record<string, string>> =>
  (value ?? {}) as Readonly<Record<string, string>>;
