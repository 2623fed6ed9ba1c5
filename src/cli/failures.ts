/**
 * Which failures are the operator's to put right: those are told by their message alone. Most are known by name, so that
 * the command line need not load the parts that throw them.
 */
import { ApiException } from "../contracts/exceptions.ts";

const NAMES: ReadonlySet<string> = new Set([
  "AdminRefusal",
  "CommandError",
  "DatabaseHeldError",
  "DatabaseUrlError",
  "MasterKeyError",
  "MigrationError",
  "SenderSettingError",
  "SettingError",
  "StorageFailure",
  "UnsealingError",
]);

export const isForOperator = (error: unknown): error is Error =>
  error instanceof ApiException || (error instanceof Error && NAMES.has(error.name));

/** The sentence for the operator; a refusal of the API begins with its name. */
export const textOf = (error: Error): string =>
  error instanceof ApiException ? `${error.name}: ${error.message}` : error.message;
