import assert from "node:assert/strict";
import { test } from "node:test";
import { refused } from "../../testing/refused.ts";
import { startWorld } from "../../testing/world.ts";

const certificate = (id: string) => `arn:aws:acm:us-east-1:123456789012:certificate/${id}`;

test("UpdateUserPoolDomain changes certificate, pages and routing, and keeps what it is not told", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const domain = { ...pool, Domain: "login.example.com" };
  await call.CreateUserPoolDomain({ ...domain, CustomDomainConfig: { CertificateArn: certificate("one") } });
  const CustomDomainConfig = { CertificateArn: certificate("two"), SecurityPolicy: "TLS_V1_2_2021" } as const;
  const Routing = { Failover: { SecondaryRegion: "eu-west-1", PrimaryRoute53HealthCheckId: "check" } };
  const answer = await call.UpdateUserPoolDomain({ ...domain, CustomDomainConfig, Routing });
  assert.ok(answer.CloudFrontDomain);
  assert.deepEqual(answer.Routing, Routing);
  await call.UpdateUserPoolDomain({ ...domain, ManagedLoginVersion: 2 });
  const { DomainDescription } = await call.DescribeUserPoolDomain({ Domain: domain.Domain });
  assert.deepEqual(DomainDescription?.CustomDomainConfig, CustomDomainConfig);
  assert.deepEqual(DomainDescription?.Routing, Routing);
  assert.equal(DomainDescription?.ManagedLoginVersion, 2);
});

test("UpdateUserPoolDomain refuses in the API's words", async () => {
  await using world = await startWorld({ pool: { UserPoolTier: "LITE" } });
  const { call, pool } = world;
  const none = "No such domain or user pool exists.";
  await refused(call.UpdateUserPoolDomain({ ...pool, Domain: "people" }), "InvalidParameterException", none);
  await refused(
    call.UpdateUserPoolDomain({ UserPoolId: "us-east-1_Unknown00", Domain: "people" }),
    "ResourceNotFoundException",
    "User pool us-east-1_Unknown00 does not exist.",
  );
  await call.CreateUserPoolDomain({ ...pool, Domain: "people" });
  const { UserPool } = await call.CreateUserPool({ PoolName: "other" });
  const others = { UserPoolId: UserPool?.Id ?? "", Domain: "people" };
  await refused(call.UpdateUserPoolDomain(others), "InvalidParameterException", none);
  await refused(
    call.UpdateUserPoolDomain({ ...pool, Domain: "people", CustomDomainConfig: { CertificateArn: certificate("a") } }),
    "InvalidParameterException",
    "Custom domain is not a valid subdomain",
  );
  await refused(
    call.UpdateUserPoolDomain({ ...pool, Domain: "people", ManagedLoginVersion: 2 }),
    "FeatureUnavailableInTierException",
    "The following feature is not available for the LITE pricing tier configured: Managed Login Version 2",
  );
});
