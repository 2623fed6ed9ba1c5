import assert from "node:assert/strict";
import { test } from "node:test";
import type { ExceptionName } from "../../contracts/exceptions.ts";
import type { WireInput } from "../../testing/call.ts";
import { refused, TEXTS } from "../../testing/refused.ts";
import { secretHash } from "../../testing/secret-hash.ts";
import { startWorld, type World } from "../../testing/world.ts";

type Flow = WireInput<"InitiateAuth">["AuthFlow"];
type ExplicitFlows = NonNullable<WireInput<"CreateUserPoolClient">["ExplicitAuthFlows"]>;

const REFRESH = { REFRESH_TOKEN: "x" };
const SRP = { USERNAME: "ada", SRP_A: "ff" };
const PASSWORD = { USERNAME: "ada", PASSWORD: "wrong" };

const initiate = (
  { call, client }: World,
  AuthFlow: Flow,
  AuthParameters: Readonly<Record<string, string>>,
  ClientId = client.ClientId,
) => call.InitiateAuth({ ClientId, AuthFlow, AuthParameters });

const makeClient = async ({ call, pool }: World, input: Partial<WireInput<"CreateUserPoolClient">> = {}) => {
  const { UserPoolClient } = await call.CreateUserPoolClient({ ...pool, ClientName: "other", ...input });
  return { ClientId: UserPoolClient?.ClientId ?? "", ClientSecret: UserPoolClient?.ClientSecret ?? "" };
};

test("InitiateAuth answers a right password with three tokens and no challenge", async () => {
  await using world = await startWorld();
  const { Username, Password } = await world.user();
  const { AuthenticationResult, ...rest } = await world.signIn(Username, Password);
  assert.deepEqual(rest, { ChallengeParameters: {} });
  const { AccessToken, IdToken, RefreshToken, ...plain } = AuthenticationResult ?? {};
  assert.deepEqual(plain, { ExpiresIn: 3600, TokenType: "Bearer" });
  for (const token of [AccessToken, IdToken]) assert.equal(token?.split(".").length, 3);
  assert.match(RefreshToken ?? "", /^eyJjdHki[\w-]*(\.[\w-]+){4}$/);
});

test("InitiateAuth permits the flows that the client names, and tells each refusal in its own words", async () => {
  await using world = await startWorld();
  const notEnabled = "Auth flow not enabled for this client";
  const table: readonly (readonly [explicit: ExplicitFlows, Flow, Readonly<Record<string, string>>, string])[] = [
    [["ALLOW_USER_SRP_AUTH"], "USER_PASSWORD_AUTH", PASSWORD, "USER_PASSWORD_AUTH flow not enabled for this client"],
    [["ALLOW_USER_PASSWORD_AUTH"], "USER_SRP_AUTH", SRP, "USER_SRP_AUTH is not enabled for the client."],
    [["ALLOW_USER_PASSWORD_AUTH"], "USER_AUTH", SRP, "USER_AUTH flow not enabled for this client"],
    [["ALLOW_USER_PASSWORD_AUTH"], "CUSTOM_AUTH", SRP, notEnabled],
    [["ALLOW_USER_PASSWORD_AUTH"], "REFRESH_TOKEN_AUTH", REFRESH, notEnabled],
    [["ALLOW_USER_PASSWORD_AUTH"], "REFRESH_TOKEN", REFRESH, notEnabled],
    [["ADMIN_NO_SRP_AUTH"], "USER_PASSWORD_AUTH", PASSWORD, "USER_PASSWORD_AUTH flow not enabled for this client"],
    [["CUSTOM_AUTH_FLOW_ONLY"], "USER_SRP_AUTH", SRP, "USER_SRP_AUTH is not enabled for the client."],
    [["ALLOW_ADMIN_USER_PASSWORD_AUTH"], "ADMIN_USER_PASSWORD_AUTH", PASSWORD, "Initiate Auth method not supported."],
    [["ADMIN_NO_SRP_AUTH"], "ADMIN_NO_SRP_AUTH", PASSWORD, "Initiate Auth method not supported."],
    [["ALLOW_CUSTOM_AUTH"], "CUSTOM_AUTH", SRP, "Custom auth lambda trigger is not configured for the user pool."],
  ];
  for (const [ExplicitAuthFlows, flow, parameters, message] of table) {
    const { ClientId } = await makeClient(world, { ExplicitAuthFlows });
    await refused(initiate(world, flow, parameters, ClientId), "InvalidParameterException", message);
  }
});

test("InitiateAuth keeps SRP and refreshing for clients with legacy flows and for those that name none", async () => {
  await using world = await startWorld();
  const legacy: readonly (ExplicitFlows | undefined)[] = [["ADMIN_NO_SRP_AUTH"], ["USER_PASSWORD_AUTH"], undefined];
  for (const ExplicitAuthFlows of legacy) {
    const { ClientId } = await makeClient(world, ExplicitAuthFlows && { ExplicitAuthFlows });
    await refused(
      initiate(world, "REFRESH_TOKEN", REFRESH, ClientId),
      "NotAuthorizedException",
      "Invalid Refresh Token.",
    );
  }
});

test("InitiateAuth names the parameter that is missing", async () => {
  await using world = await startWorld();
  const missing = (name: string) => `Missing required parameter ${name}`;
  const { USERNAME, PASSWORD: wrong } = PASSWORD;
  await refused(
    initiate(world, "USER_PASSWORD_AUTH", { PASSWORD: wrong }),
    "InvalidParameterException",
    missing("USERNAME"),
  );
  await refused(initiate(world, "USER_PASSWORD_AUTH", { USERNAME }), "InvalidParameterException", missing("PASSWORD"));
  await refused(initiate(world, "REFRESH_TOKEN_AUTH", {}), "InvalidParameterException", missing("REFRESH_TOKEN"));
  const { client, call } = world;
  await refused(
    call.InitiateAuth({ ...client, AuthFlow: "USER_PASSWORD_AUTH" }),
    "InvalidParameterException",
    missing("USERNAME"),
  );
});

test("InitiateAuth complains of a blank username under both of its internal names", async () => {
  await using world = await startWorld();
  const pattern = String.raw`failed to satisfy constraint: Member must satisfy regular expression pattern: [\p{L}\p{M}\p{S}\p{N}\p{P}]+`;
  for (const USERNAME of ["", " ", "a b"]) {
    await refused(
      initiate(world, "USER_PASSWORD_AUTH", { ...PASSWORD, USERNAME }),
      "InvalidParameterException",
      `2 validation errors detected: Value at 'userAlias' ${pattern}; Value at 'userName' ${pattern}`,
    );
  }
});

test("InitiateAuth does not know a client that does not exist", async () => {
  await using world = await startWorld();
  await refused(
    initiate(world, "USER_PASSWORD_AUTH", PASSWORD, "nobodysclient"),
    "ResourceNotFoundException",
    "User pool client nobodysclient does not exist.",
  );
});

test("InitiateAuth wants the secret hash of a client with a secret, over the username as it is sent", async () => {
  await using world = await startWorld();
  const { Username, Password } = await world.user();
  const { ClientId, ClientSecret } = await makeClient(world, {
    GenerateSecret: true,
    ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
  });
  const attempt = (SECRET_HASH?: string) =>
    initiate(
      world,
      "USER_PASSWORD_AUTH",
      { USERNAME: Username, PASSWORD: Password, ...(SECRET_HASH === undefined ? {} : { SECRET_HASH }) },
      ClientId,
    );
  await refused(
    attempt(),
    "NotAuthorizedException",
    `Client ${ClientId} is configured with secret but SECRET_HASH was not received`,
  );
  const wrong = `Unable to verify secret hash for client ${ClientId}`;
  await refused(attempt(secretHash(ClientSecret, "eve", ClientId)), "NotAuthorizedException", wrong);
  await refused(attempt(ClientSecret), "NotAuthorizedException", wrong);
  const { AuthenticationResult } = await attempt(secretHash(ClientSecret, Username, ClientId));
  assert.ok(AuthenticationResult?.AccessToken);
});

test("InitiateAuth ignores the secret hash of a client without a secret", async () => {
  await using world = await startWorld();
  const { Username, Password } = await world.user();
  const parameters = { USERNAME: Username, PASSWORD: Password, SECRET_HASH: "anything" };
  assert.ok((await initiate(world, "USER_PASSWORD_AUTH", parameters)).AuthenticationResult);
});

/** Every state that bars a sign-in, and what a client that hides nobody is told whatever the password. */
const states: readonly {
  readonly name: string;
  readonly told: readonly [ExceptionName, string];
  readonly prepare: (world: World) => Promise<string>;
}[] = [
  {
    name: "unknown",
    told: ["UserNotFoundException", TEXTS.unknownUser],
    prepare: async () => "nobody",
  },
  {
    name: "disabled",
    told: ["NotAuthorizedException", TEXTS.disabled],
    prepare: async (world) => {
      const { Username } = await world.user("dora");
      await world.call.AdminDisableUser({ ...world.pool, Username });
      return Username;
    },
  },
  {
    name: "unconfirmed",
    told: ["UserNotConfirmedException", TEXTS.notConfirmed],
    prepare: async ({ call, client }) => {
      const Username = "uma";
      const UserAttributes = [{ Name: "email", Value: "uma@example.com" }];
      await call.SignUp({ ...client, Username, Password: "Secret of uma 1!", UserAttributes });
      return Username;
    },
  },
  {
    name: "reset",
    told: ["PasswordResetRequiredException", TEXTS.resetRequired],
    prepare: async (world) => {
      const { Username } = await world.user("rosa");
      await world.call.AdminResetUserPassword({ ...world.pool, Username });
      return Username;
    },
  },
  {
    name: "temporary password expired",
    told: ["NotAuthorizedException", "Temporary password has expired and must be reset by an administrator."],
    prepare: async ({ call, pool, clock }) => {
      await call.AdminCreateUser({
        ...pool,
        Username: "tess",
        TemporaryPassword: "Secret of tess 1!",
        MessageAction: "SUPPRESS",
      });
      clock.advance(7 * 86_400_000);
      return "tess";
    },
  },
];

test("InitiateAuth tells the user's state before the password is looked at, unless the client hides it", async () => {
  await using world = await startWorld({ client: { PreventUserExistenceErrors: "LEGACY" } });
  for (const { name, told, prepare } of states) {
    const username = await prepare(world);
    await refused(world.signIn(username, `Secret of ${username} 1!`), ...told);
    // The one state that belongs to the password itself.
    const wrong = name === "temporary password expired" ? (["NotAuthorizedException", TEXTS.incorrect] as const) : told;
    await refused(world.signIn(username, "wrong"), ...wrong);
  }
});

test("InitiateAuth of a client that hides users tells nothing to a wrong password, the state to the right one", async () => {
  await using world = await startWorld({ client: { PreventUserExistenceErrors: "ENABLED" } });
  const { Username } = await world.user();
  const answers = new Set<string>();
  const note = async (username: string) => {
    const error: unknown = await world.signIn(username, "wrong").catch((thrown: unknown) => thrown);
    assert.ok(error instanceof Error);
    answers.add(JSON.stringify([error.name, error.message]));
  };
  await note(Username);
  for (const { name, told, prepare } of states) {
    const username = await prepare(world);
    await note(username);
    if (name === "unknown") await refused(world.signIn(username, "any"), "NotAuthorizedException", TEXTS.incorrect);
    else await refused(world.signIn(username, `Secret of ${username} 1!`), ...told);
  }
  assert.deepEqual([...answers], [JSON.stringify(["NotAuthorizedException", TEXTS.incorrect])]);
});

test("InitiateAuth answers wrong passwords byte for byte alike over HTTP where users are hidden", async () => {
  await using world = await startWorld({ client: { PreventUserExistenceErrors: "ENABLED" } });
  const names = ["nobody", (await world.user()).Username];
  for (const { name, prepare } of states) if (name !== "unknown") names.push(await prepare(world));
  const { endpoint } = await world.listen();
  const answers = new Set<string>();
  for (const USERNAME of names) {
    const response = await fetch(endpoint, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": "AWSCognitoIdentityProviderService.InitiateAuth",
      },
      body: JSON.stringify({
        ...world.client,
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME, PASSWORD: "wrong" },
      }),
    });
    const changing = new Set(["date", "x-amzn-requestid"]);
    const headers = [...response.headers].filter(([header]) => !changing.has(header));
    answers.add(JSON.stringify([response.status, headers, await response.text()]));
  }
  assert.equal(answers.size, 1, [...answers].join("\n"));
});

test("InitiateAuth finds a user by every alias, in any case where the pool does not distinguish it", async () => {
  await using world = await startWorld({
    pool: {
      AliasAttributes: ["email", "phone_number", "preferred_username"],
      UsernameConfiguration: { CaseSensitive: false },
    },
  });
  const { Username, Password } = await world.user("ada", {
    phone_number: "+12065550100",
    phone_number_verified: "true",
    preferred_username: "countess",
  });
  const { UserSub } = { UserSub: (await world.call.AdminGetUser({ ...world.pool, Username })).UserAttributes };
  const sub = UserSub?.find(({ Name }) => Name === "sub")?.Value ?? "";
  for (const name of ["ada", "ADA", "Ada@Example.com", "+12065550100", "Countess", sub]) {
    assert.ok((await world.signIn(name, Password)).AuthenticationResult, name);
  }
});
