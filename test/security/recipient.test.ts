/**
 * A code goes to the stored, verified attribute of one user, whatever was typed. Stops an attacker from having it sent
 * to themselves as well or instead (CVE-2023-7028).
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { rawCalls } from "../../src/testing/raw.ts";
import { startWorld, type World } from "../../src/testing/world.ts";

const EVIL = "eve@evil.example";
const STORED = ["ada@example.com", "Bob.Stored@Example.com", "+12065550100"];
const NEW = "A better 1!";

/** Ada has an address, Bob one in mixed case, Carol a number; each is a name too. */
const startTown = async (): Promise<World> => {
  const world = await startWorld({
    pool: {
      AliasAttributes: ["email", "phone_number", "preferred_username"],
      UsernameConfiguration: { CaseSensitive: false },
      SmsConfiguration: { SnsCallerArn: "arn:aws:iam::000000000000:role/sms" },
    },
  });
  await world.user("ada", { preferred_username: "countess" });
  await world.user("bob", { email: "Bob.Stored@Example.com" });
  await world.user("carol", { phone_number: "+12065550100", phone_number_verified: "true", email_verified: "false" });
  return world;
};

/** What a case-insensitive pool keeps of an address is its own affair; where it sends must be what it keeps. */
const storedContacts = async ({ call, pool }: World): Promise<Set<string>> => {
  const contacts = new Set<string>();
  for (const Username of ["ada", "bob", "carol"]) {
    const { UserAttributes = [] } = await call.AdminGetUser({ ...pool, Username });
    const held = Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value ?? ""]));
    for (const name of ["email", "phone_number"]) {
      if (held[`${name}_verified`] === "true") contacts.add(held[name] ?? "");
    }
  }
  return contacts;
};

/** Identifiers that were taken for two recipients, or for another one, somewhere. */
const hostile: readonly unknown[] = [
  ["ada@example.com", EVIL],
  [EVIL, "ada@example.com"],
  ["ada"],
  [],
  { 0: "ada@example.com", 1: EVIL },
  { email: "ada@example.com" },
  { $ne: null },
  { toString: "ada" },
  null,
  true,
  0,
  "",
  " ",
  `ada@example.com,${EVIL}`,
  `ada@example.com, ${EVIL}`,
  `ada@example.com;${EVIL}`,
  `ada@example.com ${EVIL}`,
  `ada@example.com|${EVIL}`,
  `ada@example.com\n${EVIL}`,
  `ada@example.com\r\nBcc: ${EVIL}`,
  `ada@example.com%0d%0aBcc:${EVIL}`,
  `ada@example.com\u0000${EVIL}`,
  `ada@example.com\u2028${EVIL}`,
  `ada@example.com<${EVIL}>`,
  `<${EVIL}>ada@example.com`,
  `"ada@example.com"<${EVIL}>`,
  `"ada@example.com\\" ${EVIL}"@evil.example`,
  `ada@example.com(${EVIL})`,
  `ada@example.com@evil.example`,
  `ada%40example.com@evil.example`,
  `eve@evil.example?cc=ada@example.com`,
  `ada@example.com&email=${EVIL}`,
  `ada@[127.0.0.1]`,
  "ada@example.com.",
  "ada@example.com\u3002evil.example",
  "\uFF41\uFF44\uFF41\uFF20example.com",
  "ada\u200D@example.com",
  "ada@exam\u00ADple.com",
  "\u202Emoc.elpmaxe@ada",
  "ad\u0430@example.com",
  "ADA@EXAMPLE.COM",
  "\u0131da@example.com",
  "bob.stored@example.com",
  "BOB.\u017FTORED@EXAMPLE.COM",
  "+12065550100,+16666666666",
  "+1206555010\uFF10",
  "12065550100",
  "+1 (206) 555-0100",
  "tel:+12065550100",
  "\uD800",
  "a".repeat(128),
  "a".repeat(10_000),
];

/** Everything outside that a message could have been led to. */
const requireStoredRecipients = (world: World, stored: ReadonlySet<string>, about: string): void => {
  for (const { to, subject = "", from = "", replyTo = "" } of world.inbox.all) {
    assert.ok(stored.has(to), `${about}: sent to ${JSON.stringify(to)}`);
    assert.doesNotMatch([subject, from, replyTo].join("\n"), /evil|[\r\0]|Bcc/i, about);
  }
};

const resets = [
  { name: "AdminResetUserPassword", input: ({ pool }: World) => ({ ...pool }) },
  { name: "ForgotPassword", input: ({ client }: World) => ({ ...client }) },
  { name: "ResendConfirmationCode", input: ({ client }: World) => ({ ...client }) },
  {
    name: "ConfirmForgotPassword",
    input: ({ client }: World) => ({ ...client, Password: NEW, ConfirmationCode: "000000" }),
  },
] as const;

for (const { name, input } of resets) {
  test(`${name} sends to nobody but the one stored contact, whatever identifier is sent`, async () => {
    await using world = await startTown();
    const stored = await storedContacts(world);
    assert.deepEqual(
      [...stored].map((contact) => contact.toLowerCase()).sort(),
      STORED.map((contact) => contact.toLowerCase()).sort(),
    );
    const call = rawCalls(world.call)[name];
    for (const [index, Username] of hostile.entries()) {
      const before = world.inbox.all.length;
      // The hour's budgets are not what is tested here.
      world.clock.advance(60 * 60 * 1000);
      await call({ ...input(world), Username }).catch(() => undefined);
      assert.ok(world.inbox.all.length <= before + 1, `${index}: one message at most`);
      requireStoredRecipients(world, stored, `${index}: ${JSON.stringify(Username)}`);
    }
  });

  test(`${name} takes no address from any other member of the request`, async () => {
    await using world = await startTown();
    const stored = await storedContacts(world);
    const call = rawCalls(world.call)[name];
    const extras: readonly object[] = [
      { Email: EVIL, email: EVIL, to: EVIL, Destination: EVIL, phone_number: "+16666666666" },
      { UserAttributes: [{ Name: "email", Value: EVIL }] },
      { ClientMetadata: { email: EVIL, to: EVIL, destination: EVIL } },
      { UserContextData: { EncodedData: Buffer.from(EVIL).toString("base64"), IpAddress: "6.6.6.6" } },
      { AnalyticsMetadata: { AnalyticsEndpointId: EVIL } },
      { CodeDeliveryDetails: { Destination: EVIL, DeliveryMedium: "EMAIL", AttributeName: "email" } },
      Object.fromEntries([
        ["__proto__", { email: EVIL }],
        ["constructor", { prototype: { email: EVIL } }],
      ]),
    ];
    for (const extra of extras) {
      await call({ ...input(world), Username: "ada", ...extra }).catch(() => undefined);
      requireStoredRecipients(world, stored, JSON.stringify(extra));
    }
  });
}

test("ForgotPassword takes one of two members of the same name, never both", async () => {
  await using world = await startTown();
  const stored = await storedContacts(world);
  const { endpoint, sdk } = await world.listen();
  sdk.destroy();
  const { ClientId } = world.client;
  for (const body of [
    `{"ClientId":"${ClientId}","Username":"ada","Username":"${EVIL}"}`,
    `{"ClientId":"${ClientId}","Username":"${EVIL}","Username":"ada"}`,
    `{"ClientId":"${ClientId}","Username":"ada","username":"${EVIL}"}`,
    `{"ClientId":"${ClientId}","Username":"ada","Username":["${EVIL}"]}`,
  ]) {
    const before = world.inbox.all.length;
    await fetch(endpoint, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.1",
        "x-amz-target": "AWSCognitoIdentityProviderService.ForgotPassword",
      },
      body,
    });
    await world.settle();
    assert.ok(world.inbox.all.length <= before + 1);
    requireStoredRecipients(world, stored, body);
  }
});

interface Bend {
  readonly at: number;
  readonly kind: "insert" | "replace" | "upper" | "wide" | "append";
  readonly text: string;
}

const widened = (letter: string): string =>
  /[!-~]/.test(letter) ? String.fromCharCode(letter.charCodeAt(0) + 0xfee0) : letter;

const bend = (name: string, { at, kind, text }: Bend): string => {
  const place = at % (name.length + 1);
  const [before, letter, after] = [name.slice(0, place), name.charAt(place), name.slice(place + 1)];
  const bent = {
    insert: before + text + letter + after,
    replace: before + text + after,
    upper: before + letter.toUpperCase() + after,
    wide: before + widened(letter) + after,
    append: name + text,
  };
  return bent[kind];
};

/** Names, bent: other case, other widths, invisible and look-alike letters, pieces of other addresses. */
const bentName = fc
  .record({
    base: fc.constantFrom("ada", "countess", "ada@example.com", "bob.stored@example.com", "+12065550100"),
    bends: fc.array(
      fc.record({
        at: fc.nat({ max: 24 }),
        kind: fc.constantFrom("insert", "replace", "upper", "wide", "append"),
        text: fc.oneof(
          fc.constantFrom(",", ";", "\r\n", "\0", "\u200B", "\u00AD", "\uFF20", "\u0131", "\u0301", "\u2024", "@"),
          fc.constantFrom(" ", EVIL, "@evil.example"),
          fc.string({ unit: "binary", maxLength: 3 }),
        ),
      }),
      { maxLength: 4 },
    ),
  })
  .map(({ base, bends }) => {
    let name: string = base;
    for (const each of bends) name = bend(name, each);
    return name;
  });

test("codes go to stored contacts for every bending of a name that a machine can think of", async () => {
  await using world = await startTown();
  const stored = await storedContacts(world);
  await fc.assert(
    fc.asyncProperty(bentName, async (Username) => {
      world.clock.advance(60 * 60 * 1000);
      await world.call.ForgotPassword({ ...world.client, Username }).catch(() => undefined);
      await world.call.AdminResetUserPassword({ ...world.pool, Username }).catch(() => undefined);
      requireStoredRecipients(world, stored, JSON.stringify(Username));
    }),
    { numRuns: 400 },
  );
  assert.ok(world.inbox.all.length > 0);
});

test("attributes that would be two recipients, or none, are not stored", async () => {
  await using world = await startTown();
  const { call, client, pool } = world;
  const addresses = hostile.filter(
    (value) => typeof value === "string" && value !== "" && /evil|[^\x20-\x7E]| /i.test(value),
  );
  for (const Value of addresses) {
    if (typeof Value !== "string") continue;
    const UserAttributes = [
      { Name: "email", Value },
      { Name: "email_verified", Value: "true" },
    ];
    const before = world.inbox.all.length;
    await call.AdminUpdateUserAttributes({ ...pool, Username: "ada", UserAttributes }).catch(() => undefined);
    await call
      .AdminCreateUser({ ...pool, Username: "mallory", UserAttributes, DesiredDeliveryMediums: ["EMAIL"] })
      .catch(() => undefined);
    await call
      .SignUp({ ...client, Username: "mallory2", Password: NEW, UserAttributes: [{ Name: "email", Value }] })
      .catch(() => undefined);
    for (const Username of ["ada", "mallory", "mallory2"]) {
      await call.AdminResetUserPassword({ ...pool, Username }).catch(() => undefined);
    }
    for (const { to } of world.inbox.all.slice(before)) {
      assert.doesNotMatch(to, /[\s,;<>()"\\|\0]|@.*@/u, JSON.stringify(Value));
      assert.ok(!to.includes("ada@example.com") || to === "ada@example.com", JSON.stringify(Value));
    }
    for (const Username of ["mallory", "mallory2"]) {
      await call.AdminDeleteUser({ ...pool, Username }).catch(() => undefined);
    }
  }
});

test("an address that looks like another's is either refused or stands for its own user alone", async () => {
  for (const CaseSensitive of [true, false]) {
    await using world = await startWorld({
      pool: { AliasAttributes: ["email"], UsernameConfiguration: { CaseSensitive } },
    });
    const { call, pool, client, inbox } = world;
    await world.user("ada");
    for (const [index, email] of [
      "\uFF41da@example.com",
      "ada@exam\u00ADple.com",
      "ada\u200B@example.com",
      "ad\u0430@example.com",
      "ADA@example.com",
      "ada@EXAMPLE.com",
      "ada@example.com ",
    ].entries()) {
      await world.user(`mallory${index}`, { email }).catch(() => undefined);
      const before = inbox.all.length;
      world.clock.advance(60 * 60 * 1000);
      await call.ForgotPassword({ ...client, Username: "ada@example.com" });
      assert.deepEqual(
        inbox.all.slice(before).map(({ to }) => to),
        ["ada@example.com"],
        JSON.stringify(email),
      );
      await call.ConfirmForgotPassword({
        ...client,
        Username: "ada@example.com",
        Password: NEW,
        ConfirmationCode: inbox.latest("ada@example.com").code,
      });
      await world.signIn("ada", NEW);
      assert.equal((await call.AdminGetUser({ ...pool, Username: "ada@example.com" })).Username, "ada");
    }
  }
});
