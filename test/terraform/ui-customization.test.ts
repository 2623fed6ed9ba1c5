/** aws_cognito_user_pool_ui_customization, of all clients and of one. */
import { test } from "node:test";
import {
  GetUICustomizationCommand,
  SetUICustomizationCommand,
  type CognitoIdentityProviderClient,
} from "@aws-sdk/client-cognito-identity-provider";
import { image } from "../../src/testing/images.ts";
import { play, unlessGone, type Resource } from "./resource.ts";
import { startScene } from "./scene.ts";

interface UICustomization {
  UserPoolId: string | undefined;
  ClientId?: string | undefined;
  CSS?: string | undefined;
  /** In base64. */
  ImageFile?: string | undefined;
}

const uiCustomization = (sdk: CognitoIdentityProviderClient): Resource<UICustomization> => {
  const keysOf = (id: string) => {
    const [UserPoolId, ClientId] = id.split(",");
    return { UserPoolId, ClientId };
  };
  const put = ({ UserPoolId, ClientId, CSS, ImageFile }: UICustomization) =>
    sdk.send(
      new SetUICustomizationCommand({
        UserPoolId,
        ClientId,
        CSS: CSS || undefined,
        ImageFile: ImageFile === undefined ? undefined : Buffer.from(ImageFile, "base64"),
      }),
    );
  return {
    name: "aws_cognito_user_pool_ui_customization",
    attributes: {
      UserPoolId: { required: true, forcesNew: true },
      ClientId: { default: "ALL", forcesNew: true },
      CSS: {},
      // One of the two is always there; it is the style sheet that is taken away.
      ImageFile: { unread: true, required: true },
    },
    create: async (planned) => {
      await put(planned);
      return `${planned.UserPoolId},${planned.ClientId}`;
    },
    read: async (id) => {
      const got = await unlessGone(sdk.send(new GetUICustomizationCommand(keysOf(id))));
      // An empty one is none.
      if (got?.UICustomization === undefined || Object.keys(got.UICustomization).length === 0) return undefined;
      const { UserPoolId, ClientId, CSS } = got.UICustomization;
      return { UserPoolId, ClientId, CSS };
    },
    update: async (id, planned) => {
      await put({ ...planned, ...keysOf(id) });
    },
    remove: async (id) => {
      const { UserPoolId, ClientId } = keysOf(id);
      await unlessGone(put({ UserPoolId, ClientId }));
    },
  };
};

const CSS = ".label-customizable {font-weight: 400;}";
const OTHER_CSS = ".banner-customizable {\n  padding: 25px 0px 25px 0px;\n  background-color: lightgray;\n}\n";

test("aws_cognito_user_pool_ui_customization reads back style sheets, of all clients and of one", async () => {
  await using scene = await startScene();
  const { world, sdk } = scene;
  await world.call.CreateUserPoolDomain({ ...world.pool, Domain: "people" });
  for (const owner of [{}, world.client]) {
    const minimal = { ...world.pool, ...owner, ImageFile: image("PNG") };
    await play(uiCustomization(sdk), {
      minimal,
      full: { ...minimal, CSS },
      others: [
        { ...world.pool, ...owner, CSS: OTHER_CSS },
        { ...world.pool, ...owner, CSS: OTHER_CSS, ImageFile: image("JPEG") },
      ],
    });
  }
});
