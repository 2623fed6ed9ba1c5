import assert from "node:assert/strict";
import { test } from "node:test";
import { DEFAULT_SETTINGS } from "../../model/login-style-defaults.ts";
import { QUOTAS } from "../../model/quotas.ts";
import { image } from "../../testing/images.ts";
import { refused } from "../../testing/refused.ts";
import { startWorld, type World } from "../../testing/world.ts";

const LOGO = { Category: "FORM_LOGO", ColorMode: "LIGHT", Extension: "PNG", Bytes: image("PNG") } as const;
const PROVIDED = { UseCognitoProvidedValues: true };
const NEITHER_OR_BOTH = "useCognitoProvidedValues or settings should be specified (but not both)";

const newClient = async ({ call, pool }: World): Promise<{ readonly ClientId: string }> => {
  const { UserPoolClient } = await call.CreateUserPoolClient({ ...pool, ClientName: "other" });
  return { ClientId: UserPoolClient?.ClientId ?? "" };
};

test("CreateManagedLoginBranding with the provided values shows no settings, and no assets", async () => {
  await using world = await startWorld();
  const { call, pool, client, clock } = world;
  const made = await call.CreateManagedLoginBranding({ ...pool, ...client, ...PROVIDED });
  const at = clock.now() / 1000;
  const ManagedLoginBrandingId = made.ManagedLoginBranding?.ManagedLoginBrandingId ?? "";
  assert.match(ManagedLoginBrandingId, /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  assert.deepEqual(made.ManagedLoginBranding, {
    ManagedLoginBrandingId,
    ...pool,
    UseCognitoProvidedValues: true,
    Assets: [],
    CreationDate: at,
    LastModifiedDate: at,
  });
  assert.deepEqual(await call.DescribeManagedLoginBranding({ ...pool, ManagedLoginBrandingId }), made);
  assert.deepEqual(await call.DescribeManagedLoginBrandingByClient({ ...pool, ...client }), made);
});

test("CreateManagedLoginBranding keeps settings and assets as they were given, in their order", async () => {
  await using world = await startWorld();
  const { call, pool, client } = world;
  const Settings = { components: { form: { borderRadius: 0.5 }, idpButton: { custom: {} } }, categories: {} };
  const Assets = [
    LOGO,
    { ...LOGO, ColorMode: "DARK", Extension: "JPEG", Bytes: image("JPEG") },
    { ...LOGO, ColorMode: "DYNAMIC", Extension: "WEBP", Bytes: image("WEBP") },
    { Category: "FAVICON_ICO", ColorMode: "LIGHT", Extension: "ICO", Bytes: image("ICO") },
    { Category: "FAVICON_SVG", ColorMode: "LIGHT", Extension: "SVG", Bytes: image("SVG") },
    { Category: "IDP_BUTTON_ICON", ColorMode: "LIGHT", Extension: "PNG", Bytes: image("PNG"), ResourceId: "Google" },
    { Category: "IDP_BUTTON_ICON", ColorMode: "LIGHT", Extension: "PNG", Bytes: image("PNG"), ResourceId: "My IdP-2" },
    { Category: "PAGE_BACKGROUND", ColorMode: "LIGHT", Extension: "JPEG", Bytes: image("JPEG") },
  ] as const;
  const made = await call.CreateManagedLoginBranding({ ...pool, ...client, Settings, Assets });
  assert.deepEqual(made.ManagedLoginBranding?.Settings, Settings);
  assert.deepEqual(made.ManagedLoginBranding?.Assets, Assets);
  assert.equal(made.ManagedLoginBranding?.UseCognitoProvidedValues, false);
  assert.deepEqual(await call.DescribeManagedLoginBrandingByClient({ ...pool, ...client }), made);
});

test("CreateManagedLoginBranding takes an empty document as settings, and assets beside the provided values", async () => {
  await using world = await startWorld();
  const { call, pool, client } = world;
  const empty = await call.CreateManagedLoginBranding({ ...pool, ...client, Settings: {} });
  assert.deepEqual(empty.ManagedLoginBranding?.Settings, {});
  assert.equal(empty.ManagedLoginBranding?.UseCognitoProvidedValues, false);
  const other = await newClient(world);
  const provided = await call.CreateManagedLoginBranding({ ...pool, ...other, ...PROVIDED, Assets: [LOGO] });
  assert.deepEqual(provided.ManagedLoginBranding?.Assets, [LOGO]);
});

test("CreateManagedLoginBranding wants either the provided values or settings", async () => {
  await using world = await startWorld();
  const { call, pool, client } = world;
  for (const input of [
    {},
    { UseCognitoProvidedValues: false },
    { Assets: [LOGO] },
    { ...PROVIDED, Settings: {} },
    { ...PROVIDED, Settings: DEFAULT_SETTINGS, Assets: [LOGO] },
  ]) {
    await refused(
      call.CreateManagedLoginBranding({ ...pool, ...client, ...input }),
      "InvalidParameterException",
      NEITHER_OR_BOTH,
    );
  }
  await call.CreateManagedLoginBranding({ ...pool, ...client, UseCognitoProvidedValues: false, Settings: {} });
});

test("CreateManagedLoginBranding gives a client one style", async () => {
  await using world = await startWorld();
  const { call, pool, client } = world;
  const create = (input: object = {}) => call.CreateManagedLoginBranding({ ...pool, ...client, ...PROVIDED, ...input });
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, () =>
      create({ Assets: [LOGO] }).then(
        () => "made",
        (error: unknown) => (error instanceof Error ? error.name : ""),
      ),
    ),
  );
  assert.equal(outcomes.filter((outcome) => outcome === "made").length, 1);
  assert.equal(outcomes.filter((outcome) => outcome === "ManagedLoginBrandingExistsException").length, 49);
  await refused(
    create(),
    "ManagedLoginBrandingExistsException",
    `A ManagedLoginBranding already exists for client ${client.ClientId}`,
  );
  await create(await newClient(world));
});

test("CreateManagedLoginBranding refuses in the API's words", async () => {
  await using world = await startWorld();
  const { call, pool, client } = world;
  const create = (input: object) => call.CreateManagedLoginBranding({ ...pool, ...client, ...PROVIDED, ...input });
  await refused(
    create({ UserPoolId: "us-east-1_Unknown00" }),
    "ResourceNotFoundException",
    "User pool us-east-1_Unknown00 does not exist.",
  );
  await refused(
    create({ ClientId: "unknown" }),
    "ResourceNotFoundException",
    "User pool client unknown does not exist.",
  );
  for (const asset of [
    { Category: "LOGO" },
    { ColorMode: "BROWSER_ADAPTIVE" },
    { Extension: "JPG" },
    { ResourceId: "a/b" },
    { ResourceId: "a".repeat(41) },
    { Bytes: Buffer.alloc(1_000_001).toString("base64") },
  ]) {
    await refused(create({ Assets: [{ ...LOGO, ...asset }] }), "InvalidParameterException", /validation error/);
  }
  await refused(create({ Assets: Array.from({ length: 41 }, () => LOGO) }), "InvalidParameterException", /to 40$/);
  await refused(
    create({ UseCognitoProvidedValues: undefined, Settings: { components: { form: { borderRadius: "8px" } } } }),
    "InvalidParameterException",
    "The value of settings.components.form.borderRadius is not valid.",
  );
});

test("CreateManagedLoginBranding takes icons as favicons alone, and no favicon of another type", async () => {
  await using world = await startWorld();
  const { call, pool, client } = world;
  for (const [Category, Extension] of [
    ["FORM_LOGO", "ICO"],
    ["IDP_BUTTON_ICON", "ICO"],
    ["FAVICON_SVG", "ICO"],
    ["FAVICON_SVG", "PNG"],
    ["FAVICON_ICO", "SVG"],
    ["FAVICON_ICO", "PNG"],
  ] as const) {
    const Assets = [{ Category, Extension, ColorMode: "LIGHT", Bytes: image(Extension) }] as const;
    await refused(
      call.CreateManagedLoginBranding({ ...pool, ...client, ...PROVIDED, Assets }),
      "InvalidParameterException",
      `Assets of the category ${Category} cannot have the extension ${Extension}.`,
    );
  }
});

test("CreateManagedLoginBranding takes no file that is not what it is called, or that runs", async () => {
  await using world = await startWorld();
  const { call, pool, client } = world;
  const script = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  for (const [Extension, Bytes] of [
    ["PNG", image("JPEG")],
    ["JPEG", image("WEBP")],
    ["WEBP", Buffer.from("<html>").toString("base64")],
    ["SVG", image("PNG")],
    ["SVG", script.toString("base64")],
    ["PNG", ""],
  ] as const) {
    await refused(
      call.CreateManagedLoginBranding({ ...pool, ...client, ...PROVIDED, Assets: [{ ...LOGO, Extension, Bytes }] }),
      "InvalidParameterException",
      `The bytes of the asset FORM_LOGO are not an image of the type ${Extension}.`,
    );
  }
  await refused(
    call.CreateManagedLoginBranding({ ...pool, ...client, ...PROVIDED, Assets: [{ ...LOGO, Bytes: undefined }] }),
    "InvalidParameterException",
    "The asset FORM_LOGO has no bytes.",
  );
  await refused(
    call.CreateManagedLoginBranding({ ...pool, ...client, ...PROVIDED, Assets: [LOGO, { ...LOGO, Extension: "SVG" }] }),
    "InvalidParameterException",
    "Duplicate asset FORM_LOGO for LIGHT mode.",
  );
});

test("CreateManagedLoginBranding takes two megabytes and refuses more", async () => {
  await using world = await startWorld();
  const { pool, client } = world;
  const { sdk } = await world.listen();
  const { CreateManagedLoginBrandingCommand } = await import("@aws-sdk/client-cognito-identity-provider");
  const png = Buffer.from(image("PNG"), "base64");
  const large = (length: number) => Buffer.concat([png, Buffer.alloc(length - png.length)]);
  const send = (...lengths: readonly number[]) =>
    sdk.send(
      new CreateManagedLoginBrandingCommand({
        ...pool,
        ...client,
        UseCognitoProvidedValues: true,
        Assets: lengths.map((length, index) => ({
          Category: index === 0 ? "FORM_LOGO" : "PAGE_BACKGROUND",
          ColorMode: "LIGHT",
          Extension: "PNG",
          Bytes: large(length),
        })),
      }),
    );
  await assert.rejects(send(1_000_000, 600_000), { name: "RequestEntityTooLargeException" });
  const { ManagedLoginBranding } = await send(1_000_000, 500_000);
  assert.deepEqual(Buffer.from(ManagedLoginBranding?.Assets?.[0]?.Bytes ?? []), large(1_000_000));
  sdk.destroy();
});

test("CreateManagedLoginBranding is a part of managed login, which the tier Lite has not", async () => {
  await using world = await startWorld({ pool: { UserPoolTier: "LITE" } });
  const { call, pool, client } = world;
  await refused(
    call.CreateManagedLoginBranding({ ...pool, ...client, ...PROVIDED }),
    "OperationNotEnabledException",
    "The following feature is not available for the LITE pricing tier configured: Managed Login",
  );
});

test("CreateManagedLoginBranding ends at the number that a pool may have, whoever comes at once", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const clients = await Promise.all(Array.from({ length: QUOTAS.loginStyles + 3 }, () => newClient(world)));
  const outcomes = await Promise.allSettled(
    clients.map((client) => call.CreateManagedLoginBranding({ ...pool, ...client, ...PROVIDED })),
  );
  assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, QUOTAS.loginStyles);
  const late = clients[outcomes.findIndex(({ status }) => status === "rejected")];
  assert.ok(late);
  await refused(
    call.CreateManagedLoginBranding({ ...pool, ...late, ...PROVIDED }),
    "LimitExceededException",
    "The user pool has as many managed login styles as it may have.",
  );
});
