import assert from "node:assert/strict";
import { test } from "node:test";
import { register, signedIn, signInOf, startPasskeyWorld } from "../testing/passkey-world.ts";
import {
  alterCredential,
  parseRequestOptions,
  responseMember,
  usePasskey,
  type Ceremony,
  type HeldPasskey,
} from "../testing/software-authenticator.ts";
import type { World } from "../testing/world.ts";
import {
  hasPasskey,
  spendWebAuthnAnswer,
  verifyWebAuthnAnswer,
  webAuthnChallenge,
  type WebAuthnAnswer,
} from "./passkeys.ts";

type Token = { readonly AccessToken: string };
type Used = Ceremony & { readonly userHandle?: string | null };

const SESSION_MS = 3 * 60 * 1000;

/** A challenge that was asked, its session, and ways to answer it. */
const ask = async (world: World, token: Token) => {
  const { ctx, pool, client, user } = await signInOf(world, token);
  const challenge = await webAuthnChallenge(ctx, { pool, client, subject: user });
  assert.ok(challenge);
  const options = challenge.parameters.CREDENTIAL_REQUEST_OPTIONS;
  const session = { state: challenge.state, expiresAt: ctx.now + SESSION_MS };
  return {
    options,
    answer: async (credential: string): Promise<WebAuthnAnswer> => {
      const now = await signInOf(world, token);
      return verifyWebAuthnAnswer(now.ctx, now, session, credential);
    },
  };
};

/** Asks, and answers with the passkey. */
const answer = async (world: World, token: Token, passkey: HeldPasskey, used: Used = {}) => {
  const asked = await ask(world, token);
  return asked.answer(usePasskey(passkey, asked.options, used));
};

/** Writes what is proven, as a sign-in does. */
const spend = async (world: World, token: Token, given: WebAuthnAnswer) => {
  const { ctx } = await signInOf(world, token);
  assert.equal(given.kind, "proven");
  return ctx.transaction((tx) => spendWebAuthnAnswer(tx, given));
};

const refusedFor = (fault: string) => ({ kind: "refused", fault });

test("webAuthnChallenge asks for the user's passkeys in the form that clients read", async () => {
  await using world = await startPasskeyWorld();
  const [ada, bob] = [await signedIn(world), await signedIn(world, "bob")];
  const [first, second] = [await register(world, ada), await register(world, ada)];
  await register(world, bob);
  const { options } = await ask(world, ada);
  const parsed = parseRequestOptions(options);
  assert.equal(Buffer.from(parsed.challenge, "base64url").length, 16);
  const allowed = [first, second].map(({ credentialId: id }) => ({ id, type: "public-key" }));
  assert.deepEqual(
    { ...parsed, allowCredentials: new Set(allowed) },
    {
      hints: [],
      attestation: "none",
      attestationFormats: [],
      challenge: parsed.challenge,
      timeout: 180_000,
      rpId: "example.com",
      allowCredentials: new Set(allowed),
      userVerification: "preferred",
    },
  );
  assert.notEqual((await ask(world, ada)).options, options);
});

test("webAuthnChallenge asks a name without passkeys for the same one each time, and no two names for one", async () => {
  await using world = await startPasskeyWorld();
  const token = await signedIn(world);
  const { ctx, pool, client } = await signInOf(world, token);
  const idsOf = async (sub: string) => {
    const challenge = await webAuthnChallenge(ctx, { pool, client, subject: { poolId: pool.id, sub } });
    const { allowCredentials } = parseRequestOptions(challenge?.parameters.CREDENTIAL_REQUEST_OPTIONS ?? "");
    return allowCredentials.map(({ id }) => id);
  };
  assert.deepEqual(await idsOf("nobody"), await idsOf("nobody"));
  assert.notDeepEqual(await idsOf("nobody"), await idsOf("nobody else"));
  assert.equal((await idsOf("nobody")).length, 1);
});

test("webAuthnChallenge is not asked where the pool has no relying party", async () => {
  await using world = await startPasskeyWorld({});
  const { ctx, pool, client, user } = await signInOf(world, await signedIn(world));
  assert.equal(await webAuthnChallenge(ctx, { pool, client, subject: user }), undefined);
});

test("hasPasskey looks for a passkey that the pool takes now", async () => {
  await using world = await startPasskeyWorld();
  const { call, pool } = world;
  const token = await signedIn(world);
  const has = async () => {
    const now = await signInOf(world, token);
    return hasPasskey(now.ctx, now.pool, now.user);
  };
  assert.equal(await has(), false);
  await register(world, token);
  assert.equal(await has(), true);
  await call.SetUserPoolMfaConfig({ ...pool, WebAuthnConfiguration: { RelyingPartyId: "example.org" } });
  assert.equal(await has(), false);
  await call.SetUserPoolMfaConfig({ ...pool, WebAuthnConfiguration: {} });
  assert.equal(await has(), false);
  await call.SetUserPoolMfaConfig({ ...pool, WebAuthnConfiguration: { RelyingPartyId: "example.com" } });
  assert.equal(await has(), true);
  await world.updatePool({ Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD"] } } });
  assert.equal(await has(), false);
});

test("verifyWebAuthnAnswer proves the user, as often as the authenticator signs", async () => {
  await using world = await startPasskeyWorld();
  const token = await signedIn(world);
  const passkey = await register(world, token, { counter: 4 });
  for (const used of [{ counter: 5 }, { counter: 9, userHandle: null }, { counter: 10, userHandle: "" }]) {
    const given = await answer(world, token, passkey, { ...used, origin: "https://login.example.com" });
    assert.equal(given.kind === "proven" && given.userVerified, true);
    assert.equal(await spend(world, token, given), true);
  }
});

test("verifyWebAuthnAnswer proves with RSA keys, and says when the person was not made sure of", async () => {
  await using world = await startPasskeyWorld();
  const token = await signedIn(world);
  const passkey = await register(world, token, { algorithm: "RS256" });
  const given = await answer(world, token, passkey, { userVerified: false });
  assert.equal(given.kind === "proven" && !given.userVerified, true);
  assert.equal(await spend(world, token, given), true);
});

test("verifyWebAuthnAnswer takes a challenge once, even of an authenticator that does not count", async () => {
  await using world = await startPasskeyWorld();
  const token = await signedIn(world);
  const passkey = await register(world, token);
  const asked = await ask(world, token);
  const credential = usePasskey(passkey, asked.options);
  const [first, again] = [await asked.answer(credential), await asked.answer(credential)];
  assert.equal(await spend(world, token, first), true);
  assert.equal(await spend(world, token, again), false);
});

test("verifyWebAuthnAnswer refuses a counter that does not go on, and says so in the log", async () => {
  await using world = await startPasskeyWorld();
  const token = await signedIn(world);
  const passkey = await register(world, token, { counter: 1 });
  assert.equal(await spend(world, token, await answer(world, token, passkey, { counter: 7 })), true);
  for (const counter of [7, 6, 0]) {
    assert.deepEqual(await answer(world, token, passkey, { counter }), refusedFor("counter"));
  }
  const { user } = await signInOf(world, token);
  const warnings = world.log.filter(({ level }) => level === "warn");
  assert.deepEqual(warnings[0], {
    level: "warn",
    event: "signature counter of a passkey went back",
    fields: { poolId: user.poolId, sub: user.sub },
  });
  assert.equal(warnings.length, 3);
  assert.equal(await spend(world, token, await answer(world, token, passkey, { counter: 8 })), true);
});

test("spendWebAuthnAnswer lets one of two authenticators show a counter, though both were judged before", async () => {
  await using world = await startPasskeyWorld();
  const token = await signedIn(world);
  const passkey = await register(world, token);
  const [original, copy] = [
    await answer(world, token, passkey, { counter: 1 }),
    await answer(world, token, passkey, { counter: 1 }),
  ];
  assert.equal(await spend(world, token, original), true);
  assert.equal(await spend(world, token, copy), false);
});

test("spendWebAuthnAnswer proves nothing with a passkey that was deleted meanwhile", async () => {
  await using world = await startPasskeyWorld();
  const token = await signedIn(world);
  const passkey = await register(world, token);
  const given = await answer(world, token, passkey);
  await world.call.DeleteWebAuthnCredential({ ...token, CredentialId: passkey.credentialId });
  assert.equal(await spend(world, token, given), false);
  assert.deepEqual(await answer(world, token, passkey), refusedFor("unknown-passkey"));
});

test("verifyWebAuthnAnswer refuses the passkey of another user, with and without that user's name on it", async () => {
  await using world = await startPasskeyWorld();
  const [ada, bob] = [await signedIn(world), await signedIn(world, "bob")];
  const [hers, his] = [await register(world, ada), await register(world, bob)];
  for (const userHandle of [his.userHandle, hers.userHandle, null]) {
    assert.deepEqual(await answer(world, ada, his, { userHandle }), refusedFor("unknown-passkey"));
  }
  const underHerId = { ...his, credentialId: hers.credentialId, userHandle: hers.userHandle };
  assert.deepEqual(await answer(world, ada, underHerId), refusedFor("signature"));
  assert.deepEqual(await answer(world, ada, hers, { userHandle: his.userHandle }), refusedFor("user-handle"));
});

test("verifyWebAuthnAnswer refuses another challenge, page, relying party and ceremony", async () => {
  await using world = await startPasskeyWorld();
  const token = await signedIn(world);
  const passkey = await register(world, token);
  const { options } = await ask(world, token);
  const { challenge } = parseRequestOptions(options);
  const cases: readonly (readonly [Used, string])[] = [
    [{ challenge }, "challenge"],
    [{ challenge: "" }, "challenge"],
    [{ origin: "https://example.com.evil.org" }, "origin"],
    [{ origin: "http://localhost:3000" }, "origin"],
    [{ crossOrigin: true }, "origin"],
    [{ relyingPartyId: "evil.org" }, "relying-party"],
    [{ type: "webauthn.create" }, "malformed"],
    [{ userPresent: false }, "signature"],
  ];
  for (const [used, fault] of cases) {
    assert.deepEqual(await answer(world, token, passkey, used), refusedFor(fault), JSON.stringify(used));
  }
});

test("verifyWebAuthnAnswer refuses a session without challenge, and one that is over", async () => {
  await using world = await startPasskeyWorld();
  const token = await signedIn(world);
  const passkey = await register(world, token);
  const asked = await ask(world, token);
  const credential = usePasskey(passkey, asked.options);
  const { ctx, pool, user } = await signInOf(world, token);
  const without = { state: {}, expiresAt: ctx.now + SESSION_MS };
  assert.deepEqual(await verifyWebAuthnAnswer(ctx, { pool, user }, without, credential), refusedFor("challenge"));
  world.clock.advance(SESSION_MS);
  assert.deepEqual(await asked.answer(credential), refusedFor("challenge"));
});

test("verifyWebAuthnAnswer refuses what was signed and changed since", async () => {
  await using world = await startPasskeyWorld();
  const token = await signedIn(world);
  const passkey = await register(world, token);
  const asked = await ask(world, token);
  const credential = usePasskey(passkey, asked.options, { userVerified: false });
  const within = (change: object) => alterCredential(credential, change);
  const data = Buffer.from(responseMember(credential, "authenticatorData"), "base64url");
  data[32] = 0x05;
  const elsewhere = usePasskey(passkey, asked.options, { origin: "https://a.example.com" });
  const cases: readonly (readonly [string, string])[] = [
    [within({ authenticatorData: data.toString("base64url") }), "signature"],
    [within({ signature: responseMember(elsewhere, "signature") }), "signature"],
    [within({ signature: "" }), "signature"],
    [within({ clientDataJSON: responseMember(elsewhere, "clientDataJSON") }), "signature"],
    [within({ authenticatorData: "AAAA" }), "malformed"],
    [within({ authenticatorData: 7 }), "malformed"],
    [within({ signature: null }), "malformed"],
    [within({ userHandle: 7 }), "user-handle"],
    ["{", "malformed"],
    ["null", "malformed"],
    [`[${credential}]`, "malformed"],
  ];
  for (const [changed, fault] of cases) assert.deepEqual(await asked.answer(changed), refusedFor(fault), changed);
  assert.equal((await asked.answer(credential)).kind, "proven");
});

test("verifyWebAuthnAnswer demands user verification where the pool does, also of passkeys made before it did", async () => {
  await using world = await startPasskeyWorld();
  const { call, pool } = world;
  const token = await signedIn(world);
  const passkey = await register(world, token, { userVerified: false });
  for (const demand of [
    { UserVerification: "required" },
    { FactorConfiguration: "MULTI_FACTOR_WITH_USER_VERIFICATION" },
  ] as const) {
    await call.SetUserPoolMfaConfig({ ...pool, WebAuthnConfiguration: { RelyingPartyId: "example.com", ...demand } });
    const asked = await ask(world, token);
    assert.match(asked.options, /"userVerification":"required"/);
    const unverified = await asked.answer(usePasskey(passkey, asked.options, { userVerified: false }));
    assert.deepEqual(unverified, refusedFor("user-verification"));
    assert.equal((await asked.answer(usePasskey(passkey, asked.options))).kind, "proven");
  }
});

test("verifyWebAuthnAnswer refuses once the pool has another relying party, or takes no passkeys", async () => {
  await using world = await startPasskeyWorld();
  const { call, pool } = world;
  const token = await signedIn(world);
  const passkey = await register(world, token);
  const asked = await ask(world, token);
  const credential = usePasskey(passkey, asked.options, { origin: "https://login.example.com" });
  await call.SetUserPoolMfaConfig({ ...pool, WebAuthnConfiguration: { RelyingPartyId: "login.example.com" } });
  assert.deepEqual(await asked.answer(credential), refusedFor("relying-party"));
  await call.SetUserPoolMfaConfig({ ...pool, WebAuthnConfiguration: { RelyingPartyId: "example.com" } });
  assert.equal((await asked.answer(credential)).kind, "proven");
  await world.updatePool({ Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD"] } } });
  assert.deepEqual(await asked.answer(credential), refusedFor("unknown-passkey"));
});
