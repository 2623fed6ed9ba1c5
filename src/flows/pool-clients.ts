/** All clients of a pool, for what concerns each of them. */
import type { Client } from "../model/client.ts";
import type { Reader } from "../storage/store.ts";

/** Clients read at once. */
const PAGE_SIZE = 500;

/** Every client of the pool, in order of id. There are no more than a pool may have, and they are read as they are needed. */
export async function* clientsOf({ clients }: Pick<Reader, "clients">, poolId: string): AsyncGenerator<Client> {
  let after: string | undefined;
  do {
    const page = await clients.list(poolId, { limit: PAGE_SIZE, after });
    yield* page.rows;
    after = page.next;
  } while (after !== undefined);
}
