/** aws_cognito_managed_login_branding. */
import { test } from "node:test";
import {
  CreateManagedLoginBrandingCommand,
  DeleteManagedLoginBrandingCommand,
  DescribeManagedLoginBrandingByClientCommand,
  DescribeManagedLoginBrandingCommand,
  paginateListUserPoolClients,
  UpdateManagedLoginBrandingCommand,
  type AssetType,
  type CognitoIdentityProviderClient,
  type CreateManagedLoginBrandingCommandInput,
} from "@aws-sdk/client-cognito-identity-provider";
import { image } from "../../src/testing/images.ts";
import { play, unlessGone, type Resource } from "./resource.ts";
import { startScene } from "./scene.ts";

type Settings = CreateManagedLoginBrandingCommandInput["Settings"];

/** An asset as it is configured: its bytes in base64. */
type Asset = Omit<AssetType, "Bytes"> & { Bytes?: string };

interface Branding {
  UserPoolId: string | undefined;
  ClientId?: string | undefined;
  Assets?: Asset[] | undefined;
  Settings?: Settings;
  UseCognitoProvidedValues?: boolean | undefined;
  /** Read alone: also what was not set. */
  SettingsAll?: Settings;
}

const branding = (sdk: CognitoIdentityProviderClient): Resource<Branding> => {
  const keysOf = (id: string) => {
    const [UserPoolId, ManagedLoginBrandingId] = id.split(",");
    return { UserPoolId, ManagedLoginBrandingId };
  };
  const assetsOf = (planned: Branding): AssetType[] | undefined =>
    planned.Assets?.map(({ Bytes, Category, ColorMode, Extension, ResourceId }) => ({
      Category,
      ColorMode,
      Extension,
      ResourceId,
      Bytes: Bytes === undefined ? undefined : Buffer.from(Bytes, "base64"),
    }));
  const describe = (id: string, ReturnMergedResources: boolean | undefined) =>
    unlessGone(sdk.send(new DescribeManagedLoginBrandingCommand({ ...keysOf(id), ReturnMergedResources })));
  /** Whose it is, known from the branding of every client. */
  const ownerOf = async (id: string): Promise<string | undefined> => {
    const { UserPoolId, ManagedLoginBrandingId } = keysOf(id);
    let owner: string | undefined;
    for await (const page of paginateListUserPoolClients({ client: sdk }, { UserPoolId })) {
      for (const { ClientId } of page.UserPoolClients ?? []) {
        const found = await unlessGone(
          sdk.send(new DescribeManagedLoginBrandingByClientCommand({ UserPoolId, ClientId })),
        );
        if (found?.ManagedLoginBranding?.ManagedLoginBrandingId === ManagedLoginBrandingId) owner = ClientId;
      }
    }
    return owner;
  };
  return {
    name: "aws_cognito_managed_login_branding",
    isStrict: true,
    attributes: {
      UserPoolId: { required: true, forcesNew: true },
      ClientId: { required: true, forcesNew: true },
      Assets: { forcesNew: true },
      // Without it, the server's values must be asked for.
      Settings: { required: true },
      SettingsAll: { computedAnew: true },
      UseCognitoProvidedValues: { computedAnew: true },
    },
    create: async (planned) => {
      const { UserPoolId, ClientId, Settings } = planned;
      const { ManagedLoginBranding } = await sdk.send(
        new CreateManagedLoginBrandingCommand({
          UserPoolId,
          ClientId,
          Settings,
          Assets: assetsOf(planned),
          UseCognitoProvidedValues: planned.UseCognitoProvidedValues || undefined,
        }),
      );
      return `${UserPoolId},${ManagedLoginBranding?.ManagedLoginBrandingId}`;
    },
    read: async (id) => {
      const own = (await describe(id, undefined))?.ManagedLoginBranding;
      if (own === undefined) return undefined;
      const all = (await describe(id, true))?.ManagedLoginBranding;
      const assets = (own.Assets ?? []).map(({ Bytes, Category, ColorMode, Extension, ResourceId }) => ({
        Category,
        ColorMode,
        Extension,
        ResourceId,
        Bytes: Buffer.from(Bytes ?? []).toString("base64"),
      }));
      return {
        UserPoolId: own.UserPoolId,
        ClientId: await ownerOf(id),
        Assets: assets.length === 0 ? undefined : assets,
        Settings: own.Settings,
        SettingsAll: all?.Settings,
        UseCognitoProvidedValues: own.UseCognitoProvidedValues,
      };
    },
    update: async (id, planned, prior) => {
      const isChanged = JSON.stringify(planned.Settings) !== JSON.stringify(prior.Settings);
      const hasSettings = planned.Settings !== undefined;
      await sdk.send(
        new UpdateManagedLoginBrandingCommand({
          ...keysOf(id),
          Assets: assetsOf(planned),
          // Settings are sent when they changed; the server's values are asked for when there are none.
          ...(isChanged && hasSettings ? { Settings: planned.Settings } : {}),
          ...(hasSettings ? {} : { UseCognitoProvidedValues: planned.UseCognitoProvidedValues }),
        }),
      );
    },
    remove: async (id) => {
      await unlessGone(sdk.send(new DeleteManagedLoginBrandingCommand(keysOf(id))));
    },
  };
};

const style = (radius: number): NonNullable<Settings> => ({
  components: {
    primaryButton: { lightMode: { defaults: { backgroundColor: "0972d3ff" } } },
    form: { borderRadius: radius },
  },
  categories: { global: { colorSchemeMode: "LIGHT" } },
});

test("aws_cognito_managed_login_branding reads back what it writes, apart from what the server provides", async () => {
  await using scene = await startScene();
  const { world, sdk } = scene;
  // Others, one with a style of its own, among which the client is found.
  const { UserPoolClient: other } = await world.call.CreateUserPoolClient({ ...world.pool, ClientName: "other" });
  await world.call.CreateManagedLoginBranding({
    ...world.pool,
    ClientId: other?.ClientId ?? "",
    UseCognitoProvidedValues: true,
  });
  const keys = { ...world.pool, ...world.client };
  const logo: Asset = { Category: "FORM_LOGO", ColorMode: "LIGHT", Extension: "PNG", Bytes: image("PNG") };
  const icon: Asset = { ...logo, Category: "IDP_BUTTON_ICON", ResourceId: "Google" };
  for (const Assets of [undefined, [icon, logo]]) {
    const provided = { ...keys, Assets, UseCognitoProvidedValues: true };
    await play(branding(sdk), {
      minimal: provided,
      full: { ...keys, Assets, Settings: style(4) },
      others: [{ ...keys, Assets, Settings: style(8) }, provided, { ...keys, Assets, Settings: {} }],
    });
  }
});
