/** What one user, one pool's schema and one provider may have, and that no race ends with one more. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { GROUPS_PER_USER } from "../model/group.ts";
import { LINKED_IDENTITIES_MAX } from "../model/linked-identity.ts";
import { refused } from "../testing/refused.ts";
import { startWorld } from "../testing/world.ts";

/** Requests that come at once. */
const RACERS = 51;

const outcomesOf = async (requests: readonly Promise<unknown>[]) => {
  const outcomes = await Promise.allSettled(requests);
  return outcomes.filter(({ status }) => status === "fulfilled").length;
};

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index);

test("AdminAddUserToGroup gives the last place to one of many groups at once", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const { Username } = await world.user();
  const join = (index: number) => call.AdminAddUserToGroup({ ...pool, Username, GroupName: `g${index}` });
  const groups = numbers(GROUPS_PER_USER - 1 + RACERS);
  for (const index of groups) await call.CreateGroup({ ...pool, GroupName: `g${index}` });
  for (const index of groups.slice(0, GROUPS_PER_USER - 1)) await join(index);

  const joined = await outcomesOf(groups.slice(GROUPS_PER_USER - 1).map(join));

  assert.equal(joined, 1);
  await join(0);
});

test("AdminLinkProviderForUser links no more identities than a user may have, however many come at once", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const { Username } = await world.user();
  const link = (index: number) =>
    call.AdminLinkProviderForUser({
      ...pool,
      DestinationUser: { ProviderName: "Cognito", ProviderAttributeValue: Username },
      SourceUser: {
        ProviderName: "Example",
        ProviderAttributeName: "Cognito_Subject",
        ProviderAttributeValue: `subject${index}`,
      },
    });
  for (const index of numbers(LINKED_IDENTITIES_MAX - 1)) await link(index);
  assert.equal(await outcomesOf(numbers(RACERS).map((index) => link(100 + index))), 1);
  await refused(link(200), "LimitExceededException", `A user can be linked to ${LINKED_IDENTITIES_MAX} identities.`);
});

test("AddCustomAttributes adds no more than a pool may have, however many come at once", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const add = (...names: readonly string[]) =>
    call.AddCustomAttributes({
      ...pool,
      CustomAttributes: names.map((Name) => ({ Name, AttributeDataType: "String" })),
    });
  await add(...numbers(25).map((index) => `a${index}`));
  await add(...numbers(24).map((index) => `b${index}`));
  assert.equal(await outcomesOf(numbers(RACERS).map((index) => add(`c${index}`))), 1);
  await refused(add("last"), "InvalidParameterException", "A user pool cannot have more than 50 custom attributes.");
  await refused(
    add(...numbers(26).map((index) => `d${index}`)),
    "InvalidParameterException",
    "1 validation error detected: Value at 'customAttributes' failed to satisfy constraint: Member must have length less than or equal to 25",
  );
});

test("CreateIdentityProvider takes 50 identifiers", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const provider = { ProviderType: "SAML", ProviderDetails: { MetadataFile: "<xml/>" } } as const;
  const create = (ProviderName: string, count: number) =>
    call.CreateIdentityProvider({
      ...pool,
      ...provider,
      ProviderName,
      IdpIdentifiers: numbers(count).map((index) => `${ProviderName}${index}.example.com`),
    });
  await create("Fifty", 50);
  const tooMany = /at 'idpIdentifiers' failed to satisfy constraint: Member must have length less than or equal to 50/;
  await refused(create("More", 51), "InvalidParameterException", tooMany);
});
