/** aws_cognito_user_group and aws_cognito_user_in_group. */
import { test } from "node:test";
import {
  AdminAddUserToGroupCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  CreateGroupCommand,
  DeleteGroupCommand,
  GetGroupCommand,
  UpdateGroupCommand,
  type CognitoIdentityProviderClient,
  type CreateGroupCommandInput,
} from "@aws-sdk/client-cognito-identity-provider";
import { play, unlessGone, type Resource } from "./resource.ts";
import { startScene } from "./scene.ts";

type Group = CreateGroupCommandInput;

/** What an id of two parts is of. */
const partsOf = (id: string): readonly [string, string] => {
  const at = id.indexOf("/");
  return [id.slice(0, at), id.slice(at + 1)];
};

const userGroup = (sdk: CognitoIdentityProviderClient): Resource<Group> => ({
  name: "aws_cognito_user_group",
  attributes: {
    UserPoolId: { required: true, forcesNew: true },
    GroupName: { required: true, forcesNew: true },
    Description: {},
    Precedence: {},
    // A role is exchanged for another; without one the provider sends a text that is too short for a role.
    RoleArn: { required: true },
  },
  create: async (planned) => {
    const { Group: made } = await sdk.send(
      new CreateGroupCommand({
        ...planned,
        Description: planned.Description || undefined,
        Precedence: planned.Precedence || undefined,
      }),
    );
    return `${made?.UserPoolId}/${made?.GroupName}`;
  },
  read: async (id) => {
    const [UserPoolId, GroupName] = partsOf(id);
    const got = await unlessGone(sdk.send(new GetGroupCommand({ UserPoolId, GroupName })));
    if (got?.Group === undefined) return undefined;
    const { Description, Precedence, RoleArn } = got.Group;
    return { UserPoolId, GroupName, Description, Precedence, RoleArn };
  },
  update: async (id, planned, prior) => {
    const [UserPoolId, GroupName] = partsOf(id);
    // Only what changed is sent; what is taken away is sent as nothing.
    await sdk.send(
      new UpdateGroupCommand({
        UserPoolId,
        GroupName,
        ...(planned.Description === prior.Description ? {} : { Description: planned.Description ?? "" }),
        ...(planned.Precedence === prior.Precedence ? {} : { Precedence: planned.Precedence ?? 0 }),
        ...(planned.RoleArn === prior.RoleArn ? {} : { RoleArn: planned.RoleArn ?? "" }),
      }),
    );
  },
  remove: async (id) => {
    const [UserPoolId, GroupName] = partsOf(id);
    await unlessGone(sdk.send(new DeleteGroupCommand({ UserPoolId, GroupName })));
  },
});

test("aws_cognito_user_group reads back what it writes, and keeps what it does not send", async () => {
  await using scene = await startScene();
  const { world, sdk } = scene;
  const RoleArn = "arn:aws:iam::000000000000:role/editors";
  const minimal = { ...world.pool, GroupName: "editors", RoleArn };
  await play(userGroup(sdk), {
    minimal,
    full: { ...minimal, Description: "Who may edit", Precedence: 42 },
    others: [
      { ...minimal, Description: "Who may edit everything", Precedence: 42 },
      { ...minimal, Description: "Who may edit everything", Precedence: 0 },
      { ...minimal, RoleArn: "arn:aws:iam::000000000000:role/others", Precedence: 1 },
    ],
  });
});

test("aws_cognito_user_group reads back a name alone", async () => {
  await using scene = await startScene();
  const { world, sdk } = scene;
  // A name may have what parts the two parts of an id.
  const minimal = { ...world.pool, GroupName: "editors/all" };
  await play(userGroup(sdk), { minimal, full: { ...minimal, Precedence: 3 } });
});

interface UserInGroup {
  UserPoolId: string;
  GroupName: string;
  Username: string;
}

const userInGroup = (sdk: CognitoIdentityProviderClient): Resource<UserInGroup> => {
  const made = new Map<string, UserInGroup>();
  return {
    name: "aws_cognito_user_in_group",
    attributes: {
      UserPoolId: { required: true, forcesNew: true },
      GroupName: { required: true, forcesNew: true },
      Username: { required: true, forcesNew: true },
    },
    create: async (planned) => {
      await sdk.send(new AdminAddUserToGroupCommand({ ...planned }));
      const id = `${planned.UserPoolId}/${planned.GroupName}/${planned.Username}`;
      made.set(id, planned);
      return id;
    },
    read: async (id) => {
      const wanted = made.get(id);
      if (wanted === undefined) return undefined;
      const { UserPoolId, Username } = wanted;
      for (let NextToken: string | undefined, page = 0; page < 10; page += 1) {
        const listed = await unlessGone(
          sdk.send(new AdminListGroupsForUserCommand({ UserPoolId, Username, NextToken })),
          "UserNotFoundException",
        );
        if (listed?.Groups?.some(({ GroupName }) => GroupName === wanted.GroupName) === true) return wanted;
        NextToken = listed?.NextToken;
        if (NextToken === undefined) return undefined;
      }
      return undefined;
    },
    remove: async (id) => {
      const wanted = made.get(id);
      if (wanted === undefined) return;
      await unlessGone(sdk.send(new AdminRemoveUserFromGroupCommand({ ...wanted })), "UserNotFoundException");
    },
  };
};

test("aws_cognito_user_in_group reads back who is in a group, also behind pages of other groups", async () => {
  await using scene = await startScene();
  const { world, sdk } = scene;
  const { Username } = await world.user();
  for (let count = 0; count < 70; count += 1) {
    const group = { ...world.pool, GroupName: `group-${count}` };
    await world.call.CreateGroup(group);
    if (count !== 69) await world.call.AdminAddUserToGroup({ ...group, Username });
  }
  const wanted = { ...world.pool, GroupName: "group-69", Username };
  await play(userInGroup(sdk), { minimal: wanted, full: wanted });
});
