import { Secret } from "../../contracts/secret.ts";
import type { SigningKeyReader, StoredSigningKey, Transaction } from "../store.ts";
import type { Connection } from "./engine.ts";
import type { Protection } from "./protection.ts";
import { sql } from "./sql.ts";

/** One pair for ID tokens, one for access tokens. */
const PAIRS_PER_POOL = 2;

interface SigningKeyRow {
  readonly token_use: StoredSigningKey["use"];
  readonly kid: string;
  readonly private_key: Uint8Array;
  readonly created_at: number;
}

const privateKeyPlace = (poolId: string, use: StoredSigningKey["use"]) => ({
  table: "signing_keys",
  column: "private_key",
  key: [poolId, use],
});

/** Reads the key pairs of a pool and opens them. */
export const signingKeyReader = (connection: Connection, { sealer }: Protection): SigningKeyReader => ({
  ofPool: async (poolId) => {
    const rows = await connection.all<SigningKeyRow>(
      sql`select k.token_use, k.kid, k.private_key, k.created_at
        from signing_keys k join pools p on p.id = k.pool_id and p.gone = 0
        where k.pool_id = ${poolId} order by k.token_use limit ${PAIRS_PER_POOL}`,
    );
    return rows.map((row) => ({
      poolId,
      use: row.token_use,
      kid: row.kid,
      privateKey: new Secret(sealer.open(privateKeyPlace(poolId, row.token_use), row.private_key).toString("utf8")),
      createdAt: row.created_at,
    }));
  },
});

/** Reads and inserts key pairs. */
export const signingKeyWriter = (connection: Connection, protection: Protection): Transaction["signingKeys"] => ({
  ...signingKeyReader(connection, protection),
  insert: async ({ poolId, use, kid, privateKey, createdAt }) => {
    const sealed = protection.sealer.seal(privateKeyPlace(poolId, use), privateKey);
    await connection.run(
      sql`insert into signing_keys (pool_id, token_use, kid, private_key, created_at)
        values (${poolId}, ${use}, ${kid}, ${sealed}, ${createdAt}) on conflict (pool_id, token_use) do nothing`,
    );
  },
});
