import { firstTables } from "./0001-first-tables.ts";
import { softwareTokens } from "./0002-software-tokens.ts";
import { passkeyTables } from "./0003-passkeys.ts";
import { tokenFamilies } from "./0004-token-families.ts";
import { deviceTables } from "./0005-devices.ts";
import { messageCarriers } from "./0006-message-carriers.ts";
import { pendingContacts } from "./0007-pending-contacts.ts";
import { attributeIndex } from "./0008-attribute-index.ts";
import { domains } from "./0009-domains.ts";
import { identityProviders } from "./0010-identity-providers.ts";
import { importJobs } from "./0011-import-jobs.ts";
import { poolDocuments } from "./0012-pool-documents.ts";
import { limits } from "./0013-limits.ts";
import { pastCredentials } from "./0014-past-credentials.ts";
import { authEvents } from "./0015-auth-events.ts";
import { mfaOptions } from "./0017-mfa-options.ts";
import { evidence } from "./0018-evidence.ts";
import type { Migration } from "./migration.ts";

/** Every migration, oldest first. A new one is added at the end. */
export const MIGRATIONS: readonly Migration[] = [
  firstTables,
  softwareTokens,
  passkeyTables,
  tokenFamilies,
  deviceTables,
  messageCarriers,
  pendingContacts,
  attributeIndex,
  domains,
  identityProviders,
  importJobs,
  poolDocuments,
  limits,
  pastCredentials,
  authEvents,
  mfaOptions,
  evidence,
];
