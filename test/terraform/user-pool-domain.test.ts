/** aws_cognito_user_pool_domain, of the server's own names and of others. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CreateUserPoolDomainCommand,
  DeleteUserPoolDomainCommand,
  DescribeUserPoolDomainCommand,
  UpdateUserPoolDomainCommand,
  type CognitoIdentityProviderClient,
} from "@aws-sdk/client-cognito-identity-provider";
import { apply, play, unlessGone, type Resource } from "./resource.ts";
import { startScene } from "./scene.ts";

interface Domain {
  UserPoolId: string | undefined;
  Domain: string | undefined;
  CertificateArn?: string | undefined;
  ManagedLoginVersion?: number | undefined;
  /** Read alone. */
  AWSAccountId?: string | undefined;
  CloudFrontDistribution?: string | undefined;
  S3Bucket?: string | undefined;
  Version?: string | undefined;
}

const userPoolDomain = (sdk: CognitoIdentityProviderClient): Resource<Domain> => {
  const describe = async (name: string) =>
    (await unlessGone(sdk.send(new DescribeUserPoolDomainCommand({ Domain: name }))))?.DomainDescription;
  /** The provider asks until the status is this one; here the first answer has it. */
  const requireStatus = async (name: string, status: string | undefined) =>
    assert.equal((await describe(name))?.Status, status);
  const config = ({ CertificateArn }: Domain) => (CertificateArn ? { CertificateArn } : undefined);
  return {
    name: "aws_cognito_user_pool_domain",
    attributes: {
      UserPoolId: { required: true, forcesNew: true },
      Domain: { required: true, forcesNew: true },
      CertificateArn: { required: true },
      ManagedLoginVersion: { computed: true },
      AWSAccountId: { computed: true },
      CloudFrontDistribution: { computed: true },
      S3Bucket: { computed: true },
      Version: { computed: true },
    },
    create: async (planned) => {
      const { UserPoolId, Domain = "", ManagedLoginVersion } = planned;
      await sdk.send(
        new CreateUserPoolDomainCommand({
          UserPoolId,
          Domain,
          ManagedLoginVersion,
          CustomDomainConfig: config(planned),
        }),
      );
      await requireStatus(Domain, "ACTIVE");
      return Domain;
    },
    read: async (name) => {
      const found = await describe(name);
      if (found?.Status === undefined) return undefined;
      const { UserPoolId, ManagedLoginVersion, AWSAccountId, CloudFrontDistribution, S3Bucket, Version } = found;
      return {
        UserPoolId,
        Domain: name,
        CertificateArn: found.CustomDomainConfig?.CertificateArn ?? "",
        ManagedLoginVersion,
        AWSAccountId,
        CloudFrontDistribution,
        S3Bucket,
        Version,
      };
    },
    update: async (name, planned) => {
      const { UserPoolId, ManagedLoginVersion } = planned;
      await sdk.send(
        new UpdateUserPoolDomainCommand({
          UserPoolId,
          Domain: name,
          ManagedLoginVersion,
          CustomDomainConfig: config(planned),
        }),
      );
      await requireStatus(name, "ACTIVE");
    },
    remove: async (name, { UserPoolId }) => {
      try {
        await unlessGone(sdk.send(new DeleteUserPoolDomainCommand({ UserPoolId, Domain: name })));
      } catch (error) {
        // The provider knows what is gone by these words.
        if (!(error instanceof Error && error.message.includes("No such domain"))) throw error;
      }
      await requireStatus(name, undefined);
    },
  };
};

test("aws_cognito_user_pool_domain reads back a prefix", async () => {
  await using scene = await startScene();
  const { world, sdk } = scene;
  const minimal = { ...world.pool, Domain: "poolhouse-example" };
  const full = { ...minimal, ManagedLoginVersion: 2 };
  await play(userPoolDomain(sdk), { minimal, full, others: [{ ...minimal, ManagedLoginVersion: 1 }] });
  const { state } = await apply(userPoolDomain(sdk), minimal);
  assert.equal(state.AWSAccountId, "000000000000");
  assert.ok(state.CloudFrontDistribution && state.S3Bucket && state.Version);
});

test("aws_cognito_user_pool_domain reads back a name of the operator's own, and another certificate", async () => {
  await using scene = await startScene();
  const { world, sdk } = scene;
  const certificate = (id: string) => `arn:aws:acm:us-east-1:000000000000:certificate/${id}`;
  const minimal = { ...world.pool, Domain: "auth.example.com", CertificateArn: certificate("one") };
  await play(userPoolDomain(sdk), {
    minimal,
    full: { ...minimal, ManagedLoginVersion: 2 },
    others: [{ ...minimal, CertificateArn: certificate("two"), ManagedLoginVersion: 1 }],
  });
});
