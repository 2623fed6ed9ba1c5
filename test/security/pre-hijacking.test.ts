/**
 * Somebody registers with another person's address before that person arrives. The two are never one user without proof
 * on both sides: an address stands for nobody until the code that went there has come back, and a code proves the address
 * that it went to, and no other. Stops pre-hijacking (CVE-2026-53516, CVE-2026-9092, CVE-2026-41574).
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { contracts, type OperationName } from "../../src/contracts/index.ts";
import type { Contract } from "../../src/contracts/vocabulary.ts";
import { implementationOf } from "../../src/operations/index.ts";
import { accessOf, attributeList, attributesOf } from "../../src/testing/attributes.ts";
import { operationNames, rawCalls } from "../../src/testing/raw.ts";
import { refused, TEXTS } from "../../src/testing/refused.ts";
import { startWorld, type World, type WorldOptions } from "../../src/testing/world.ts";
import { inputs } from "./permission-matrix/inputs.ts";
import { startScene } from "./permission-matrix/scene.ts";
import { differences, readStored } from "./permission-matrix/stored.ts";

const VICTIM = "victim@example.com";
const PASSWORD = "Chosen by eve 1!";
const OWN = "Chosen by the victim 1!";
const ALIASES: WorldOptions = { pool: { AliasAttributes: ["email"] } };

/** Eve, who has signed up with the victim's address; an administrator has let her in without its code. */
const startHijack = async (options: WorldOptions = ALIASES): Promise<World> => {
  const world = await startWorld(options);
  await world.call.SignUp({
    ...world.client,
    Username: "eve",
    Password: PASSWORD,
    UserAttributes: attributeList({ email: VICTIM }),
  });
  return world;
};

const confirm = ({ call, pool }: World) => call.AdminConfirmSignUp({ ...pool, Username: "eve" });
const codeOf = ({ inbox }: World, to = VICTIM) => inbox.latest(to).code;

/** Eve has the password that she chose, and nothing of the victim's. */
const requireApart = async (world: World, victim: string): Promise<void> => {
  const { call, pool } = world;
  assert.equal((await call.AdminGetUser({ ...pool, Username: VICTIM })).Username, victim);
  assert.notEqual((await attributesOf(world, "eve"))["email_verified"], "true");
  await refused(world.signIn(VICTIM, PASSWORD), "NotAuthorizedException", TEXTS.incorrect);
};

test("a victim whom an administrator creates gets the address, and who registered with it first gets nothing", async () => {
  for (const isConfirmed of [true, false]) {
    await using world = await startHijack();
    const { call, pool, client } = world;
    const stolen = codeOf(world);
    if (isConfirmed) await confirm(world);
    await call.AdminCreateUser({
      ...pool,
      Username: "ada",
      MessageAction: "SUPPRESS",
      UserAttributes: attributeList({ email: VICTIM, email_verified: "true" }),
    });
    await call.AdminSetUserPassword({ ...pool, Username: "ada", Password: OWN, Permanent: true });
    await requireApart(world, "ada");
    // Not even the code that lies in the victim's mailbox makes the address eve's, unless it is forced.
    const late = call.ConfirmSignUp({ ...client, Username: "eve", ConfirmationCode: stolen });
    await refused(late, isConfirmed ? "NotAuthorizedException" : "AliasExistsException");
    await requireApart(world, "ada");
    assert.ok((await world.signIn(VICTIM, OWN)).AuthenticationResult);
  }
});

test("a victim who signs up later proves the address, and takes nobody over", async () => {
  await using world = await startHijack();
  const { call, client } = world;
  await confirm(world);
  await call.SignUp({ ...client, Username: "ada", Password: OWN, UserAttributes: attributeList({ email: VICTIM }) });
  await call.ConfirmSignUp({ ...client, Username: "ada", ConfirmationCode: codeOf(world) });
  await requireApart(world, "ada");
  const eve = await accessOf(world, { Username: "eve", Password: PASSWORD });
  await call.GetUserAttributeVerificationCode({ ...eve, AttributeName: "email" });
  await refused(
    call.VerifyUserAttribute({ ...eve, AttributeName: "email", Code: codeOf(world) }),
    "AliasExistsException",
  );
  await requireApart(world, "ada");
});

test("a victim who is migrated becomes a user apart from who registered with the address", async () => {
  await using world = await startHijack();
  const UserMigration = world.functions.set("migrate", (event) => {
    event.response = {
      ...event.response,
      userAttributes: { username: "ada", email: VICTIM, email_verified: "true" },
      finalUserStatus: "CONFIRMED",
    };
    return event;
  });
  await confirm(world);
  await world.updatePool({ LambdaConfig: { UserMigration } });
  assert.ok((await world.signIn(VICTIM, OWN)).AuthenticationResult);
  await requireApart(world, "ada");
});

test("another provider's identity is never linked to a user by an address that the user has not proven", async () => {
  await using world = await startHijack();
  const { call, pool } = world;
  await confirm(world);
  const source = { ProviderName: "Google", ProviderAttributeName: "Cognito_Subject", ProviderAttributeValue: "1" };
  const link = (ProviderAttributeValue: string) =>
    call.AdminLinkProviderForUser({
      ...pool,
      DestinationUser: { ProviderName: "Cognito", ProviderAttributeValue },
      SourceUser: source,
    });
  await refused(link(VICTIM), "UserNotFoundException", TEXTS.unknownUser);
  await world.user("ada", { email: VICTIM });
  await link(VICTIM);
  assert.equal((await call.AdminGetUser({ ...pool, Username: "Google_1" })).Username, "ada");
  assert.equal((await attributesOf(world, "eve"))["identities"], undefined);
});

test("a name that another provider's identity would have is not taken over with who took it first", async () => {
  await using world = await startWorld();
  const { call, pool, client } = world;
  await world.user("ada");
  await call.SignUp({
    ...client,
    Username: "Google_1",
    Password: PASSWORD,
    UserAttributes: attributeList({ email: VICTIM }),
  });
  await refused(
    call.AdminLinkProviderForUser({
      ...pool,
      DestinationUser: { ProviderName: "Cognito", ProviderAttributeValue: "ada" },
      SourceUser: { ProviderName: "Google", ProviderAttributeName: "Cognito_Subject", ProviderAttributeValue: "1" },
    }),
    "InvalidParameterException",
  );
});

test("where addresses are usernames, a password chosen before ends when the mailbox recovers the account", async () => {
  await using world = await startWorld({ pool: { UsernameAttributes: ["email"] } });
  const { call, pool, client } = world;
  const sign = (Password: string) => call.SignUp({ ...client, Username: VICTIM, Password });
  await sign(PASSWORD);
  await refused(sign(OWN), "UsernameExistsException");
  await refused(world.signIn(VICTIM, PASSWORD), "UserNotConfirmedException");
  // Who recovers the account by the mailbox has its password; the other's is gone.
  await call.AdminConfirmSignUp({ ...pool, Username: VICTIM });
  await refused(call.ForgotPassword({ ...client, Username: VICTIM }), "InvalidParameterException", TEXTS.noContact);
  const eve = await accessOf(world, { Username: VICTIM, Password: PASSWORD });
  await call.GetUserAttributeVerificationCode({ ...eve, AttributeName: "email" });
  await refused(call.VerifyUserAttribute({ ...eve, AttributeName: "email", Code: "000000" }), "CodeMismatchException");
  await call.AdminUpdateUserAttributes({
    ...pool,
    Username: VICTIM,
    UserAttributes: attributeList({ email_verified: "true" }),
  });
  await call.ForgotPassword({ ...client, Username: VICTIM });
  const ConfirmationCode = codeOf(world);
  await call.ConfirmForgotPassword({ ...client, Username: VICTIM, ConfirmationCode, Password: OWN });
  await refused(world.signIn(VICTIM, PASSWORD), "NotAuthorizedException", TEXTS.incorrect);
  assert.ok((await world.signIn(VICTIM, OWN)).AuthenticationResult);
});

test("who recovers an account ends what others hold of it by signing out everywhere; a reset alone ends no session", async () => {
  await using world = await startWorld();
  const { call, pool, client } = world;
  const ada = await world.user();
  const { AuthenticationResult: stolen } = await world.signIn(ada.Username, ada.Password);
  const AccessToken = stolen?.AccessToken ?? "";
  const refresh = () => call.GetTokensFromRefreshToken({ ...client, RefreshToken: stolen?.RefreshToken ?? "" });
  await call.AdminResetUserPassword({ ...pool, Username: ada.Username });
  // While the reset is not finished the old tokens open nothing.
  await refused(call.GetUser({ AccessToken }), "PasswordResetRequiredException", TEXTS.resetRequired);
  await refused(refresh(), "NotAuthorizedException");
  const ConfirmationCode = codeOf(world, "ada@example.com");
  await call.ConfirmForgotPassword({ ...client, Username: ada.Username, ConfirmationCode, Password: OWN });
  // As on Amazon's service, tokens survive a new password.
  await call.GetUser({ AccessToken });
  await call.AdminUserGlobalSignOut({ ...pool, Username: ada.Username });
  await refused(call.GetUser({ AccessToken }), "NotAuthorizedException", "Access Token has been revoked");
  await refused(refresh(), "NotAuthorizedException", "Refresh Token has been revoked");
});

test("a code that went to one address proves no other that the user has set since", async () => {
  for (const AttributesRequireVerificationBeforeUpdate of [[], ["email"]] as const) {
    await using world = await startWorld({
      pool: {
        AliasAttributes: ["email"],
        UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate },
      },
    });
    const { call } = world;
    const eve = await accessOf(world, await world.user("eve", { email_verified: "false" }));
    await call.GetUserAttributeVerificationCode({ ...eve, AttributeName: "email" });
    const Code = codeOf(world, "eve@example.com");
    await call.UpdateUserAttributes({ ...eve, UserAttributes: attributeList({ email: VICTIM }) });
    await assert.rejects(call.VerifyUserAttribute({ ...eve, AttributeName: "email", Code }));
    const { email, email_verified: verified } = await attributesOf(world, "eve");
    assert.ok(email !== VICTIM || verified !== "true");
    await refused(call.AdminGetUser({ ...world.pool, Username: VICTIM }), "UserNotFoundException");
  }
});

test("a sign-up code proves no address that was put in place of the one that it went to", async () => {
  await using world = await startWorld(ALIASES);
  const { call, pool, client } = world;
  const UserAttributes = attributeList({ email: "eve@example.com" });
  await call.SignUp({ ...client, Username: "eve", Password: PASSWORD, UserAttributes });
  const ConfirmationCode = codeOf(world, "eve@example.com");
  await call.AdminUpdateUserAttributes({ ...pool, Username: "eve", UserAttributes: attributeList({ email: VICTIM }) });
  await assert.rejects(call.ConfirmSignUp({ ...client, Username: "eve", ConfirmationCode }));
  assert.notEqual((await attributesOf(world, "eve"))["email_verified"], "true");
  await refused(call.AdminGetUser({ ...pool, Username: VICTIM }), "UserNotFoundException");
});

/** Operations whose Username may be nobody's yet. */
const CREATING: ReadonlySet<OperationName> = new Set(["AdminCreateUser", "SignUp"]);

test("an address that nobody has proven is nobody's name, in every operation that takes one", async (t) => {
  await using scene = await startScene({ AliasAttributes: ["email"] });
  const { call, pool, client, engine } = scene;
  await call.SignUp({
    ...client,
    Username: "eve",
    Password: PASSWORD,
    UserAttributes: attributeList({ email: VICTIM }),
  });
  await call.AdminConfirmSignUp({ ...pool, Username: "eve" });
  const { UserAttributes } = await call.AdminGetUser({ ...pool, Username: "eve" });
  const sub = UserAttributes?.find(({ Name }) => Name === "sub")?.Value ?? "";
  const about = operationNames.filter((name) => {
    const { input }: Contract = contracts[name];
    return "Username" in input.members && implementationOf(name) !== undefined && !CREATING.has(name);
  });
  assert.ok(about.length > 25);
  for (const name of about) {
    await t.test(name, async () => {
      const input = { ...(await inputs[name](scene)), Username: VICTIM };
      const asked = "ClientId" in input && !("UserPoolId" in input) ? { ...input, ...client } : input;
      const before = await readStored(engine);
      await assert.rejects(rawCalls(call)[name](asked), {
        name: /^(?:UserNotFound|ResourceNotFound|NotAuthorized)Exception$/u,
      });
      assert.deepEqual(
        differences(before, await readStored(engine), (_, row) => row.includes(sub)),
        [],
      );
    });
  }
});
