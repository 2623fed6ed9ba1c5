/**
 * Resets and sign-ins a second, over HTTP with signatures verified and durable commits, at 1,000 and 100,000 users;
 * beside the pure cost of the cryptography in the same run, and beside cognito-local where it has the operation.
 * `npm run bench:reset`; BENCH_USERS=1000 for a short run, BENCH_PEER=no without the peer.
 */
import { createHmac, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { Agent } from "node:http";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { Secret } from "../src/contracts/secret.ts";
import { checkPassword, makeVerifier } from "../src/crypto/srp.ts";
import { load, send, type LoadResult, type Target } from "./load.ts";
import { findPeer, startPeer } from "./peer.ts";
import { PASSWORD, populate, SIGNING_IN, usernameOf } from "./populate.ts";
import { processorSeconds, residentMb, startServer, stopServer, type Started } from "./server.ts";

const credentials = { accessKeyId: "poolhouse", secretAccessKey: "poolhouse" };
const CONNECTIONS = [1, 2, 4, 8, 16];
/** Resets of one user stay within the budget of twenty an hour. */
const RESETS = 3_000;
const SIGN_INS = 600;

const print = (...cells: readonly string[]): void =>
  console.log(cells.map((cell, index) => (index === 0 ? cell.padEnd(46) : cell.padStart(12))).join(""));

const figures = ({ perSecond, p50, p99, failed }: LoadResult): string[] => [
  `${perSecond.toFixed(0)}/s`,
  `${p50.toFixed(2)} ms`,
  `${p99.toFixed(2)} ms`,
  failed === 0 ? "" : `${failed} FAILED`,
];

/** Milliseconds of one call, by doing it for a while. */
const costOf = async (work: () => unknown): Promise<number> => {
  await work();
  const began = performance.now();
  let calls = 0;
  while (performance.now() - began < 500) {
    await work();
    calls += 1;
  }
  return (performance.now() - began) / calls;
};

const measureCryptography = async (): Promise<void> => {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const given = { poolName: "Ab1Cd2Ef3", username: "user", password: new Secret(PASSWORD), salt: randomBytes(16) };
  const verifier = await makeVerifier(given);
  const rsaMs = await costOf(() => sign("RSA-SHA256", Buffer.from("token"), privateKey));
  const srpMs = await costOf(() => checkPassword({ ...given, verifier }));
  const hmacMs = await costOf(() => createHmac("sha256", "key").update("request").digest());
  print("the cryptography alone, one after another", "", "a call");
  print("  RS256 signature", "", `${rsaMs.toFixed(3)} ms`);
  print("  SRP verifier", "", `${srpMs.toFixed(3)} ms`);
  print("  HMAC-SHA256", "", `${hmacMs.toFixed(4)} ms`);
  print("  a sign-in at best (verifier, two signatures)", `${(1000 / (srpMs + 2 * rsaMs)).toFixed(0)}/s`);
};

const measureServer = async (started: Started, users: number): Promise<void> => {
  const target: Target = { host: started.host, port: started.port, credentials };
  let from = 0;
  for (const connections of CONNECTIONS) {
    const start = from;
    from += RESETS;
    const before = processorSeconds(started);
    const result = await load(target, {
      operation: "AdminResetUserPassword",
      connections,
      count: RESETS,
      // The users who are to sign in afterwards are left alone.
      input: (n) => ({
        UserPoolId: started.poolId,
        Username: usernameOf(SIGNING_IN + ((start + n) % (users - SIGNING_IN))),
      }),
    });
    const after = processorSeconds(started);
    const perCore =
      before === undefined || after === undefined ? "" : `${(RESETS / (after - before)).toFixed(0)}/s/core`;
    print(`  AdminResetUserPassword, ${connections} connections`, ...figures(result), perCore);
  }
  for (const connections of CONNECTIONS) {
    const result = await load(
      { host: started.host, port: started.port },
      {
        operation: "InitiateAuth",
        connections,
        count: SIGN_INS,
        input: (n) => ({
          ClientId: started.clientId,
          AuthFlow: "USER_PASSWORD_AUTH",
          AuthParameters: { USERNAME: usernameOf(n % SIGNING_IN), PASSWORD },
        }),
      },
    );
    print(`  InitiateAuth by password, ${connections} connections`, ...figures(result));
  }
};

const measureAt = async (users: number): Promise<void> => {
  const dataDir = mkdtempSync(join(tmpdir(), "poolhouse-bench-"));
  try {
    const first = await startServer(dataDir);
    await stopServer(first);
    await populate(dataDir, first.poolId, users);
    const started = await startServer(dataDir);
    const idleMb = residentMb(started);
    print(`Poolhouse, ${users.toLocaleString("en")} users`, "", "p50", "p99");
    print(
      "  ready, first start / with compile cache",
      `${first.readyMs.toFixed(0)} ms`,
      `${started.readyMs.toFixed(0)} ms`,
    );
    if (idleMb !== undefined) print("  memory at idle", `${idleMb.toFixed(0)} MB`);
    await measureServer(started, users);
    const busyMb = residentMb(started);
    if (busyMb !== undefined) print("  memory afterwards", `${busyMb.toFixed(0)} MB`);
    await stopServer(started);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
};

/** The peer's pools take addresses as usernames. */
const addressOf = (n: number): string => `${usernameOf(n)}@example.com`;

/** cognito-local has no AdminResetUserPassword; what it has of the story is signing in. */
const measurePeer = async (): Promise<void> => {
  const dir = mkdtempSync(join(tmpdir(), "peer-"));
  try {
    const command = findPeer(dir);
    if (command === undefined) return;
    await using peer = await startPeer(command, dir);
    const { target, call } = peer;
    const { UserPool } = await call<{ UserPool?: { Id: string } }>("CreateUserPool", { PoolName: "bench" });
    const UserPoolId = UserPool?.Id;
    const { UserPoolClient } = await call<{ UserPoolClient?: { ClientId: string } }>("CreateUserPoolClient", {
      UserPoolId,
      ClientName: "bench",
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
    });
    for (let n = 0; n < 200; n += 1) {
      await call("AdminCreateUser", { UserPoolId, Username: addressOf(n), MessageAction: "SUPPRESS" });
      await call("AdminSetUserPassword", { UserPoolId, Username: addressOf(n), Password: PASSWORD, Permanent: true });
    }
    print("cognito-local, 200 users (no signatures verified, nothing durable)", "", "p50", "p99");
    const agent = new Agent();
    const unknown = await send(target, agent, "AdminResetUserPassword", { UserPoolId, Username: addressOf(0) });
    agent.destroy();
    print("  AdminResetUserPassword", unknown.status === 200 ? "has it" : "does not have it");
    for (const connections of CONNECTIONS) {
      const result = await load(target, {
        operation: "InitiateAuth",
        connections,
        count: 200,
        input: (n) => ({
          ClientId: UserPoolClient?.ClientId,
          AuthFlow: "USER_PASSWORD_AUTH",
          AuthParameters: { USERNAME: addressOf(n % 200), PASSWORD },
        }),
      });
      print(`  InitiateAuth by password, ${connections} connections`, ...figures(result));
    }
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
};

console.log(
  `${availableParallelism()} cores, Node ${process.version}; the load comes from this process, on a core of its own if there is one`,
);
await measureCryptography();
for (const users of (process.env["BENCH_USERS"] ?? "1000,100000").split(",").map(Number)) await measureAt(users);
await measurePeer();
