/**
 * A request's path, whole: contract → administrator → decode → user → operation (ask, write, tell) → encode.
 * HTTP, the command line and the tests all come through here.
 */
import { decode } from "../contracts/decode.ts";
import { encode } from "../contracts/encode.ts";
import { ApiException, PROTOCOL_EXCEPTIONS } from "../contracts/exceptions.ts";
import type { OperationName } from "../contracts/index.ts";
import type { Contract } from "../contracts/vocabulary.ts";
import type { Log } from "../model/log-fields.ts";
import { resourceOf } from "../model/policy.ts";
import { rateSubject } from "./rate-subject.ts";
import type { Rates } from "./rates.ts";
import { untilSettled } from "./until-settled.ts";
import { authenticateUser, inDeclaredExceptions } from "./user-caller.ts";
import type {
  Administrator,
  AdministratorContext,
  Context,
  Operation,
  RequestFacts,
  UserContext,
} from "./operation.ts";

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
  readonly log: Log;
  readonly rates: Rates;
}

/** The answer of an operation that is not built: 400, because SDKs would retry a 5xx. */
const unsupported = (name: string) =>
  new ApiException("UnknownOperationException", `${name} is not supported yet; docs/operations.md says what is.`);

const PROTOCOL: ReadonlySet<string> = new Set(PROTOCOL_EXCEPTIONS);

/** The event that says that an operation refused with an exception which its contract does not declare. */
export const UNDECLARED_EXCEPTION = "undeclared exception";

/** SDKs have no class for what the API's model does not declare, so applications could not catch it. */
const isDeclared = ({ errors }: Contract, { name }: ApiException): boolean =>
  PROTOCOL.has(name) || errors.includes(name);

export const createPerform = (parts: PerformParts): Perform => {
  /** The context of the caller: an administrator who is known already, a user who proves a token, or anyone. */
  const admit = async (
    contract: Contract,
    input: object,
    facts: RequestFacts,
    administrator: Administrator | undefined,
  ): Promise<AdministratorContext | UserContext | Context> => {
    const ctx = parts.createContext(contract, facts);
    if (administrator !== undefined) return { ...ctx, administrator };
    return contract.caller === "user" ? inDeclaredExceptions(contract, () => authenticateUser(ctx, input)) : ctx;
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
    return untilSettled(async (attempt) => {
      try {
        const ctx = await admit(contract, input, facts, signer);
        if (attempt === 1) await parts.rates.require({ name, ...rateSubject(ctx, input) }, ctx.now);
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion, typescript/no-unnecessary-type-assertion -- `admit` made the context that the contract's caller asks for
        return encode(contract, await operation.run(ctx as AdministratorContext & UserContext, input));
      } catch (error) {
        if (error instanceof ApiException && !isDeclared(contract, error)) {
          parts.log("warn", UNDECLARED_EXCEPTION, { requestId: facts.id, operation: name, exception: error.name });
        }
        throw error;
      }
    });
  };
};
