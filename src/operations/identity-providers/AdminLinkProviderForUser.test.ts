import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld, type World } from "../../testing/world.ts";

const invalid = (message: string) => ({ name: "InvalidParameterException", message });

const link = (world: World, Username: string, subject: string, source: object = {}) =>
  world.call.AdminLinkProviderForUser({
    ...world.pool,
    DestinationUser: { ProviderName: "Cognito", ProviderAttributeValue: Username },
    SourceUser: {
      ProviderName: "Google",
      ProviderAttributeName: "Cognito_Subject",
      ProviderAttributeValue: subject,
      ...source,
    },
  });

const named = async (world: World, Username: string) =>
  (await world.call.AdminGetUser({ ...world.pool, Username })).Username;

test("AdminLinkProviderForUser makes the identity a name of the user, with its case", async () => {
  await using world = await startWorld({ pool: { UsernameConfiguration: { CaseSensitive: false } } });
  const { Username } = await world.user();
  assert.deepEqual(await link(world, Username, "Abc"), {});
  assert.equal(await named(world, "Google_Abc"), "ada");
  const { UserAttributes } = await world.call.AdminGetUser({ ...world.pool, Username });
  const identities: unknown = JSON.parse(UserAttributes?.find(({ Name }) => Name === "identities")?.Value ?? "");
  assert.deepEqual(identities, [
    {
      userId: "Abc",
      providerName: "Google",
      providerType: "Google",
      issuer: null,
      primary: false,
      dateCreated: world.clock.now(),
    },
  ]);
});

test("AdminLinkProviderForUser links an identity once, and never takes it from somebody", async () => {
  await using world = await startWorld();
  await world.user("ada");
  await world.user("eve");
  await world.user("Google_9");
  await link(world, "ada", "1");
  await assert.rejects(link(world, "ada", "1"), invalid("SourceUser is already linked to DestinationUser"));
  const merging = invalid(
    "Merging is not currently supported, provide a SourceUser that has not been signed up in order to link",
  );
  await assert.rejects(link(world, "eve", "1"), merging);
  await assert.rejects(link(world, "eve", "9"), merging);
  assert.equal(await named(world, "Google_1"), "ada");
});

test("AdminLinkProviderForUser links five identities at most", async () => {
  await using world = await startWorld();
  await world.user();
  for (let n = 0; n < 5; n += 1) await link(world, "ada", String(n));
  await assert.rejects(link(world, "ada", "5"), { name: "LimitExceededException" });
});

test("AdminLinkProviderForUser links by subject alone, never by an address that anybody could claim", async () => {
  await using world = await startWorld();
  await world.user();
  await assert.rejects(
    link(world, "ada", "ada@example.com", { ProviderName: "Idp", ProviderAttributeName: "email" }),
    invalid("SourceUser.ProviderAttributeName must be Cognito_Subject."),
  );
  await assert.rejects(
    link(world, "ada", "x", { ProviderName: "Cognito" }),
    invalid("SourceUser must be a user of another provider."),
  );
});

test("AdminLinkProviderForUser refuses a user with immutable attributes, and one who does not exist", async () => {
  await using world = await startWorld({
    pool: { Schema: [{ Name: "badge", AttributeDataType: "String", Mutable: false }] },
  });
  await world.user("ada", { "custom:badge": "7" });
  await assert.rejects(link(world, "ada", "1"), { name: "InvalidParameterException" });
  await assert.rejects(link(world, "nobody", "1"), { name: "UserNotFoundException", message: "User does not exist." });
});
