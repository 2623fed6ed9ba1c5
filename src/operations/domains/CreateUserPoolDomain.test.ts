import assert from "node:assert/strict";
import { test } from "node:test";
import { refused } from "../../testing/refused.ts";
import { startWorld } from "../../testing/world.ts";

const CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d-0000-4000-8000-000000000000";
const INVALID =
  "The domain name contains an invalid character. Domain names can only contain lower-case letters, numbers, and hyphens. Please enter a different name that follows this format: ^[a-z0-9](?:[a-z0-9\\-]{0,61}[a-z0-9])?$";

test("CreateUserPoolDomain gives a pool a prefix and a domain of the operator's own", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  assert.deepEqual(await call.CreateUserPoolDomain({ ...pool, Domain: "people" }), {});
  const own = { ...pool, Domain: "login.example.com", CustomDomainConfig: { CertificateArn: CERTIFICATE } };
  const made = await call.CreateUserPoolDomain({ ...own, ManagedLoginVersion: 2 });
  assert.equal(made.ManagedLoginVersion, 2);
  assert.ok(made.CloudFrontDomain);
  const { UserPool } = await call.DescribeUserPool(pool);
  assert.equal(UserPool?.Domain, "people");
  assert.equal(UserPool?.CustomDomain, "login.example.com");
});

test("CreateUserPoolDomain answers with the version that was sent", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const made = await call.CreateUserPoolDomain({ ...pool, Domain: "awsome", ManagedLoginVersion: 1 });
  assert.deepEqual(made, { ManagedLoginVersion: 1 });
});

test("CreateUserPoolDomain refuses in the API's words", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const create = (Domain: string, more: object = {}) => call.CreateUserPoolDomain({ ...pool, Domain, ...more });
  const custom = { CustomDomainConfig: { CertificateArn: CERTIFICATE } };
  await refused(
    create("people", { UserPoolId: "us-east-1_Unknown00" }),
    "ResourceNotFoundException",
    "User pool us-east-1_Unknown00 does not exist.",
  );
  for (const name of ["People", "peo_ple", "-people", "people-", "people.example.com"]) {
    await refused(create(name), "InvalidParameterException", INVALID);
  }
  for (const word of ["aws", "amazon", "cognito"]) {
    await refused(
      create(`my-${word}-pool`),
      "InvalidParameterException",
      `Domain cannot contain reserved word: ${word}`,
    );
  }
  await refused(create("a".repeat(64)), "InvalidParameterException", /length less than or equal to 63$/);
  for (const name of ["login", "login..example.com", "Login.example.com"]) {
    await refused(create(name, custom), "InvalidParameterException", "Custom domain is not a valid subdomain");
  }
  await refused(
    create("login.example.com", {
      CustomDomainConfig: { CertificateArn: CERTIFICATE.replace("us-east-1", "eu-west-1") },
    }),
    "InvalidParameterException",
    "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain.",
  );
  await refused(
    create("people", { ManagedLoginVersion: 3 }),
    "InvalidParameterException",
    "Managed login version must be 1 or 2.",
  );
});

test("CreateUserPoolDomain gives a pool one domain of each kind, and a name to one pool", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const { UserPool } = await call.CreateUserPool({ PoolName: "other" });
  const other = { UserPoolId: UserPool?.Id ?? "" };
  const custom = { Domain: "login.example.com", CustomDomainConfig: { CertificateArn: CERTIFICATE } };
  await call.CreateUserPoolDomain({ ...pool, Domain: "people" });
  await call.CreateUserPoolDomain({ ...pool, ...custom });
  for (const input of [{ Domain: "more" }, { ...custom, Domain: "more.example.com" }]) {
    await refused(
      call.CreateUserPoolDomain({ ...pool, ...input }),
      "InvalidParameterException",
      "User pool already has a domain configured.",
    );
  }
  for (const input of [{ Domain: "people" }, custom]) {
    await refused(
      call.CreateUserPoolDomain({ ...other, ...input }),
      "InvalidParameterException",
      "Domain already associated with another user pool.",
    );
  }
});

test("CreateUserPoolDomain refuses managed login in a pool of the tier Lite", async () => {
  await using world = await startWorld({ pool: { UserPoolTier: "LITE" } });
  const { call, pool } = world;
  await refused(
    call.CreateUserPoolDomain({ ...pool, Domain: "people", ManagedLoginVersion: 2 }),
    "FeatureUnavailableInTierException",
    "The following feature is not available for the LITE pricing tier configured: Managed Login Version 2",
  );
  await call.CreateUserPoolDomain({ ...pool, Domain: "people" });
});

test("CreateUserPoolDomain gives a name to one of twenty pools at once", async () => {
  await using world = await startWorld();
  const { call } = world;
  const pools = await Promise.all(Array.from({ length: 20 }, (_, n) => call.CreateUserPool({ PoolName: `p${n}` })));
  const outcomes = await Promise.allSettled(
    pools.map(({ UserPool }) => call.CreateUserPoolDomain({ UserPoolId: UserPool?.Id ?? "", Domain: "people" })),
  );
  assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
});
