import assert from "node:assert/strict";
import { test } from "node:test";
import { QUOTAS } from "../../model/quotas.ts";
import { refused } from "../../testing/refused.ts";
import { startWorld, type World } from "../../testing/world.ts";

const ALL_LANGUAGES = Object.fromEntries(
  (
    "default english french spanish german italian japanese korean dutch bahasa-indonesia portuguese-brazil " +
    "chinese-simplified chinese-traditional"
  )
    .split(" ")
    .map((language) => [`cognito:${language}`, `https://example.com/${language}/terms?of=use#top`]),
);

const OF_USE = { TermsName: "terms-of-use", TermsSource: "LINK", Enforcement: "NONE", Links: ALL_LANGUAGES } as const;

const newClient = async ({ call, pool }: World): Promise<{ readonly ClientId: string }> => {
  const { UserPoolClient } = await call.CreateUserPoolClient({ ...pool, ClientName: "other" });
  return { ClientId: UserPoolClient?.ClientId ?? "" };
};

test("CreateTerms keeps the links of every language as they were given", async () => {
  await using world = await startWorld();
  const { call, pool, client, clock } = world;
  const { Terms } = await call.CreateTerms({ ...pool, ...client, ...OF_USE });
  assert.match(Terms?.TermsId ?? "", /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  const at = clock.now() / 1000;
  assert.deepEqual(Terms, {
    ...pool,
    ...client,
    ...OF_USE,
    TermsId: Terms?.TermsId,
    CreationDate: at,
    LastModifiedDate: at,
  });
  assert.deepEqual(await call.DescribeTerms({ ...pool, TermsId: Terms?.TermsId ?? "" }), { Terms });
  assert.deepEqual(await call.DescribeTermsByClient({ ...pool, ...client, TermsName: "terms-of-use" }), { Terms });
});

test("CreateTerms gives each client one document of each name", async () => {
  await using world = await startWorld();
  const { call, pool, client } = world;
  await call.CreateTerms({ ...pool, ...client, ...OF_USE });
  await call.CreateTerms({ ...pool, ...client, ...OF_USE, TermsName: "privacy-policy" });
  await call.CreateTerms({ ...pool, ...(await newClient(world)), ...OF_USE });
  await refused(
    call.CreateTerms({ ...pool, ...client, ...OF_USE, Links: { "cognito:default": "https://example.com" } }),
    "TermsExistsException",
    `Terms with name terms-of-use already exists for client ${client.ClientId}`,
  );
});

test("CreateTerms refuses in the API's words", async () => {
  await using world = await startWorld();
  const { call, pool, client } = world;
  const create = (input: object) => call.CreateTerms({ ...pool, ...client, ...OF_USE, ...input });
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
  await refused(
    create({ Links: undefined }),
    "InvalidParameterException",
    "Links are required for the terms source LINK.",
  );
  for (const input of [
    { TermsName: "terms-of-use-2" },
    { TermsSource: "TEXT" },
    { Enforcement: "REQUIRED" },
    { Links: {} },
    { Links: { default: "https://example.com" } },
    { Links: { "cognito:klingon": "https://example.com" } },
    { Links: { "cognito:default": "" } },
    { Links: { "cognito:default": "https://example.com/with blank" } },
    { Links: { "cognito:default": `https://example.com/${"a".repeat(1024)}` } },
  ]) {
    await refused(create(input), "InvalidParameterException", /validation error/);
  }
});

test("CreateTerms takes no link that would run on the page that shows it", async () => {
  await using world = await startWorld();
  const { call, pool, client } = world;
  for (const link of [
    "javascript:alert(1)",
    "JavaScript:alert(1)//https://example.com",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:run",
    "//example.com",
    "/terms",
    "https:example.com",
    "https://",
    "http://[",
  ]) {
    await refused(
      call.CreateTerms({ ...pool, ...client, ...OF_USE, Links: { "cognito:default": link } }),
      "InvalidParameterException",
      `${link} is not a valid URL.`,
    );
  }
});

test("CreateTerms is a part of managed login, which the tier Lite has not", async () => {
  await using world = await startWorld({ pool: { UserPoolTier: "LITE" } });
  const { call, pool, client } = world;
  await refused(
    call.CreateTerms({ ...pool, ...client, ...OF_USE }),
    "OperationNotEnabledException",
    "The following feature is not available for the LITE pricing tier configured: Managed Login",
  );
});

test("CreateTerms gives a name to one of fifty requests at once", async () => {
  await using world = await startWorld();
  const { call, pool, client } = world;
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, () =>
      call.CreateTerms({ ...pool, ...client, ...OF_USE }).then(
        () => "made",
        (error: unknown) => (error instanceof Error ? error.name : ""),
      ),
    ),
  );
  assert.equal(outcomes.filter((outcome) => outcome === "made").length, 1);
  assert.equal(outcomes.filter((outcome) => outcome === "TermsExistsException").length, 49);
});

test("CreateTerms ends at the number that a pool may have, whoever comes at once", async () => {
  await using world = await startWorld();
  const { call, pool } = world;
  const clients = await Promise.all(Array.from({ length: QUOTAS.terms + 2 }, () => newClient(world)));
  const outcomes = await Promise.allSettled(
    clients.map((client) => call.CreateTerms({ ...pool, ...client, ...OF_USE })),
  );
  assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, QUOTAS.terms);
  const late = clients[outcomes.findIndex(({ status }) => status === "rejected")];
  assert.ok(late);
  await refused(
    call.CreateTerms({ ...pool, ...late, ...OF_USE }),
    "LimitExceededException",
    "The user pool has as many terms documents as it may have.",
  );
  const { Terms } = await call.ListTerms({ ...pool, MaxResults: 1 });
  await call.DeleteTerms({ ...pool, TermsId: Terms[0]?.TermsId ?? "" });
  await call.CreateTerms({ ...pool, ...late, ...OF_USE });
});
