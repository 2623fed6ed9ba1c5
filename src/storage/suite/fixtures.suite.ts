/** What the parts of the suite are made of: rows, ways to put them in, and looks at what lies in the tables. */
import assert from "node:assert/strict";
import { Secret } from "../../contracts/secret.ts";
import { masterKeysOf, readMasterKey, type MasterKeys } from "../../crypto/master-key.ts";
import type { AccessKey } from "../../model/access-key.ts";
import { NO_RISK, type AuthEvent } from "../../model/auth-event.ts";
import type { Client } from "../../model/client.ts";
import type { CodePurpose, NewCode } from "../../model/code.ts";
import type { ChallengeSession } from "../../model/challenge-session.ts";
import type { Domain } from "../../model/domain.ts";
import type { Group } from "../../model/group.ts";
import type { Device } from "../../model/device.ts";
import type { IdentityProvider } from "../../model/identity-provider.ts";
import { identifiersOf } from "../../model/identifier.ts";
import type { Page, PageRequest } from "../../model/page.ts";
import type { CountedPasskey, PasskeyRegistration } from "../../model/passkey.ts";
import type { DocumentFile, PoolDocument } from "../../model/pool-document.ts";
import type { Pool, PoolSettings } from "../../model/pool.ts";
import type { RefreshFamily } from "../../model/refresh-family.ts";
import type { ResourceServer } from "../../model/resource-server.ts";
import type { TokenSession } from "../../model/token-session.ts";
import { REGISTERED, type SoftwareToken } from "../../model/software-token.ts";
import { NO_PROGRESS, type UserImportJob } from "../../model/user-import-job.ts";
import type { Credential, User } from "../../model/user.ts";
import type { PendingContact } from "../pending-contacts.ts";
import type { Engine } from "../sql/engine.ts";
import { sql, type Query } from "../sql/sql.ts";
import {
  Conflict,
  type NewOutboxMessage,
  type OwedNotification,
  type Store,
  type StoredSigningKey,
  type Subject,
  type Transaction,
} from "../store.ts";

/** A store, the engine under it (for a look at, or a forgery of, its rows), and a way to start again on the same rows. */
export interface Opened extends AsyncDisposable {
  readonly store: Store;
  readonly engine: Engine;
  /** Closes this one, opens what it left. Only for what was opened as lasting. */
  reopen(keys: MasterKeys): Promise<Opened>;
}

export type OpenStore = (options: { readonly keys: MasterKeys; readonly lasting: boolean }) => Promise<Opened>;

export const NOW = Date.UTC(2026, 0, 1);

export const SECOND_MS = 1000;

export const HOUR_MS = 60 * 60 * SECOND_MS;

export const DAY_MS = 24 * HOUR_MS;

export const AT_ONCE = 50;

const keysFrom = (byte: number, older: MasterKeys["current"][] = []) =>
  masterKeysOf(readMasterKey(Buffer.alloc(32, byte).toString("base64")), older);

export const KEYS = keysFrom(1);

export const NEW_KEYS = keysFrom(2);

export const ROTATED_KEYS = keysFrom(2, [KEYS.current]);

let serial = 0;

export const unique = (word: string): string => `${word}${String((serial += 1)).padStart(4, "0")}`;

export const newSub = (): string => `${unique("0000")}-0000-4000-8000-00000000000${(serial % 16).toString(16)}`;

export const aPool = (settings: PoolSettings = {}): Pool => ({
  id: unique("us-east-1_Pool"),
  name: "people",
  settings,
  createdAt: NOW,
  modifiedAt: NOW,
  version: 0,
});

export const aClient = (pool: Pool, over: Partial<Client> = {}): Client => ({
  id: unique("client"),
  poolId: pool.id,
  name: "web",
  secrets: [],
  settings: {},
  createdAt: NOW,
  modifiedAt: NOW,
  version: 0,
  ...over,
});

export const aUser = (pool: Pool, over: Partial<User> = {}): User => {
  const sub = newSub();
  return {
    poolId: pool.id,
    sub,
    username: `user-${sub}`,
    status: "CONFIRMED",
    enabled: true,
    attributes: {},
    mfaFactors: [],
    preferredMfa: null,
    hasMfaOption: false,
    identities: [],
    tokensRevokedAt: 0,
    tokenEpoch: 0,
    createdAt: NOW,
    modifiedAt: NOW,
    version: 0,
    ...over,
  };
};

export const anImportJob = (pool: Pool, over: Partial<UserImportJob> = {}): UserImportJob => ({
  poolId: pool.id,
  id: unique("import-"),
  name: "people",
  roleArn: "arn:aws:iam::000000000000:role/logs",
  hashing: "BCRYPT",
  status: "Created",
  createdAt: NOW,
  startedAt: null,
  completedAt: null,
  completionMessage: null,
  upload: null,
  progress: NO_PROGRESS,
  version: 0,
  ...over,
});

export const aPendingContact = (user: Subject): PendingContact => ({
  poolId: user.poolId,
  sub: user.sub,
  contact: "email",
  value: "new@example.com",
  codeId: "code",
  expiresAt: NOW + HOUR_MS,
});

export const aGroup = (pool: Pool, name: string): Group => ({
  poolId: pool.id,
  name,
  description: null,
  roleArn: null,
  precedence: null,
  createdAt: NOW,
  modifiedAt: NOW,
  version: 0,
});

export const anAccessKey = (over: Partial<AccessKey> = {}): AccessKey => ({
  id: unique("AKIA"),
  name: "deploy",
  secret: new Secret("access key secret"),
  sessionToken: null,
  policy: "{}",
  createdAt: NOW,
  expiresAt: null,
  revokedAt: null,
  version: 0,
  ...over,
});

export const aCredential = ({ poolId, sub }: Subject, over: Partial<Credential> = {}): Credential => ({
  poolId,
  sub,
  scheme: "srp",
  salt: Buffer.from(unique("salt-of-16-b")),
  verifier: Buffer.from(`verifier of ${sub}`),
  temporary: false,
  expiresAt: null,
  createdAt: NOW,
  version: 0,
  ...over,
});

export const aCode = (purpose: CodePurpose, value: string, over: Partial<NewCode> = {}): NewCode => ({
  id: unique("code"),
  purpose,
  value: new Secret(value),
  contact: "email",
  createdAt: NOW,
  expiresAt: NOW + HOUR_MS,
  ...over,
});

export const aFamily = ({ poolId, sub }: Subject, over: Partial<RefreshFamily> = {}): RefreshFamily => ({
  poolId,
  sub,
  clientId: "client",
  originJti: unique("jti"),
  authTime: NOW,
  scopes: ["aws.cognito.signin.user.admin"],
  tokenEpoch: 0,
  device: null,
  createdAt: NOW,
  expiresAt: NOW + DAY_MS,
  revokedAt: null,
  version: 0,
  ...over,
});

export const aTokenSession = (family: RefreshFamily, over: Partial<TokenSession> = {}): TokenSession => ({
  poolId: family.poolId,
  sub: family.sub,
  originJti: family.originJti,
  id: unique("tkn"),
  clientId: family.clientId,
  tokenEpoch: family.tokenEpoch,
  createdAt: family.createdAt,
  lastActiveAt: family.createdAt,
  expiresAt: family.expiresAt,
  deviceType: "Linux, Firefox",
  ipAddress: "192.0.2.1",
  ...over,
});

export const aSigningKey = (
  { id }: Pool,
  use: StoredSigningKey["use"],
  over: Partial<StoredSigningKey> = {},
): StoredSigningKey => ({
  poolId: id,
  use,
  kid: unique(`kid-${use}`),
  privateKey: new Secret(`private key for ${use}`),
  createdAt: NOW,
  signsFrom: NOW,
  endsAt: null,
  ...over,
});

export const aResourceServer = ({ id }: Pool, identifier: string): ResourceServer => ({
  poolId: id,
  identifier,
  name: "orders",
  scopes: [{ name: "read", description: "see orders" }],
  version: 0,
});

export const aDomain = ({ id }: Pool, name: string): Domain => ({
  name,
  poolId: id,
  settings: { managedLoginVersion: 1 },
  version: 0,
});

export const aProvider = ({ id }: Pool, name: string): IdentityProvider => ({
  poolId: id,
  name,
  type: "OIDC",
  details: { client_id: "poolhouse" },
  secrets: { client_secret: new Secret("provider secret") },
  mapping: { username: "sub" },
  identifiers: ["example.com"],
  createdAt: NOW,
  modifiedAt: NOW,
  version: 0,
});

export const aSession = ({ poolId, sub }: Subject, over: Partial<ChallengeSession> = {}): ChallengeSession => ({
  poolId,
  id: unique("session"),
  clientId: "client",
  sub,
  challenge: "NEW_PASSWORD_REQUIRED",
  state: { remembered: "state of the step" },
  createdAt: NOW,
  expiresAt: NOW + HOUR_MS,
  spentAt: null,
  ...over,
});

export const aSoftwareToken = ({ poolId, sub }: Subject, over: Partial<SoftwareToken> = {}): SoftwareToken => ({
  poolId,
  sub,
  slot: REGISTERED,
  id: unique("token"),
  secret: new Secret("authenticator secret"),
  friendlyName: "phone",
  createdAt: NOW,
  expiresAt: null,
  ...over,
});

export const aPasskey = ({ poolId, sub }: Subject, over: Partial<CountedPasskey> = {}): CountedPasskey => ({
  poolId,
  sub,
  credentialId: unique("credential"),
  relyingPartyId: "example.com",
  publicKey: Buffer.from(`passkey of ${sub}`),
  name: "Passkey",
  attachment: null,
  transports: ["internal", "hybrid"],
  createdAt: NOW,
  counter: 0,
  ...over,
});

export const aRegistration = (
  { poolId, sub }: Subject,
  over: Partial<PasskeyRegistration> = {},
): PasskeyRegistration => ({
  poolId,
  sub,
  clientId: "client",
  challenge: unique("challenge"),
  expiresAt: NOW + HOUR_MS,
  ...over,
});

export const aDevice = ({ poolId, sub }: Subject, over: Partial<Device> = {}): Device => ({
  poolId,
  sub,
  key: unique("us-east-1_"),
  groupKey: "-Ab3dEf9x",
  name: "phone",
  salt: Uint8Array.from(Buffer.from("salt of device")),
  verifier: Buffer.from(`device verifier of ${sub}`),
  remembered: true,
  sdk: "aws-sdk-unknown-unknown",
  lastIp: "192.0.2.1",
  createdAt: NOW,
  modifiedAt: NOW,
  lastAuthenticatedAt: NOW,
  version: 0,
  ...over,
});

export const anAuthEvent = ({ poolId, sub }: Subject, over: Partial<AuthEvent> = {}): AuthEvent => ({
  poolId,
  sub,
  id: unique("0197"),
  username: "ada",
  clientId: "client",
  type: "SignIn",
  response: "Pass",
  challenges: [{ ChallengeName: "Password", ChallengeResponse: "Success" }],
  context: { IpAddress: "192.0.2.1" },
  risk: NO_RISK,
  createdAt: NOW,
  logsTo: undefined,
  ...over,
});

export const aMessage = ({ poolId, sub }: Subject, over: Partial<NewOutboxMessage> = {}): NewOutboxMessage => ({
  id: unique("message"),
  poolId,
  sub,
  medium: "EMAIL",
  code: null,
  content: {
    to: "Ada@Example.com",
    subject: "Your code",
    body: new Secret("It is 123456."),
    codeValue: new Secret("123456"),
    from: null,
    replyTo: null,
  },
  createdAt: NOW,
  leasedUntil: 0,
  ...over,
});

export const aNotification = ({ poolId, sub }: Subject): OwedNotification => ({
  id: unique("notification"),
  poolId,
  sub,
  trigger: "PostConfirmation",
  arn: "arn:aws:lambda:us-east-1:000000000000:function:welcome",
  event: { version: "1", request: { userAttributes: {} } },
  attempts: 0,
  createdAt: NOW,
});

/** Carries a transaction out and undoes it, for a look at what its body sees. */
export const undone = async (store: Store, body: (tx: Transaction) => Promise<void>): Promise<void> => {
  const reason = new Error("undone on purpose");
  await assert.rejects(
    store.transaction(async (tx) => {
      await body(tx);
      throw reason;
    }),
    reason,
  );
};

export const putPool = (store: Store, settings: PoolSettings = {}): Promise<Pool> =>
  store.transaction((tx) => tx.pools.insert(aPool(settings)));

export const putUser = (store: Store, pool: Pool, over: Partial<User> = {}): Promise<User> =>
  store.transaction(async (tx) => {
    const user = await tx.users.insert(aUser(pool, over));
    for (const identifier of identifiersOf(pool, user)) await tx.identifiers.claim(user, identifier);
    return user;
  });

export const everyRow = async <Row>(
  list: (page: PageRequest) => Promise<Page<Row>>,
  limit: number,
): Promise<Row[][]> => {
  const pages: Row[][] = [];
  let next: string | undefined;
  do {
    const page: Page<Row> = await list({ limit, after: next });
    pages.push([...page.rows]);
    next = page.next;
  } while (next !== undefined);
  return pages;
};

export const tally = (words: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
};

export const atOnce = <T>(work: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: AT_ONCE }, (_, index) => work(index)));

/** As an operation does that conflicts: it runs again. Here as often as it takes. */
export const persistently = async <T>(store: Store, body: (tx: Transaction) => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await store.transaction(body);
    } catch (error) {
      if (!(error instanceof Conflict) || attempt === AT_ONCE) throw error;
    }
  }
};

/** Terms of a client, of one name. */
export const aTerms = (pool: Pool, clientId: string, name = "terms-of-use"): PoolDocument<"terms"> => ({
  poolId: pool.id,
  kind: "terms",
  owner: `${clientId}/${name}`,
  id: unique("document"),
  clientId,
  content: {
    TermsName: name,
    TermsSource: "LINK",
    Enforcement: "NONE",
    Links: { "cognito:default": "https://example.com/terms" },
  },
  createdAt: NOW,
  modifiedAt: NOW,
  version: 0,
});

export const aStyle = (pool: Pool, clientId: string): PoolDocument<"login-style"> => ({
  poolId: pool.id,
  kind: "login-style",
  owner: clientId,
  id: unique("document"),
  clientId,
  content: { settings: {}, assets: [{ Category: "FORM_LOGO", ColorMode: "LIGHT", Extension: "PNG", file: "logo" }] },
  createdAt: NOW,
  modifiedAt: NOW,
  version: 0,
});

export const aFile = (id: string): DocumentFile => ({ id, bytes: Uint8Array.from(Buffer.from(`file ${id}`)) });

/** Everything that has rows, for a search through them. */
export const TABLES: Readonly<Record<string, Query>> = {
  pools: sql`select * from pools limit 1000`,
  clients: sql`select * from clients limit 1000`,
  users: sql`select * from users limit 1000`,
  user_counts: sql`select * from user_counts where n <> 0 limit 1000`,
  identifiers: sql`select * from identifiers limit 1000`,
  credentials: sql`select * from credentials limit 1000`,
  past_credentials: sql`select * from past_credentials limit 1000`,
  codes: sql`select * from codes limit 1000`,
  budgets: sql`select * from budgets limit 1000`,
  failures: sql`select * from failures limit 1000`,
  groups: sql`select * from groups limit 1000`,
  gone_groups: sql`select * from gone_groups limit 1000`,
  memberships: sql`select * from memberships limit 1000`,
  refresh_families: sql`select * from refresh_families limit 1000`,
  token_sessions: sql`select * from token_sessions limit 1000`,
  sessions: sql`select * from sessions limit 1000`,
  software_tokens: sql`select * from software_tokens limit 1000`,
  passkeys: sql`select * from passkeys limit 1000`,
  passkey_counters: sql`select * from passkey_counters limit 1000`,
  passkey_registrations: sql`select * from passkey_registrations limit 1000`,
  devices: sql`select * from devices limit 1000`,
  attribute_index: sql`select * from attribute_index limit 1000`,
  unindexed_users: sql`select * from unindexed_users limit 1000`,
  auth_events: sql`select * from auth_events limit 1000`,
  pending_contacts: sql`select * from pending_contacts limit 1000`,
  spent_marks: sql`select * from spent_marks limit 1000`,
  signing_keys: sql`select * from signing_keys limit 1000`,
  later_signing_keys: sql`select * from later_signing_keys limit 1000`,
  resource_servers: sql`select * from resource_servers limit 1000`,
  domains: sql`select * from domains limit 1000`,
  identity_providers: sql`select * from identity_providers limit 1000`,
  identity_provider_identifiers: sql`select * from identity_provider_identifiers limit 1000`,
  user_import_jobs: sql`select * from user_import_jobs limit 1000`,
  running_user_imports: sql`select * from running_user_imports limit 1000`,
  user_import_uploads: sql`select * from user_import_uploads limit 1000`,
  user_import_chunks: sql`select * from user_import_chunks limit 1000`,
  pool_documents: sql`select * from pool_documents limit 1000`,
  pool_document_files: sql`select * from pool_document_files limit 1000`,
  access_keys: sql`select * from access_keys limit 1000`,
  outbox: sql`select * from outbox limit 1000`,
  notifications: sql`select * from notifications limit 1000`,
  audit: sql`select * from audit limit 1000`,
};

export const rowCounts = async (engine: Engine): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const [table, query] of Object.entries(TABLES)) {
    const rows = await engine.read.all(query);
    if (rows.length > 0) counts[table] = rows.length;
  }
  return counts;
};

/** One row in every table that can hang on a user, and in those of its pool. */
export const putEverything = async (
  store: Store,
): Promise<{ pool: Pool; user: User; client: Client; group: Group }> => {
  const pool = await putPool(store);
  const user = await putUser(store, pool, { username: "ada" });
  return store.transaction(async (tx) => {
    const secret = { id: "s1", value: new Secret("client secret"), createdAt: NOW };
    const client = await tx.clients.insert(aClient(pool, { secrets: [secret] }));
    const group = await tx.groups.insert(aGroup(pool, "admins"));
    await tx.groups.addMember(group, user, NOW);
    await tx.credentials.replace(aCredential(user, { verifier: Buffer.from("verifier of before") }));
    await tx.credentials.replace(aCredential(user, { verifier: Buffer.from("password verifier") }), 1);
    await tx.codes.replace(user, aCode("reset", "135790"));
    await tx.budgets.replace(user, "message", [NOW]);
    await tx.failures.replace(user, { count: 3, lastAt: NOW });
    const family = aFamily(user, { originJti: "family" });
    await tx.refreshFamilies.insert(family, new Secret("refresh token"));
    await tx.tokenSessions.insert(aTokenSession(family));
    await tx.sessions.insert(aSession(user, { id: "session" }), new Secret("session token"));
    await tx.softwareTokens.replace(aSoftwareToken(user));
    await tx.passkeys.insert(aPasskey(user));
    await tx.passkeys.begin(aRegistration(user));
    await tx.devices.insert(aDevice(user, { key: "us-east-1_d" }));
    await tx.authEvents.replace(anAuthEvent(user));
    await tx.pendingContacts.replace(aPendingContact(user));
    await tx.outbox.insert(aMessage(user));
    await tx.outbox.owe(aNotification(user), NOW);
    await tx.spentMarks.spend(pool.id, "srp", "block", NOW + HOUR_MS);
    for (const use of ["id", "access"] as const) {
      const first = aSigningKey(pool, use);
      await tx.signingKeys.insert(first);
      await tx.signingKeys.replace(first, aSigningKey(pool, use, { signsFrom: NOW + HOUR_MS }), NOW + 90 * DAY_MS);
    }
    await tx.resourceServers.insert(aResourceServer(pool, "https://orders.example.com"));
    await tx.domains.insert(aDomain(pool, unique("people")));
    await tx.identityProviders.insert(aProvider(pool, "Example"));
    const job = await tx.userImports.insert(anImportJob(pool));
    await tx.userImports.takeTurn(job);
    await tx.userImports.openUpload(pool.id, "upload", NOW + HOUR_MS);
    await tx.userImports.keepUpload(pool.id, "upload", NOW, null);
    await tx.userImports.addChunk(pool.id, "upload", 0, Buffer.from("imported password hash"));
    const style = await tx.documents.insert(aStyle(pool, client.id));
    await tx.documents.addFile(style, aFile("logo"));
    return { pool, user, client, group };
  });
};

/** Seals everything anew under the newest key, to the end; answers how many rows that were. */
export const resealAll = async (store: Store): Promise<number> => {
  const step = { keyId: NEW_KEYS.current.id, now: NOW };
  let batch = await store.reseal({ ...step, from: undefined });
  let { resealed } = batch;
  while (batch.next !== null) {
    batch = await store.reseal({ ...step, from: batch.next });
    resealed += batch.resealed;
  }
  return resealed;
};
