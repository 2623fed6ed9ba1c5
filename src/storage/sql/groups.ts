import { GROUPS_PER_USER, type Group } from "../../model/group.ts";
import { groupNotFound } from "../../model/refusals.ts";
import type { GroupReader, GroupWriter } from "../groups.ts";
import { AlreadyExists, Conflict } from "../store.ts";
import type { Connection } from "./engine.ts";
import { requireLivePool } from "./pools.ts";
import { pageOf, requireUnmoved, rowsToRead, withNextVersion } from "./rows.ts";
import { sql } from "./sql.ts";

interface GroupRow {
  readonly pool_id: string;
  readonly name: string;
  readonly description: string | null;
  readonly role_arn: string | null;
  readonly precedence: number | null;
  readonly created_at: number;
  readonly modified_at: number;
  readonly version: number;
}

const groupOf = (row: GroupRow): Group => ({
  poolId: row.pool_id,
  name: row.name,
  description: row.description,
  roleArn: row.role_arn,
  precedence: row.precedence,
  createdAt: row.created_at,
  modifiedAt: row.modified_at,
  version: row.version,
});

/** Reads groups and memberships; what is marked gone is not there. */
export const groupReader = (connection: Connection): GroupReader => {
  /** A membership counts only for the generation of the group in which it was made. */
  const ofUser = (poolId: string, sub: string, after: string, limit: number): Promise<GroupRow[]> =>
    connection.all<GroupRow>(
      sql`select g.pool_id, g.name, g.description, g.role_arn, g.precedence, g.created_at, g.modified_at, g.version
        from memberships m
          join groups g on g.pool_id = m.pool_id and g.name = m.group_name and g.generation = m.generation and g.gone = 0
          join pools p on p.id = m.pool_id and p.gone = 0
        where m.pool_id = ${poolId} and m.sub = ${sub} and m.group_name > ${after}
        order by m.group_name limit ${limit}`,
    );
  return {
    get: async (poolId, name) => {
      const row = await connection.first<GroupRow>(
        sql`select g.pool_id, g.name, g.description, g.role_arn, g.precedence, g.created_at, g.modified_at, g.version
          from groups g join pools p on p.id = g.pool_id and p.gone = 0
          where g.pool_id = ${poolId} and g.name = ${name} and g.gone = 0`,
      );
      if (row === undefined) throw groupNotFound();
      return groupOf(row);
    },
    list: async (poolId, page) => {
      const rows = await connection.all<GroupRow>(
        sql`select g.pool_id, g.name, g.description, g.role_arn, g.precedence, g.created_at, g.modified_at, g.version
          from groups g join pools p on p.id = g.pool_id and p.gone = 0
          where g.pool_id = ${poolId} and g.name > ${page.after ?? ""} and g.gone = 0
          order by g.name limit ${rowsToRead(page)}`,
      );
      return pageOf(page, rows.map(groupOf), (group) => group.name);
    },
    ofUser: async ({ poolId, sub }) => (await ofUser(poolId, sub, "", GROUPS_PER_USER)).map(groupOf),
    pageOfUser: async ({ poolId, sub }, page) => {
      const rows = await ofUser(poolId, sub, page.after ?? "", rowsToRead(page));
      return pageOf(page, rows.map(groupOf), (group) => group.name);
    },
  };
};

/** The generation of the group that was judged, its row held until the commit. @throws Conflict */
const generationOf = async (connection: Connection, { poolId, name, version }: Group): Promise<number> => {
  const row = await connection.first<{ generation: number }>(
    sql`update groups set version = version
      where pool_id = ${poolId} and name = ${name} and version = ${version} and gone = 0
      returning generation`,
  );
  if (row === undefined) throw new Conflict();
  return row.generation;
};

/** Who is in a group. */
const membershipWriter = (connection: Connection): Pick<GroupWriter, "addMember" | "removeMember"> => ({
  addMember: async (group, { sub }, now) => {
    const generation = await generationOf(connection, group);
    await connection.run(
      sql`insert into memberships (pool_id, sub, group_name, generation, created_at)
        values (${group.poolId}, ${sub}, ${group.name}, ${generation}, ${now})
        on conflict (pool_id, sub, group_name) do update set generation = excluded.generation,
          created_at = excluded.created_at
        where memberships.generation <> excluded.generation`,
    );
  },
  removeMember: async ({ poolId, name }, { sub }) => {
    await connection.run(
      sql`delete from memberships where pool_id = ${poolId} and sub = ${sub} and group_name = ${name}`,
    );
  },
});

/** Reads and writes groups and memberships. Deleting marks: memberships are swept later. */
export const groupWriter = (connection: Connection): GroupWriter => ({
  ...groupReader(connection),
  ...membershipWriter(connection),
  insert: async (group) => {
    await requireLivePool(connection, group.poolId);
    // A name that is still being swept begins a new generation, in which nobody is a member yet.
    const row = await connection.first<{ version: number }>(
      sql`insert into groups (pool_id, name, generation, description, role_arn, precedence, created_at, modified_at,
            gone, version)
          values (${group.poolId}, ${group.name}, 1, ${group.description}, ${group.roleArn}, ${group.precedence},
            ${group.createdAt}, ${group.modifiedAt}, 0, ${group.version + 1})
          on conflict (pool_id, name) do update set generation = groups.generation + 1,
            description = excluded.description, role_arn = excluded.role_arn, precedence = excluded.precedence,
            created_at = excluded.created_at, modified_at = excluded.modified_at, gone = 0,
            version = groups.version + 1
          where groups.gone = 1
          returning version`,
    );
    if (row === undefined) throw new AlreadyExists();
    return { ...group, version: row.version };
  },
  save: async (group) => {
    const saved = withNextVersion(group);
    requireUnmoved(
      await connection.run(
        sql`update groups set description = ${group.description}, role_arn = ${group.roleArn},
              precedence = ${group.precedence}, modified_at = ${group.modifiedAt}, version = ${saved.version}
            where pool_id = ${group.poolId} and name = ${group.name} and version = ${group.version} and gone = 0`,
      ),
    );
    return saved;
  },
  guard: async (group) => {
    await generationOf(connection, group);
  },
  delete: async ({ poolId, name, version }) => {
    const row = await connection.first<{ generation: number }>(
      sql`update groups set gone = 1, version = ${version + 1}
          where pool_id = ${poolId} and name = ${name} and version = ${version} and gone = 0
          returning generation`,
    );
    if (row === undefined) throw new Conflict();
    await connection.run(
      sql`insert into gone_groups (pool_id, name, generation) values (${poolId}, ${name}, ${row.generation})
          on conflict (pool_id, name, generation) do nothing`,
    );
  },
});
