/** aws_cognito_identity_provider, of every kind whose details can be read back. */
import { test } from "node:test";
import {
  CreateIdentityProviderCommand,
  DeleteIdentityProviderCommand,
  DescribeIdentityProviderCommand,
  UpdateIdentityProviderCommand,
  type CognitoIdentityProviderClient,
  type CreateIdentityProviderCommandInput,
} from "@aws-sdk/client-cognito-identity-provider";
import { play, unlessGone, type Resource } from "./resource.ts";
import { startScene } from "./scene.ts";

type Provider = Omit<CreateIdentityProviderCommandInput, "AcrMapping">;

/** What is added to the details of a kind, and is no difference when it was not configured. */
const ADDED: Readonly<Record<string, readonly string[]>> = {
  Google: [
    "attributes_url",
    "attributes_url_add_attributes",
    "authorize_url",
    "oidc_issuer",
    "token_request_method",
    "token_url",
  ],
  SAML: ["ActiveEncryptionCertificate", "SSORedirectBindingURI"],
};

const identityProvider = (sdk: CognitoIdentityProviderClient, kind: string): Resource<Provider> => {
  const keysOf = (id: string) => {
    const [UserPoolId, ProviderName] = id.split(":");
    return { UserPoolId, ProviderName };
  };
  const isChanged = (one: unknown, other: unknown) => JSON.stringify(one) !== JSON.stringify(other);
  return {
    name: `aws_cognito_identity_provider ${kind}`,
    attributes: {
      UserPoolId: { required: true, forcesNew: true },
      ProviderName: { required: true, forcesNew: true },
      ProviderType: { required: true, forcesNew: true },
      AttributeMapping: { computed: true },
      IdpIdentifiers: { ordered: true },
      ProviderDetails: { required: true, computedMembers: ADDED[kind] ?? [] },
    },
    create: async (planned) => {
      await sdk.send(new CreateIdentityProviderCommand({ ...planned }));
      return `${planned.UserPoolId}:${planned.ProviderName}`;
    },
    read: async (id) => {
      const described = await unlessGone(sdk.send(new DescribeIdentityProviderCommand(keysOf(id))));
      if (described?.IdentityProvider === undefined) return undefined;
      const { AttributeMapping, IdpIdentifiers, ProviderDetails, ProviderName, ProviderType, UserPoolId } =
        described.IdentityProvider;
      return { AttributeMapping, IdpIdentifiers, ProviderDetails, ProviderName, ProviderType, UserPoolId };
    },
    update: async (id, planned, prior) => {
      const { AttributeMapping, IdpIdentifiers = [] } = planned;
      const { ActiveEncryptionCertificate: _certificate, ...ProviderDetails } = planned.ProviderDetails ?? {};
      // Only what changed is sent.
      await sdk.send(
        new UpdateIdentityProviderCommand({
          ...keysOf(id),
          ...(isChanged(AttributeMapping, prior.AttributeMapping) ? { AttributeMapping } : {}),
          ...(isChanged(planned.IdpIdentifiers, prior.IdpIdentifiers) ? { IdpIdentifiers } : {}),
          ...(isChanged(planned.ProviderDetails, prior.ProviderDetails) ? { ProviderDetails } : {}),
        }),
      );
    },
    remove: async (id) => {
      await unlessGone(sdk.send(new DeleteIdentityProviderCommand(keysOf(id))));
    },
  };
};

const secret = (name: string) => ({ client_id: `id of ${name}`, client_secret: `secret of ${name}` });

const METADATA = `<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://idp.example.com"/>`;

/** Details of each kind, those that it adds by itself included unless their absence is no difference. */
const KINDS: Readonly<Record<string, (name: string) => Record<string, string>>> = {
  Google: (name) => ({ ...secret(name), authorize_scopes: "email" }),
  Facebook: (name) => ({
    ...secret(name),
    authorize_scopes: "email",
    api_version: "v17.0",
    attributes_url: "https://graph.facebook.com/v17.0/me?fields=",
    attributes_url_add_attributes: "true",
    authorize_url: "https://www.facebook.com/v17.0/dialog/oauth",
    token_request_method: "GET",
    token_url: "https://graph.facebook.com/v17.0/oauth/access_token",
  }),
  LoginWithAmazon: (name) => ({
    ...secret(name),
    authorize_scopes: "profile",
    attributes_url: "https://api.amazon.com/user/profile",
    attributes_url_add_attributes: "false",
    authorize_url: "https://www.amazon.com/ap/oa",
    token_request_method: "POST",
    token_url: "https://api.amazon.com/auth/o2/token",
  }),
  OIDC: (name) => ({
    ...secret(name),
    authorize_scopes: "openid email",
    attributes_request_method: "GET",
    attributes_url_add_attributes: "false",
    oidc_issuer: "https://issuer.example.com",
    authorize_url: "https://issuer.example.com/authorize",
    token_url: "https://issuer.example.com/token",
    attributes_url: "https://issuer.example.com/me",
    jwks_uri: "https://issuer.example.com/keys",
  }),
  SAML: (name) => ({
    MetadataFile: METADATA,
    EncryptedResponses: name === "ada" ? "true" : "false",
    IDPSignout: "true",
  }),
};

/** What the kind adds to a mapping. */
const SUBJECTS: Readonly<Record<string, Record<string, string>>> = {
  Google: { username: "sub" },
  Facebook: { username: "id" },
  LoginWithAmazon: { username: "user_id" },
  OIDC: { username: "sub" },
  SAML: {},
};

for (const [kind, details] of Object.entries(KINDS)) {
  test(`aws_cognito_identity_provider reads back what it writes of ${kind}`, async () => {
    await using scene = await startScene();
    const { world, sdk } = scene;
    const keys = {
      ...world.pool,
      ProviderName: kind === "OIDC" || kind === "SAML" ? "example" : kind,
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table are kinds
      ProviderType: kind as Provider["ProviderType"],
    };
    const minimal = { ...keys, ProviderDetails: details("ada") };
    const subject = SUBJECTS[kind];
    const full: Provider = {
      ...minimal,
      AttributeMapping: { ...subject, email: "email", name: "display name" },
      IdpIdentifiers: ["b.example.com", "a.example.com"],
    };
    await play(identityProvider(sdk, kind), {
      minimal,
      full,
      others: [
        { ...full, ProviderDetails: details("eve"), IdpIdentifiers: ["a.example.com", "b.example.com"] },
        { ...full, AttributeMapping: { ...subject, email: "mail" }, IdpIdentifiers: ["c.example.com"] },
      ],
    });
  });
}
