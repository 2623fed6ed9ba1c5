import assert from "node:assert/strict";
import { test } from "node:test";
import { image } from "../../testing/images.ts";
import { refused } from "../../testing/refused.ts";
import { startWorld, type World } from "../../testing/world.ts";

const LIGHT_LOGO = { Category: "FORM_LOGO", ColorMode: "LIGHT", Extension: "PNG", Bytes: image("PNG") } as const;
const DARK_LOGO = { ...LIGHT_LOGO, ColorMode: "DARK" } as const;
const OWN = { components: { form: { borderRadius: 2 } } };

const makeStyle = async ({ call, pool, client }: World, input: object = { Settings: OWN, Assets: [LIGHT_LOGO] }) => {
  const { ManagedLoginBranding } = await call.CreateManagedLoginBranding({ ...pool, ...client, ...input });
  return { ...pool, ManagedLoginBrandingId: ManagedLoginBranding?.ManagedLoginBrandingId ?? "" };
};

test("UpdateManagedLoginBranding keeps what it is not told", async () => {
  await using world = await startWorld();
  const { call, clock } = world;
  const named = await makeStyle(world);
  const { ManagedLoginBranding: before } = await call.DescribeManagedLoginBranding(named);
  clock.advance(60_000);
  for (const input of [named, { ...named, UseCognitoProvidedValues: false }, { ...named, Assets: [] }]) {
    const { ManagedLoginBranding } = await call.UpdateManagedLoginBranding(input);
    assert.deepEqual(ManagedLoginBranding, { ...before, LastModifiedDate: clock.now() / 1000 });
  }
});

test("UpdateManagedLoginBranding puts a document in place of the one before", async () => {
  await using world = await startWorld();
  const { call } = world;
  const named = await makeStyle(world);
  const Settings = { categories: { global: { colorSchemeMode: "DARK" } } };
  const { ManagedLoginBranding } = await call.UpdateManagedLoginBranding({ ...named, Settings });
  assert.deepEqual(ManagedLoginBranding?.Settings, Settings);
  assert.deepEqual(ManagedLoginBranding?.Assets, [LIGHT_LOGO]);
  assert.deepEqual(await call.DescribeManagedLoginBranding(named), { ManagedLoginBranding });
});

test("UpdateManagedLoginBranding goes over to the provided values, and back to settings", async () => {
  await using world = await startWorld();
  const { call } = world;
  const named = await makeStyle(world);
  const provided = await call.UpdateManagedLoginBranding({ ...named, UseCognitoProvidedValues: true });
  assert.equal(provided.ManagedLoginBranding?.UseCognitoProvidedValues, true);
  assert.equal(provided.ManagedLoginBranding?.Settings, undefined);
  const back = await call.UpdateManagedLoginBranding({ ...named, Settings: OWN });
  assert.equal(back.ManagedLoginBranding?.UseCognitoProvidedValues, false);
  assert.deepEqual(back.ManagedLoginBranding?.Settings, OWN);
  await refused(
    call.UpdateManagedLoginBranding({ ...named, UseCognitoProvidedValues: true, Settings: OWN }),
    "InvalidParameterException",
    "useCognitoProvidedValues or settings should be specified (but not both)",
  );
});

test("UpdateManagedLoginBranding puts an asset in the place of the one with its category and mode, or adds it", async () => {
  await using world = await startWorld();
  const { call } = world;
  const named = await makeStyle(world);
  await call.UpdateManagedLoginBranding({ ...named, Assets: [DARK_LOGO] });
  const svg = { ...LIGHT_LOGO, Extension: "SVG", Bytes: image("SVG") } as const;
  const { ManagedLoginBranding } = await call.UpdateManagedLoginBranding({ ...named, Assets: [svg] });
  assert.deepEqual(ManagedLoginBranding?.Assets, [svg, DARK_LOGO]);
  assert.deepEqual(await call.DescribeManagedLoginBranding(named), { ManagedLoginBranding });
});

test("UpdateManagedLoginBranding keeps the bytes of an asset that brings none", async () => {
  await using world = await startWorld();
  const { call } = world;
  const named = await makeStyle(world);
  const { Bytes, ...bare } = LIGHT_LOGO;
  const { ManagedLoginBranding } = await call.UpdateManagedLoginBranding({ ...named, Assets: [bare] });
  assert.deepEqual(ManagedLoginBranding?.Assets, [{ ...bare, Bytes }]);
  for (const asset of [
    { ...bare, Extension: "JPEG" },
    { ...bare, ColorMode: "DARK" },
  ] as const) {
    await refused(
      call.UpdateManagedLoginBranding({ ...named, Assets: [asset] }),
      "InvalidParameterException",
      "The asset FORM_LOGO has no bytes.",
    );
  }
});

test("UpdateManagedLoginBranding keeps no more than forty assets, and no file without an asset", async () => {
  await using world = await startWorld();
  const { call, server } = world;
  const named = await makeStyle(world, { UseCognitoProvidedValues: true });
  const icon = (n: number) =>
    ({
      Category: "IDP_BUTTON_ICON",
      ColorMode: "LIGHT",
      Extension: "PNG",
      Bytes: image("PNG", `${n}`),
      ResourceId: `${n}`,
    }) as const;
  const Assets = Array.from({ length: 40 }, (_, n) => icon(n));
  await call.UpdateManagedLoginBranding({ ...named, Assets });
  await refused(
    call.UpdateManagedLoginBranding({ ...named, Assets: [icon(40)] }),
    "InvalidParameterException",
    "A style can have up to 40 assets.",
  );
  const again = await call.UpdateManagedLoginBranding({ ...named, Assets: Assets.toReversed() });
  assert.deepEqual(again.ManagedLoginBranding?.Assets, Assets);
  const { documents } = server.store.reader;
  const style = await documents.byId(named.UserPoolId, "login-style", named.ManagedLoginBrandingId);
  assert.ok(style);
  assert.equal((await documents.files(style)).length, 40);
});

test("UpdateManagedLoginBranding refuses in the API's words", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const { ManagedLoginBrandingId } = await makeStyle(world);
  for (const [input, path] of [
    [{ ManagedLoginBrandingId }, "userPoolId"],
    [pool, "managedLoginBrandingId"],
  ] as const) {
    await refused(
      call.UpdateManagedLoginBranding(input),
      "InvalidParameterException",
      `1 validation error detected: Value at '${path}' failed to satisfy constraint: Member must not be null`,
    );
  }
  await refused(
    call.UpdateManagedLoginBranding({ ...pool, ManagedLoginBrandingId, Settings: { nothing: 1 } }),
    "InvalidParameterException",
    "settings.nothing is not a setting of managed login.",
  );
  await world.updatePool({ UserPoolTier: "LITE" });
  await refused(
    call.UpdateManagedLoginBranding({ ...pool, ManagedLoginBrandingId }),
    "OperationNotEnabledException",
    "The following feature is not available for the LITE pricing tier configured: Managed Login",
  );
});

test("UpdateManagedLoginBranding loses no asset of those that come at once", async () => {
  await using world = await startWorld();
  const { call } = world;
  const named = await makeStyle(world);
  const changes = (["PAGE_HEADER_LOGO", "PAGE_FOOTER_LOGO", "PAGE_BACKGROUND"] as const).map((Category) =>
    call.UpdateManagedLoginBranding({ ...named, Assets: [{ ...LIGHT_LOGO, Category }] }),
  );
  await Promise.all([...changes, ...Array.from({ length: 10 }, () => call.DescribeManagedLoginBranding(named))]);
  const { ManagedLoginBranding } = await call.DescribeManagedLoginBranding(named);
  assert.equal(ManagedLoginBranding?.Assets?.length, 4);
});
