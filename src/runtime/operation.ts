/**
 * What an operation is, and what it runs in. The contract chooses the context's type: only an operation whose caller is
 * a user can read `ctx.user`, only an administrator's `ctx.administrator`.
 */
import type { IssuerType } from "../contracts/shapes.ts";
import type { Caller, Contract, InputOf, OutputOf, Value } from "../contracts/vocabulary.ts";
import type { Secret } from "../contracts/secret.ts";
import type { Messages } from "../delivery/message.ts";
import type { AuthEventContext } from "../model/auth-event.ts";
import type { BudgetPurpose } from "../model/budget.ts";
import type { Client } from "../model/client.ts";
import type { Log } from "../model/log-fields.ts";
import type { Pool } from "../model/pool.ts";
import type { KeptPassword, PasswordForm, User } from "../model/user.ts";
import type { Reader, Subject } from "../storage/store.ts";
import type { Triggers } from "../triggers/ask.ts";
import type { FeedbackTokens } from "./feedback-tokens.ts";
import type { AccessTokenClaims, Tokens } from "./tokens.ts";
import type { Random } from "./random.ts";
import type { Rates } from "./rates.ts";
import type { Tx } from "./transaction.ts";
import type { UserImports } from "./user-imports.ts";

/** Who signed the request. */
export interface Administrator {
  readonly accessKeyId: string;
  readonly arn: string;
}

/** What is known of the request besides its input. */
export interface RequestFacts {
  readonly id: string;
  readonly userAgent: string;
  /** The peer of the connection; never a header's word. */
  readonly remoteAddress: string;
  /** Where the user is, where the input may say it; else the connection tells. */
  readonly userContext?: AuthEventContext;
}

/** The two forms of Amazon's issuer. @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_IssuerConfigurationType.html */
export type IssuerForm = Value<typeof IssuerType>;

/** Where the server stands: what pool ids, ARNs and issuers are made of. */
export interface Place {
  readonly region: string;
  readonly accountId: string;
  /** The `iss` of a pool's tokens; `type` is what its IssuerConfiguration says, which only Amazon's form knows. */
  issuer(poolId: string, type?: IssuerForm): string;
  /** Where the server is reached, without a trailing slash: a setting, never a request's header. */
  publicUrl(): string;
  /** Whether a trigger's ARN names a function that can be called. */
  isFunctionKnown(arn: string): Promise<boolean>;
  /** Whether codes can be encrypted under a pool's KMSKeyID. */
  isCodeKeyKnown(arn: string): boolean;
  /** Whether messages of a medium go anywhere. */
  readonly media: { readonly EMAIL: boolean; readonly SMS: boolean };
}

/** Work on passwords, done off the event loop. */
export interface Passwords {
  /** What to store for a new password; a new salt every time. */
  create(pool: Pool, username: string, password: Secret): Promise<KeptPassword>;
  /** Whether others know it already: a common password, or one of the operator's list. */
  isCompromised(password: Secret): Promise<boolean>;
  /** Whether it is the password; in constant time. */
  verify(pool: Pool, username: string, kept: KeptPassword, password: Secret): Promise<boolean>;
  /** The pool's own form of a password that is proven; undefined when it is kept in it already. */
  ownForm(pool: Pool, username: string, kept: KeptPassword, password: Secret): Promise<PasswordForm | undefined>;
}

/** Values that look random, are always the same for the same parts, and cannot be told without the master key. */
export interface Decoys {
  /** What stands for a name that no user has: the same tables, the same path, the same time. */
  sub(poolId: string, canonicalName: string): string;
  /** `length` bytes, 32 unless said. */
  bytes(purpose: string, parts: readonly string[], length?: number): Buffer;
}

/** Tokens of the next page: opaque, sealed, and good only for the list and the parameters they were made for. */
export interface PageTokens {
  /** `binding` names the list and its parameters; `after` is the key of the last row given out. */
  seal(binding: readonly string[], after: string): string;
  /** @throws InvalidParameterException for a token of another list, a changed or an expired one */
  open(binding: readonly string[], token: string): string;
}

/** What an SRP exchange leaves with the client until the answer: opaque, sealed, and good only for what it is bound to. */
export interface SecretBlocks {
  /** Standard base64, as clients decode it. */
  seal(binding: readonly string[], exchange: string): string;
  /** Undefined for a block that was changed, or was made for something else. */
  open(binding: readonly string[], block: string): string | undefined;
}

/**
 * One exchange of SRP as it stands when the client's proof has come. Of a user: the pool's name and USER_ID_FOR_SRP; of a
 * device: the keys of its group and its own.
 */
export interface SrpExchange {
  readonly poolName: string;
  readonly username: string;
  readonly verifier: Uint8Array;
  readonly A: Uint8Array;
  readonly B: Uint8Array;
  readonly b: Uint8Array;
  readonly secretBlock: Uint8Array;
  /** As it was received: it is part of what was signed. */
  readonly timestamp: string;
  /** In base64. */
  readonly signature: string;
}

/** The server's side of SRP, done off the event loop. */
export interface Srp {
  /** A new exchange: b, which nobody may learn, and B, which the client is sent. */
  begin(verifier: Uint8Array): Promise<{ readonly b: Uint8Array; readonly B: Uint8Array }>;
  /** Whether the client has proven the password behind the verifier; in constant time. */
  isProven(exchange: SrpExchange): Promise<boolean>;
}

/** What every operation may use. Nothing else: no clock, no chance, no network but this. */
export interface Context {
  /** The moment of the request, in milliseconds since the epoch. */
  readonly now: number;
  readonly random: Random;
  readonly place: Place;
  readonly request: RequestFacts;
  readonly log: Log;
  readonly store: Reader;
  readonly budgets: {
    /** Whether one more use fits. @throws LimitExceededException */
    require(purpose: BudgetPurpose, subject: Subject): Promise<void>;
  };
  readonly triggers: Triggers;
  readonly messages: Messages;
  readonly passwords: Passwords;
  readonly srp: Srp;
  readonly secretBlocks: SecretBlocks;
  readonly rates: Pick<Rates, "provision">;
  readonly tokens: Tokens;
  readonly decoys: Decoys;
  readonly pageTokens: PageTokens;
  readonly feedbackTokens: FeedbackTokens;
  readonly imports: UserImports;
  /**
   * Writes everything in one short transaction, then tells what was put into the outbox. Nothing is asked inside: a
   * trigger, a password or the network there throws.
   */
  transaction<T>(body: (tx: Tx) => Promise<T>): Promise<T>;
}

export interface AdministratorContext extends Context {
  readonly administrator: Administrator;
}

export interface UserContext extends Context {
  readonly pool: Pool;
  readonly client: Client;
  readonly user: User;
  readonly token: AccessTokenClaims;
}

export type ContextOf<Who extends Caller> = Who extends "administrator"
  ? AdministratorContext
  : Who extends "user"
    ? UserContext
    : Context;

/** A contract and what the server does to keep it. */
export interface Operation<C extends Contract = Contract> {
  readonly contract: C;
  run(ctx: ContextOf<C["caller"]>, input: InputOf<C>): Promise<OutputOf<C>>;
}

/** Keeps a contract: `run` asks, writes and tells, in this order. */
export const implement = <C extends Contract>(
  contract: C,
  run: (ctx: ContextOf<C["caller"]>, input: InputOf<C>) => Promise<OutputOf<C>>,
): Operation<C> => ({ contract, run });
