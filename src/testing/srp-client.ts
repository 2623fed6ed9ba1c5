/** The client's side of SRP, as Amazon's libraries do it: what tests sign in with. */
import { hkdfSync } from "node:crypto";
import { Secret } from "../contracts/secret.ts";
import { modularPower } from "../crypto/modular-power.ts";
import { innerHash, proofOf } from "../crypto/srp.ts";
import { bytesOf, hexOf, numberOf, pad, sha256, SRP_G, SRP_K, SRP_N } from "../crypto/srp-group.ts";
import { srpTimestamp } from "../model/srp-timestamp.ts";
import { systemRandom } from "../runtime/random.ts";
import type { WireOutput } from "./call.ts";
import type { World } from "./world.ts";

type Parameters = Readonly<Record<string, string>>;

const SECRET_BYTES = 128;

const fromHex = (hex: string): Buffer => Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex");

/** One exchange of a client. */
export interface SrpClient {
  readonly SRP_A: string;
  /** What answers PASSWORD_VERIFIER, signed at `now`. */
  answer(challenge: Parameters, login: { poolId: string; password: string; now: number }): Promise<Parameters>;
}

export const createSrpClient = async (): Promise<SrpClient> => {
  const a = systemRandom.bytes(SECRET_BYTES);
  const A = await modularPower(SRP_G, a);
  return {
    SRP_A: hexOf(A),
    answer: async ({ SALT, SRP_B, SECRET_BLOCK, USER_ID_FOR_SRP, USERNAME }, { poolId, password, now }) => {
      const poolName = poolId.split("_")[1] ?? "";
      const username = USER_ID_FOR_SRP ?? "";
      const B = fromHex(SRP_B ?? "");
      const u = sha256(pad(A), pad(B));
      const x = sha256(pad(fromHex(SALT ?? "")), innerHash(poolName, username, new Secret(password)));
      const gx = numberOf(await modularPower(SRP_G, x));
      const base = (((numberOf(B) - SRP_K * gx) % SRP_N) + SRP_N) % SRP_N;
      const exponent = (numberOf(a) + numberOf(u) * numberOf(x)).toString(16);
      const S = await modularPower(bytesOf(base), fromHex(exponent));
      const K = Buffer.from(hkdfSync("sha256", pad(S), pad(u), "Caldera Derived Key", 16));
      const TIMESTAMP = srpTimestamp(now);
      const secretBlock = Buffer.from(SECRET_BLOCK ?? "", "base64");
      return {
        USERNAME: USERNAME ?? "",
        PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK ?? "",
        PASSWORD_CLAIM_SIGNATURE: proofOf({ poolName, username, K, secretBlock, timestamp: TIMESTAMP }).toString(
          "base64",
        ),
        TIMESTAMP,
      };
    },
  };
};

/** What a client of the world's got and what it will answer. */
export interface SrpRound {
  readonly challenge: WireOutput<"InitiateAuth">;
  readonly responses: Parameters;
}

/** Begins USER_SRP_AUTH through the world's client and makes the answer; nothing is sent yet. */
export const beginSrp = async (
  world: World,
  Username: string,
  password: string,
  ClientId = world.client.ClientId,
  DEVICE_KEY?: string,
): Promise<SrpRound> => {
  const client = await createSrpClient();
  const challenge = await world.call.InitiateAuth({
    ClientId,
    AuthFlow: "USER_SRP_AUTH",
    AuthParameters: { USERNAME: Username, SRP_A: client.SRP_A, ...(DEVICE_KEY === undefined ? {} : { DEVICE_KEY }) },
  });
  const login = { poolId: world.pool.UserPoolId, password, now: world.clock.now() };
  return { challenge, responses: await client.answer(challenge.ChallengeParameters ?? {}, login) };
};

/** Sends the answer to a PASSWORD_VERIFIER. */
export const answerSrp = (
  world: World,
  ChallengeResponses: Parameters,
  ClientId = world.client.ClientId,
): Promise<WireOutput<"RespondToAuthChallenge">> =>
  world.call.RespondToAuthChallenge({ ClientId, ChallengeName: "PASSWORD_VERIFIER", ChallengeResponses });

/** Signs in by SRP, up to the first challenge after the password or the tokens. */
export const signInBySrp = async (world: World, Username: string, password: string) =>
  answerSrp(world, (await beginSrp(world, Username, password)).responses);
