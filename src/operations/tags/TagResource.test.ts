import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld, type World } from "../../testing/world.ts";

const resourceOf = async (world: World) => {
  const { UserPool } = await world.call.DescribeUserPool(world.pool);
  return { ResourceArn: UserPool?.Arn ?? "" };
};

test("TagResource adds tags, UntagResource takes them, ListTagsForResource shows them", async () => {
  await using world = await startWorld({ pool: { UserPoolTags: { team: "a", stage: "test" } } });
  const { call } = world;
  const resource = await resourceOf(world);
  assert.deepEqual(await call.TagResource({ ...resource, Tags: { team: "b", owner: "" } }), {});
  assert.deepEqual(await call.ListTagsForResource(resource), { Tags: { team: "b", stage: "test", owner: "" } });
  assert.deepEqual(await call.UntagResource({ ...resource, TagKeys: ["team", "none"] }), {});
  assert.deepEqual(await call.ListTagsForResource(resource), { Tags: { stage: "test", owner: "" } });
});

test("TagResource and UntagResource leave the password scheme as it is", async () => {
  const scheme = { "poolhouse:password-scheme": "argon2id" };
  await using world = await startWorld({ pool: { UserPoolTags: scheme }, client: { ExplicitAuthFlows: [] } });
  const { call } = world;
  const resource = await resourceOf(world);
  const refused = { name: "InvalidParameterException" };
  await assert.rejects(call.UntagResource({ ...resource, TagKeys: Object.keys(scheme) }), refused);
  await assert.rejects(call.TagResource({ ...resource, Tags: { "poolhouse:password-scheme": "srp" } }), refused);
  await call.TagResource({ ...resource, Tags: { team: "a" } });
  assert.deepEqual(await call.ListTagsForResource(resource), { Tags: { ...scheme, team: "a" } });
});

test("TagResource refuses what is not a pool of this server", async () => {
  await using world = await startWorld();
  const { call } = world;
  const unknown = "arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_Unknown00";
  await assert.rejects(call.ListTagsForResource({ ResourceArn: unknown }), {
    name: "ResourceNotFoundException",
    message: "User pool us-east-1_Unknown00 does not exist.",
  });
  const { ResourceArn } = await resourceOf(world);
  for (const arn of [
    ResourceArn.replace("000000000000", "111111111111"),
    ResourceArn.replace("userpool", "x/userpool"),
  ]) {
    await assert.rejects(call.TagResource({ ResourceArn: arn, Tags: {} }), {
      name: "InvalidParameterException",
      message: "Invalid ResourceArn: it is not that of a user pool.",
    });
  }
});
