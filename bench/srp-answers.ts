/** The client's side of SRP, made cheap: one secret for every sign-in, and what depends on users alone once for each. */
import { hkdfSync } from "node:crypto";
import { Secret } from "../src/contracts/secret.ts";
import { createModularPower } from "../src/crypto/modular-power.ts";
import { innerHash, proofOf } from "../src/crypto/srp.ts";
import { bytesOf, hexOf, numberOf, pad, sha256, SRP_G, SRP_K, SRP_N } from "../src/crypto/srp-group.ts";
import { srpTimestamp } from "../src/model/srp-timestamp.ts";
import { systemRandom } from "../src/runtime/random.ts";

export type Parameters = Readonly<Record<string, string>>;

export interface SrpAnswers {
  readonly SRP_A: string;
  /** What answers a PASSWORD_VERIFIER. */
  answer(challenge: Parameters): Promise<Parameters>;
}

const fromHex = (hex: string): Buffer => Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex");

/** Powers that may wait here: every answer of a run is asked for at once. */
const WAITING_MAX = 100_000;

export const createSrpAnswers = async (poolId: string, password: string, threads: number): Promise<SrpAnswers> => {
  const modularPower = createModularPower({ threads, waiting: WAITING_MAX });
  const poolName = poolId.split("_")[1] ?? "";
  const a = systemRandom.bytes(32);
  const A = await modularPower(SRP_G, a);
  const known = new Map<string, { readonly x: Buffer; readonly gx: Promise<Buffer> }>();
  const secretOf = (username: string, salt: string) => {
    const found = known.get(username);
    if (found !== undefined) return found;
    const x = sha256(pad(fromHex(salt)), innerHash(poolName, username, new Secret(password)));
    const made = { x, gx: modularPower(SRP_G, x) };
    known.set(username, made);
    return made;
  };
  return {
    SRP_A: hexOf(A),
    answer: async ({ SALT = "", SRP_B = "", SECRET_BLOCK = "", USER_ID_FOR_SRP: username = "" }) => {
      const B = fromHex(SRP_B);
      const u = sha256(pad(A), pad(B));
      const { x, gx } = secretOf(username, SALT);
      const base = (((numberOf(B) - SRP_K * numberOf(await gx)) % SRP_N) + SRP_N) % SRP_N;
      const exponent = (numberOf(a) + numberOf(u) * numberOf(x)).toString(16);
      const S = await modularPower(bytesOf(base), fromHex(exponent));
      const K = Buffer.from(hkdfSync("sha256", pad(S), pad(u), "Caldera Derived Key", 16));
      const timestamp = srpTimestamp(Date.now());
      const secretBlock = Buffer.from(SECRET_BLOCK, "base64");
      return {
        USERNAME: username,
        PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
        PASSWORD_CLAIM_SIGNATURE: proofOf({ poolName, username, K, secretBlock, timestamp }).toString("base64"),
        TIMESTAMP: timestamp,
      };
    },
  };
};
