/** How many of each resource a pool and the server may have, and that no race ends with one more. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { QUOTAS } from "../model/quotas.ts";
import type { Engine } from "../storage/sql/engine.ts";
import { sql, type Query } from "../storage/sql/sql.ts";
import { startWorld, type World } from "../testing/world.ts";

/** Requests that come at once. */
const RACERS = 51;

interface QuotaCase {
  readonly quota: keyof typeof QUOTAS;
  readonly message: string;
  /** Makes `count` of the resource by themselves. */
  readonly fill: (poolId: string, count: number) => Query;
  /** How many the world has before. */
  readonly present: number;
  readonly create: (world: World, name: string) => Promise<unknown>;
  /** Frees one; absent where none is ever removed. */
  readonly remove?: (world: World) => Promise<unknown>;
}

const CASES: readonly QuotaCase[] = [
  {
    quota: "userPools",
    message: "The server has as many user pools as it may have.",
    fill: (_poolId, count) =>
      sql`with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ${count})
        insert into pools (id, name, settings, created_at, modified_at, gone, version)
        select 'us-east-1_' || (100000000 + n), 'p', '{}', 0, 0, 0, 1 from numbers`,
    present: 1,
    create: ({ call }, PoolName) => call.CreateUserPool({ PoolName }),
    remove: ({ call }) => call.DeleteUserPool({ UserPoolId: "us-east-1_100000001" }),
  },
  {
    quota: "clients",
    message: "The user pool has as many app clients as it may have.",
    fill: (poolId, count) =>
      sql`with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ${count})
        insert into clients (id, pool_id, name, secrets, settings, created_at, modified_at, version)
        select 'client' || n, ${poolId}, 'c', x'00', '{}', 0, 0, 1 from numbers`,
    present: 1,
    create: ({ call, pool }, ClientName) => call.CreateUserPoolClient({ ...pool, ClientName }),
    remove: ({ call, pool, client }) => call.DeleteUserPoolClient({ ...pool, ...client }),
  },
  {
    quota: "groups",
    message: "The user pool has as many groups as it may have.",
    fill: (poolId, count) =>
      sql`with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ${count})
        insert into groups (pool_id, name, generation, created_at, modified_at, gone, version)
        select ${poolId}, 'group' || n, 1, 0, 0, 0, 1 from numbers`,
    present: 0,
    create: ({ call, pool }, GroupName) => call.CreateGroup({ ...pool, GroupName }),
    remove: ({ call, pool }) => call.DeleteGroup({ ...pool, GroupName: "group1" }),
  },
  {
    quota: "resourceServers",
    message: "The user pool has as many resource servers as it may have.",
    fill: (poolId, count) =>
      sql`with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ${count})
        insert into resource_servers (pool_id, identifier, name, scopes, version)
        select ${poolId}, 'server' || n, 's', '[]', 1 from numbers`,
    present: 0,
    create: ({ call, pool }, Identifier) => call.CreateResourceServer({ ...pool, Identifier, Name: "s" }),
    remove: ({ call, pool }) => call.DeleteResourceServer({ ...pool, Identifier: "server1" }),
  },
  {
    quota: "identityProviders",
    message: "The user pool has as many identity providers as it may have.",
    fill: (poolId, count) =>
      sql`with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ${count})
        insert into identity_providers (pool_id, name, type, details, secrets, settings, created_at, modified_at, version)
        select ${poolId}, 'provider' || n, 'OIDC', '{}', x'00', '{}', 0, 0, 1 from numbers`,
    present: 1,
    create: ({ call, pool }, ProviderName) => call.CreateIdentityProvider({ ...pool, ProviderName, ...OIDC }),
    remove: ({ call, pool }) => call.DeleteIdentityProvider({ ...pool, ProviderName: "first" }),
  },
  {
    quota: "userImportJobs",
    message: "The user pool has as many user import jobs as it may have.",
    fill: (poolId, count) =>
      sql`with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < ${count})
        insert into user_import_jobs (pool_id, id, name, role_arn, status, created_at, position, line, imported,
          skipped, failed, reported, report_tail, version)
        select ${poolId}, 'import-' || n, 'j', 'r', 'Stopped', 0, 0, 0, 0, 0, 0, 0, '', 1 from numbers`,
    present: 0,
    create: ({ call, pool }, JobName) =>
      call.CreateUserImportJob({ ...pool, JobName, CloudWatchLogsRoleArn: "arn:aws:iam::000000000000:role/logs" }),
  },
];

const OIDC = {
  ProviderType: "OIDC",
  ProviderDetails: {
    client_id: "app",
    client_secret: "secret",
    attributes_request_method: "GET",
    oidc_issuer: "https://id.example.com",
    authorize_scopes: "openid",
    authorize_url: "https://id.example.com/authorize",
    token_url: "https://id.example.com/token",
    attributes_url: "https://id.example.com/userinfo",
    jwks_uri: "https://id.example.com/jwks",
  },
} as const;

for (const { quota, message, fill, present, create, remove } of CASES) {
  test(`QUOTAS.${quota} holds when ${RACERS} come at once for the last place, and again for the one that gets free`, async () => {
    let engine: Engine | undefined;
    await using world = await startWorld({ engine: (opened) => (engine = opened) });
    assert.ok(engine);
    if (quota === "identityProviders") await create(world, "first");
    const { UserPoolId } = world.pool;
    await engine.transaction((connection) => connection.run(fill(UserPoolId, QUOTAS[quota] - present - 1)));

    const racers = Array.from({ length: RACERS }, (_, index) => create(world, `racer${index}`));
    const outcomes = await Promise.allSettled(racers);

    assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
    const refused = { name: "LimitExceededException", message };
    await assert.rejects(create(world, "another"), refused);
    if (remove === undefined) return;
    await remove(world);
    await create(world, "another");
    await assert.rejects(create(world, "one-more"), refused);
  });
}
