import assert from "node:assert/strict";
import { test } from "node:test";
import { image } from "../../testing/images.ts";
import { refused } from "../../testing/refused.ts";
import { startWorld, type World, type WorldOptions } from "../../testing/world.ts";

const CSS = ".label-customizable {font-weight: 400;}";

const startWithDomain = async (options: WorldOptions = {}): Promise<World> => {
  const world = await startWorld(options);
  await world.call.CreateUserPoolDomain({ ...world.pool, Domain: "people" });
  return world;
};

test("SetUICustomization keeps the style sheet and the logo of all clients", async () => {
  await using world = await startWithDomain({ settings: { publicUrl: "https://login.example.com" } });
  const { call, pool, clock } = world;
  const at = clock.now() / 1000;
  const set = await call.SetUICustomization({ ...pool, CSS, ImageFile: image("PNG") });
  assert.deepEqual(set.UICustomization, {
    ...pool,
    ClientId: "ALL",
    ImageUrl: `https://login.example.com/${pool.UserPoolId}/ALL/20261121090000/assets/images/image.jpg`,
    CSS,
    CSSVersion: "20261121090000",
    CreationDate: at,
    LastModifiedDate: at,
  });
  assert.deepEqual(await call.GetUICustomization(pool), set);
  assert.deepEqual(await call.GetUICustomization({ ...pool, ClientId: "ALL" }), set);
});

test("GetUICustomization shows a client's own, else that of all clients, else nothing", async () => {
  await using world = await startWithDomain();
  const { call, pool, client } = world;
  assert.deepEqual(await call.GetUICustomization({ ...pool, ...client }), { UICustomization: {} });
  const all = await call.SetUICustomization({ ...pool, ClientId: "ALL", CSS });
  assert.deepEqual(await call.GetUICustomization({ ...pool, ...client }), all);
  const own = await call.SetUICustomization({ ...pool, ...client, ImageFile: image("JPEG") });
  assert.equal(own.UICustomization.ClientId, client.ClientId);
  assert.equal(own.UICustomization.CSS, undefined);
  assert.deepEqual(await call.GetUICustomization({ ...pool, ...client }), own);
  assert.deepEqual(await call.GetUICustomization(pool), all);
});

test("SetUICustomization takes the place of what was set before, and without anything leaves nothing", async () => {
  await using world = await startWithDomain();
  const { call, pool, client, clock } = world;
  const first = await call.SetUICustomization({ ...pool, ...client, CSS, ImageFile: image("PNG") });
  clock.advance(500);
  const second = await call.SetUICustomization({ ...pool, ...client, CSS: `${CSS} ` });
  assert.equal(second.UICustomization.CSS, `${CSS} `);
  assert.equal(second.UICustomization.ImageUrl, undefined);
  assert.equal(second.UICustomization.CSSVersion, "20261121090001", "no two versions have one name");
  assert.equal(second.UICustomization.CreationDate, first.UICustomization.CreationDate);
  assert.equal(second.UICustomization.LastModifiedDate, clock.now() / 1000);
  for (const nothing of [{}, { CSS: "", ImageFile: "" }]) {
    assert.deepEqual(await call.SetUICustomization({ ...pool, ...client, ...nothing }), {
      UICustomization: { ...pool, ...client },
    });
    assert.deepEqual(await call.GetUICustomization({ ...pool, ...client }), { UICustomization: {} });
  }
});

test("SetUICustomization wants a domain of either kind, and no tier", async () => {
  await using world = await startWorld({ pool: { UserPoolTier: "LITE" } });
  const { call, pool } = world;
  await refused(
    call.SetUICustomization({ ...pool, CSS }),
    "InvalidParameterException",
    "A domain must be associated with this user pool.",
  );
  await call.CreateUserPoolDomain({
    ...pool,
    Domain: "login.example.com",
    CustomDomainConfig: { CertificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d" },
  });
  await call.SetUICustomization({ ...pool, CSS });
  await call.DeleteUserPoolDomain({ ...pool, Domain: "login.example.com" });
  const { UICustomization } = await call.GetUICustomization(pool);
  assert.equal(UICustomization.CSS, CSS);
});

test("SetUICustomization refuses in the API's words", async () => {
  await using world = await startWithDomain();
  const { call, pool } = world;
  const set = (input: object) => call.SetUICustomization({ ...pool, ...input });
  for (const request of [
    set({ UserPoolId: "us-east-1_Unknown00" }),
    call.GetUICustomization({ UserPoolId: "us-east-1_Unknown00" }),
  ]) {
    await refused(request, "ResourceNotFoundException", "User pool us-east-1_Unknown00 does not exist.");
  }
  for (const request of [set({ ClientId: "unknown" }), call.GetUICustomization({ ...pool, ClientId: "unknown" })]) {
    await refused(request, "ResourceNotFoundException", "User pool client unknown does not exist.");
  }
  const png = Buffer.from(image("PNG"), "base64");
  const sized = (length: number) => Buffer.concat([png, Buffer.alloc(length - png.length)]).toString("base64");
  for (const [input, message] of [
    [{ CSS: "body {color: red}" }, "The CSS class body is not in the list of allowed classes."],
    [{ CSS: " ".repeat(3073) }, "The CSS is larger than 3072 bytes."],
    [{ ImageFile: image("SVG") }, "The image is neither a PNG nor a JPEG file."],
    [{ ImageFile: image("WEBP") }, "The image is neither a PNG nor a JPEG file."],
    [{ ImageFile: Buffer.from("<html>").toString("base64") }, "The image is neither a PNG nor a JPEG file."],
    [{ ImageFile: sized(102_401) }, "The image is larger than 102400 bytes."],
    [{ ImageFile: sized(131_072) }, "Request parameters too large"],
    [{ ImageFile: sized(131_073) }, /validation error/],
    [{ CSS: "a".repeat(131_073) }, /validation error/],
  ] as const) {
    await refused(set(input), "InvalidParameterException", message);
  }
  await set({ ImageFile: sized(102_400) });
});

test("SetUICustomization leaves one of many that come at once, with its own logo", async () => {
  await using world = await startWithDomain();
  const { call, pool, server } = world;
  await Promise.allSettled(
    Array.from({ length: 20 }, (_, n) => call.SetUICustomization({ ...pool, CSS, ImageFile: image("PNG", `${n}`) })),
  );
  const { documents } = server.store.reader;
  const kept = await documents.find(pool.UserPoolId, "ui-customization", "ALL");
  assert.ok(kept?.content.image);
  const files = await documents.files(kept);
  assert.deepEqual(
    files.map(({ id }) => id),
    [kept.content.image.file],
  );
});

test("DeleteUserPoolClient takes the client's customization with it", async () => {
  await using world = await startWithDomain();
  const { call, pool, client, server } = world;
  await call.SetUICustomization({ ...pool, CSS });
  await call.SetUICustomization({ ...pool, ...client, CSS });
  await call.DeleteUserPoolClient({ ...pool, ...client });
  const { documents } = server.store.reader;
  assert.equal(await documents.find(pool.UserPoolId, "ui-customization", client.ClientId), undefined);
  assert.ok(await documents.find(pool.UserPoolId, "ui-customization", "ALL"));
});
