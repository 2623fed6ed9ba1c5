/** The part of the storage port that holds groups and who is in them. */
import type { Group } from "../model/group.ts";
import type { Page, PageRequest } from "../model/page.ts";
import type { Subject, Versioned } from "./store.ts";

export interface GroupReader {
  /** @throws ResourceNotFoundException */
  get(poolId: string, name: string): Promise<Group>;
  /** In order of name. */
  list(poolId: string, page: PageRequest): Promise<Page<Group>>;
  /** The groups of a user, in order of name; all of them, at most 100. */
  ofUser(subject: Subject): Promise<readonly Group[]>;
  pageOfUser(subject: Subject, page: PageRequest): Promise<Page<Group>>;
}

export interface GroupWriter extends GroupReader, Versioned<Group> {
  addMember(group: Group, subject: Subject, now: number): Promise<void>;
  removeMember(group: Group, subject: Subject): Promise<void>;
}
