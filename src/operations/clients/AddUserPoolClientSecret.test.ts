/** The life of a client's secrets: added, used beside each other, listed without values, retired. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { refused } from "../../testing/refused.ts";
import { secretHash } from "../../testing/secret-hash.ts";
import { startWorld } from "../../testing/world.ts";

const OWN = "a_secret_of_an_operators_own_choice";

const startConfidential = async () => {
  const world = await startWorld({ client: { GenerateSecret: true } });
  const client = { ...world.pool, ...world.client };
  const { UserPoolClient } = await world.call.DescribeUserPoolClient(client);
  return { world, client, first: UserPoolClient?.ClientSecret ?? "" };
};

test("AddUserPoolClientSecret makes a second secret, shown once, and either proves the client", async () => {
  const { world, client, first } = await startConfidential();
  await using _ = world;
  const { call, clock } = world;
  clock.advance(1000);
  const { ClientSecretDescriptor: added } = await call.AddUserPoolClientSecret(client);
  const { ClientId } = client;
  assert.deepEqual(added, {
    ClientSecretId: `${ClientId}--${clock.now()}`,
    ClientSecretValue: added?.ClientSecretValue,
    ClientSecretCreateDate: clock.now() / 1000,
  });
  assert.match(added?.ClientSecretValue ?? "", /^[0-9a-z]{52}$/);

  const { Username, Password } = await world.user();
  for (const secret of [first, added?.ClientSecretValue ?? ""]) {
    const { AuthenticationResult } = await call.InitiateAuth({
      ClientId,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: Username, PASSWORD: Password, SECRET_HASH: secretHash(secret, Username, ClientId) },
    });
    const RefreshToken = AuthenticationResult?.RefreshToken ?? "";
    await call.GetTokensFromRefreshToken({ ClientId, ClientSecret: secret, RefreshToken });
    await call.RevokeToken({ ClientId, ClientSecret: secret, Token: RefreshToken });
  }
});

test("AddUserPoolClientSecret takes an operator's own secret, and does not repeat it", async () => {
  const { world, client } = await startConfidential();
  await using _ = world;
  const { ClientSecretDescriptor: added } = await world.call.AddUserPoolClientSecret({ ...client, ClientSecret: OWN });
  assert.deepEqual(Object.keys(added ?? {}), ["ClientSecretId", "ClientSecretCreateDate"]);
  const { ClientSecrets } = await world.call.ListUserPoolClientSecrets(client);
  assert.equal(new Set(ClientSecrets?.map(({ ClientSecretId }) => ClientSecretId)).size, 2, "also in one millisecond");
});

test("AddUserPoolClientSecret refuses in the API's words", async () => {
  const { world, client } = await startConfidential();
  await using _ = world;
  const { call, pool } = world;
  await call.AddUserPoolClientSecret(client);
  await refused(
    call.AddUserPoolClientSecret(client),
    "LimitExceededException",
    `User pool client ${client.ClientId} has 2 client secrets already.`,
  );
  const { UserPoolClient } = await call.CreateUserPoolClient({ ...pool, ClientName: "public" });
  const ClientId = UserPoolClient?.ClientId ?? "";
  await refused(
    call.AddUserPoolClientSecret({ ...pool, ClientId }),
    "InvalidParameterException",
    `User pool client ${ClientId} has no client secret.`,
  );
  const unknown = { ...pool, ClientId: "unknown" };
  for (const ask of [
    () => call.AddUserPoolClientSecret(unknown),
    () => call.ListUserPoolClientSecrets(unknown),
    () => call.DeleteUserPoolClientSecret({ ...unknown, ClientSecretId: "x" }),
  ]) {
    await refused(ask(), "ResourceNotFoundException", "User pool client unknown does not exist.");
  }
});

test("ListUserPoolClientSecrets shows no values, and a public client has none", async () => {
  const { world, client } = await startConfidential();
  await using _ = world;
  const { call, pool, clock } = world;
  clock.advance(1000);
  await call.AddUserPoolClientSecret(client);
  const { ClientSecrets, ...rest } = await call.ListUserPoolClientSecrets(client);
  assert.deepEqual(rest, {});
  assert.deepEqual(
    ClientSecrets?.map((secret) => [Object.keys(secret), secret.ClientSecretCreateDate]),
    [clock.now() - 1000, clock.now()].map((at) => [["ClientSecretId", "ClientSecretCreateDate"], at / 1000]),
  );
  const { UserPoolClient } = await call.CreateUserPoolClient({ ...pool, ClientName: "public" });
  const ClientId = UserPoolClient?.ClientId ?? "";
  assert.deepEqual(await call.ListUserPoolClientSecrets({ ...pool, ClientId }), { ClientSecrets: [] });
  await refused(
    call.ListUserPoolClientSecrets({ ...client, NextToken: "x" }),
    "InvalidParameterException",
    "Invalid pagination token.",
  );
});

test("DeleteUserPoolClientSecret retires a secret, and never the last", async () => {
  const { world, client, first } = await startConfidential();
  await using _ = world;
  const { call } = world;
  const { ClientSecrets } = await call.ListUserPoolClientSecrets(client);
  const firstId = ClientSecrets?.[0]?.ClientSecretId ?? "";
  await refused(
    call.DeleteUserPoolClientSecret({ ...client, ClientSecretId: firstId }),
    "InvalidParameterException",
    "The last client secret of an app client cannot be deleted.",
  );
  await call.AddUserPoolClientSecret({ ...client, ClientSecret: OWN });
  await refused(
    call.DeleteUserPoolClientSecret({ ...client, ClientSecretId: "other" }),
    "ResourceNotFoundException",
    "Client secret other does not exist.",
  );
  assert.deepEqual(await call.DeleteUserPoolClientSecret({ ...client, ClientSecretId: firstId }), {});
  const { ClientId } = client;
  const revoke = (ClientSecret: string) => call.RevokeToken({ ClientId, ClientSecret, Token: "x" });
  await refused(revoke(first), "UnauthorizedException");
  await refused(revoke(OWN), "UnsupportedTokenTypeException");
  const { UserPoolClient } = await call.DescribeUserPoolClient(client);
  assert.equal(UserPoolClient?.ClientSecret, OWN);
});
