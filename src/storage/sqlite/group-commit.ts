import { AsyncLocalStorage } from "node:async_hooks";
import type { DatabaseSync, StatementSync } from "node:sqlite";

import {
  EngineClosed,
  EngineOverloaded,
  NestedTransactionError,
  StorageFailure,
  TransactionOverError,
  TransactionWaitError,
} from "../sql/engine.ts";
import type { Connection } from "../sql/engine.ts";
import type { Query } from "../sql/sql.ts";
import { translate } from "./failures.ts";
import { guardedConnection } from "./statements.ts";
import type { Prepared } from "./statements.ts";

/** How many bodies share one commit. */
export const GROUP_LIMIT = 64;
/** How many transactions may wait; the next is refused with `EngineOverloaded`. */
export const WAITING_LIMIT = 4_096;

interface Waiting {
  /** Runs the body in its caller's asynchronous context; answers with what tells the caller of its success. */
  readonly run: (connection: Connection, scope: BodyScope) => Promise<() => void>;
  readonly refuse: (error: unknown) => void;
}

/** One run of a body. */
interface BodyScope {
  /** False once the transaction has been decided; its connection is dead from then on. */
  open: boolean;
  /** The error of the first statement that failed. It dooms the transaction. */
  failure: unknown;
}

/** How a body ended: with what acknowledges it once it is on disk, or with its error. */
type Outcome = { readonly acknowledge: () => void } | { readonly error: unknown };

/** What surrounds the groups. */
export interface GroupSurroundings {
  /** Awaited before a group begins; rejecting fails the group. */
  readonly before: () => Promise<void> | undefined;
  /** Called after a commit with the number of bodies in it. */
  readonly after: (bodies: number) => void;
}

/**
 * Runs transactions strictly one after another on the writing connection, and commits those that wait together in one
 * go: the disk's flush, the dearest part of a commit, is shared. Interleaved bodies would corrupt each other's
 * savepoints, which is why a body that waits for anything outside is refused.
 */
export class GroupCommit {
  readonly #database: DatabaseSync;
  readonly #prepare: (query: Query) => Prepared;
  readonly #surroundings: GroupSurroundings;
  readonly #control: Readonly<Record<"begin" | "savepoint" | "release" | "undo" | "commit", StatementSync>>;
  readonly #inside = new AsyncLocalStorage<BodyScope>();
  #queue: Waiting[] = [];
  #scheduled = false;
  #closed = false;
  #whenIdle: (() => void) | undefined;
  /** Set when a failed group could not even be undone: the connection's state is unknown from then on. */
  #broken: StorageFailure | undefined;

  constructor(database: DatabaseSync, prepare: (query: Query) => Prepared, surroundings: GroupSurroundings) {
    this.#database = database;
    this.#prepare = prepare;
    this.#surroundings = surroundings;
    this.#control = {
      begin: database.prepare("begin immediate"),
      savepoint: database.prepare("savepoint body"),
      release: database.prepare("release body"),
      undo: database.prepare("rollback to body"),
      commit: database.prepare("commit"),
    };
  }

  async transaction<T>(body: (connection: Connection) => Promise<T>): Promise<T> {
    if (this.#inside.getStore()?.open) throw new NestedTransactionError();
    if (this.#closed) throw new EngineClosed();
    if (this.#queue.length >= WAITING_LIMIT) throw new EngineOverloaded(WAITING_LIMIT);
    const inContext = AsyncLocalStorage.snapshot();
    return new Promise<T>((resolve, reject) => {
      this.#queue.push({
        run: (connection, scope) =>
          inContext(() =>
            this.#inside.run(scope, async () => {
              const value = await body(connection);
              return () => resolve(value);
            }),
          ),
        refuse: reject,
      });
      this.#schedule();
    });
  }

  /** Admits nothing more and waits until those that were admitted have been settled. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.#scheduled) await new Promise<void>((resolve) => (this.#whenIdle = resolve));
  }

  /** After the poll phase, so that all the requests it brought come into one group; without delay when there is one. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => void this.#turn());
  }

  async #turn(): Promise<void> {
    let gate: unknown;
    try {
      // Awaited even when there is nothing to wait for: `#outcomeOf` must run in a microtask.
      await this.#surroundings.before();
    } catch (error) {
      gate = error;
    }
    const group = this.#queue.splice(0, GROUP_LIMIT);
    const refusal = gate ?? this.#broken;
    if (refusal === undefined) await this.#commitTogether(group);
    else for (const waiting of group) waiting.refuse(refusal);
    this.#scheduled = false;
    if (this.#queue.length > 0) this.#schedule();
    else this.#whenIdle?.();
  }

  /** Settles every member of the group, and none before the commit has succeeded or everything has been undone. */
  async #commitTogether(group: readonly Waiting[]): Promise<void> {
    const outcomes: Outcome[] = [];
    try {
      this.#control.begin.run();
      for (const waiting of group) outcomes.push(await this.#carryOut(waiting));
      this.#control.commit.run();
    } catch (error) {
      const failure = this.#abandon(error);
      for (const [index, waiting] of group.entries()) {
        const outcome = outcomes[index];
        waiting.refuse(outcome && "error" in outcome ? outcome.error : failure);
      }
      return;
    }
    for (const [index, waiting] of group.entries()) {
      const outcome = outcomes[index];
      if (outcome && "acknowledge" in outcome) outcome.acknowledge();
      else waiting.refuse(outcome?.error);
    }
    this.#surroundings.after(group.length);
  }

  /** @throws {StorageFailure} the storage failed beneath the body, and with it the whole group. */
  async #carryOut(waiting: Waiting): Promise<Outcome> {
    this.#control.savepoint.run();
    const scope: BodyScope = { open: true, failure: undefined };
    const ended = await this.#outcomeOf(waiting, scope);
    scope.open = false;
    if (scope.failure instanceof StorageFailure) throw scope.failure;
    const outcome = "acknowledge" in ended && scope.failure !== undefined ? { error: scope.failure } : ended;
    if ("error" in outcome) this.#control.undo.run();
    this.#control.release.run();
    return outcome;
  }

  /** Node drains every microtask before it runs the next tick: a body that has not ended by then waits for something else. */
  async #outcomeOf(waiting: Waiting, scope: BodyScope): Promise<Outcome> {
    return new Promise((resolve) => {
      waiting.run(bodyConnection(this.#prepare, scope), scope).then(
        (acknowledge) => resolve({ acknowledge }),
        (error: unknown) => resolve({ error }),
      );
      process.nextTick(() => {
        if (scope.open) resolve({ error: new TransactionWaitError() });
      });
    });
  }

  #abandon(error: unknown): StorageFailure {
    const cause = translate(error);
    const failure =
      cause instanceof StorageFailure ? cause : new StorageFailure("the transaction could not be committed", { cause });
    try {
      if (this.#database.isTransaction) this.#database.exec("rollback");
    } catch (inner) {
      this.#broken = new StorageFailure("a failed transaction could not be undone; restart the server", {
        cause: inner,
      });
    }
    return failure;
  }
}

/**
 * The connection that a body is given. It dies with the body: a statement that came later would run inside somebody
 * else's transaction. After a failed statement it refuses every other, as PostgreSQL does.
 */
const bodyConnection = (prepare: (query: Query) => Prepared, scope: BodyScope): Connection =>
  guardedConnection(prepare, {
    enter: () => {
      if (!scope.open) throw new TransactionOverError();
      if (scope.failure !== undefined) throw new TransactionOverError({ cause: scope.failure });
    },
    failed: (error) => {
      scope.failure = error;
    },
  });
