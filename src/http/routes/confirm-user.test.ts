import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld, type World, type WorldOptions } from "../../testing/world.ts";

const Password = "Secret of ada 1!";
const DAY_MS = 24 * 60 * 60 * 1000;
const BY_LINK = { VerificationMessageTemplate: { DefaultEmailOption: "CONFIRM_WITH_LINK" } } as const;

const SmsConfiguration = { SnsCallerArn: "arn:aws:iam::000000000000:role/sms", ExternalId: "e" };

const unescaped = (html: string) => html.replaceAll("&amp;", "&");

/** The link in the newest mail to a user. */
const linkTo = (world: World, name: string): URL => {
  const { body } = world.inbox.latest(`${name}@example.com`);
  const href = /<a href="([^"]+)">/.exec(body)?.[1];
  assert.ok(href, body);
  return new URL(unescaped(href));
};

const signUp = (world: World, Username: string, email = `${Username}@example.com`) =>
  world.call.SignUp({ ...world.client, Username, Password, UserAttributes: [{ Name: "email", Value: email }] });

const statusOf = async (world: World, Username: string) =>
  (await world.call.AdminGetUser({ ...world.pool, Username })).UserStatus;

const attributesOf = async (world: World, Username: string) => {
  const { UserAttributes = [] } = await world.call.AdminGetUser({ ...world.pool, Username });
  return Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]));
};

interface Seen {
  readonly status: number;
  readonly title: string;
  readonly html: string;
  readonly headers: Headers;
}

/** A listening world whose pool confirms by link; `open` follows a link, `press` its button, wherever its host points. */
const startLinkWorld = async (options: WorldOptions = {}) => {
  const world = await startWorld({ ...options, pool: { ...BY_LINK, ...options.pool } });
  const { endpoint, sdk } = await world.listen();
  sdk.destroy();
  const see = async (method: string, link: URL): Promise<Seen> => {
    const answer = await fetch(new URL(`${link.pathname}${link.search}`, endpoint), {
      method,
      redirect: "error",
      headers: { connection: "close" },
    });
    const html = await answer.text();
    return { status: answer.status, title: /<h1>([^<]*)<\/h1>/.exec(html)?.[1] ?? "", html, headers: answer.headers };
  };
  return Object.assign(world, {
    endpoint,
    open: (link: URL) => see("GET", link),
    head: (link: URL) => see("HEAD", link),
    press: (link: URL) => see("POST", link),
  });
};

const useless = [400, "This link does not work"] as const;
const told = ({ status, title }: Seen) => [status, title];

/** The link with another value. */
const changed = (link: URL, name: string, value: string | null): URL => {
  const other = new URL(link);
  if (value === null) other.searchParams.delete(name);
  else other.searchParams.set(name, value);
  return other;
};

const wrong = (link: URL): URL => {
  const code = Number(link.searchParams.get("confirmation_code"));
  return changed(link, "confirmation_code", String((code + 1) % 1_000_000).padStart(6, "0"));
};

test("SignUp and ResendConfirmationCode send a link to the server's own address, which holds the code", async () => {
  await using world = await startLinkWorld({ settings: { publicUrl: "http://localhost:9229/people" } });
  const Username = "ada&user_name=eve+?é";
  await signUp(world, Username, "ada@example.com");
  const first = linkTo(world, "ada");
  assert.equal(`${first.origin}${first.pathname}`, "http://localhost:9229/people/confirmUser/");
  assert.deepEqual(
    [...first.searchParams],
    [
      ["client_id", world.client.ClientId],
      ["user_name", Username],
      ["confirmation_code", world.inbox.latest("ada@example.com").code],
    ],
  );
  assert.equal(world.inbox.latest("ada@example.com").subject, "Your verification link");
  await world.call.ResendConfirmationCode({ ...world.client, Username });
  const second = linkTo(world, "ada");
  assert.notEqual(second.href, first.href);
  // The code of the link is the code: whoever types it in is confirmed as well.
  await world.call.ConfirmSignUp({
    ...world.client,
    Username,
    ConfirmationCode: second.searchParams.get("confirmation_code") ?? "",
  });
});

test("the link names nobody by an address where addresses are usernames", async () => {
  await using world = await startLinkWorld({ pool: { UsernameAttributes: ["email"] } });
  const { UserSub } = await world.call.SignUp({ ...world.client, Username: "ada@example.com", Password });
  const link = linkTo(world, "ada");
  assert.equal(link.searchParams.get("user_name"), UserSub);
  assert.equal((await world.press(link)).status, 200);
  assert.equal(await statusOf(world, "ada@example.com"), "CONFIRMED");
});

test("CustomMessage writes the words around the link, which they may not leave out", async () => {
  await using world = await startLinkWorld();
  let emailMessage = "<p>Welcome. {##Click Here##} {##Or here##} {####}</p>";
  const CustomMessage = world.functions.set("words", (event) => {
    assert.equal(event.request["linkParameter"], "{##Click Here##}");
    return { ...event, response: { emailMessage, emailSubject: "Hello" } };
  });
  await world.updatePool({ LambdaConfig: { CustomMessage } });
  await signUp(world, "ada");
  const { body, subject, code } = world.inbox.latest("ada@example.com");
  const href = linkTo(world, "ada").href.replaceAll("&", "&amp;");
  assert.equal(subject, "Hello");
  assert.equal(body, `<p>Welcome. <a href="${href}">Click Here</a> <a href="${href}">Or here</a> ${code}</p>`);
  emailMessage = "{####} alone";
  await assert.rejects(signUp(world, "bob"), { name: "InvalidLambdaResponseException" });
  // A forgotten password is reset by its code, also here.
  await world.user("eve");
  await world.call.ForgotPassword({ ...world.client, Username: "eve" });
  assert.equal(world.inbox.latest("eve@example.com").body, `${world.inbox.latest("eve@example.com").code} alone`);
});

test("messages by SMS, resets and attributes carry codes in pools that confirm by link", async () => {
  await using world = await startLinkWorld({
    pool: { AutoVerifiedAttributes: ["email", "phone_number"], SmsConfiguration },
  });
  await world.call.SignUp({
    ...world.client,
    Username: "ada",
    Password,
    UserAttributes: [{ Name: "phone_number", Value: "+12065550100" }],
  });
  assert.match(world.inbox.latest("+12065550100").body, /^Your verification code is \d{6}\.$/);
  await world.user("bob");
  await world.call.ForgotPassword({ ...world.client, Username: "bob" });
  const { AccessToken = "" } = (await world.signIn("bob", "Secret of bob 1!")).AuthenticationResult ?? {};
  await world.call.GetUserAttributeVerificationCode({ AccessToken, AttributeName: "email" });
  for (const { body } of world.inbox.to("bob@example.com")) assert.match(body, /^Your verification code is \d{6}\.$/);
});

test("GET /confirmUser confirms the user, and says so again to who opens the link again", async () => {
  await using world = await startLinkWorld();
  await signUp(world, "ada");
  const link = linkTo(world, "ada");
  assert.deepEqual(told(await world.open(wrong(link))), useless);
  assert.deepEqual(told(await world.open(link)), [200, "Your sign-up is confirmed"]);
  assert.equal(await statusOf(world, "ada"), "CONFIRMED");
  assert.equal((await attributesOf(world, "ada"))["email_verified"], "true");
  assert.match((await world.open(link)).html, /It was confirmed before\./);
});

test("GET /confirmUser counts wrong codes with those of ConfirmSignUp", async () => {
  await using world = await startLinkWorld();
  await signUp(world, "ada");
  const link = linkTo(world, "ada");
  for (let n = 0; n < 5; n += 1) assert.deepEqual(told(await world.open(wrong(link))), useless);
  assert.deepEqual(told(await world.open(link)), [429, "Too many attempts"]);
  assert.equal(await statusOf(world, "ada"), "UNCONFIRMED");
});

test("GET /confirmUser changes nothing for who only looks ahead", async () => {
  await using world = await startLinkWorld();
  await signUp(world, "ada");
  const link = linkTo(world, "ada");
  const { status, html } = await world.head(link);
  assert.deepEqual([status, html], [200, ""]);
  const ahead = await fetch(new URL(`${link.pathname}${link.search}`, world.endpoint), {
    headers: { connection: "close", "sec-purpose": "prefetch;prerender" },
  });
  assert.match(await ahead.text(), /<h1>Confirm your sign-up<\/h1>/);
  assert.equal(await statusOf(world, "ada"), "UNCONFIRMED");
});

test("GET /confirmUser changes nothing where the button confirms, however often scanners open the link", async () => {
  await using world = await startLinkWorld({ settings: { confirmLinks: "button" } });
  await signUp(world, "ada");
  const link = linkTo(world, "ada");
  for (let n = 0; n < 20; n += 1) {
    assert.deepEqual(told(await world.open(n % 2 === 0 ? link : wrong(link))), [200, "Confirm your sign-up"]);
    const { status, html } = await world.head(link);
    assert.deepEqual([status, html], [200, ""]);
  }
  assert.equal(await statusOf(world, "ada"), "UNCONFIRMED");
  // No try is spent either: the button still works.
  assert.equal((await world.press(link)).status, 200);
});

test("POST /confirmUser confirms the user, verifies the address and tells PostConfirmation, once", async () => {
  await using world = await startLinkWorld();
  const PostConfirmation = world.functions.set("welcome", (event) => event);
  await world.updatePool({ LambdaConfig: { PostConfirmation } });
  await signUp(world, "ada");
  const link = linkTo(world, "ada");
  assert.deepEqual(told(await world.press(link)), [200, "Your sign-up is confirmed"]);
  assert.equal(await statusOf(world, "ada"), "CONFIRMED");
  assert.equal((await attributesOf(world, "ada"))["email_verified"], "true");
  assert.ok((await world.signIn("ada", Password)).AuthenticationResult);
  const [event, ...more] = world.functions.events;
  assert.equal(event?.triggerSource, "PostConfirmation_ConfirmSignUp");
  assert.equal(event.callerContext.clientId, world.client.ClientId);
  assert.deepEqual(more, []);
  assert.match((await world.press(link)).html, /It was confirmed before\./);
});

test("POST /confirmUser takes the link without its slash, and from a client with a secret", async () => {
  await using world = await startLinkWorld({ client: { GenerateSecret: true } });
  const { UserPoolClient } = await world.call.CreateUserPoolClient({ ...world.pool, ClientName: "public" });
  const ClientId = UserPoolClient?.ClientId ?? "";
  const UserAttributes = [{ Name: "email", Value: "ada@example.com" }];
  await world.call.SignUp({ ClientId, Username: "ada", Password, UserAttributes });
  const link = changed(linkTo(world, "ada"), "client_id", world.client.ClientId);
  link.pathname = "/confirmUser";
  assert.equal((await world.press(link)).status, 200);
});

test("POST /confirmUser tells the user when the application's function fails after the confirmation", async () => {
  await using world = await startLinkWorld();
  const PostConfirmation = world.functions.set("fails", () => {
    throw new Error("<b>its own words</b>");
  });
  await world.updatePool({ LambdaConfig: { PostConfirmation } });
  await signUp(world, "ada");
  const seen = await world.press(linkTo(world, "ada"));
  assert.equal(seen.status, 502);
  assert.match(seen.html, /could not finish/);
  assert.doesNotMatch(seen.html, /its own words/);
  assert.equal(await statusOf(world, "ada"), "CONFIRMED");
});

test("POST /confirmUser refuses a link that is wrong, late, replaced, cut or of another user alike", async () => {
  await using world = await startLinkWorld();
  await signUp(world, "ada");
  await signUp(world, "bob");
  const replaced = linkTo(world, "ada");
  await world.call.ResendConfirmationCode({ ...world.client, Username: "ada" });
  const link = linkTo(world, "ada");
  const unfit = [
    wrong(link),
    replaced,
    changed(link, "user_name", "bob"),
    changed(link, "user_name", "nobody"),
    changed(link, "client_id", "unknownclient"),
  ];
  const cut = [
    changed(link, "confirmation_code", null),
    changed(link, "confirmation_code", ""),
    changed(link, "user_name", null),
    changed(link, "client_id", "<script>"),
    changed(link, "user_name", "x".repeat(129)),
    new URL("/confirmUser/", link),
  ];
  for (const { href } of [...unfit, ...cut]) assert.deepEqual(told(await world.press(new URL(href))), useless, href);
  for (const { href } of cut) assert.deepEqual(told(await world.open(new URL(href))), useless, href);
  world.clock.advance(DAY_MS);
  assert.deepEqual(told(await world.press(link)), useless);
  assert.equal(await statusOf(world, "ada"), "UNCONFIRMED");
});

test("POST /confirmUser leaves an alias with its holder, and the code good", async () => {
  await using world = await startLinkWorld({ pool: { AliasAttributes: ["email"] } });
  await world.user("first", { email: "ada@example.com" });
  await signUp(world, "second", "ada@example.com");
  const link = linkTo(world, "ada");
  for (let n = 0; n < 2; n += 1) {
    assert.deepEqual(told(await world.press(link)), [409, "This address belongs to another account"]);
  }
  assert.equal(await statusOf(world, "second"), "UNCONFIRMED");
  await world.call.AdminDeleteUser({ ...world.pool, Username: "first" });
  assert.equal((await world.press(link)).status, 200);
});

test("POST /confirmUser counts wrong codes with those of ConfirmSignUp", async () => {
  await using world = await startLinkWorld();
  await signUp(world, "ada");
  const link = linkTo(world, "ada");
  const guess = wrong(link);
  const ConfirmationCode = guess.searchParams.get("confirmation_code") ?? "";
  for (let n = 0; n < 2; n += 1) {
    assert.deepEqual(told(await world.press(guess)), useless);
    await assert.rejects(world.call.ConfirmSignUp({ ...world.client, Username: "ada", ConfirmationCode }), {
      name: "CodeMismatchException",
    });
  }
  assert.deepEqual(told(await world.press(guess)), useless);
  for (const last of [guess, link]) {
    assert.deepEqual(told(await world.press(last)), [429, "Too many attempts"]);
  }
});

test("POST /confirmUser answers alike for every name where the client hides who exists", async () => {
  await using world = await startLinkWorld({ client: { PreventUserExistenceErrors: "ENABLED" } });
  await world.user("confirmed");
  await signUp(world, "disabled");
  await signUp(world, "ada");
  await world.call.AdminDisableUser({ ...world.pool, Username: "disabled" });
  const link = linkTo(world, "ada");
  const pages = new Set<string>();
  for (const name of ["nobody", "confirmed", "disabled", "ada"]) {
    const guess = wrong(changed(link, "user_name", name));
    for (let n = 0; n < 5; n += 1) {
      const { status, html } = await world.press(guess);
      pages.add(`${status} ${html}`);
    }
    const { status, html } = await world.press(guess);
    pages.add(`${status} ${html}`);
  }
  assert.deepEqual(
    [...pages].map((page) => page.slice(0, 3)),
    ["400", "429"],
  );
});

test("POST /confirmUser means the pool of the link's client, and no other", async () => {
  await using world = await startLinkWorld();
  const { UserPool } = await world.call.CreateUserPool({
    PoolName: "other",
    AutoVerifiedAttributes: ["email"],
    ...BY_LINK,
  });
  const { UserPoolClient } = await world.call.CreateUserPoolClient({
    UserPoolId: UserPool?.Id ?? "",
    ClientName: "app",
  });
  const ClientId = UserPoolClient?.ClientId ?? "";
  const UserAttributes = [{ Name: "email", Value: "other-ada@example.com" }];
  await signUp(world, "ada");
  await world.call.SignUp({ ClientId, Username: "ada", Password, UserAttributes });
  assert.deepEqual(told(await world.press(changed(linkTo(world, "ada"), "client_id", ClientId))), useless);
  assert.equal((await world.press(linkTo(world, "other-ada"))).status, 200);
  assert.equal(await statusOf(world, "ada"), "UNCONFIRMED");
});

test("POST /confirmUser is won once by fifty at once", async () => {
  await using world = await startLinkWorld({ client: { PreventUserExistenceErrors: "ENABLED" } });
  await signUp(world, "ada");
  const link = linkTo(world, "ada");
  const seen = await Promise.all(Array.from({ length: 50 }, () => world.press(link)));
  assert.equal(seen.filter(({ status }) => status === 200).length, 1);
});

test("POST /confirmUser is held to the rate of ConfirmSignUp", async () => {
  await using world = await startLinkWorld({ settings: { rates: "amazon" } });
  await signUp(world, "ada");
  const link = wrong(linkTo(world, "ada"));
  const seen = await Promise.all(Array.from({ length: 30 }, () => world.press(link)));
  assert.ok(seen.some(({ status, html }) => status === 429 && html.includes("Too many attempts")));
});

test("the pages of /confirmUser load, run, frame and keep nothing, and are for no other site's scripts", async () => {
  await using world = await startLinkWorld();
  await signUp(world, "ada");
  const link = changed(linkTo(world, "ada"), "user_name", `"><script>alert(1)</script>`);
  for (const { html, headers } of [await world.open(link), await world.press(link)]) {
    const policy = headers.get("content-security-policy") ?? "";
    assert.match(
      policy,
      /^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'$/,
    );
    assert.equal(headers.get("cache-control"), "no-store");
    assert.equal(headers.get("referrer-policy"), "no-referrer");
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.equal(headers.get("content-type"), "text/html; charset=utf-8");
    assert.equal(headers.get("access-control-allow-origin"), null);
    assert.doesNotMatch(html, /script|alert|https?:/);
  }
});

test("/confirmUser reads no body beyond a button's, and no method but its own", async () => {
  await using world = await startLinkWorld();
  await signUp(world, "ada");
  const link = linkTo(world, "ada");
  const send = (method: string, body?: string) =>
    fetch(new URL(`${link.pathname}${link.search}`, world.endpoint), {
      method,
      headers: { connection: "close" },
      ...(body === undefined ? {} : { body }),
    });
  assert.equal((await send("POST", "x".repeat(2_000))).status, 400);
  for (const method of ["PUT", "DELETE", "OPTIONS"]) assert.equal((await send(method)).status, 404, method);
  assert.equal(await statusOf(world, "ada"), "UNCONFIRMED");
});
