/** aws_cognito_user. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  AdminCreateUserCommand,
  AdminDeleteUserAttributesCommand,
  AdminDeleteUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  type CognitoIdentityProviderClient,
  type DeliveryMediumType,
  type MessageActionType,
} from "@aws-sdk/client-cognito-identity-provider";
import { apply, play, unlessGone, type Resource } from "./resource.ts";
import { startScene } from "./scene.ts";

type Texts = Readonly<Record<string, string>>;

interface User {
  UserPoolId: string;
  Username: string;
  Attributes?: Texts | undefined;
  ClientMetadata?: Record<string, string> | undefined;
  DesiredDeliveryMediums?: DeliveryMediumType[] | undefined;
  Enabled?: boolean | undefined;
  ForceAliasCreation?: boolean | undefined;
  MessageAction?: MessageActionType | undefined;
  Password?: string | undefined;
  TemporaryPassword?: string | undefined;
  ValidationData?: Texts | undefined;
}

/** The attributes of every pool that users of the resource are given by name; all others are custom. */
const STANDARD = new Set([
  "address",
  "birthdate",
  "email",
  "email_verified",
  "family_name",
  "gender",
  "given_name",
  "locale",
  "middle_name",
  "name",
  "nickname",
  "phone_number",
  "phone_number_verified",
  "picture",
  "preferred_username",
  "profile",
  "sub",
  "updated_at",
  "website",
  "zoneinfo",
]);

const full = (name: string): string => (STANDARD.has(name) || name.startsWith("custom:") ? name : `custom:${name}`);

const listed = (texts: Texts = {}) => Object.entries(texts).map(([name, Value]) => ({ Name: full(name), Value }));

const user = (sdk: CognitoIdentityProviderClient): Resource<User> => {
  const keysOf = (id: string) => {
    const [UserPoolId = "", Username = ""] = id.split("/");
    return { UserPoolId, Username };
  };
  return {
    name: "aws_cognito_user",
    attributes: {
      UserPoolId: { required: true, forcesNew: true },
      Username: { required: true, forcesNew: true },
      Attributes: {},
      ClientMetadata: { unread: true },
      DesiredDeliveryMediums: { unread: true },
      Enabled: { default: true },
      ForceAliasCreation: { unread: true },
      MessageAction: { unread: true },
      Password: { unread: true },
      TemporaryPassword: { unread: true },
      ValidationData: { unread: true },
    },
    create: async (planned) => {
      const { UserPoolId, Username, ClientMetadata, DesiredDeliveryMediums, MessageAction, TemporaryPassword } =
        planned;
      const keys = { UserPoolId, Username };
      await sdk.send(
        new AdminCreateUserCommand({
          ...keys,
          ClientMetadata,
          DesiredDeliveryMediums,
          MessageAction,
          TemporaryPassword,
          ForceAliasCreation: planned.ForceAliasCreation || undefined,
          UserAttributes: planned.Attributes && listed(planned.Attributes),
          ValidationData: planned.ValidationData && listed(planned.ValidationData),
        }),
      );
      if (planned.Enabled === false) await sdk.send(new AdminDisableUserCommand(keys));
      const { Password } = planned;
      if (Password !== undefined) {
        await sdk.send(new AdminSetUserPasswordCommand({ ...keys, Password, Permanent: true }));
      }
      return `${UserPoolId}/${Username}`;
    },
    read: async (id) => {
      const got = await unlessGone(sdk.send(new AdminGetUserCommand(keysOf(id))), "UserNotFoundException");
      if (got === undefined) return undefined;
      // That a user has an id is no difference.
      const attributes = (got.UserAttributes ?? [])
        .filter(({ Name }) => Name !== "sub")
        .map(({ Name = "", Value = "" }) => [Name.replace(/^dev:/, "").replace(/^custom:/, ""), Value] as const);
      const Attributes = attributes.length === 0 ? undefined : Object.fromEntries(attributes);
      return { ...keysOf(id), Attributes, Enabled: got.Enabled };
    },
    update: async (id, planned, prior) => {
      const keys = keysOf(id);
      const after = planned.Attributes ?? {};
      const before = prior.Attributes ?? {};
      const changed = Object.entries(after).filter(([name, value]) => before[name] !== value);
      const gone = Object.keys(before).filter((name) => after[name] === undefined);
      if (changed.length > 0) {
        const UserAttributes = listed(Object.fromEntries(changed));
        const { ClientMetadata } = planned;
        await sdk.send(new AdminUpdateUserAttributesCommand({ ...keys, UserAttributes, ClientMetadata }));
      }
      if (gone.length > 0) {
        await sdk.send(new AdminDeleteUserAttributesCommand({ ...keys, UserAttributeNames: gone.map(full) }));
      }
      if (planned.Enabled !== prior.Enabled) {
        if (planned.Enabled === true) await sdk.send(new AdminEnableUserCommand(keys));
        else await sdk.send(new AdminDisableUserCommand(keys));
      }
      const { TemporaryPassword, Password } = planned;
      if (TemporaryPassword !== undefined && TemporaryPassword !== prior.TemporaryPassword) {
        await sdk.send(new AdminSetUserPasswordCommand({ ...keys, Password: TemporaryPassword, Permanent: false }));
      }
      if (Password !== undefined && Password !== prior.Password) {
        await sdk.send(new AdminSetUserPasswordCommand({ ...keys, Password, Permanent: true }));
      }
    },
    remove: async (id) => {
      await unlessGone(sdk.send(new AdminDeleteUserCommand(keysOf(id))), "UserNotFoundException");
    },
  };
};

test("aws_cognito_user reads back what it writes, whatever cannot be read beside", async () => {
  await using scene = await startScene({
    pool: {
      Schema: [
        { Name: "team", AttributeDataType: "String", Mutable: true },
        { Name: "level", AttributeDataType: "Number", Mutable: true },
      ],
      AliasAttributes: ["email"],
    },
  });
  const { world, sdk } = scene;
  const minimal: User = { ...world.pool, Username: "ada" };
  const all: User = {
    ...minimal,
    Attributes: {
      email: "ada@example.com",
      email_verified: "true",
      // A changed number is unverified unless it is said to be verified, so this must be said.
      phone_number: "+12065550100",
      phone_number_verified: "true",
      name: "Ada",
      team: "one",
      level: "3",
      address: "a street",
    },
    ClientMetadata: { from: "a test" },
    DesiredDeliveryMediums: ["EMAIL"],
    Enabled: false,
    ForceAliasCreation: true,
    MessageAction: "SUPPRESS",
    Password: "Password of ada 1!",
    ValidationData: { from: "a test" },
  };
  await play(user(sdk), {
    minimal,
    full: all,
    others: [
      {
        ...all,
        Attributes: { email: "eve@example.com", email_verified: "false", team: "two", nickname: "E" },
        Enabled: true,
        Password: "Another password 1!",
      },
    ],
  });
});

test("aws_cognito_user sets passwords of both kinds, as its status says", async () => {
  await using scene = await startScene();
  const { world, sdk } = scene;
  const resource = user(sdk);
  const keys = { ...world.pool, Username: "ada" };
  const status = async () => (await sdk.send(new AdminGetUserCommand(keys))).UserStatus;
  const first = await apply(resource, { ...keys, TemporaryPassword: "Temporary 1!", MessageAction: "SUPPRESS" });
  assert.equal(await status(), "FORCE_CHANGE_PASSWORD");
  const second = await apply(resource, { ...keys, Password: "Permanent 1!" }, first);
  assert.equal(await status(), "CONFIRMED");
  const third = await apply(resource, { ...keys, TemporaryPassword: "Temporary 2!" }, second);
  assert.equal(await status(), "FORCE_CHANGE_PASSWORD");
  await apply(resource, keys, third);
  assert.equal(await status(), "FORCE_CHANGE_PASSWORD");
});
