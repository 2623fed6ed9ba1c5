/** The storage port on any SQL engine: one repository per table, put together here. */
import type { Client } from "../../model/client.ts";
import type { Pool } from "../../model/pool.ts";
import { rateExceeded } from "../../model/refusals.ts";
import type { Reader, Store, Transaction } from "../store.ts";
import { accessKeyReader, accessKeyWriter } from "./access-keys.ts";
import { indexUnindexed } from "./attribute-index.ts";
import { authEventReader, authEventWriter } from "./auth-events.ts";
import { auditReader, auditWriter } from "./audit.ts";
import { budgetReader, budgetWriter } from "./budgets.ts";
import { clientReader, clientWriter, createClientSecrets, type ClientParts } from "./clients.ts";
import { codeReader, codeWriter } from "./codes.ts";
import { credentialReader, credentialWriter } from "./credentials.ts";
import { deviceReader, deviceWriter } from "./devices.ts";
import { documentReader, documentWriter } from "./documents.ts";
import { domainReader, domainWriter } from "./domains.ts";
import { EngineOverloaded, type Connection, type Engine } from "./engine.ts";
import { failureReader, failureWriter } from "./failures.ts";
import { groupReader, groupWriter } from "./groups.ts";
import { identifierWriter } from "./identifiers.ts";
import { identityProviderReader, identityProviderWriter } from "./identity-providers.ts";
import { outboxReader, outboxWriter } from "./outbox.ts";
import { passkeyReader, passkeyWriter } from "./passkeys.ts";
import { pendingContactReader, pendingContactWriter } from "./pending-contacts.ts";
import { poolReader, poolWriter, type PoolSettingsCache } from "./pools.ts";
import type { Protection } from "./protection.ts";
import { provisionedLimitReader, provisionedLimitWriter } from "./provisioned-limits.ts";
import { refreshFamilyReader, refreshFamilyWriter } from "./refresh-families.ts";
import { resealBatch } from "./reseal.ts";
import { resourceCounts } from "./resource-counts.ts";
import { resourceServerReader, resourceServerWriter } from "./resource-servers.ts";
import { sessionReader, sessionWriter } from "./sessions.ts";
import { createSettingsCache } from "./settings-cache.ts";
import { signingKeyReader, signingKeyWriter } from "./signing-keys.ts";
import { softwareTokenReader, softwareTokenWriter } from "./software-tokens.ts";
import { spentMarkWriter } from "./spent-marks.ts";
import { sql } from "./sql.ts";
import { sweep } from "./sweep.ts";
import { tokenSessionReader, tokenSessionWriter } from "./token-sessions.ts";
import { userImportReader, userImportWriter } from "./user-imports.ts";
import { userReader, userWriter } from "./users.ts";

interface Parts extends ClientParts {
  readonly poolSettings: PoolSettingsCache;
}

const readerOf = (connection: Connection, parts: Parts): Reader => {
  const pools = poolReader(connection, parts.poolSettings);
  return {
    pools,
    clients: clientReader(connection, parts, pools),
    users: userReader(connection, pools),
    credentials: credentialReader(connection, parts),
    codes: codeReader(connection),
    budgets: budgetReader(connection),
    failures: failureReader(connection),
    groups: groupReader(connection),
    refreshFamilies: refreshFamilyReader(connection, parts),
    tokenSessions: tokenSessionReader(connection),
    sessions: sessionReader(connection, parts),
    passkeys: passkeyReader(connection, parts),
    devices: deviceReader(connection, parts),
    authEvents: authEventReader(connection),
    pendingContacts: pendingContactReader(connection),
    softwareTokens: softwareTokenReader(connection, parts),
    signingKeys: signingKeyReader(connection, parts),
    resourceServers: resourceServerReader(connection),
    domains: domainReader(connection),
    identityProviders: identityProviderReader(connection, parts),
    userImports: userImportReader(connection, parts),
    documents: documentReader(connection),
    accessKeys: accessKeyReader(connection, parts),
    provisionedLimits: provisionedLimitReader(connection),
    outbox: outboxReader(connection, parts),
    audit: auditReader(connection),
  };
};

const transactionOf = (connection: Connection, parts: Parts): Transaction => {
  const pools = poolWriter(connection, parts.poolSettings);
  const users = userWriter(connection, pools);
  return {
    pools,
    clients: clientWriter(connection, parts, pools),
    users,
    identifiers: identifierWriter(connection),
    credentials: credentialWriter(connection, parts),
    codes: codeWriter(connection, parts),
    budgets: budgetWriter(connection),
    failures: failureWriter(connection),
    groups: groupWriter(connection),
    refreshFamilies: refreshFamilyWriter(connection, parts),
    tokenSessions: tokenSessionWriter(connection),
    sessions: sessionWriter(connection, parts),
    passkeys: passkeyWriter(connection, parts),
    devices: deviceWriter(connection, parts),
    authEvents: authEventWriter(connection),
    pendingContacts: pendingContactWriter(connection),
    softwareTokens: softwareTokenWriter(connection, parts),
    spentMarks: spentMarkWriter(connection),
    signingKeys: signingKeyWriter(connection, parts),
    resourceServers: resourceServerWriter(connection),
    domains: domainWriter(connection),
    identityProviders: identityProviderWriter(connection, parts),
    documents: documentWriter(connection),
    resourceCounts: resourceCounts(connection),
    userImports: userImportWriter(connection, parts),
    accessKeys: accessKeyWriter(connection, parts),
    provisionedLimits: provisionedLimitWriter(connection),
    outbox: outboxWriter(connection, parts),
    audit: auditWriter(connection),
    sweep: async (now, limit) => {
      const indexed = await indexUnindexed(connection, { pools, users }, limit);
      return indexed >= limit ? indexed : indexed + (await sweep(connection, now, limit - indexed));
    },
  };
};

/** The store on `engine`, which it closes with itself. The engine's tables are up to date. */
export const createSqlStore = (engine: Engine, protection: Protection): Store => {
  const parts: Parts = {
    ...protection,
    poolSettings: createSettingsCache<Pool["settings"]>(),
    clientSettings: createSettingsCache<Client["settings"]>(),
    clientSecrets: createClientSecrets(protection),
  };
  const close = () => engine.close();
  return {
    reader: readerOf(engine.read, parts),
    transaction: async (body) => {
      try {
        return await engine.transaction((connection) => body(transactionOf(connection, parts)));
      } catch (error) {
        // Nothing was done: the caller may try again.
        throw error instanceof EngineOverloaded ? rateExceeded() : error;
      }
    },
    reseal: (step) => engine.transaction((connection) => resealBatch(connection, parts, step)),
    ping: async () => {
      await engine.read.first(sql`select 1 as answer`);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
};
