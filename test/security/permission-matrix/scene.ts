/** The world in which the permission matrix is played, and whom its inputs are about. */
import { createKeys, type Keys } from "./keys.ts";
import { claimsOf } from "../../../src/testing/claims.ts";
import type { Calls, WireInput } from "../../../src/testing/call.ts";
import { secretHash } from "../../../src/testing/secret-hash.ts";
import { FACTORS } from "../../../src/testing/authenticator.ts";
import { startWorld, type Login, type World, type WorldOptions } from "../../../src/testing/world.ts";
import type { Engine } from "../../../src/storage/sql/engine.ts";

/** A pool, as a member to spread. */
export interface InPool {
  readonly UserPoolId: string;
}

/** A user who is signed in. */
export interface Person extends Login {
  readonly sub: string;
  readonly AccessToken: string;
  readonly IdToken: string;
  readonly RefreshToken: string;
  /** What the sign-in answered. */
  readonly step: Awaited<ReturnType<Calls["InitiateAuth"]>>;
}

/** An application with a secret. */
export interface Confidential {
  readonly ClientId: string;
  readonly ClientSecret: string;
  hash(username: string): string;
}

export interface Scene extends AsyncDisposable {
  readonly world: World;
  readonly call: Calls;
  readonly pool: InPool;
  /** Another pool, which signs with keys of its own. */
  readonly foreign: InPool;
  readonly client: { readonly ClientId: string };
  readonly confidential: Confidential;
  /** Every table of the database, whole. */
  readonly engine: Engine;
  readonly keys: Keys;
  /** A name that nothing has yet. */
  name(prefix: string): string;
  /** A new user without a session. */
  user(): Promise<Login>;
  /** Signs a user in, a new one unless said. */
  person(login?: Login): Promise<Person>;
  /** Whose access token it is, of those that `person` made. */
  owner(accessToken: string): Person;
  /** A new pool with nothing in it. */
  newPool(more?: Partial<WireInput<"CreateUserPool">>): Promise<InPool>;
  /** A new application of the scene's pool. */
  newClient(more?: Partial<WireInput<"CreateUserPoolClient">>): Promise<{ readonly ClientId: string }>;
}

const FLOWS = [
  "ALLOW_USER_AUTH",
  "ALLOW_USER_PASSWORD_AUTH",
  "ALLOW_ADMIN_USER_PASSWORD_AUTH",
  "ALLOW_REFRESH_TOKEN_AUTH",
] as const;

/** Signs a user in through a client of any pool. */
export const signIn = async (call: Calls, ClientId: string, { Username, Password }: Login): Promise<Person> => {
  const step = await call.InitiateAuth({
    ClientId,
    AuthFlow: "USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME: Username, PASSWORD: Password },
  });
  const { AccessToken = "", IdToken = "", RefreshToken = "" } = step.AuthenticationResult ?? {};
  return { Username, Password, sub: String(claimsOf(AccessToken)["sub"]), AccessToken, IdToken, RefreshToken, step };
};

const addConfidential = async ({ call, pool }: World): Promise<Confidential> => {
  const { UserPoolClient } = await call.CreateUserPoolClient({
    ...pool,
    ClientName: "confidential",
    GenerateSecret: true,
    ExplicitAuthFlows: FLOWS,
  });
  const { ClientId = "", ClientSecret = "" } = UserPoolClient ?? {};
  return { ClientId, ClientSecret, hash: (username) => secretHash(ClientSecret, username, ClientId) };
};

const addPool = async (call: Calls, input: WireInput<"CreateUserPool">): Promise<InPool> => {
  const { UserPool } = await call.CreateUserPool(input);
  return { UserPoolId: UserPool?.Id ?? "" };
};

/** A pool in which every operation has something to do: sessions, devices, factors and protection are on. */
export const startScene = async (
  settings: Partial<WireInput<"CreateUserPool">> = {},
  options: WorldOptions = {},
): Promise<Scene> => {
  let engine: Engine | undefined;
  const world = await startWorld({
    ...options,
    engine: (opened) => (engine = opened),
    pool: {
      UserPoolTier: "PLUS",
      UserPoolAddOns: { AdvancedSecurityMode: "AUDIT" },
      DeviceConfiguration: { ChallengeRequiredOnNewDevice: false, DeviceOnlyRememberedOnUserPrompt: true },
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "WEB_AUTHN"] } },
      ...settings,
    },
    client: { ExplicitAuthFlows: FLOWS },
  });
  const { call, pool, client } = world;
  if (engine === undefined) throw new Error("the world opened no database");
  await call.SetUserPoolMfaConfig({
    ...pool,
    ...FACTORS,
    MfaConfiguration: "OPTIONAL",
    WebAuthnConfiguration: { RelyingPartyId: "example.com" },
  });
  await call.SetUserPoolSessionConfiguration({
    ...pool,
    UserSessionTracking: "ENABLED",
    TokenSession: { MaxPerUser: 20 },
  });
  const foreign = await addPool(call, { PoolName: "foreign" });
  // Keys are made at first use: the first two pools of a world share none, and no refusal makes any.
  for (const each of [pool, foreign]) await call.GetSigningCertificate(each);
  let names = 0;
  const name = (prefix: string) => `${prefix}${(names += 1)}`;
  const people = new Map<string, Person>();
  return {
    world,
    call,
    pool,
    foreign,
    client,
    confidential: await addConfidential(world),
    engine,
    keys: createKeys(world),
    name,
    user: () => world.user(name("user")),
    person: async (login) => {
      const person = await signIn(call, client.ClientId, login ?? (await world.user(name("user"))));
      people.set(person.AccessToken, person);
      return person;
    },
    owner: (accessToken) => {
      const person = people.get(accessToken);
      if (person === undefined) throw new Error("the token is nobody's");
      return person;
    },
    newPool: (more = {}) => addPool(call, { PoolName: name("pool"), ...more }),
    newClient: async (more = {}) => {
      const { UserPoolClient } = await call.CreateUserPoolClient({ ...pool, ClientName: name("app"), ...more });
      return { ClientId: UserPoolClient?.ClientId ?? "" };
    },
    [Symbol.asyncDispose]: () => world[Symbol.asyncDispose](),
  };
};
