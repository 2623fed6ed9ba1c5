/** The part of the storage port that holds auth events. */
import type { AuthEvent, AuthEventFeedback, StoredAuthEvent } from "../model/auth-event.ts";
import type { Page, PageRequest } from "../model/page.ts";
import type { Subject } from "./rows.ts";

export interface AuthEventReader {
  find(subject: Subject, id: string): Promise<StoredAuthEvent | undefined>;
  /** A user's events, newest first. */
  list(subject: Subject, page: PageRequest): Promise<Page<StoredAuthEvent>>;
  /** The newest of a user that prove something, or of which somebody has said something; others in between cost nothing. */
  evidence(subject: Subject, limit: number): Promise<readonly StoredAuthEvent[]>;
}

/** What a reader sees of what users did. */
export interface UserHistory {
  readonly authEvents: AuthEventReader;
}

export interface AuthEventWriter extends AuthEventReader {
  /** The event as it stands; of one that is there already the outcome, the challenges and the risk change; where and when it began, and what was said of it, stay. False where there is no such user (nobody, or one deleted meanwhile): then nothing is kept. */
  replace(event: AuthEvent): Promise<boolean>;
  /** What was said of it last counts; false when the user has no such event. */
  judge(subject: Subject, id: string, feedback: AuthEventFeedback): Promise<boolean>;
}
