/** aws_cognito_resource_server. */
import { test } from "node:test";
import {
  CreateResourceServerCommand,
  DeleteResourceServerCommand,
  DescribeResourceServerCommand,
  UpdateResourceServerCommand,
  type CognitoIdentityProviderClient,
  type CreateResourceServerCommandInput,
} from "@aws-sdk/client-cognito-identity-provider";
import { play, unlessGone, type Resource } from "./resource.ts";
import { startScene } from "./scene.ts";

const resourceServer = (sdk: CognitoIdentityProviderClient): Resource<CreateResourceServerCommandInput> => {
  const keysOf = (id: string) => {
    const at = id.indexOf("|");
    return { UserPoolId: id.slice(0, at), Identifier: id.slice(at + 1) };
  };
  return {
    name: "aws_cognito_resource_server",
    attributes: {
      UserPoolId: { required: true, forcesNew: true },
      Identifier: { required: true, forcesNew: true },
      Name: { required: true },
      Scopes: {},
    },
    create: async (planned) => {
      await sdk.send(new CreateResourceServerCommand({ ...planned }));
      return `${planned.UserPoolId}|${planned.Identifier}`;
    },
    read: async (id) => {
      const described = await unlessGone(sdk.send(new DescribeResourceServerCommand(keysOf(id))));
      if (described?.ResourceServer === undefined) return undefined;
      const { UserPoolId, Identifier, Name, Scopes } = described.ResourceServer;
      return { UserPoolId, Identifier, Name, Scopes };
    },
    update: async (id, { Name, Scopes = [] }) => {
      await sdk.send(new UpdateResourceServerCommand({ ...keysOf(id), Name, Scopes }));
    },
    remove: async (id) => {
      await unlessGone(sdk.send(new DeleteResourceServerCommand(keysOf(id))));
    },
  };
};

test("aws_cognito_resource_server reads back what it writes, in whatever order", async () => {
  await using scene = await startScene();
  const { world, sdk } = scene;
  const scope = (ScopeName: string) => ({ ScopeName, ScopeDescription: `May ${ScopeName}` });
  const minimal = { ...world.pool, Identifier: "https://api.example.com", Name: "api" };
  await play(resourceServer(sdk), {
    minimal,
    full: { ...minimal, Scopes: [scope("write"), scope("read")] },
    others: [
      { ...minimal, Scopes: [scope("read")] },
      { ...minimal, Name: "another", Scopes: [{ ScopeName: "read", ScopeDescription: "Other words" }] },
    ],
  });
});
