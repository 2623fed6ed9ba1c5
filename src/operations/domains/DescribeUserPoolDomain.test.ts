import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld } from "../../testing/world.ts";

test("DescribeUserPoolDomain shows whose a name is", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  await call.CreateUserPoolDomain({ ...pool, Domain: "people" });
  const { DomainDescription } = await call.DescribeUserPoolDomain({ Domain: "people" });
  const { CloudFrontDistribution, AWSAccountId, ...shown } = DomainDescription ?? {};
  assert.ok(CloudFrontDistribution);
  assert.match(AWSAccountId ?? "", /^\d{12}$/);
  assert.deepEqual(shown, {
    ...pool,
    Domain: "people",
    S3Bucket: "aws-cognito-prod-us-east-1-assets",
    Version: "20190128175402",
    Status: "ACTIVE",
    ManagedLoginVersion: 1,
  });
});

test("DescribeUserPoolDomain shows nothing of a name that nobody has", async () => {
  await using world = await startWorld();
  assert.deepEqual(await world.call.DescribeUserPoolDomain({ Domain: "nobody" }), { DomainDescription: {} });
});
