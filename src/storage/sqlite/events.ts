/** What an engine has to tell its operator. Sizes in bytes; no event carries a row's content. */
export type EngineEvent =
  | { readonly event: "database-migrated"; readonly migration: string }
  | { readonly event: "database-checkpoint-failed"; readonly reason: string }
  /** The log could not be emptied, usually because another program reads the database at length. */
  | { readonly event: "database-log-long"; readonly bytes: number };

export type LogEngineEvent = (event: EngineEvent) => void;
