/** The provider's data sources: what they list and look up is what there is, page after page. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  GetGroupCommand,
  GetSigningCertificateCommand,
  GetUserPoolMfaConfigCommand,
  ListGroupsCommand,
  ListTagsForResourceCommand,
  paginateListGroups,
  paginateListUserPoolClients,
  paginateListUserPools,
} from "@aws-sdk/client-cognito-identity-provider";
import { startScene } from "./scene.ts";

/** Read twice, it is the same. */
const twice = async <T>(read: () => Promise<T>): Promise<T> => {
  const first = await read();
  assert.deepEqual(await read(), first);
  return first;
};

test("data.aws_cognito_user_pools finds every pool of a name", async () => {
  await using scene = await startScene({ populated: false });
  const { world, sdk } = scene;
  const made: string[] = [];
  for (let count = 0; count < 70; count += 1) {
    const { UserPool } = await world.call.CreateUserPool({ PoolName: count % 2 === 0 ? "even" : "odd" });
    if (count % 2 === 0) made.push(UserPool?.Id ?? "");
  }
  const found = await twice(async () => {
    const ids: string[] = [];
    for await (const { UserPools = [] } of paginateListUserPools({ client: sdk }, { MaxResults: 60 })) {
      ids.push(...UserPools.filter(({ Name }) => Name === "even").map(({ Id = "" }) => Id));
    }
    return ids.sort();
  });
  assert.deepEqual(found, made.sort());
});

test("data.aws_cognito_user_pool and its client describe what there is", async () => {
  await using scene = await startScene({ pool: { UserPoolTags: { team: "a" } } });
  const { world, sdk } = scene;
  const { UserPool } = await twice(() => sdk.send(new DescribeUserPoolCommand(world.pool)).then(bare));
  assert.equal(UserPool?.Name, "world");
  assert.equal(UserPool?.SchemaAttributes?.length, 20);
  await twice(() => sdk.send(new GetUserPoolMfaConfigCommand(world.pool)).then(bare));
  const { Tags } = await twice(() =>
    sdk.send(new ListTagsForResourceCommand({ ResourceArn: UserPool?.Arn })).then(bare),
  );
  assert.deepEqual(Tags, { team: "a" });
  const keys = { ...world.pool, ...world.client };
  const { UserPoolClient } = await twice(() => sdk.send(new DescribeUserPoolClientCommand(keys)).then(bare));
  assert.equal(UserPoolClient?.ClientName, "app");
});

/** An answer without what is its own. */
const bare = <T extends { readonly $metadata: unknown }>({ $metadata: _metadata, ...answer }: T) => answer;

test("data.aws_cognito_user_pool_clients lists every client's id and name", async () => {
  await using scene = await startScene();
  const { world, sdk } = scene;
  const made = new Set(["app"]);
  for (let count = 0; count < 70; count += 1) {
    await world.call.CreateUserPoolClient({ ...world.pool, ClientName: `client-${count}` });
    made.add(`client-${count}`);
  }
  const found = await twice(async () => {
    const names: string[] = [];
    const input = { ...world.pool, MaxResults: 60 };
    for await (const { UserPoolClients = [] } of paginateListUserPoolClients({ client: sdk }, input)) {
      names.push(...UserPoolClients.map(({ ClientName = "" }) => ClientName));
    }
    return names;
  });
  assert.deepEqual(found.toSorted(), [...made].sort());
});

test("data.aws_cognito_user_groups and user_group read what there is", async () => {
  await using scene = await startScene();
  const { world, sdk } = scene;
  assert.deepEqual((await sdk.send(new ListGroupsCommand(world.pool))).Groups, []);
  const group = { Description: "of many", Precedence: 2, RoleArn: "arn:aws:iam::000000000000:role/group" };
  for (let count = 0; count < 70; count += 1) {
    await world.call.CreateGroup({ ...world.pool, GroupName: `group-${count}`, ...group });
  }
  const found = await twice(async () => {
    const groups = [];
    for await (const { Groups = [] } of paginateListGroups({ client: sdk }, { ...world.pool })) groups.push(...Groups);
    return groups;
  });
  assert.equal(new Set(found.map(({ GroupName }) => GroupName)).size, 70);
  const { Group } = await twice(() =>
    sdk.send(new GetGroupCommand({ ...world.pool, GroupName: "group-69" })).then(bare),
  );
  assert.deepEqual(
    Group,
    found.find(({ GroupName }) => GroupName === "group-69"),
  );
});

test("data.aws_cognito_user_pool_signing_certificate stays the same", async () => {
  await using scene = await startScene();
  const { world, sdk } = scene;
  const { Certificate = "" } = await twice(() => sdk.send(new GetSigningCertificateCommand(world.pool)).then(bare));
  assert.match(Certificate, /^[A-Za-z0-9+/]+=*$/u);
});
