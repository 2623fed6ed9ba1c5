/** The part of the storage port that holds what tokens hang on: families, sessions, signing keys, resource servers. */
import type { Secret } from "../contracts/secret.ts";
import type { Page, PageRequest } from "../model/page.ts";
import type { FoundFamily, RefreshFamily } from "../model/refresh-family.ts";
import type { ResourceServer } from "../model/resource-server.ts";
import type { SessionActivity, TokenSession } from "../model/token-session.ts";
import type { User } from "../model/user.ts";
import type { StoredSigningKey } from "./rows.ts";

export interface RefreshFamilyReader {
  /** By a token that a client holds, whether or not it was replaced since. */
  byToken(poolId: string, token: Secret): Promise<FoundFamily | undefined>;
  byOrigin(poolId: string, originJti: string): Promise<RefreshFamily | undefined>;
}

export interface RefreshFamilyWriter extends RefreshFamilyReader {
  /** @throws AlreadyExists */
  insert(family: RefreshFamily, token: Secret): Promise<void>;
  /**
   * Gives the family its next token, in one statement; false when it was given one meanwhile, or was revoked. The token
   * before works until `usableUntil`.
   */
  rotate(family: RefreshFamily, to: Secret, usableUntil: number, now: number): Promise<boolean>;
  /** The device of the sign-in is registered. */
  confirmDevice(family: Pick<RefreshFamily, "poolId" | "originJti">): Promise<void>;
  /** Ends the family and its session. Nothing happens when it is revoked already. */
  revoke(family: Pick<RefreshFamily, "poolId" | "originJti">, now: number): Promise<void>;
}

export interface TokenSessionReader {
  /** The sessions of a user that are alive at `now`, the least recently used first. */
  ofUser(user: Pick<User, "poolId" | "sub" | "tokenEpoch">, now: number): Promise<readonly TokenSession[]>;
}

export interface TokenSessionWriter extends TokenSessionReader {
  /** @throws AlreadyExists */
  insert(session: TokenSession): Promise<void>;
  /** Remembers the latest use. Nothing happens where the family has no session. */
  touch(family: Pick<RefreshFamily, "poolId" | "originJti">, activity: SessionActivity): Promise<void>;
  /** Removes the user's sessions that are dead at `now`. */
  prune(user: Pick<User, "poolId" | "sub" | "tokenEpoch">, now: number): Promise<void>;
}

export interface SigningKeyReader {
  /** The key pairs of a pool that have not ended at `now`, in the order in which they sign. */
  ofPool(poolId: string, now: number): Promise<readonly StoredSigningKey[]>;
}

export interface SigningKeyWriter extends SigningKeyReader {
  /** Keeps the first pair of each use; a later one is dropped in silence, so that all nodes agree. */
  insert(key: StoredSigningKey): Promise<void>;
  /**
   * Lets `key` take over from `newest`: every other pair of its use ends at `endsAt` or before.
   * @throws Conflict when another has taken over from it meanwhile
   */
  replace(newest: StoredSigningKey, key: StoredSigningKey, endsAt: number): Promise<void>;
}

export interface ResourceServerReader {
  /** @throws ResourceNotFoundException */
  get(poolId: string, identifier: string): Promise<ResourceServer>;
  find(poolId: string, identifier: string): Promise<ResourceServer | undefined>;
  /** In order of identifier. */
  list(poolId: string, page: PageRequest): Promise<Page<ResourceServer>>;
}
