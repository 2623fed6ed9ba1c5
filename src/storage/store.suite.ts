/** What every implementation of the storage port promises, run on each engine by a `store.<engine>.test.ts`. */
import assert from "node:assert/strict";
import { after, before, suite } from "node:test";
import { KEYS, type Opened, type OpenStore } from "./suite/fixtures.suite.ts";
import { transactions } from "./suite/transactions.suite.ts";
import { versioned } from "./suite/versions.suite.ts";
import { poolsAndClients } from "./suite/pools-and-clients.suite.ts";
import { searching } from "./suite/search.suite.ts";
import { users, identifiers } from "./suite/users.suite.ts";
import { credentials } from "./suite/credentials.suite.ts";
import { codes, counters } from "./suite/codes.suite.ts";
import { groups } from "./suite/groups.suite.ts";
import { softwareTokens } from "./suite/software-tokens.suite.ts";
import { passkeys } from "./suite/passkeys.suite.ts";
import { devices } from "./suite/devices.suite.ts";
import { authEvents } from "./suite/auth-events.suite.ts";
import { poolResources } from "./suite/pool-resources.suite.ts";
import { userImports } from "./suite/user-imports.suite.ts";
import { documents } from "./suite/documents.suite.ts";
import { tokens } from "./suite/tokens.suite.ts";
import { administration } from "./suite/administration.suite.ts";
import { outbox } from "./suite/outbox.suite.ts";
import { sweeping } from "./suite/sweep.suite.ts";
import { secrecy } from "./suite/secrecy.suite.ts";
import { lasting } from "./suite/restart.suite.ts";

export type { Opened, OpenStore } from "./suite/fixtures.suite.ts";

/** Runs the suite on what `open` opens. */
export const storeSuite = (name: string, open: OpenStore): void => {
  suite(name, () => {
    let opened: Opened | undefined;
    before(async () => {
      opened = await open({ keys: KEYS, lasting: false });
    });
    after(() => opened?.[Symbol.asyncDispose]());
    const shared = (): Opened => {
      assert.ok(opened);
      return opened;
    };

    transactions(shared);
    versioned(shared);
    poolsAndClients(open, shared);
    users(shared);
    searching(open, shared);
    identifiers(shared);
    credentials(open, shared);
    codes(shared);
    counters(shared);
    groups(open, shared);
    tokens(shared);
    poolResources(shared);
    userImports(open, shared);
    documents(shared);
    softwareTokens(open, shared);
    passkeys(open, shared);
    devices(open, shared);
    authEvents(shared);
    administration(open);
    outbox(open);
    sweeping(open);
    secrecy(open);
    lasting(open);
  });
};
