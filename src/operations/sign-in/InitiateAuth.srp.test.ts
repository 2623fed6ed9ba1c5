/** USER_SRP_AUTH: who is challenged with what, and who may be told of whom. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { ExceptionName } from "../../contracts/exceptions.ts";
import { SRP_N } from "../../crypto/srp-group.ts";
import { stringMap } from "../../testing/raw.ts";
import { refused, TEXTS } from "../../testing/refused.ts";
import { answerSrp, beginSrp, createSrpClient, signInBySrp } from "../../testing/srp-client.ts";
import { startWorld, type World } from "../../testing/world.ts";
import { readObject } from "../../triggers/read-json.ts";

const HIDING = { PreventUserExistenceErrors: "ENABLED" } as const;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const begin = (world: World, USERNAME: string, SRP_A: string) =>
  world.call.InitiateAuth({ ...world.client, AuthFlow: "USER_SRP_AUTH", AuthParameters: { USERNAME, SRP_A } });

const createArgon2User = async (world: World) => {
  const { UserPool } = await world.call.CreateUserPool({
    PoolName: "hashed",
    UserPoolTags: { "poolhouse:password-scheme": "argon2id" },
  });
  return UserPool?.Id ?? "";
};

test("InitiateAuth answers USER_SRP_AUTH with PASSWORD_VERIFIER and no session", async () => {
  await using world = await startWorld();
  const { Username } = await world.user();
  const { SRP_A } = await createSrpClient();
  const { ChallengeParameters, ...rest } = await begin(world, Username, SRP_A);
  assert.deepEqual(rest, { ChallengeName: "PASSWORD_VERIFIER" });
  const { SALT, SECRET_BLOCK, SRP_B, ...names } = ChallengeParameters ?? {};
  assert.deepEqual(names, { USERNAME: "ada", USER_ID_FOR_SRP: "ada" });
  assert.match(SALT ?? "", /^[1-9a-f][0-9a-f]{30,31}$/);
  assert.match(SRP_B ?? "", /^[0-9a-f]{760,768}$/);
  assert.match(SECRET_BLOCK ?? "", /^[A-Za-z0-9+/]+={0,2}$/);
});

test("InitiateAuth challenges an administrator's sign-in by SRP in the same way", async () => {
  await using world = await startWorld();
  const { Username, Password } = await world.user();
  const client = await createSrpClient();
  const { ChallengeName, ChallengeParameters, Session } = await world.call.AdminInitiateAuth({
    ...world.pool,
    ...world.client,
    AuthFlow: "USER_SRP_AUTH",
    AuthParameters: { USERNAME: Username, SRP_A: client.SRP_A },
  });
  assert.deepEqual([ChallengeName, Session], ["PASSWORD_VERIFIER", undefined]);
  const login = { poolId: world.pool.UserPoolId, password: Password, now: world.clock.now() };
  const { AuthenticationResult } = await world.call.AdminRespondToAuthChallenge({
    ...world.pool,
    ...world.client,
    ChallengeName: "PASSWORD_VERIFIER",
    ChallengeResponses: await client.answer(ChallengeParameters ?? {}, login),
  });
  assert.ok(AuthenticationResult?.RefreshToken);
});

test("InitiateAuth names the parameter that SRP misses", async () => {
  await using world = await startWorld();
  const call = (AuthParameters: Readonly<Record<string, string>>) =>
    world.call.InitiateAuth({ ...world.client, AuthFlow: "USER_SRP_AUTH", AuthParameters });
  await refused(call({ SRP_A: "ff" }), "InvalidParameterException", "Missing required parameter USERNAME");
  await refused(call({ USERNAME: "ada" }), "InvalidParameterException", "Missing required parameter SRP_A");
});

test("InitiateAuth refuses an SRP_A that would make the password meaningless, or is no number", async () => {
  await using world = await startWorld();
  await world.user();
  const multiples = [0n, SRP_N, SRP_N * 2n].map((number) => number.toString(16));
  for (const SRP_A of [...multiples, "", "00", "xyz", "-1", "f".repeat(2_000)]) {
    await refused(begin(world, "ada", SRP_A), "InvalidParameterException", "SRP_A is not a valid public value of SRP.");
  }
});

/** Every state of a user that bars a sign-in. */
const states: readonly {
  readonly name: string;
  readonly told: readonly [ExceptionName, string];
  readonly bar: (world: World, Username: string) => Promise<unknown>;
}[] = [
  {
    name: "dora",
    told: ["NotAuthorizedException", TEXTS.disabled],
    bar: ({ call, pool }, Username) => call.AdminDisableUser({ ...pool, Username }),
  },
  {
    name: "rosa",
    told: ["PasswordResetRequiredException", TEXTS.resetRequired],
    bar: ({ call, pool }, Username) => call.AdminResetUserPassword({ ...pool, Username }),
  },
];

const signUp = ({ call, client }: World, Username: string, email = `${Username}@example.com`) =>
  call.SignUp({
    ...client,
    Username,
    Password: `Secret of ${Username} 1!`,
    UserAttributes: [{ Name: "email", Value: email }],
  });

test("InitiateAuth tells the user's state before SRP begins, to a client that hides nobody and to administrators", async () => {
  await using world = await startWorld({ client: { PreventUserExistenceErrors: "LEGACY" } });
  const { call, pool, client } = world;
  const { SRP_A } = await createSrpClient();
  const table: (readonly [name: string, exception: ExceptionName, message: string])[] = [
    ["nobody", "UserNotFoundException", TEXTS.unknownUser],
  ];
  for (const { name, told, bar } of states) {
    const { Username } = await world.user(name);
    await bar(world, Username);
    table.push([Username, ...told]);
  }
  await signUp(world, "uma");
  table.push(["uma", "UserNotConfirmedException", TEXTS.notConfirmed]);
  const { UserPoolClient } = await call.CreateUserPoolClient({ ...pool, ClientName: "hiding", ...HIDING });
  for (const [USERNAME, ...told] of table) {
    const AuthParameters = { USERNAME, SRP_A };
    await refused(begin(world, USERNAME, SRP_A), ...told);
    for (const ClientId of [client.ClientId, UserPoolClient?.ClientId ?? ""]) {
      await refused(call.AdminInitiateAuth({ ...pool, ClientId, AuthFlow: "USER_SRP_AUTH", AuthParameters }), ...told);
    }
  }
});

/** What of an answer differs from name to name by nature, with everything else as it was sent. */
const shapeOf = (body: string): string => {
  const { ChallengeParameters, ...rest } = readObject(JSON.parse(body));
  const shapes = Object.entries(stringMap(ChallengeParameters)).map(([name, value]) => {
    if (name === "USERNAME" || name === "USER_ID_FOR_SRP") return [name, UUID.test(value)];
    if (name === "SECRET_BLOCK") return [name, value.length];
    // Numbers are written without leading zeros.
    return [name, /^[0-9a-f]+$/.test(value), Math.ceil(value.length / 8)];
  });
  return JSON.stringify([rest, shapes]);
};

test("InitiateAuth answers alike for every name over HTTP where users are hidden", async () => {
  await using world = await startWorld({ client: HIDING, pool: { UsernameAttributes: ["email"] } });
  const { call, pool, client } = world;
  const names = ["nobody@example.com"];
  const create = async (name: string) => {
    const Username = `${name}@example.com`;
    await call.AdminCreateUser({ ...pool, Username, MessageAction: "SUPPRESS", TemporaryPassword: "Temporary 1!" });
    names.push(Username);
    return Username;
  };
  await create("temporary");
  for (const name of ["confirmed", "disabled"]) {
    const Username = await create(name);
    await call.AdminSetUserPassword({ ...pool, Username, Password: "Permanent 1!", Permanent: true });
  }
  await call.AdminDisableUser({ ...pool, Username: "disabled@example.com" });
  await signUp(world, "unconfirmed@example.com", "unconfirmed@example.com");
  names.push("unconfirmed@example.com");
  const { endpoint } = await world.listen();
  const { SRP_A } = await createSrpClient();
  const answers = new Set<string>();
  for (const USERNAME of names) {
    const response = await fetch(endpoint, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": "AWSCognitoIdentityProviderService.InitiateAuth",
      },
      body: JSON.stringify({ ...client, AuthFlow: "USER_SRP_AUTH", AuthParameters: { USERNAME, SRP_A } }),
    });
    const changing = new Set(["date", "x-amzn-requestid", "content-length"]);
    const headers = [...response.headers].filter(([header]) => !changing.has(header));
    answers.add(JSON.stringify([response.status, headers, shapeOf(await response.text())]));
  }
  assert.equal(answers.size, 1, [...answers].join("\n"));
});

test("InitiateAuth shows a name that nobody has the same salt and the same UUID every time, and no proof fits", async () => {
  await using world = await startWorld({ client: HIDING, pool: { UsernameAttributes: ["email"] } });
  const shown = async (name: string) => {
    const { challenge, responses } = await beginSrp(world, name, "any");
    const { SALT, USER_ID_FOR_SRP, USERNAME, SRP_B } = challenge.ChallengeParameters ?? {};
    assert.equal(USERNAME, USER_ID_FOR_SRP);
    await refused(answerSrp(world, responses), "NotAuthorizedException", TEXTS.incorrect);
    return { fixed: { SALT, USER_ID_FOR_SRP }, SRP_B };
  };
  const first = await shown("nobody@example.com");
  const second = await shown("nobody@example.com");
  const other = await shown("noone@example.com");
  assert.deepEqual(first.fixed, second.fixed);
  assert.notEqual(first.SRP_B, second.SRP_B);
  assert.match(first.fixed.USER_ID_FOR_SRP ?? "", UUID);
  for (const member of ["SALT", "USER_ID_FOR_SRP"] as const) assert.notEqual(first.fixed[member], other.fixed[member]);
});

test("InitiateAuth shows nobody the kind of name that users of the pool have, so that it does not tell who exists", async () => {
  await using world = await startWorld({ client: HIDING, pool: { AliasAttributes: ["email"] } });
  const { Username, Password } = await world.user();
  const shown = async (name: string) => {
    const { challenge } = await beginSrp(world, name, Password);
    return challenge.ChallengeParameters?.["USER_ID_FOR_SRP"] ?? "";
  };
  assert.equal(await shown(Username), Username);
  assert.equal(await shown("nobody"), "nobody");
});

test("InitiateAuth of a client that hides users tells a barred user's state to the right proof alone", async () => {
  await using world = await startWorld({ client: HIDING });
  for (const { name, told, bar } of states) {
    const { Username, Password } = await world.user(name);
    await bar(world, Username);
    await refused(signInBySrp(world, Username, "wrong"), "NotAuthorizedException", TEXTS.incorrect);
    await refused(signInBySrp(world, Username, Password), ...told);
  }
  await signUp(world, "uma");
  await refused(signInBySrp(world, "uma", "wrong"), "NotAuthorizedException", TEXTS.incorrect);
  await refused(signInBySrp(world, "uma", "Secret of uma 1!"), "UserNotConfirmedException", TEXTS.notConfirmed);
});

test("InitiateAuth finds a user by every alias, and tells SRP the internal name", async () => {
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
  for (const name of ["ada", "ADA", "ada@example.com", "Ada@Example.com", "+12065550100", "Countess"]) {
    const { challenge, responses } = await beginSrp(world, name, Password);
    assert.equal(challenge.ChallengeParameters?.["USER_ID_FOR_SRP"], Username);
    // Clients send the name they were told, or the one that was typed.
    assert.ok((await answerSrp(world, { ...responses, USERNAME: name })).AuthenticationResult, name);
  }
});

test("InitiateAuth signs users of an e-mail pool in under their sub", async () => {
  await using world = await startWorld({ pool: { UsernameAttributes: ["email"] } });
  const Username = "ada@example.com";
  await world.call.AdminCreateUser({ ...world.pool, Username, MessageAction: "SUPPRESS" });
  const Password = "Secret of ada 1!";
  await world.call.AdminSetUserPassword({ ...world.pool, Username, Password, Permanent: true });
  const { challenge, responses } = await beginSrp(world, Username, Password);
  assert.match(challenge.ChallengeParameters?.["USER_ID_FOR_SRP"] ?? "", UUID);
  assert.ok((await answerSrp(world, responses)).AuthenticationResult);
});

test("InitiateAuth refuses SRP in a pool that keeps password hashes", async () => {
  await using world = await startWorld();
  const UserPoolId = await createArgon2User(world);
  const { UserPoolClient } = await world.call.CreateUserPoolClient({ UserPoolId, ClientName: "app" });
  const { SRP_A } = await createSrpClient();
  await refused(
    world.call.InitiateAuth({
      ClientId: UserPoolClient?.ClientId ?? "",
      AuthFlow: "USER_SRP_AUTH",
      AuthParameters: { USERNAME: "ada", SRP_A },
    }),
    "InvalidParameterException",
    "USER_SRP_AUTH is not enabled for the client.",
  );
});

test("InitiateAuth challenges a user whose password is a hash like any other, and no proof fits", async () => {
  await using world = await startWorld();
  const { Username, Password } = await world.user();
  const { store } = world.server;
  const { user } = await store.reader.users.locate(world.pool.UserPoolId, Username);
  // As an import brings it in.
  const imported = await store.reader.credentials.find(user);
  assert.ok(imported);
  await store.transaction((tx) =>
    tx.credentials.replace({ ...imported, scheme: "argon2id", verifier: Buffer.from("$argon2id$") }),
  );
  await refused(signInBySrp(world, Username, Password), "NotAuthorizedException", TEXTS.incorrect);
});
