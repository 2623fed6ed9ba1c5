import { DEVICES_PER_USER, devicesInTheWay, type Device } from "../../model/device.ts";
import type { DeviceReader, DeviceWriter } from "../devices.ts";
import type { Subject } from "../store.ts";
import type { Connection } from "./engine.ts";
import type { Protection } from "./protection.ts";
import { pageOf, requireInserted, requireUnmoved, rowsToRead, withNextVersion } from "./rows.ts";
import { sql } from "./sql.ts";

interface DeviceRow {
  readonly device_key: string;
  readonly group_key: string;
  readonly name: string | null;
  readonly salt: Uint8Array;
  readonly verifier: Uint8Array;
  readonly remembered: number;
  readonly sdk: string;
  readonly last_ip: string;
  readonly created_at: number;
  readonly modified_at: number;
  readonly last_authenticated_at: number;
  readonly version: number;
}

interface RankRow {
  readonly device_key: string;
  readonly remembered: number;
  readonly last_authenticated_at: number;
}

const verifierPlace = ({ poolId, sub }: Subject, key: string) => ({
  table: "devices",
  column: "verifier",
  key: [poolId, sub, key],
});

const deviceOf = ({ poolId, sub }: Subject, row: DeviceRow, { sealer }: Protection): Device => ({
  poolId,
  sub,
  key: row.device_key,
  groupKey: row.group_key,
  name: row.name,
  salt: row.salt,
  verifier: sealer.open(verifierPlace({ poolId, sub }, row.device_key), row.verifier),
  remembered: row.remembered === 1,
  sdk: row.sdk,
  lastIp: row.last_ip,
  createdAt: row.created_at,
  modifiedAt: row.modified_at,
  lastAuthenticatedAt: row.last_authenticated_at,
  version: row.version,
});

/** Reads the devices of users. */
export const deviceReader = (connection: Connection, protection: Protection): DeviceReader => ({
  find: async (subject, key) => {
    const row = await connection.first<DeviceRow>(
      sql`select device_key, group_key, name, salt, verifier, remembered, sdk, last_ip, created_at, modified_at,
          last_authenticated_at, version
        from devices where pool_id = ${subject.poolId} and sub = ${subject.sub} and device_key = ${key}`,
    );
    return row && deviceOf(subject, row, protection);
  },
  list: async (subject, page) => {
    const rows = await connection.all<DeviceRow>(
      sql`select device_key, group_key, name, salt, verifier, remembered, sdk, last_ip, created_at, modified_at,
          last_authenticated_at, version
        from devices
        where pool_id = ${subject.poolId} and sub = ${subject.sub} and device_key > ${page.after ?? ""}
        order by device_key limit ${rowsToRead(page)}`,
    );
    return pageOf(
      page,
      rows.map((row) => deviceOf(subject, row, protection)),
      ({ key }) => key,
    );
  },
});

/** Keeps the number of a user's devices bounded. */
const makeRoom = async (connection: Connection, { poolId, sub }: Subject): Promise<void> => {
  const rows = await connection.all<RankRow>(
    sql`select device_key, remembered, last_authenticated_at from devices
      where pool_id = ${poolId} and sub = ${sub} order by device_key limit ${DEVICES_PER_USER}`,
  );
  const ranked = rows.map((row) => ({
    key: row.device_key,
    remembered: row.remembered === 1,
    lastAuthenticatedAt: row.last_authenticated_at,
  }));
  for (const { key } of devicesInTheWay(ranked)) {
    await connection.run(sql`delete from devices where pool_id = ${poolId} and sub = ${sub} and device_key = ${key}`);
  }
};

const deviceWrites = (
  connection: Connection,
  { sealer }: Protection,
): Pick<DeviceWriter, "insert" | "save" | "guard"> => ({
  insert: async (device) => {
    const { poolId, sub, key } = device;
    const inserted = withNextVersion(device);
    await makeRoom(connection, device);
    requireInserted(
      await connection.run(
        sql`insert into devices (pool_id, sub, device_key, group_key, name, salt, verifier, remembered, sdk, last_ip,
            created_at, modified_at, last_authenticated_at, version)
          values (${poolId}, ${sub}, ${key}, ${device.groupKey}, ${device.name}, ${device.salt},
            ${sealer.seal(verifierPlace(device, key), device.verifier)}, ${device.remembered ? 1 : 0}, ${device.sdk},
            ${device.lastIp}, ${device.createdAt}, ${device.modifiedAt}, ${device.lastAuthenticatedAt},
            ${inserted.version})
          on conflict (pool_id, sub, device_key) do nothing`,
      ),
    );
    return inserted;
  },
  save: async (device) => {
    const saved = withNextVersion(device);
    requireUnmoved(
      await connection.run(
        sql`update devices set name = ${device.name}, remembered = ${device.remembered ? 1 : 0},
            modified_at = ${device.modifiedAt}, version = ${saved.version}
          where pool_id = ${device.poolId} and sub = ${device.sub} and device_key = ${device.key}
            and version = ${device.version}`,
      ),
    );
    return saved;
  },
  guard: async ({ poolId, sub, key, version }) => {
    requireUnmoved(
      await connection.run(
        sql`update devices set version = version
          where pool_id = ${poolId} and sub = ${sub} and device_key = ${key} and version = ${version}`,
      ),
    );
  },
});

/** Reads and writes the devices of users. */
export const deviceWriter = (connection: Connection, protection: Protection): DeviceWriter => ({
  ...deviceReader(connection, protection),
  ...deviceWrites(connection, protection),
  touch: async ({ poolId, sub }, key, { lastAuthenticatedAt, lastIp }) => {
    const touched = await connection.run(
      sql`update devices set last_authenticated_at = ${lastAuthenticatedAt}, last_ip = ${lastIp}
        where pool_id = ${poolId} and sub = ${sub} and device_key = ${key}`,
    );
    return touched === 1;
  },
  delete: async ({ poolId, sub }, key) => {
    const deleted = await connection.run(
      sql`delete from devices where pool_id = ${poolId} and sub = ${sub} and device_key = ${key}`,
    );
    return deleted === 1;
  },
});
