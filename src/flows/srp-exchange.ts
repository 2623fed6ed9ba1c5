/**
 * One exchange of SRP between PASSWORD_VERIFIER and its answer. Nothing of it is stored: it travels with the client,
 * sealed in SECRET_BLOCK, and is used up by a mark when it has signed somebody in.
 * @see https://datatracker.ietf.org/doc/html/rfc5054#section-2.5
 */
import { readClientEphemeral } from "../crypto/srp.ts";
import { hexOf } from "../crypto/srp-group.ts";
import { poolNameOf } from "../model/pool.ts";
import { incorrectPassword, invalidParameter } from "../model/refusals.ts";
import { isTimely } from "../model/srp-timestamp.ts";
import type { Credential } from "../model/user.ts";
import type { Context } from "../runtime/operation.ts";
import { uuidFrom } from "../runtime/random.ts";
import type { Tx } from "../runtime/transaction.ts";
import type { StringMap } from "../triggers/events.ts";
import type { AppClient } from "./app-client.ts";
import { requireText, type Parameters } from "./parameters.ts";
import { requireProof, standIn, type Proof, type Signer } from "./prove-password.ts";
import { toldName } from "./signer.ts";

/** How long an exchange waits for its answer. Assumed: that of the shortest session. */
export const SRP_EXCHANGE_LIFETIME_MS = 3 * 60 * 1000;

/** The kind of mark that uses an exchange up. */
const MARK = "secret-block";

/** What the block seals. Numbers are in base64. */
interface Exchange {
  readonly id: string;
  readonly sub: string;
  /** Of the credential that B was made with; another one since makes the exchange worthless. */
  readonly credential: readonly [version: number, salt: string];
  /** Whether the client that began it may not be told who exists. */
  readonly hidden: boolean;
  /** The device that was named when it began; null where none was. */
  readonly deviceKey: string | null;
  readonly A: string;
  readonly B: string;
  readonly b: string;
  readonly expiresAt: number;
}

/** Who takes part, and the session that the exchange belongs to; null where there is none. */
export interface SrpScene extends AppClient {
  readonly sessionId: string | null;
}

const bindingOf = ({ pool, client, sessionId }: SrpScene) => [pool.id, client.id, sessionId ?? ""];

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");
const bytesFrom = (text: string): Buffer => Buffer.from(text, "base64");

/** A from SRP_A. Assumed: the refusal, which is the same for every user. @throws InvalidParameterException */
export const requireClientEphemeral = (parameters: Parameters): Buffer => {
  const A = readClientEphemeral(requireText(parameters, "SRP_A"));
  if (A === undefined) throw invalidParameter("SRP_A is not a valid public value of SRP.");
  return A;
};

/** The stored verifier, or a decoy's where there is none: for nobody, and for users whose password is a hash. */
const verifierOf = (ctx: Context, signer: Signer, stored: Credential | undefined): Credential =>
  stored?.scheme === "srp" ? stored : standIn(ctx, signer.subject, "srp");

/** The name in a proof. Nobody's never fits. */
const nameOf = ({ user, subject }: Signer): string => user?.username ?? subject.sub;

/** What the client begins an exchange with. */
export interface ExchangeStart {
  /** The name that was typed. */
  readonly username: string;
  readonly A: Uint8Array;
  readonly hidden: boolean;
  readonly deviceKey?: string | undefined;
}

/**
 * Begins an exchange with whoever signs in: the parameters of PASSWORD_VERIFIER.
 * Observed: the internal name stands in both members, whatever was typed. Amazon's is a UUID for nobody, which tells who
 * exists where users are named by themselves; nobody's here has the form that a user's would have.
 * @throws TooManyRequestsException
 */
export const beginExchange = async (
  ctx: Context,
  scene: SrpScene,
  signer: Signer,
  { username, A, hidden, deviceKey }: ExchangeStart,
): Promise<StringMap> => {
  const { salt, verifier, version } = verifierOf(ctx, signer, await ctx.store.credentials.find(signer.subject));
  const { b, B } = await ctx.srp.begin(verifier);
  const exchange: Exchange = {
    id: uuidFrom(ctx.random),
    sub: signer.subject.sub,
    credential: [version, base64(salt)],
    hidden,
    deviceKey: deviceKey ?? null,
    A: base64(A),
    B: base64(B),
    b: base64(b),
    expiresAt: ctx.now + SRP_EXCHANGE_LIFETIME_MS,
  };
  const told = toldName(scene, signer, username);
  return {
    SALT: hexOf(salt),
    SECRET_BLOCK: ctx.secretBlocks.seal(bindingOf(scene), JSON.stringify(exchange)),
    SRP_B: hexOf(B),
    USERNAME: told,
    USER_ID_FOR_SRP: told,
  };
};

/** An answer to PASSWORD_VERIFIER whose block is genuine and in time, and whose proof is not judged yet. */
export interface OpenExchange {
  readonly sub: string;
  readonly hidden: boolean;
  /** The device that was named when it began. */
  readonly deviceKey: string | undefined;
  /**
   * Judges the proof. `onFailure` is written with the count of a failed try.
   * @throws NotAuthorizedException, and to whom has proven the password what bars the user
   */
  prove(signer: Signer, onFailure?: (tx: Tx) => Promise<void>): Promise<Proof>;
  /** Uses the exchange up, in the write of what it proved. @throws NotAuthorizedException when it was used before */
  spend(tx: Tx): Promise<void>;
}

/**
 * Opens the block of an answer. One that was changed, belongs to somebody else's sign-in, or is late proves nothing; no
 * try is counted, because no password was tried.
 * @throws InvalidParameterException, NotAuthorizedException
 */
export const openExchange = (ctx: Context, scene: SrpScene, responses: Parameters): OpenExchange => {
  const block = requireText(responses, "PASSWORD_CLAIM_SECRET_BLOCK");
  const signature = requireText(responses, "PASSWORD_CLAIM_SIGNATURE");
  const timestamp = requireText(responses, "TIMESTAMP");
  const isInTime = isTimely(timestamp, ctx.now);
  const clear = ctx.secretBlocks.open(bindingOf(scene), block);
  if (clear === undefined || !isInTime) throw incorrectPassword();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- nobody else can have sealed it
  const exchange = JSON.parse(clear) as Exchange;
  if (ctx.now >= exchange.expiresAt) throw incorrectPassword();

  const prove: OpenExchange["prove"] = (signer, onFailure) =>
    requireProof(
      ctx,
      { ...scene, ...signer },
      async (stored) => {
        const credential = verifierOf(ctx, signer, stored);
        const isProven = await ctx.srp.isProven({
          poolName: poolNameOf(scene.pool),
          username: nameOf(signer),
          verifier: credential.verifier,
          A: bytesFrom(exchange.A),
          B: bytesFrom(exchange.B),
          b: bytesFrom(exchange.b),
          secretBlock: bytesFrom(block),
          timestamp,
          signature,
        });
        const [version, salt] = exchange.credential;
        return isProven && credential.version === version && base64(credential.salt) === salt;
      },
      onFailure,
    );
  const spend = async (tx: Tx): Promise<void> => {
    // Stops an answer that was overheard from signing in again.
    if (!(await tx.spentMarks.spend(scene.pool.id, MARK, exchange.id, exchange.expiresAt))) throw incorrectPassword();
  };
  const { sub, hidden, deviceKey } = exchange;
  return { sub, hidden, deviceKey: deviceKey ?? undefined, prove, spend };
};
