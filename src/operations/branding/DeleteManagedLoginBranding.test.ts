import assert from "node:assert/strict";
import { test } from "node:test";
import { image } from "../../testing/images.ts";
import { refused } from "../../testing/refused.ts";
import { startWorld, type World } from "../../testing/world.ts";

const UNKNOWN = "00000000-0000-4000-8000-000000000000";
const LOGO = { Category: "FORM_LOGO", ColorMode: "LIGHT", Extension: "PNG", Bytes: image("PNG") } as const;

const makeStyle = async ({ call, pool, client }: World): Promise<string> => {
  const { ManagedLoginBranding } = await call.CreateManagedLoginBranding({
    ...pool,
    ...client,
    UseCognitoProvidedValues: true,
    Assets: [LOGO],
  });
  return ManagedLoginBranding?.ManagedLoginBrandingId ?? "";
};

test("DeleteManagedLoginBranding takes a style away, and its client may have a new one", async () => {
  await using world = await startWorld();
  const { call, pool, client } = world;
  const ManagedLoginBrandingId = await makeStyle(world);
  assert.equal(await call.DeleteManagedLoginBranding({ ...pool, ManagedLoginBrandingId }), undefined);
  await refused(
    call.DescribeManagedLoginBrandingByClient({ ...pool, ...client }),
    "ResourceNotFoundException",
    `ManagedLoginBranding for client ${client.ClientId} does not exist.`,
  );
  assert.notEqual(await makeStyle(world), ManagedLoginBrandingId);
});

test("DeleteManagedLoginBranding and the others know no style of another pool, and none that there is not", async () => {
  await using world = await startWorld();
  const { call, pool, client } = world;
  const ManagedLoginBrandingId = await makeStyle(world);
  const { UserPool } = await call.CreateUserPool({ PoolName: "other" });
  const other = { UserPoolId: UserPool?.Id ?? "" };
  for (const input of [
    { ...pool, ManagedLoginBrandingId: UNKNOWN },
    { ...other, ManagedLoginBrandingId },
  ]) {
    for (const request of [
      call.DescribeManagedLoginBranding(input),
      call.UpdateManagedLoginBranding(input),
      call.DeleteManagedLoginBranding(input),
    ]) {
      await refused(request, "ResourceNotFoundException", "ManagedLoginBranding does not exist.");
    }
  }
  await refused(
    call.DescribeManagedLoginBrandingByClient({ ...other, ...client }),
    "ResourceNotFoundException",
    `User pool client ${client.ClientId} does not exist.`,
  );
  for (const request of [
    call.DescribeManagedLoginBranding({ ...pool, ManagedLoginBrandingId: "00000000-0000-0000-0000-000000000000" }),
    call.DeleteManagedLoginBranding({ ...pool, ManagedLoginBrandingId: "style" }),
  ]) {
    await refused(request, "InvalidParameterException", /validation error/);
  }
  const unknown = { UserPoolId: "us-east-1_Unknown00", ManagedLoginBrandingId };
  for (const request of [
    call.DescribeManagedLoginBranding(unknown),
    call.UpdateManagedLoginBranding(unknown),
    call.DeleteManagedLoginBranding(unknown),
  ]) {
    await refused(request, "ResourceNotFoundException", "User pool us-east-1_Unknown00 does not exist.");
  }
});

test("DeleteUserPoolClient takes the client's style with it", async () => {
  await using world = await startWorld();
  const { call, pool, client } = world;
  const ManagedLoginBrandingId = await makeStyle(world);
  await call.DeleteUserPoolClient({ ...pool, ...client });
  await refused(
    call.DescribeManagedLoginBranding({ ...pool, ManagedLoginBrandingId }),
    "ResourceNotFoundException",
    "ManagedLoginBranding does not exist.",
  );
});

test("DeleteUserPool leaves no style to be read", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const ManagedLoginBrandingId = await makeStyle(world);
  await call.DeleteUserPool(pool);
  await refused(
    call.DescribeManagedLoginBranding({ ...pool, ManagedLoginBrandingId }),
    "ResourceNotFoundException",
    `User pool ${pool.UserPoolId} does not exist.`,
  );
});
