/** Making, listing and ending access keys. */
import { Secret } from "../contracts/secret.ts";
import type { AccessKey } from "../model/access-key.ts";
import type { Log } from "../model/log-fields.ts";
import { parsePolicy } from "../model/policy.ts";
import { textFrom, uuidFrom, type Random } from "../runtime/random.ts";
import type { Store, Transaction } from "../storage/store.ts";
import {
  AdminRefusal,
  type AccessKeyName,
  type AdminCommands,
  type IssuedAccessKey,
  type ListedAccessKey,
  type NewAccessKey,
} from "./commands.ts";
import { untilSettled } from "../runtime/until-settled.ts";

/** The keys that a server keeps; revoked and expired ones make room. */
export const ACCESS_KEYS_MAX = 1_000;
/** How long a temporary key may live. */
export const KEY_LIFETIME_MAX_MS = 365 * 24 * 60 * 60 * 1000;

const ID_PREFIX = "PHAK";
const ID_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const ID_RANDOM_LENGTH = 16;
/** Letters and digits alone: a secret is pasted into shells and files. */
const SECRET_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
/** 238 bits. */
const SECRET_LENGTH = 40;
const SESSION_TOKEN_LENGTH = 64;
/** IAM's alphabet and bound for names of users: the name stands in an ARN. */
const NAME = /^[\w+=,.@-]{1,64}$/u;

export interface AccessKeyParts {
  readonly store: Store;
  readonly random: Random;
  readonly log: Log;
  readonly now: () => number;
}

type Commands = Pick<AdminCommands, "createKey" | "listKeys" | "revokeKey" | "rotateKey">;

const newSecrets = (random: Random, isTemporary: boolean): Pick<AccessKey, "secret" | "sessionToken"> => ({
  secret: new Secret(textFrom(random, SECRET_LETTERS, SECRET_LENGTH)),
  sessionToken: isTemporary ? new Secret(textFrom(random, SECRET_LETTERS, SESSION_TOKEN_LENGTH)) : null,
});

const issued = ({ id, name, secret, sessionToken, expiresAt }: AccessKey): IssuedAccessKey => ({
  id,
  name,
  secret,
  sessionToken,
  expiresAt,
});

const listed = ({ id, name, policy, createdAt, expiresAt, revokedAt }: AccessKey): ListedAccessKey => ({
  id,
  name,
  policy,
  createdAt,
  expiresAt,
  revokedAt,
});

/** What is wrong with the key is told when it is made, never found out when it is used. @throws AdminRefusal */
const requireMakeable = ({ name, policy, lifetimeMs }: NewAccessKey): void => {
  if (!NAME.test(name)) {
    throw new AdminRefusal("The key's name has up to 64 letters, digits and _ + = , . @ -, such as ci-deploy.");
  }
  try {
    parsePolicy(policy);
  } catch (error) {
    throw new AdminRefusal(error instanceof Error ? error.message : "The policy cannot be read.", { cause: error });
  }
  if (lifetimeMs !== null && (lifetimeMs <= 0 || lifetimeMs > KEY_LIFETIME_MAX_MS)) {
    throw new AdminRefusal("A temporary key lives for at most 365 days.");
  }
};

const isOver = (key: AccessKey, now: number): boolean =>
  key.revokedAt !== null || (key.expiresAt !== null && key.expiresAt <= now);

/** Lets the oldest key that no longer works go when there are too many. @throws AdminRefusal */
const makeRoom = async (tx: Transaction, now: number): Promise<void> => {
  const keys = await tx.accessKeys.list();
  if (keys.length < ACCESS_KEYS_MAX) return;
  const over = keys.find((key) => isOver(key, now));
  if (over === undefined) {
    throw new AdminRefusal(`There are ${ACCESS_KEYS_MAX} access keys; revoke those that nobody uses.`);
  }
  await tx.accessKeys.delete(over);
};

const requireKey = async (tx: Transaction, id: string): Promise<AccessKey> => {
  const key = await tx.accessKeys.find(id);
  if (key === undefined) throw new AdminRefusal(`There is no access key ${id}; \`poolhouse keys list\` shows them.`);
  return key;
};

export const accessKeyCommands = ({ store, random, log, now }: AccessKeyParts): Commands => {
  /** Writes, and keeps who did it with what was done. */
  const change = (
    name: string,
    operatingSystemUser: string,
    body: (tx: Transaction, at: number) => Promise<AccessKey>,
  ): Promise<AccessKey> =>
    untilSettled(async () => {
      const at = now();
      const eventId = uuidFrom(random);
      const key = await store.transaction(async (tx) => {
        const changed = await body(tx, at);
        const fields = { accessKeyId: changed.id, operatingSystemUser };
        await tx.audit.insert({ id: eventId, at, poolId: "", sub: null, name, fields });
        return changed;
      });
      log("info", name, { accessKeyId: key.id, operatingSystemUser });
      return key;
    });

  return {
    createKey: async (given) => {
      requireMakeable(given);
      const id = ID_PREFIX + textFrom(random, ID_LETTERS, ID_RANDOM_LENGTH);
      const secrets = newSecrets(random, given.lifetimeMs !== null);
      const key = await change("AccessKeyCreated", given.operatingSystemUser, async (tx, at) => {
        await makeRoom(tx, at);
        return tx.accessKeys.insert({
          id,
          name: given.name,
          ...secrets,
          policy: given.policy,
          createdAt: at,
          expiresAt: given.lifetimeMs === null ? null : at + given.lifetimeMs,
          revokedAt: null,
          version: 0,
        });
      });
      return issued(key);
    },
    listKeys: async () => (await store.reader.accessKeys.list()).map(listed),
    revokeKey: async ({ id, operatingSystemUser }: AccessKeyName) => {
      const key = await change("AccessKeyRevoked", operatingSystemUser, async (tx, at) => {
        const found = await requireKey(tx, id);
        return found.revokedAt === null ? tx.accessKeys.save({ ...found, revokedAt: at }) : found;
      });
      return listed(key);
    },
    rotateKey: async ({ id, operatingSystemUser }: AccessKeyName) => {
      const lasting = newSecrets(random, true);
      const key = await change("AccessKeyRotated", operatingSystemUser, async (tx, at) => {
        const found = await requireKey(tx, id);
        // A key that was ended stays ended: a rotation must not bring it back.
        if (isOver(found, at))
          throw new AdminRefusal(`The access key ${id} is revoked or has expired; make a new one.`);
        return tx.accessKeys.save({
          ...found,
          secret: lasting.secret,
          sessionToken: found.sessionToken === null ? null : lasting.sessionToken,
        });
      });
      return issued(key);
    },
  };
};
