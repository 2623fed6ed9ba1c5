import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld, type World } from "../../testing/world.ts";

const invalid = (message: string) => ({ name: "InvalidParameterException", message });

const disable = (world: World, ProviderName: string, ProviderAttributeValue: string, member: object = {}) =>
  world.call.AdminDisableProviderForUser({
    ...world.pool,
    User: { ProviderName, ProviderAttributeName: "Cognito_Subject", ProviderAttributeValue, ...member },
  });

const link = (world: World, Username: string, subject: string) =>
  world.call.AdminLinkProviderForUser({
    ...world.pool,
    DestinationUser: { ProviderName: "Cognito", ProviderAttributeValue: Username },
    SourceUser: {
      ProviderName: "Google",
      ProviderAttributeName: "Cognito_Subject",
      ProviderAttributeValue: subject,
    },
  });

const byName = (world: World, Username: string) => world.call.AdminGetUser({ ...world.pool, Username });
const notFound = { name: "UserNotFoundException", message: "User does not exist." };

test("AdminDisableProviderForUser unlinks an identity, which may be linked to somebody else then", async () => {
  await using world = await startWorld();
  await world.user("ada");
  await world.user("eve");
  await link(world, "ada", "1");
  await link(world, "ada", "2");
  assert.deepEqual(await disable(world, "Google", "1"), {});
  await assert.rejects(byName(world, "Google_1"), notFound);
  assert.equal((await byName(world, "Google_2")).Username, "ada");
  await assert.rejects(disable(world, "Google", "1"), notFound);
  await link(world, "eve", "1");
  assert.equal((await byName(world, "Google_1")).Username, "eve");
  await world.signIn("ada", "Secret of ada 1!");
});

test("AdminDisableProviderForUser bars the password, which no code brings back but an administrator", async () => {
  await using world = await startWorld();
  const { Username, Password } = await world.user();
  await world.call.ForgotPassword({ ...world.client, Username });
  const { code: ConfirmationCode } = world.inbox.latest("ada@example.com");
  assert.deepEqual(await disable(world, "Cognito", Username), {});
  await assert.rejects(world.signIn(Username, Password), { name: "NotAuthorizedException" });
  await assert.rejects(
    world.call.ConfirmForgotPassword({ ...world.client, Username, ConfirmationCode, Password: "A better 1!" }),
    { name: "ExpiredCodeException" },
  );
  await assert.rejects(world.call.ForgotPassword({ ...world.client, Username }), { name: "NotAuthorizedException" });
  assert.equal((await byName(world, Username)).UserStatus, "EXTERNAL_PROVIDER");
  await world.call.AdminSetUserPassword({ ...world.pool, Username, Password, Permanent: true });
  await world.signIn(Username, Password);
});

test("AdminDisableProviderForUser refuses what is not linked, and what is missing", async () => {
  await using world = await startWorld();
  await world.user("Google_9");
  await assert.rejects(disable(world, "Google", "9"), invalid("User is not linked to the identity."));
  await assert.rejects(
    disable(world, "Google", "9", { ProviderAttributeName: "email" }),
    invalid("User.ProviderAttributeName must be Cognito_Subject."),
  );
  await assert.rejects(disable(world, "", "9"), { name: "InvalidParameterException" });
  await assert.rejects(disable(world, "Cognito", "nobody"), notFound);
});
