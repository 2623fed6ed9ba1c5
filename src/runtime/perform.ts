/**
 * A request's path, whole: contract → administrator → decode → user → operation (ask, write, tell) → encode.
 * HTTP, the command line and the tests all come through here.
 */
import { decode } from "../contracts/decode.ts";
import { encode } from "../contracts/encode.ts";
import { ApiException } from "../contracts/exceptions.ts";
import type { OperationName } from "../contracts/index.ts";
import type { Contract } from "../contracts/vocabulary.ts";
import { resourceOf } from "../model/policy.ts";
import { rateExceeded } from "../model/refusals.ts";
import { Conflict } from "../storage/store.ts";
import { authenticateUser } from "./user-caller.ts";
import type {
  Administrator,
  AdministratorContext,
  Context,
  Operation,
  RequestFacts,
  UserContext,
} from "./operation.ts";

/** How often an operation is tried when what it judged keeps changing under it. */
export const ATTEMPTS = 3;

/** Proves who signed the request and that its policy allows the action. @throws the SigV4 and policy refusals */
export type AuthenticateAdministrator = (action: string, resource: string) => Promise<Administrator>;

export interface Call {
  readonly facts: RequestFacts;
  readonly administrator: AuthenticateAdministrator;
}

/** Runs one operation on parsed JSON; answers with the body to send. */
export type Perform = (name: OperationName, json: unknown, call: Call) => Promise<string>;

export interface PerformParts {
  /** The implementation, or undefined where an operation is not built yet. */
  implementationOf(name: OperationName): Operation | undefined;
  createContext(contract: Contract, facts: RequestFacts): Context;
  readonly place: { readonly region: string; readonly accountId: string };
}

/** The answer of an operation that is not built: 400, because SDKs would retry a 5xx. */
const unsupported = (name: string) =>
  new ApiException("UnknownOperationException", `${name} is not supported yet; docs/operations.md says what is.`);

export const createPerform = (parts: PerformParts): Perform => {
  const once = async (operation: Operation, input: object, facts: RequestFacts, administrator?: Administrator) => {
    const { contract } = operation;
    const ctx = parts.createContext(contract, facts);
    if (administrator !== undefined) {
      const signed: AdministratorContext = { ...ctx, administrator };
      return operation.run(signed, input);
    }
    if (contract.caller === "user") {
      const user: UserContext = await authenticateUser(ctx, input);
      return operation.run(user, input);
    }
    return operation.run(ctx as AdministratorContext & UserContext, input);
  };

  return async (name, json, { facts, administrator }) => {
    const operation = parts.implementationOf(name);
    if (operation === undefined) throw unsupported(name);
    const { contract } = operation;
    const signer =
      contract.caller === "administrator"
        ? await administrator(`cognito-idp:${name}`, resourceOf(contract.input, json, parts.place))
        : undefined;
    const input = decode(contract, json);
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      try {
        return encode(contract, await once(operation, input, facts, signer));
      } catch (error) {
        if (!(error instanceof Conflict)) throw error;
      }
    }
    throw rateExceeded();
  };
};
