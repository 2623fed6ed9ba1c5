/** Users whose password another system has hashed: the first plain sign-in puts it into the pool's own form. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { HashAlgorithm } from "../../crypto/imported-hash.ts";
import { ADAS_HASHES, credentialOf, importHash } from "../../testing/imported-user.ts";
import { refused, TEXTS } from "../../testing/refused.ts";
import { beginSrp, signInBySrp } from "../../testing/srp-client.ts";
import { startWorld, type World, type WorldOptions } from "../../testing/world.ts";

const ALGORITHMS: readonly HashAlgorithm[] = ["BCRYPT", "SCRYPT", "ARGON2ID", "PBKDF2_SHA256"];
const SCHEMES = { BCRYPT: "bcrypt", SCRYPT: "scrypt", ARGON2ID: "argon2id", PBKDF2_SHA256: "pbkdf2-sha256" } as const;
const HIDING = { PreventUserExistenceErrors: "ENABLED" } as const;
const HASHES = { UserPoolTags: { "poolhouse:password-scheme": "argon2id" } } as const;
const PASSWORD_FLOWS = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"] as const;

const start = async (algorithm: HashAlgorithm, options?: WorldOptions) => {
  const world = await startWorld(options);
  const login = await world.user();
  await importHash(world, login.Username, algorithm);
  return { world, ...login };
};

const saltOf = async (world: World, name: string): Promise<string | undefined> =>
  (await beginSrp(world, name, "x")).challenge.ChallengeParameters?.["SALT"];

for (const algorithm of ALGORITHMS) {
  test(`InitiateAuth takes an imported password and puts it into a verifier, which SRP needs (${algorithm})`, async () => {
    const { world, Username, Password } = await start(algorithm);
    await using owned = world;
    const before = await credentialOf(owned, Username);
    assert.equal(before.scheme, SCHEMES[algorithm]);
    const salt = await saltOf(owned, Username);

    await refused(owned.signIn(Username, `${Password}x`), "NotAuthorizedException", TEXTS.incorrect);
    await refused(signInBySrp(owned, Username, Password), "NotAuthorizedException", TEXTS.incorrect);
    assert.equal(await saltOf(owned, Username), salt, "the decoy is the same each time");
    assert.deepEqual(await credentialOf(owned, Username), before);

    assert.ok((await owned.signIn(Username, Password)).AuthenticationResult);
    const after = await credentialOf(owned, Username);
    assert.deepEqual({ ...before, scheme: "srp", verifier: after.verifier }, after);

    assert.ok((await signInBySrp(owned, Username, Password)).AuthenticationResult);
    assert.ok((await owned.signIn(Username, Password)).AuthenticationResult);
    await refused(owned.signIn(Username, `${Password}x`), "NotAuthorizedException", TEXTS.incorrect);
    assert.deepEqual(await credentialOf(owned, Username), after, "the second sign-in changes nothing");
  });

  test(`InitiateAuth puts an imported password into the hash of a pool that asks for hashes (${algorithm})`, async () => {
    const { world, Username, Password } = await start(algorithm, {
      pool: HASHES,
      client: { ExplicitAuthFlows: PASSWORD_FLOWS },
    });
    await using owned = world;
    assert.ok((await owned.signIn(Username, Password)).AuthenticationResult);
    const { scheme, verifier } = await credentialOf(owned, Username);
    assert.equal(scheme, "argon2id");
    assert.match(Buffer.from(verifier).toString(), /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/u);
    assert.ok((await owned.signIn(Username, Password)).AuthenticationResult);
  });
}

/** Every entrance through which a password comes as it was typed. */
const ENTRANCES: Readonly<Record<string, (world: World, USERNAME: string, PASSWORD: string) => Promise<unknown>>> = {
  ADMIN_USER_PASSWORD_AUTH: ({ call, pool, client }, USERNAME, PASSWORD) =>
    call.AdminInitiateAuth({
      ...pool,
      ...client,
      AuthFlow: "ADMIN_USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME, PASSWORD },
    }),
  "USER_AUTH with the password": ({ call, client }, USERNAME, PASSWORD) =>
    call.InitiateAuth({
      ...client,
      AuthFlow: "USER_AUTH",
      AuthParameters: { USERNAME, PASSWORD, PREFERRED_CHALLENGE: "PASSWORD" },
    }),
  "USER_AUTH with the password as an answer": async ({ call, client }, USERNAME, PASSWORD) => {
    const { Session } = await call.InitiateAuth({
      ...client,
      AuthFlow: "USER_AUTH",
      AuthParameters: { USERNAME, PREFERRED_CHALLENGE: "PASSWORD" },
    });
    return call.RespondToAuthChallenge({
      ...client,
      ChallengeName: "PASSWORD",
      Session: Session ?? "",
      ChallengeResponses: { USERNAME, PASSWORD },
    });
  },
};

for (const [name, enter] of Object.entries(ENTRANCES)) {
  test(`InitiateAuth takes an imported password through ${name}`, async () => {
    const { world, Username, Password } = await start("BCRYPT", {
      client: { ExplicitAuthFlows: ["ALLOW_USER_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH", "ALLOW_USER_SRP_AUTH"] },
    });
    await using owned = world;
    await refused(enter(owned, Username, `${Password}x`), "NotAuthorizedException", TEXTS.incorrect);
    assert.equal((await credentialOf(owned, Username)).scheme, "bcrypt");
    await enter(owned, Username, Password);
    assert.equal((await credentialOf(owned, Username)).scheme, "srp");
    assert.ok((await signInBySrp(owned, Username, Password)).AuthenticationResult);
  });
}

test("InitiateAuth puts an imported password into the pool's form with the challenge that follows it", async () => {
  const { world, Username, Password } = await start("BCRYPT");
  await using owned = world;
  const { call, pool } = owned;
  await call.AdminSetUserPassword({ ...pool, Username, Password: "Only for once 1!" });
  await importHash(owned, Username, "BCRYPT");
  assert.equal((await owned.signIn(Username, Password)).ChallengeName, "NEW_PASSWORD_REQUIRED");
  assert.equal((await credentialOf(owned, Username)).scheme, "srp");
});

test("InitiateAuth ends nothing that a sign-in leaves alone when it puts a password into another form", async () => {
  await using world = await startWorld();
  const { call, client, pool } = world;
  const { Username, Password } = await world.user();
  const { AuthenticationResult } = await world.signIn(Username, Password);
  await call.AdminSetUserPassword({ ...pool, Username, Password });
  const { Session } = await world.signIn(Username, Password);
  // The same password, as it would be had it been imported when the session began.
  const credential = await credentialOf(world, Username);
  const verifier = Buffer.from(ADAS_HASHES.BCRYPT);
  await world.server.store.transaction((tx) => tx.credentials.reform(credential, { scheme: "bcrypt", verifier }));

  assert.equal((await world.signIn(Username, Password)).ChallengeName, "NEW_PASSWORD_REQUIRED");
  assert.equal((await credentialOf(world, Username)).scheme, "srp");
  const answered = await call.RespondToAuthChallenge({
    ...client,
    ChallengeName: "NEW_PASSWORD_REQUIRED",
    Session: Session ?? "",
    ChallengeResponses: { USERNAME: Username, NEW_PASSWORD: "A better 1!" },
  });
  assert.ok(answered.AuthenticationResult);
  await call.GetUser({ AccessToken: AuthenticationResult?.AccessToken ?? "" });
  await call.GetTokensFromRefreshToken({ ...client, RefreshToken: AuthenticationResult?.RefreshToken ?? "" });
});

test("InitiateAuth tells who is barred, and leaves the imported password as it is", async () => {
  for (const client of [{}, HIDING]) {
    const { world, Username, Password } = await start("BCRYPT", { client });
    await using owned = world;
    await owned.call.AdminResetUserPassword({ ...owned.pool, Username });
    await refused(owned.signIn(Username, Password), "PasswordResetRequiredException", TEXTS.resetRequired);
    assert.equal((await credentialOf(owned, Username)).scheme, "bcrypt");
  }
});

test("InitiateAuth refuses imported users and nobody in the same words", async () => {
  const { world, Username } = await start("SCRYPT", { client: HIDING });
  await using owned = world;
  for (const name of [Username, "nobody"]) {
    await refused(owned.signIn(name, "wrong"), "NotAuthorizedException", TEXTS.incorrect);
    await refused(signInBySrp(owned, name, "wrong"), "NotAuthorizedException", TEXTS.incorrect);
    assert.equal(await saltOf(owned, name), await saltOf(owned, name));
  }
});

test("InitiateAuth never takes a password for its first 72 bytes, whatever was hashed", async () => {
  await using world = await startWorld();
  const { Username } = await world.user();
  // libxcrypt's hash of 36 letters of two bytes.
  await importHash(world, Username, "BCRYPT", "$2b$04$CCCCCCCCCCCCCCCCCCCCC.93/khHu/VbQxGBOFKD8I2Lk85cTN/uC");
  await refused(world.signIn(Username, `${"ü".repeat(36)}x`), "NotAuthorizedException", TEXTS.incorrect);
  assert.ok((await world.signIn(Username, "ü".repeat(36))).AuthenticationResult);
  await refused(world.signIn(Username, `${"ü".repeat(36)}x`), "NotAuthorizedException", TEXTS.incorrect);
});

/** What an administrator does while the password has been proven and nothing is written yet. */
const MEANWHILE: Readonly<
  Record<
    string,
    {
      act(world: World): Promise<unknown>;
      refusal: readonly ["NotAuthorizedException" | "PasswordResetRequiredException", string];
    }
  >
> = {
  AdminResetUserPassword: {
    act: ({ call, pool }) => call.AdminResetUserPassword({ ...pool, Username: "ada" }),
    refusal: ["PasswordResetRequiredException", TEXTS.resetRequired],
  },
  AdminSetUserPassword: {
    act: ({ call, pool }) =>
      call.AdminSetUserPassword({ ...pool, Username: "ada", Password: "The last word 1!", Permanent: true }),
    refusal: ["NotAuthorizedException", TEXTS.incorrect],
  },
};

for (const [name, { act, refusal }] of Object.entries(MEANWHILE)) {
  test(`InitiateAuth lets ${name} win over an imported password that was proven just before`, async () => {
    const { world, Username, Password } = await start("BCRYPT");
    await using owned = world;
    let acts = 0;
    const PreTokenGeneration = owned.functions.set("meanwhile", async (event) => {
      acts += 1;
      if (acts === 1) await act(owned);
      return event;
    });
    await owned.updatePool({ LambdaConfig: { PreTokenGeneration } });
    const before = await credentialOf(owned, Username);

    await refused(owned.signIn(Username, Password), ...refusal);

    assert.equal(acts, 1);
    const after = await credentialOf(owned, Username);
    if (name === "AdminResetUserPassword") assert.deepEqual(after, before);
    else assert.ok((await owned.signIn(Username, "The last word 1!")).AuthenticationResult);
    await refused(signInBySrp(owned, Username, Password), ...refusal);
  });
}

test("InitiateAuth lets everybody in who proves an imported password at the same time", async () => {
  const { world, Username, Password } = await start("PBKDF2_SHA256");
  await using owned = world;
  const { version } = await credentialOf(owned, Username);
  const all = await Promise.all(Array.from({ length: 8 }, () => owned.signIn(Username, Password)));
  assert.ok(all.every(({ AuthenticationResult }) => AuthenticationResult !== undefined));
  const after = await credentialOf(owned, Username);
  assert.deepEqual([after.scheme, after.version], ["srp", version]);
});

test("ChangePassword takes an imported password for the previous one", async () => {
  const { world, Username, Password } = await start("SCRYPT");
  await using owned = world;
  const { AuthenticationResult } = await owned.signIn(Username, Password);
  const AccessToken = AuthenticationResult?.AccessToken ?? "";
  await importHash(owned, Username, "SCRYPT");
  const change = (PreviousPassword: string) =>
    owned.call.ChangePassword({ AccessToken, PreviousPassword, ProposedPassword: "A better 1!" });
  await refused(change(`${Password}x`), "NotAuthorizedException", TEXTS.incorrect);
  await change(Password);
  assert.ok((await signInBySrp(owned, Username, "A better 1!")).AuthenticationResult);
});
