/** Seals what the server must remember of an SRP exchange into the text that the client carries back. */
import type { Sealer } from "../crypto/seal.ts";
import type { SecretBlocks } from "./operation.ts";

/** The longest text that is looked at; an honest block has about 2,000 characters. */
const BLOCK_CHARS_MAX = 8_192;

const placeOf = (binding: readonly string[]) => ({ table: "secret-block", column: "exchange", key: binding });

/** Blocks under the master key: their binding is the additional data, so a block of another sign-in opens nothing. */
export const createSecretBlocks = (sealer: Sealer): SecretBlocks => ({
  seal: (binding, exchange) => Buffer.from(sealer.seal(placeOf(binding), exchange)).toString("base64"),
  open: (binding, block) => {
    if (block.length > BLOCK_CHARS_MAX) return undefined;
    try {
      return sealer.open(placeOf(binding), Buffer.from(block, "base64")).toString("utf8");
    } catch {
      return undefined;
    }
  },
});
