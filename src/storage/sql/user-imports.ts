/** Imports of users in SQL: the jobs, their files and the users they bring, put together. */
import type { UserImportReader, UserImportWriter } from "../user-imports.ts";
import type { Connection } from "./engine.ts";
import { importedUserWriter } from "./imported-users.ts";
import type { Protection } from "./protection.ts";
import { userImportJobReader, userImportJobWriter } from "./user-import-jobs.ts";
import { userImportUploadReader, userImportUploadWriter } from "./user-import-uploads.ts";

export const userImportReader = (connection: Connection, protection: Protection): UserImportReader => ({
  ...userImportJobReader(connection),
  ...userImportUploadReader(connection, protection),
});

export const userImportWriter = (connection: Connection, protection: Protection): UserImportWriter => ({
  ...userImportJobWriter(connection),
  ...userImportUploadWriter(connection, protection),
  ...importedUserWriter(connection, protection),
});
