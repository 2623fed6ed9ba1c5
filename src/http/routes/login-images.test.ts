import assert from "node:assert/strict";
import { test } from "node:test";
import { image } from "../../testing/images.ts";
import { startWorld, type World } from "../../testing/world.ts";

const startWithDomain = async (): Promise<World> => {
  const world = await startWorld();
  await world.call.CreateUserPoolDomain({ ...world.pool, Domain: "people" });
  await world.listen();
  return world;
};

test("loginImageRoute serves a logo where its customization says, as an image and nothing else", async () => {
  await using world = await startWithDomain();
  const { call, pool, client } = world;
  for (const [ImageFile, type] of [
    [image("PNG"), "image/png"],
    [image("JPEG"), "image/jpeg"],
  ] as const) {
    for (const whose of [{}, client]) {
      const { UICustomization } = await call.SetUICustomization({ ...pool, ...whose, ImageFile });
      const answer = await fetch(UICustomization.ImageUrl ?? "");
      assert.equal(answer.status, 200);
      assert.equal(answer.headers.get("content-type"), type);
      assert.equal(answer.headers.get("x-content-type-options"), "nosniff");
      assert.equal(answer.headers.get("content-security-policy"), "default-src 'none'; sandbox");
      assert.equal(answer.headers.get("cache-control"), "public, max-age=3600");
      assert.equal(Buffer.from(await answer.arrayBuffer()).toString("base64"), ImageFile);
    }
  }
});

test("loginImageRoute knows no logo that no longer is", async () => {
  await using world = await startWithDomain();
  const { call, pool, client } = world;
  const statusOf = async (url: string | undefined) => {
    const answer = await fetch(url ?? "");
    await answer.arrayBuffer();
    return answer.status;
  };
  const ImageFile = image("PNG");
  const { UICustomization: first } = await call.SetUICustomization({ ...pool, ImageFile });
  const { UICustomization: second } = await call.SetUICustomization({ ...pool, ImageFile: image("PNG", "b") });
  assert.deepEqual([await statusOf(first.ImageUrl), await statusOf(second.ImageUrl)], [404, 200]);
  const url = second.ImageUrl ?? "";
  assert.equal(await statusOf(url.replace("/ALL/", `/${client.ClientId}/`)), 404);
  assert.equal(await statusOf(url.replace(pool.UserPoolId, "us-east-1_Unknown00")), 404);
  await call.SetUICustomization({ ...pool, CSS: ".label-customizable{}" });
  assert.equal(await statusOf(url), 404);
  const { UICustomization: last } = await call.SetUICustomization({ ...pool, ImageFile });
  await call.DeleteUserPoolDomain({ ...pool, Domain: "people" });
  await call.DeleteUserPool(pool);
  assert.equal(await statusOf(last.ImageUrl), 404);
});
