import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_SETTINGS } from "../../model/login-style-defaults.ts";
import { mergedSettings } from "../../model/login-style-settings.ts";
import { startWorld } from "../../testing/world.ts";

test("DescribeManagedLoginBranding shows a whole document where resources are merged", async () => {
  await using world = await startWorld();
  const { call, pool, client } = world;
  const Settings = { components: { form: { borderRadius: 2 } } };
  const { ManagedLoginBranding } = await call.CreateManagedLoginBranding({ ...pool, ...client, Settings });
  const named = { ...pool, ManagedLoginBrandingId: ManagedLoginBranding?.ManagedLoginBrandingId ?? "" };
  const whole = mergedSettings(DEFAULT_SETTINGS, Settings);
  for (const merged of [
    await call.DescribeManagedLoginBranding({ ...named, ReturnMergedResources: true }),
    await call.DescribeManagedLoginBrandingByClient({ ...pool, ...client, ReturnMergedResources: true }),
  ]) {
    assert.deepEqual(merged.ManagedLoginBranding, { ...ManagedLoginBranding, Settings: whole });
  }
  for (const ReturnMergedResources of [false, undefined]) {
    const own = await call.DescribeManagedLoginBranding({ ...named, ReturnMergedResources });
    assert.deepEqual(own, { ManagedLoginBranding });
  }
});

test("DescribeManagedLoginBranding shows the defaults of a style without settings where resources are merged", async () => {
  await using world = await startWorld();
  const { call, pool, client } = world;
  await call.CreateManagedLoginBranding({ ...pool, ...client, UseCognitoProvidedValues: true });
  const { ManagedLoginBranding } = await call.DescribeManagedLoginBrandingByClient({
    ...pool,
    ...client,
    ReturnMergedResources: true,
  });
  assert.deepEqual(ManagedLoginBranding?.Settings, DEFAULT_SETTINGS);
  assert.equal(ManagedLoginBranding?.UseCognitoProvidedValues, true);
});

test("DescribeManagedLoginBranding shows what UpdateManagedLoginBranding takes as it is", async () => {
  await using world = await startWorld();
  const { call, pool, client } = world;
  const { ManagedLoginBranding } = await call.CreateManagedLoginBranding({ ...pool, ...client, Settings: {} });
  const named = { ...pool, ManagedLoginBrandingId: ManagedLoginBranding?.ManagedLoginBrandingId ?? "" };
  const merged = await call.DescribeManagedLoginBranding({ ...named, ReturnMergedResources: true });
  await call.UpdateManagedLoginBranding({ ...merged.ManagedLoginBranding });
  const own = await call.DescribeManagedLoginBranding(named);
  assert.deepEqual(own.ManagedLoginBranding?.Settings, merged.ManagedLoginBranding?.Settings);
});
