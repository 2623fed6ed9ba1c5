/** Every operation through Amazon's JavaScript SDK, with an input that is right; and what the plain ones did, read back. */
import assert from "node:assert/strict";
import { test } from "node:test";
import * as sdk from "@aws-sdk/client-cognito-identity-provider";
import type { OperationName } from "../src/contracts/index.ts";
import { implementationOf } from "../src/operations/index.ts";
import type { WireInput } from "../src/testing/call.ts";
import { operationNames } from "../src/testing/raw.ts";
import { refused } from "../src/testing/refused.ts";
import { inputs, refusedInside } from "./security/permission-matrix/inputs.ts";
import { startScene, type Scene } from "./security/permission-matrix/scene.ts";

/** Operations whose proof no operation gives out: it comes in a mail. */
const BY_MAIL: ReadonlySet<OperationName> = new Set(["UpdateAuthEventFeedback"]);

/** Sends an operation that is known by its name alone. */
const send = (client: sdk.CognitoIdentityProviderClient, name: OperationName, input: object): Promise<unknown> => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the SDK has a command of each operation's name
  const Command = Reflect.get(sdk, `${name}Command`) as new (input: object) => sdk.ListUsersCommand;
  return client.send(new Command(input));
};

test("the SDK is answered by every operation", async (t) => {
  await using scene = await startScene();
  const { sdk: client } = await scene.world.listen();
  try {
    for (const name of operationNames) {
      if (implementationOf(name) === undefined || BY_MAIL.has(name)) continue;
      await t.test(name, async () => {
        const asked = send(client, name, await inputs[name](scene));
        const meets = refusedInside[name];
        if (meets === undefined) assert.ok(await asked);
        else await assert.rejects(asked, { name: meets });
      });
    }
  } finally {
    client.destroy();
  }
});

/** Reads back what an operation did with its input. */
type ReadBacks = {
  readonly [N in OperationName]?: (scene: Scene, input: WireInput<N>) => Promise<unknown>;
};

const NO_DEVICE = "Device does not exist.";

const readBacks: ReadBacks = {
  AdminDeleteUserAttributes: async ({ call }, { UserPoolId, Username }) => {
    const { UserAttributes } = await call.AdminGetUser({ UserPoolId, Username });
    assert.equal(
      UserAttributes?.some(({ Name }) => Name === "nickname"),
      false,
    );
  },
  AdminEnableUser: async ({ call }, user) => assert.equal((await call.AdminGetUser(user)).Enabled, true),
  AdminForgetDevice: ({ call }, device) => refused(call.AdminGetDevice(device), "ResourceNotFoundException", NO_DEVICE),
  AdminRemoveUserFromGroup: async ({ call }, { UserPoolId, Username }) =>
    assert.deepEqual((await call.AdminListGroupsForUser({ UserPoolId, Username })).Groups, []),
  AdminSetUserSettings: async ({ call }, { UserPoolId, Username, MFAOptions }) =>
    assert.deepEqual((await call.AdminGetUser({ UserPoolId, Username })).MFAOptions, MFAOptions),
  AdminUpdateDeviceStatus: async ({ call }, { UserPoolId, Username }) => {
    const { Devices } = await call.AdminListDevices({ UserPoolId, Username });
    assert.ok(isRemembered(Devices?.[0]?.DeviceAttributes));
  },
  DeleteUserPoolClientSecret: async ({ call }, { UserPoolId, ClientId, ClientSecretId }) => {
    const { ClientSecrets } = await call.ListUserPoolClientSecrets({ UserPoolId, ClientId });
    assert.equal(ClientSecrets?.length, 1);
    assert.notEqual(ClientSecrets[0]?.ClientSecretId, ClientSecretId);
  },
  ForgetDevice: ({ call }, { AccessToken, DeviceKey }) =>
    refused(call.GetDevice({ AccessToken, DeviceKey }), "ResourceNotFoundException", NO_DEVICE),
  SetUserSettings: async ({ call }, { AccessToken, MFAOptions }) =>
    assert.deepEqual((await call.GetUser({ AccessToken })).MFAOptions, MFAOptions),
  UntagResource: async ({ call }, { ResourceArn }) =>
    assert.deepEqual((await call.ListTagsForResource({ ResourceArn })).Tags, {}),
  UpdateDeviceStatus: async ({ call }, { AccessToken, DeviceKey }) => {
    const { Device } = await call.GetDevice({ AccessToken, DeviceKey });
    assert.ok(isRemembered(Device.DeviceAttributes));
  },
};

const isRemembered = (attributes: WireInput<"SignUp">["UserAttributes"]): boolean =>
  attributes?.some(({ Name, Value }) => Name === "dev:device_remembered_status" && Value === "remembered") ?? false;

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- it binds the input to what reads it back
const readBack = async <N extends OperationName>(scene: Scene, client: sdk.CognitoIdentityProviderClient, name: N) => {
  const input = await inputs[name](scene);
  const read = readBacks[name];
  assert.ok(read);
  await send(client, name, input);
  await read(scene, input);
};

test("what an operation did through the SDK is read back", async (t) => {
  await using scene = await startScene();
  const { sdk: client } = await scene.world.listen();
  try {
    for (const name of operationNames.filter((each) => Object.hasOwn(readBacks, each))) {
      await t.test(name, () => readBack(scene, client, name));
    }
  } finally {
    client.destroy();
  }
});
