import assert from "node:assert/strict";
import { test } from "node:test";
import { register, signedIn, signInOf, startPasskeyWorld, startRegistration } from "../../testing/passkey-world.ts";
import { refused } from "../../testing/refused.ts";
import { cbor, makePasskey, type MakingCeremony } from "../../testing/software-authenticator.ts";
import type { World } from "../../testing/world.ts";

type Token = { readonly AccessToken: string };

/** Begins a registration, and answers it with what a wrongly working browser or authenticator makes. */
const answerWith = async (world: World, token: Token, ceremony: MakingCeremony) => {
  const { document } = makePasskey(await startRegistration(world, token), ceremony);
  return world.call.CompleteWebAuthnRegistration({ ...token, Credential: document });
};

const registered = async ({ call }: World, token: Token) => (await call.ListWebAuthnCredentials(token)).Credentials;

const TEXTS = {
  challenge: "The passkey challenge is unknown, spent or expired.",
  client: "The registration was started with another app client.",
  document: "Credential is not a registration response of WebAuthn.",
  limit: "The user has the most passkeys that a user may have.",
  origin: "The origin of the passkey does not belong to the relying party of the user pool.",
  relyingParty: "The passkey was made for another relying party than that of the user pool.",
  support: "The passkey is not of a supported kind.",
  taken: "The passkey is registered already.",
} as const;

test("CompleteWebAuthnRegistration registers what the authenticator has made", async () => {
  await using world = await startPasskeyWorld();
  const token = await signedIn(world);
  const { document } = makePasskey(await startRegistration(world, token), {
    attachment: "cross-platform",
    transports: ["usb"],
  });
  assert.deepEqual(await world.call.CompleteWebAuthnRegistration({ ...token, Credential: document }), {});
  assert.deepEqual(await registered(world, token), [
    {
      CredentialId: document.id,
      FriendlyCredentialName: "Security key",
      RelyingPartyId: "example.com",
      AuthenticatorAttachment: "cross-platform",
      AuthenticatorTransports: ["usb"],
      CreatedAt: world.clock.now() / 1000,
    },
  ]);
});

test("CompleteWebAuthnRegistration names a passkey by its provider", async () => {
  await using world = await startPasskeyWorld();
  const token = await signedIn(world);
  await register(world, token, { aaguid: "ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4" });
  assert.equal((await registered(world, token))[0]?.FriendlyCredentialName, "Google Password Manager");
});

test("CompleteWebAuthnRegistration takes RSA keys, pages below the relying party, and what clients leave out", async () => {
  await using world = await startPasskeyWorld();
  const token = await signedIn(world);
  await answerWith(world, token, { algorithm: "RS256" });
  await answerWith(world, token, { origin: "https://login.example.com:8443" });
  const { document } = makePasskey(await startRegistration(world, token));
  const { clientDataJSON, attestationObject } = document.response;
  const { id, type } = document;
  await world.call.CompleteWebAuthnRegistration({
    ...token,
    Credential: { id, type, response: { clientDataJSON, attestationObject } },
  });
  assert.equal((await registered(world, token)).length, 3);
});

test("CompleteWebAuthnRegistration takes a maker's statement of any kind, and looks at none", async () => {
  await using world = await startPasskeyWorld();
  const token = await signedIn(world);
  const certificates = cbor.map([cbor.text("x5c"), cbor.text("no certificates")]);
  await answerWith(world, token, { attestation: { format: "packed", statement: certificates } });
  await answerWith(world, token, { attestation: { format: "of-tomorrow", statement: certificates } });
  assert.equal((await registered(world, token)).length, 2);
});

test("CompleteWebAuthnRegistration takes localhost without HTTPS where it is the relying party", async () => {
  await using world = await startPasskeyWorld({ RelyingPartyId: "localhost" });
  const token = await signedIn(world);
  await answerWith(world, token, { origin: "http://localhost:3000" });
  await refused(
    answerWith(world, token, { origin: "http://localhost.example.com:3000" }),
    "WebAuthnOriginNotAllowedException",
  );
});

test("CompleteWebAuthnRegistration takes a challenge once", async () => {
  await using world = await startPasskeyWorld();
  const token = await signedIn(world);
  const options = await startRegistration(world, token);
  const [first, second] = [makePasskey(options), makePasskey(options)];
  await world.call.CompleteWebAuthnRegistration({ ...token, Credential: first.document });
  for (const { document } of [first, second]) {
    await refused(
      world.call.CompleteWebAuthnRegistration({ ...token, Credential: document }),
      "WebAuthnChallengeNotFoundException",
      TEXTS.challenge,
    );
  }
  assert.equal((await registered(world, token)).length, 1);
});

test("CompleteWebAuthnRegistration lets one of several answers at once spend the challenge", async () => {
  await using world = await startPasskeyWorld();
  const token = await signedIn(world);
  const options = await startRegistration(world, token);
  const answers = Array.from({ length: 8 }, () => makePasskey(options).document);
  const outcomes = await Promise.allSettled(
    answers.map((Credential) => world.call.CompleteWebAuthnRegistration({ ...token, Credential })),
  );
  assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
  assert.equal((await registered(world, token)).length, 1);
});

test("CompleteWebAuthnRegistration knows no challenge that was never given, replaced, another user's, or too old", async () => {
  await using world = await startPasskeyWorld();
  const [ada, bob] = [await signedIn(world), await signedIn(world, "bob")];
  const complete = (token: Token, Credential: unknown) =>
    refused(
      world.call.CompleteWebAuthnRegistration({ ...token, Credential }),
      "WebAuthnChallengeNotFoundException",
      TEXTS.challenge,
    );
  const replaced = makePasskey(await startRegistration(world, ada));
  await complete(bob, replaced.document);
  await startRegistration(world, bob);
  await complete(bob, replaced.document);
  const current = makePasskey(await startRegistration(world, ada));
  await complete(ada, replaced.document);
  world.clock.advance(5 * 60 * 1000);
  await complete(ada, current.document);
  assert.deepEqual(await registered(world, ada), []);
});

test("CompleteWebAuthnRegistration refuses a challenge that was given to another client", async () => {
  await using world = await startPasskeyWorld();
  const token = await signedIn(world);
  const { document } = makePasskey(await startRegistration(world, token));
  const { UserPoolClient } = await world.call.CreateUserPoolClient({
    ...world.pool,
    ClientName: "other",
    ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
  });
  const { AuthenticationResult } = await world.call.InitiateAuth({
    ClientId: UserPoolClient?.ClientId ?? "",
    AuthFlow: "USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME: "ada", PASSWORD: "Secret of ada 1!" },
  });
  await refused(
    world.call.CompleteWebAuthnRegistration({
      AccessToken: AuthenticationResult?.AccessToken ?? "",
      Credential: document,
    }),
    "WebAuthnClientMismatchException",
    TEXTS.client,
  );
  await world.call.CompleteWebAuthnRegistration({ ...token, Credential: document });
});

test("CompleteWebAuthnRegistration refuses pages that are not the relying party's, and frames in them", async () => {
  await using world = await startPasskeyWorld();
  const token = await signedIn(world);
  const elsewhere: MakingCeremony[] = [
    "https://example.org",
    "https://example.com.evil.org",
    "https://notexample.com",
    "http://example.com",
    "http://localhost:3000",
    "https://example.com/",
    "android:apk-key-hash:abc",
    "null",
    "",
  ].map((origin) => ({ origin }));
  for (const ceremony of [...elsewhere, { crossOrigin: true }]) {
    await refused(answerWith(world, token, ceremony), "WebAuthnOriginNotAllowedException", TEXTS.origin);
  }
});

test("CompleteWebAuthnRegistration refuses a passkey of another relying party, and of one that the pool has no more", async () => {
  await using world = await startPasskeyWorld();
  const { call, pool } = world;
  const token = await signedIn(world);
  const mismatch = ["WebAuthnRelyingPartyMismatchException", TEXTS.relyingParty] as const;
  await refused(answerWith(world, token, { relyingPartyId: "example.org" }), ...mismatch);
  const { document } = makePasskey(await startRegistration(world, token), { origin: "https://login.example.com" });
  const complete = () => call.CompleteWebAuthnRegistration({ ...token, Credential: document });
  await call.SetUserPoolMfaConfig({ ...pool, WebAuthnConfiguration: { RelyingPartyId: "login.example.com" } });
  await refused(complete(), ...mismatch);
  await call.SetUserPoolMfaConfig({ ...pool, WebAuthnConfiguration: {} });
  await refused(complete(), ...mismatch);
});

test("CompleteWebAuthnRegistration refuses authenticators that do not do what it takes", async () => {
  const unsupported = ["WebAuthnCredentialNotSupportedException", TEXTS.support] as const;
  await using world = await startPasskeyWorld();
  const token = await signedIn(world);
  await answerWith(world, token, { userVerified: false });
  for (const ceremony of [{ algorithm: "EdDSA" }, { userPresent: false }] as const) {
    await refused(answerWith(world, token, ceremony), ...unsupported);
  }
  const enormous = cbor.map(
    [cbor.integer(1), cbor.integer(3)],
    [cbor.integer(3), cbor.integer(-257)],
    [cbor.integer(-1), cbor.bytes(Buffer.alloc(1_024, 0xff))],
    [cbor.integer(-2), cbor.bytes(Buffer.from([1, 0, 1]))],
  );
  await refused(answerWith(world, token, { publicKey: enormous }), ...unsupported);
  await using strict = await startPasskeyWorld({ RelyingPartyId: "example.com", UserVerification: "required" });
  const strictToken = await signedIn(strict);
  await refused(answerWith(strict, strictToken, { userVerified: false }), ...unsupported);
  await answerWith(strict, strictToken, { userVerified: true });
});

test("CompleteWebAuthnRegistration refuses what is not a registration response", async () => {
  await using world = await startPasskeyWorld();
  const token = await signedIn(world);
  const { document } = makePasskey(await startRegistration(world, token));
  const { response } = document;
  const other = makePasskey(await startRegistration(world, token)).document;
  const used = makePasskey(await startRegistration(world, token), { type: "webauthn.get" }).document;
  const current = makePasskey(await startRegistration(world, token));
  const authData = cbor.map(
    [cbor.text("fmt"), cbor.text("none")],
    [cbor.text("attStmt"), cbor.map()],
    [cbor.text("authData"), cbor.bytes(Buffer.alloc(36))],
  );
  const within = (change: object) => ({ ...current.document, response: { ...current.document.response, ...change } });
  const documents: unknown[] = [
    "a text",
    7,
    [],
    {},
    { ...document, id: undefined },
    { ...document, id: "" },
    { ...document, id: "not base64url!", rawId: "not base64url!" },
    { ...document, id: `${document.id}=`, rawId: `${document.id}=` },
    { ...document, id: "A".repeat(1_368), rawId: "A".repeat(1_368) },
    { ...document, rawId: other.id },
    { ...document, type: "password" },
    { ...document, response: undefined },
    { ...document, response: { ...response, clientDataJSON: 7 } },
    { ...document, response: { ...response, clientDataJSON: Buffer.from("{").toString("base64url") } },
    { ...document, response: { ...response, clientDataJSON: Buffer.from("{}").toString("base64url") } },
    { ...document, response: { ...response, attestationObject: "", clientDataJSON: undefined } },
    { ...document, response: { ...response, attestationObject: "A".repeat(100_004) } },
    { ...current.document, id: other.id, rawId: other.id },
    within({ attestationObject: "" }),
    within({ attestationObject: Buffer.alloc(20_000, 0x81).toString("base64url") }),
    within({ attestationObject: authData.toString("base64url") }),
    used,
  ];
  for (const Credential of documents) {
    await refused(
      world.call.CompleteWebAuthnRegistration({ ...token, Credential }),
      "InvalidParameterException",
      TEXTS.document,
    );
  }
  // None of them has cost the registration.
  await world.call.CompleteWebAuthnRegistration({ ...token, Credential: current.document });
});

test("CompleteWebAuthnRegistration gives no authenticator's credential to two users, or twice to one", async () => {
  await using world = await startPasskeyWorld();
  const [ada, bob] = [await signedIn(world), await signedIn(world, "bob")];
  const { credentialId } = await register(world, ada);
  const same = { credentialId: Buffer.from(credentialId, "base64url") };
  for (const token of [ada, bob]) {
    await refused(answerWith(world, token, same), "InvalidParameterException", TEXTS.taken);
  }
  assert.deepEqual(await registered(world, bob), []);
  assert.equal((await registered(world, ada)).length, 1);
});

test("CompleteWebAuthnRegistration refuses the 21st passkey", async () => {
  await using world = await startPasskeyWorld();
  const token = await signedIn(world);
  for (let index = 0; index < 19; index += 1) await register(world, token);
  const { document } = makePasskey(await startRegistration(world, token));
  // Another one comes first, by way of the store: of registrations through the API one waits at a time.
  const { ctx, user } = await signInOf(world, token);
  const [sample] = await ctx.store.passkeys.ofUser(user);
  assert.ok(sample);
  await ctx.transaction((tx) => tx.passkeys.insert({ ...sample, credentialId: "AAAA", counter: 0 }));
  await refused(
    world.call.CompleteWebAuthnRegistration({ ...token, Credential: document }),
    "LimitExceededException",
    TEXTS.limit,
  );
  assert.equal((await registered(world, token)).length, 20);
});

test("CompleteWebAuthnRegistration refuses once the pool takes no passkeys any more", async () => {
  await using world = await startPasskeyWorld();
  const token = await signedIn(world);
  const { document } = makePasskey(await startRegistration(world, token));
  await world.updatePool({ Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD"] } } });
  await refused(
    world.call.CompleteWebAuthnRegistration({ ...token, Credential: document }),
    "WebAuthnNotEnabledException",
  );
});
