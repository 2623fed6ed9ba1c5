/**
 * The storage port: everything the program reads and writes, in its own words. `Reader` sees committed rows;
 * `Transaction` also writes, and what it reads includes what it wrote. One implementation (`sql/`) serves every engine,
 * and `store.suite.ts` is the contract it is held to.
 *
 * `get` throws the API's not-found exception, `find` may answer undefined, `list` pages, `insert`, `save`, `guard`,
 * `delete` and `replace` write. Rows carry the `version` they were read with: `save`, `guard` and `delete` throw
 * `Conflict` when it has moved since, and then nothing of the transaction is written.
 */
import type { Secret } from "../contracts/secret.ts";
import type { AccessKey } from "../model/access-key.ts";
import type { BudgetPurpose } from "../model/budget.ts";
import type { Client } from "../model/client.ts";
import type { CodeOutcome, CodePurpose, NewCode } from "../model/code.ts";
import type { Group } from "../model/group.ts";
import type { Identifier } from "../model/identifier.ts";
import type { Page, PageRequest } from "../model/page.ts";
import type { Pool } from "../model/pool.ts";
import type { ResourceServer } from "../model/resource-server.ts";
import type { ChallengeSession } from "../model/challenge-session.ts";
import type { SoftwareToken } from "../model/software-token.ts";
import type { UserSearch } from "../model/user-search.ts";
import type { User } from "../model/user.ts";
import type {
  AuditEvent,
  Carrier,
  Failures,
  IdentifierHolder,
  NewOutboxMessage,
  OutboxMessage,
  OutboxState,
  OwedNotification,
  StoredCode,
  Subject,
} from "./rows.ts";

import type { CredentialReader, CredentialWriter } from "./credentials.ts";
import type { AuthEventWriter, UserHistory } from "./auth-events.ts";
import type { DeviceReader, DeviceWriter } from "./devices.ts";
import type { GroupReader, GroupWriter } from "./groups.ts";
import type { PasskeyReader, PasskeyWriter } from "./passkeys.ts";
import type { PendingContactReader, PendingContactWriter } from "./pending-contacts.ts";
import type { PoolResources, PoolResourceWriters } from "./pool-resources.ts";
import type { ProvisionedLimitReader, ProvisionedLimitWriter } from "./provisioned-limits.ts";
import type { ResealBatch, ResealCursor } from "./reseal.ts";
import type { ResourceCounts } from "./resource-counts.ts";
import type {
  RefreshFamilyReader,
  RefreshFamilyWriter,
  ResourceServerReader,
  SigningKeyReader,
  SigningKeyWriter,
  TokenSessionReader,
  TokenSessionWriter,
} from "./token-families.ts";

export * from "./rows.ts";

export interface PoolReader {
  /** @throws ResourceNotFoundException */
  get(poolId: string): Promise<Pool>;
  find(poolId: string): Promise<Pool | undefined>;
  /** In order of id. */
  list(page: PageRequest): Promise<Page<Pool>>;
  /** The users of the pool, from counters; exact, costs the same whatever their number. */
  countUsers(poolId: string): Promise<number>;
}

export interface ClientReader {
  /** @throws ResourceNotFoundException also when it belongs to another pool */
  get(poolId: string, clientId: string): Promise<Client>;
  /** The client and its pool, for calls that name the client alone. @throws ResourceNotFoundException */
  locate(clientId: string): Promise<{ readonly pool: Pool; readonly client: Client }>;
  /** In order of id. */
  list(poolId: string, page: PageRequest): Promise<Page<Client>>;
}

export interface UserReader {
  /** The pool and the user that `username` names in it: an identifier, else a sub. @throws ResourceNotFoundException, UserNotFoundException */
  locate(poolId: string, username: string): Promise<{ readonly pool: Pool; readonly user: User }>;
  /** The user that `username` names in `pool`. */
  find(pool: Pool, username: string): Promise<User | undefined>;
  bySub(poolId: string, sub: string): Promise<User | undefined>;
  /** Whom a search finds, in order of what was searched by, then of sub; without one all users, in order of sub. */
  search(poolId: string, search: UserSearch | undefined, page: PageRequest): Promise<Page<User>>;
  /** The members of a group, in order of sub. */
  ofGroup(group: Group, page: PageRequest): Promise<Page<User>>;
}

export interface CodeReader {
  find(subject: Subject, purpose: CodePurpose): Promise<StoredCode | undefined>;
}

export interface BudgetReader {
  /** The moments of use, ascending; empty when there are none. */
  marks(subject: Subject, purpose: BudgetPurpose): Promise<readonly number[]>;
}

export interface FailureReader {
  find(subject: Subject): Promise<Failures | undefined>;
}

export interface SessionReader {
  /** A challenge's session, spent or expired ones too until they are swept. */
  find(poolId: string, session: Secret): Promise<ChallengeSession | undefined>;
  byId(poolId: string, id: string): Promise<ChallengeSession | undefined>;
  /** The newest of a user's sessions that ask this challenge, a spent or expired one too. */
  newest(subject: Subject, challenge: string): Promise<ChallengeSession | undefined>;
}

export interface SoftwareTokenReader {
  /** The secret of a user's authenticator app; expired ones too until they are swept. */
  find(subject: Subject, slot: string): Promise<SoftwareToken | undefined>;
}

export interface AccessKeyReader {
  find(id: string): Promise<AccessKey | undefined>;
  /** All of them, oldest first; at most 1,000. */
  list(): Promise<readonly AccessKey[]>;
}

export interface OutboxReader {
  /** Newest first, for the inbox. */
  newest(filter: { readonly to?: string | undefined; readonly limit: number }): Promise<readonly OutboxMessage[]>;
  /** The oldest to `to` after `position`. */
  after(to: string, position: number): Promise<OutboxMessage | undefined>;
  /** The moment at which the next owed message or notification may be taken; undefined when nothing is owed. */
  nextDueAt(): Promise<number | undefined>;
}

export interface AuditReader {
  /** Newest first, at most `limit`. */
  newest(limit: number): Promise<readonly AuditEvent[]>;
}

export interface Reader extends PoolResources, UserHistory {
  readonly pools: PoolReader;
  readonly clients: ClientReader;
  readonly users: UserReader;
  readonly credentials: CredentialReader;
  readonly codes: CodeReader;
  readonly budgets: BudgetReader;
  readonly failures: FailureReader;
  readonly groups: GroupReader;
  readonly refreshFamilies: RefreshFamilyReader;
  readonly tokenSessions: TokenSessionReader;
  readonly sessions: SessionReader;
  readonly softwareTokens: SoftwareTokenReader;
  readonly passkeys: PasskeyReader;
  readonly devices: DeviceReader;
  readonly pendingContacts: PendingContactReader;
  readonly signingKeys: SigningKeyReader;
  readonly resourceServers: ResourceServerReader;
  readonly accessKeys: AccessKeyReader;
  readonly provisionedLimits: ProvisionedLimitReader;
  readonly outbox: OutboxReader;
  readonly audit: AuditReader;
}

/** Writes rows that carry a version. Each answers with the row as it is now. */
export interface Versioned<Row> {
  /** @throws AlreadyExists */
  insert(row: Row): Promise<Row>;
  /** @throws Conflict */
  save(row: Row): Promise<Row>;
  /** Writes nothing, but throws `Conflict` when the row has moved. */
  guard(row: Row): Promise<void>;
  /** @throws Conflict */
  delete(row: Row): Promise<void>;
}

export interface Transaction extends Reader {
  readonly pools: PoolReader & Versioned<Pool>;
  readonly clients: ClientReader & Versioned<Client>;
  /** Deleting a user deletes all that hangs on it. */
  readonly users: UserReader & Versioned<User>;
  readonly identifiers: {
    /** Who holds the name. A sub is held by its user, as a username would be. */
    holder(poolId: string, value: string): Promise<IdentifierHolder | undefined>;
    /** Gives the name to the user. @throws IdentifierTaken */
    claim(subject: Subject, identifier: Identifier): Promise<void>;
    /** Takes it away; nothing happens when it is not the user's. */
    release(subject: Subject, identifier: Identifier): Promise<void>;
  };
  readonly credentials: CredentialWriter;
  readonly codes: CodeReader & {
    /** Kills the code of the same purpose that was there. */
    replace(subject: Subject, code: NewCode): Promise<void>;
    /** Tries a code: spends it if right, counts the try if wrong. Never throws for a wrong code. */
    present(subject: Subject, purpose: CodePurpose, value: Secret, now: number): Promise<CodeOutcome>;
    /** Tries a code as `present` does, but leaves the right one unspent and uncounted. */
    prove(subject: Subject, purpose: CodePurpose, value: Secret, now: number): Promise<CodeOutcome>;
    delete(subject: Subject, purpose: CodePurpose): Promise<void>;
  };
  readonly budgets: BudgetReader & {
    replace(subject: Subject, purpose: BudgetPurpose, marks: readonly number[]): Promise<void>;
  };
  readonly failures: FailureReader & {
    replace(subject: Subject, failures: Failures): Promise<void>;
    delete(subject: Subject): Promise<void>;
  };
  readonly groups: GroupWriter;
  readonly refreshFamilies: RefreshFamilyWriter;
  readonly tokenSessions: TokenSessionWriter;
  readonly sessions: SessionReader & {
    /** @throws AlreadyExists */
    insert(session: ChallengeSession, token: Secret): Promise<void>;
    /** Spends it; false when it was spent before. */
    spend(session: ChallengeSession, now: number): Promise<boolean>;
  };
  readonly softwareTokens: SoftwareTokenReader & {
    /** The secret in its slot, whatever was there. */
    replace(token: SoftwareToken): Promise<void>;
    delete(subject: Subject, slot: string): Promise<void>;
  };
  readonly passkeys: PasskeyWriter;
  readonly devices: DeviceWriter;
  readonly authEvents: AuthEventWriter;
  readonly pendingContacts: PendingContactWriter;
  readonly spentMarks: {
    /**
     * Marks what works once (a SECRET_BLOCK, the step of an authenticator app) as used, in one statement; false when it was used before. `expiresAt` is
     * when it would no longer work anyway: the mark is swept then.
     */
    spend(poolId: string, purpose: string, id: string, expiresAt: number): Promise<boolean>;
  };
  readonly signingKeys: SigningKeyWriter;
  readonly resourceServers: ResourceServerReader & Versioned<ResourceServer>;
  readonly domains: PoolResourceWriters["domains"];
  readonly identityProviders: PoolResourceWriters["identityProviders"];
  readonly documents: PoolResourceWriters["documents"];
  readonly resourceCounts: ResourceCounts;
  readonly userImports: PoolResourceWriters["userImports"];
  readonly accessKeys: AccessKeyReader & Versioned<AccessKey>;
  readonly provisionedLimits: ProvisionedLimitWriter;
  readonly outbox: OutboxReader & {
    insert(message: NewOutboxMessage): Promise<void>;
    /**
     * Leases what is due at `now` until `leasedUntil`, oldest first, at most `limit`, of the messages that `carrier`
     * carries (senders unless said); each counts one more attempt.
     */
    take(now: number, leasedUntil: number, limit: number, carrier?: Carrier): Promise<readonly OutboxMessage[]>;
    /** Ends or postpones a message that is still pending; with `erase` its content goes in the same statement. */
    settle(
      message: Pick<OutboxMessage, "id">,
      to: {
        readonly state: OutboxState;
        readonly reason: string | null;
        readonly nextAttemptAt: number;
        readonly erase: boolean;
      },
    ): Promise<void>;
    /** Drops all but the newest `keep` of those that are no longer pending; a thousand at a time. */
    prune(keep: number): Promise<void>;
    owe(notification: OwedNotification, leasedUntil: number): Promise<void>;
    takeOwed(now: number, leasedUntil: number, limit: number): Promise<readonly OwedNotification[]>;
    /** It was called. */
    forget(notificationId: string): Promise<void>;
    /** It failed; it is due again at `nextAttemptAt`. */
    postpone(notificationId: string, nextAttemptAt: number): Promise<void>;
    /** Ends every lease: all messages and notifications that are owed are due at `now`. For a start, when nobody holds one. */
    endLeases(now: number): Promise<void>;
  };
  readonly audit: AuditReader & { insert(event: AuditEvent): Promise<void> };
  /**
   * Removes what has outlived its time at `now`: expired codes, sessions, families, decoys, what hung on deleted pools;
   * and puts into the index who was there before it was.
   * At most `limit` rows a call; answers how many it has dealt with; 0 = nothing is left.
   */
  sweep(now: number, limit: number): Promise<number>;
}

/** What a server opens at start. */
export interface Store extends AsyncDisposable {
  readonly reader: Reader;
  /** Runs `body` in one transaction; it may run again elsewhere, so it uses only `tx` and values made before it. */
  transaction<T>(body: (tx: Transaction) => Promise<T>): Promise<T>;
  /** One batch of sealing anew what an older master key has sealed; `keyId` is the current one's, `from` where the last batch ended. */
  reseal(step: {
    readonly keyId: string;
    readonly now: number;
    readonly from: ResealCursor | undefined;
  }): Promise<ResealBatch>;
  /** Resolves when the database answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
