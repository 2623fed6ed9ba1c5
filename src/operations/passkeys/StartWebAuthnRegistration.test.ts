import assert from "node:assert/strict";
import { test } from "node:test";
import { register, signedIn, startPasskeyWorld, startRegistration } from "../../testing/passkey-world.ts";
import { refused } from "../../testing/refused.ts";
import { startWorld } from "../../testing/world.ts";

test("StartWebAuthnRegistration answers with the options for navigator.credentials.create", async () => {
  await using world = await startPasskeyWorld();
  const token = await signedIn(world);
  const { UserAttributes } = await world.call.GetUser(token);
  const sub = UserAttributes?.find(({ Name }) => Name === "sub")?.Value ?? "";
  const options = await startRegistration(world, token);
  assert.equal(Buffer.from(options.challenge, "base64url").length, 16);
  assert.deepEqual(options, {
    rp: { id: "example.com", name: "example.com" },
    user: { id: Buffer.from(sub).toString("base64url"), name: "ada", displayName: "ada" },
    challenge: options.challenge,
    pubKeyCredParams: [
      { type: "public-key", alg: -7 },
      { type: "public-key", alg: -257 },
    ],
    timeout: 60_000,
    excludeCredentials: [],
    authenticatorSelection: { requireResidentKey: true, residentKey: "required", userVerification: "preferred" },
  });
  assert.notEqual((await startRegistration(world, token)).challenge, options.challenge);
});

test("StartWebAuthnRegistration excludes the authenticators that the user has already", async () => {
  await using world = await startPasskeyWorld();
  const [ada, bob] = [await signedIn(world), await signedIn(world, "bob")];
  const { credentialId } = await register(world, ada);
  assert.deepEqual((await startRegistration(world, ada)).excludeCredentials, [
    { id: credentialId, type: "public-key" },
  ]);
  assert.deepEqual((await startRegistration(world, bob)).excludeCredentials, []);
});

test("StartWebAuthnRegistration shows the address where usernames are addresses, and the user's name", async () => {
  await using world = await startWorld({
    pool: {
      UsernameAttributes: ["email"],
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "WEB_AUTHN"] } },
    },
  });
  const { call, pool } = world;
  await call.SetUserPoolMfaConfig({ ...pool, WebAuthnConfiguration: { RelyingPartyId: "Example.COM" } });
  const Password = "Secret of ada 1!";
  const Username = "ada@example.com";
  const UserAttributes = [{ Name: "name", Value: "Ada Lovelace" }];
  await call.AdminCreateUser({ ...pool, Username, UserAttributes, MessageAction: "SUPPRESS" });
  await call.AdminSetUserPassword({ ...pool, Username, Password, Permanent: true });
  const { AuthenticationResult } = await world.signIn(Username, Password);
  const { user, rp } = await startRegistration(world, { AccessToken: AuthenticationResult?.AccessToken ?? "" });
  assert.deepEqual({ ...user, id: "" }, { id: "", name: Username, displayName: "Ada Lovelace" });
  assert.equal(rp.id, "example.com");
});

test("StartWebAuthnRegistration demands user verification where the pool does", async () => {
  for (const configuration of [
    { RelyingPartyId: "example.com", UserVerification: "required" },
    { RelyingPartyId: "example.com", FactorConfiguration: "MULTI_FACTOR_WITH_USER_VERIFICATION" },
  ] as const) {
    await using world = await startPasskeyWorld(configuration);
    const options = await startRegistration(world, await signedIn(world));
    assert.equal(options.authenticatorSelection.userVerification, "required");
  }
});

test("StartWebAuthnRegistration refuses a pool that does not let users sign in with passkeys", async () => {
  await using world = await startWorld();
  await world.call.SetUserPoolMfaConfig({ ...world.pool, WebAuthnConfiguration: { RelyingPartyId: "example.com" } });
  await refused(
    world.call.StartWebAuthnRegistration(await signedIn(world)),
    "WebAuthnNotEnabledException",
    "Passkeys are not enabled for the user pool: WEB_AUTHN is not one of its AllowedFirstAuthFactors.",
  );
});

test("StartWebAuthnRegistration refuses a pool without relying party and domain", async () => {
  await using world = await startPasskeyWorld({});
  await refused(
    world.call.StartWebAuthnRegistration(await signedIn(world)),
    "WebAuthnConfigurationMissingException",
    "The user pool has neither a relying party ID nor a domain.",
  );
});

test("StartWebAuthnRegistration refuses a user with the most passkeys", async () => {
  await using world = await startPasskeyWorld();
  const token = await signedIn(world);
  for (let index = 0; index < 20; index += 1) await register(world, token);
  await refused(
    world.call.StartWebAuthnRegistration(token),
    "LimitExceededException",
    "The user has the most passkeys that a user may have.",
  );
});

test("StartWebAuthnRegistration refuses a token that is none", async () => {
  await using world = await startPasskeyWorld();
  await refused(world.call.StartWebAuthnRegistration({ AccessToken: "none" }), "NotAuthorizedException");
});
