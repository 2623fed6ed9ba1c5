/** What cognito-local's directory costs, call by call, at the same load as Poolhouse's. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { load, type LoadResult } from "./load.ts";
import { fillPeer, findPeer, startPeer, type Peer } from "./peer.ts";
import { usernameOf } from "./populate.ts";

/** Fewer than of Poolhouse: the peer writes all its users at every change. */
const CALLS = 100;
const PAGE = 60;

/** The peer's pools take addresses as usernames. */
const addressOf = (n: number): string => `${usernameOf(n)}@example.com`;

const kindsAt = (users: number) => [
  {
    title: "AdminGetUser",
    operation: "AdminGetUser",
    input: (n: number) => ({ Username: addressOf((n * 7_919) % users) }),
  },
  {
    title: "AdminCreateUser",
    operation: "AdminCreateUser",
    input: (n: number) => ({
      Username: `new-${n}@example.com`,
      MessageAction: "SUPPRESS",
      UserAttributes: [{ Name: "email", Value: `new-${n}@example.com` }],
    }),
  },
  {
    title: "AdminAddUserToGroup",
    operation: "AdminAddUserToGroup",
    input: (n: number) => ({ Username: addressOf((n * 7_919) % users), GroupName: "bench" }),
  },
  {
    title: "ListUsers, email",
    operation: "ListUsers",
    input: (n: number) => ({ Filter: `email = "${addressOf((n * 7_919) % users)}"`, Limit: PAGE }),
  },
];

const measure = async (
  { target }: Peer,
  UserPoolId: string,
  users: number,
  tell: (title: string, result: LoadResult) => void,
): Promise<void> => {
  for (const { title, operation, input } of kindsAt(users)) {
    const result = await load(target, {
      operation,
      connections: 1,
      count: CALLS,
      input: (n) => ({ UserPoolId, ...input(n) }),
    });
    tell(title, result);
  }
};

const measureAt = async (
  command: string,
  users: number,
  print: (...cells: readonly string[]) => void,
  tell: (title: string, result: LoadResult) => void,
): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), "peer-data-"));
  try {
    let UserPoolId: string;
    {
      await using first = await startPeer(command, folder);
      const { UserPool } = await first.call<{ UserPool?: { Id: string } }>("CreateUserPool", {
        PoolName: "bench",
        UsernameAttributes: ["email"],
      });
      UserPoolId = UserPool?.Id ?? "";
      await first.call("CreateGroup", { UserPoolId, GroupName: "bench" });
      await first.call("AdminCreateUser", { UserPoolId, Username: "model@example.com", MessageAction: "SUPPRESS" });
    }
    fillPeer(
      folder,
      UserPoolId,
      Array.from({ length: users }, (_, n) => addressOf(n)),
    );
    await using peer = await startPeer(command, folder);
    print(`cognito-local, ${users.toLocaleString("en")} users (no signatures verified, nothing durable)`, "p50", "p99");
    await measure(peer, UserPoolId, users, tell);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Measures the peer with as many users as each of `sizes`; nothing where there is none. */
export const measurePeer = async (
  sizes: readonly number[],
  print: (...cells: readonly string[]) => void,
  figures: (result: LoadResult) => readonly string[],
): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), "peer-"));
  try {
    const command = findPeer(folder);
    if (command === undefined) return;
    for (const users of sizes) {
      await measureAt(command, users, print, (title, result) => print(`  ${title}`, ...figures(result)));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
