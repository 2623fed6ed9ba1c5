/** What a development server is filled with, so that there is something to call: made once, found again at every start. */
import { requireAllowed, FULL_ACCESS } from "../model/policy.ts";
import type { OperationName } from "../contracts/index.ts";
import { DEVELOPER_CREDENTIALS } from "../http/callers.ts";
import { systemRandom, uuidFrom } from "../runtime/random.ts";
import type { Server } from "../server.ts";

/** The names by which the demo is known. */
export const DEMO = {
  pool: "poolhouse-demo",
  client: "poolhouse-demo-client",
  username: "demo",
  password: "Demo-Password-1",
  email: "demo@example.com",
} as const;

const FLOWS = [
  "ALLOW_USER_PASSWORD_AUTH",
  "ALLOW_ADMIN_USER_PASSWORD_AUTH",
  "ALLOW_USER_SRP_AUTH",
  "ALLOW_REFRESH_TOKEN_AUTH",
];

/** Pages of 60 pools and clients that are looked through for the demo's. */
const PAGES_MAX = 100;
const PAGE_SIZE = 60;

export interface Demo {
  readonly poolId: string;
  readonly clientId: string;
}

type Call = (name: OperationName, input: object) => Promise<Readonly<Record<string, unknown>>>;

/** Operations as the developer's credentials would call them: the same path as everybody's. */
const developerOf = (server: Pick<Server, "perform" | "place">): Call => {
  const arn = `arn:aws:iam::${server.place.accountId}:user/${DEVELOPER_CREDENTIALS.accessKeyId}`;
  return async (name, input) => {
    const body = await server.perform(name, input, {
      facts: { id: uuidFrom(systemRandom), userAgent: "poolhouse", remoteAddress: "" },
      administrator: async (action, resource) => {
        requireAllowed({ arn, policy: FULL_ACCESS }, action, resource);
        return { accessKeyId: DEVELOPER_CREDENTIALS.accessKeyId, arn };
      },
    });
    return body === "" ? {} : recordOf(JSON.parse(body));
  };
};

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};

const textOf = (record: unknown, name: string): string => {
  const value = recordOf(record)[name];
  return typeof value === "string" ? value : "";
};

interface Listing {
  readonly operation: OperationName;
  readonly input: object;
  /** The member that holds the rows. */
  readonly rows: string;
  readonly isFound: (row: unknown) => boolean;
}

/** The first row that is found in a listing. */
const findListed = async (call: Call, { operation, input, rows, isFound }: Listing): Promise<unknown> => {
  let next: object = {};
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const answer = await call(operation, { ...input, MaxResults: PAGE_SIZE, ...next });
    const listed: unknown = answer[rows];
    const found: unknown = Array.isArray(listed) ? listed.find(isFound) : undefined;
    if (found !== undefined) return found;
    const token = textOf(answer, "NextToken");
    if (token === "") return undefined;
    next = { NextToken: token };
  }
  return undefined;
};

const poolOf = async (call: Call): Promise<string> => {
  const found = await findListed(call, {
    operation: "ListUserPools",
    input: {},
    rows: "UserPools",
    isFound: (pool) => textOf(pool, "Name") === DEMO.pool,
  });
  if (found !== undefined) return textOf(found, "Id");
  const { UserPool } = await call("CreateUserPool", { PoolName: DEMO.pool, AutoVerifiedAttributes: ["email"] });
  return textOf(UserPool, "Id");
};

const clientOf = async (call: Call, UserPoolId: string): Promise<string> => {
  const found = await findListed(call, {
    operation: "ListUserPoolClients",
    input: { UserPoolId },
    rows: "UserPoolClients",
    isFound: (client) => textOf(client, "ClientName") === DEMO.client,
  });
  if (found !== undefined) return textOf(found, "ClientId");
  const input = { UserPoolId, ClientName: DEMO.client, ExplicitAuthFlows: FLOWS };
  const { UserPoolClient } = await call("CreateUserPoolClient", input);
  return textOf(UserPoolClient, "ClientId");
};

const isNamed = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;

/** A user who is there is left alone, whatever the developer has made of it. */
const ensureUser = async (call: Call, UserPoolId: string): Promise<void> => {
  const user = { UserPoolId, Username: DEMO.username };
  try {
    await call("AdminGetUser", user);
  } catch (error) {
    if (!isNamed(error, "UserNotFoundException")) throw error;
    const UserAttributes = [
      { Name: "email", Value: DEMO.email },
      { Name: "email_verified", Value: "true" },
    ];
    await call("AdminCreateUser", { ...user, UserAttributes, MessageAction: "SUPPRESS" });
    await call("AdminSetUserPassword", { ...user, Password: DEMO.password, Permanent: true });
  }
};

/** The demo's pool, client and user, made where they are missing. */
export const ensureDemo = async (server: Pick<Server, "perform" | "place">): Promise<Demo> => {
  const call = developerOf(server);
  const poolId = await poolOf(call);
  const [clientId] = await Promise.all([clientOf(call, poolId), ensureUser(call, poolId)]);
  return { poolId, clientId };
};
