/** WEB_AUTHN in a choice-based sign-in: a passkey proves who signs in, once, and no more than the pool takes it for. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { WireOutput } from "../../testing/call.ts";
import { register, signedIn } from "../../testing/passkey-world.ts";
import { refused, TEXTS } from "../../testing/refused.ts";
import { alterCredential, parseRequestOptions, usePasskey } from "../../testing/software-authenticator.ts";
import { startWorld, type World, type WorldOptions } from "../../testing/world.ts";

const SPENT = "Invalid session for the user, session can only be used once.";
const INVALID = "Invalid session for the user.";
const MULTI = "MULTI_FACTOR_WITH_USER_VERIFICATION";
const UNVERIFIED = { userVerified: false } as const;

type Parameters = Readonly<Record<string, string>>;

const startPasskeys = async (options: WorldOptions = {}, configuration: Parameters = {}): Promise<World> => {
  const world = await startWorld({
    ...options,
    pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP", "WEB_AUTHN"] } } },
    client: { ExplicitAuthFlows: ["ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH"], ...options.client },
  });
  const WebAuthnConfiguration = { RelyingPartyId: "example.com", ...configuration };
  await world.call.SetUserPoolMfaConfig({ ...world.pool, WebAuthnConfiguration });
  return world;
};

const begin = (world: World, USERNAME: string, more: Parameters = { PREFERRED_CHALLENGE: "WEB_AUTHN" }) =>
  world.call.InitiateAuth({ ...world.client, AuthFlow: "USER_AUTH", AuthParameters: { USERNAME, ...more } });

const respond = (
  world: World,
  { ChallengeName = "WEB_AUTHN", Session }: Pick<WireOutput<"InitiateAuth">, "ChallengeName" | "Session">,
  responses: Parameters,
) =>
  world.call.RespondToAuthChallenge({
    ...world.client,
    ChallengeName,
    Session,
    ChallengeResponses: { USERNAME: "ada", ...responses },
  });

const optionsOf = ({ ChallengeParameters }: WireOutput<"InitiateAuth">): string =>
  ChallengeParameters?.["CREDENTIAL_REQUEST_OPTIONS"] ?? "";

test("InitiateAuth asks for the user's passkeys, and their proof signs in once", async () => {
  await using world = await startPasskeys();
  const passkey = await register(world, await signedIn(world));
  const asked = await begin(world, "ada");
  assert.deepEqual([asked.ChallengeName, asked.AvailableChallenges], ["WEB_AUTHN", ["WEB_AUTHN"]]);
  assert.deepEqual(Object.keys(asked.ChallengeParameters ?? {}), ["CREDENTIAL_REQUEST_OPTIONS"]);
  const options = optionsOf(asked);
  assert.deepEqual(
    parseRequestOptions(options).allowCredentials.map(({ id }) => id),
    [passkey.credentialId],
  );
  const CREDENTIAL = usePasskey(passkey, options);
  assert.ok((await respond(world, asked, { CREDENTIAL })).AuthenticationResult?.RefreshToken);
  await refused(respond(world, asked, { CREDENTIAL }), "NotAuthorizedException", SPENT);
  const again = await begin(world, "ada");
  await refused(respond(world, again, { CREDENTIAL }), "NotAuthorizedException", TEXTS.incorrect);
  await refused(respond(world, again, {}), "InvalidParameterException", "Missing required parameter CREDENTIAL");
});

test("InitiateAuth lists a passkey where the user has one, and prefers nothing that cannot be had", async () => {
  await using world = await startPasskeys();
  const token = await signedIn(world);
  const before = await begin(world, "ada");
  assert.deepEqual(before.AvailableChallenges, ["PASSWORD_SRP", "PASSWORD", "EMAIL_OTP"]);
  assert.deepEqual(before.ChallengeParameters, {});
  const passkey = await register(world, token);
  const asked = await begin(world, "ada", {});
  assert.deepEqual(asked.AvailableChallenges, ["PASSWORD_SRP", "PASSWORD", "EMAIL_OTP", "WEB_AUTHN"]);
  // The answer may come with the choice.
  const CREDENTIAL = usePasskey(passkey, optionsOf(asked));
  assert.ok((await respond(world, asked, { ANSWER: "WEB_AUTHN", CREDENTIAL })).AuthenticationResult);
  // Or after it.
  const chosen = await respond(world, await begin(world, "ada", {}), { ANSWER: "WEB_AUTHN" });
  assert.equal(chosen.ChallengeName, "WEB_AUTHN");
  const later = usePasskey(passkey, optionsOf(chosen));
  assert.ok((await respond(world, chosen, { CREDENTIAL: later })).AuthenticationResult);
});

test("RespondToAuthChallenge lets one of fifty equal proofs at once sign in", async () => {
  await using world = await startPasskeys();
  const passkey = await register(world, await signedIn(world));
  const asked = await begin(world, "ada");
  const CREDENTIAL = usePasskey(passkey, optionsOf(asked));
  const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => respond(world, asked, { CREDENTIAL })));
  assert.equal(outcomes.filter(({ status }) => status === "fulfilled").length, 1);
});

test("RespondToAuthChallenge refuses every other proof in the same words", async () => {
  await using world = await startPasskeys();
  const passkey = await register(world, await signedIn(world));
  const stranger = await register(world, await signedIn(world, "eve"));
  const asked = await begin(world, "ada");
  const options = optionsOf(asked);
  const right = usePasskey(passkey, options);
  for (const CREDENTIAL of [
    "",
    "{}",
    "no JSON",
    usePasskey(stranger, options),
    usePasskey(passkey, optionsOf(await begin(world, "ada"))),
    usePasskey(passkey, options, { origin: "https://evil.example" }),
    alterCredential(right, { signature: "AAAA" }),
  ]) {
    await refused(respond(world, asked, { CREDENTIAL }), "NotAuthorizedException", TEXTS.incorrect);
  }
  await refused(respond(world, asked, { USERNAME: "eve", CREDENTIAL: right }), "NotAuthorizedException", INVALID);
  assert.ok((await respond(world, asked, { CREDENTIAL: right })).AuthenticationResult);
});

test("RespondToAuthChallenge bars whoever was reset or disabled since the challenge", async () => {
  await using world = await startPasskeys();
  const passkey = await register(world, await signedIn(world));
  const asked = await begin(world, "ada");
  const CREDENTIAL = usePasskey(passkey, optionsOf(asked));
  await world.call.AdminResetUserPassword({ ...world.pool, Username: "ada" });
  await refused(respond(world, asked, { CREDENTIAL }), "PasswordResetRequiredException", TEXTS.resetRequired);
  await world.call.AdminDisableUser({ ...world.pool, Username: "ada" });
  await refused(respond(world, asked, { CREDENTIAL }), "NotAuthorizedException", TEXTS.disabled);
});

test("InitiateAuth takes no passkey of one factor where two are demanded", async () => {
  await using world = await startPasskeys();
  const token = await signedIn(world);
  const passkey = await register(world, token);
  const begun = await begin(world, "ada");
  await world.call.SetUserPoolMfaConfig({
    ...world.pool,
    MfaConfiguration: "ON",
    SoftwareTokenMfaConfiguration: { Enabled: true },
    WebAuthnConfiguration: { RelyingPartyId: "example.com" },
  });
  assert.deepEqual((await begin(world, "ada")).AvailableChallenges, ["PASSWORD_SRP", "PASSWORD"]);
  const CREDENTIAL = usePasskey(passkey, optionsOf(begun));
  await refused(respond(world, begun, { CREDENTIAL }), "NotAuthorizedException", INVALID);
});

test("InitiateAuth takes a passkey for two factors where the pool says so and its authenticator knew the person", async () => {
  const WebAuthnConfiguration = { RelyingPartyId: "example.com", FactorConfiguration: MULTI } as const;
  await using world = await startPasskeys({}, WebAuthnConfiguration);
  const passkey = await register(world, await signedIn(world));
  await world.call.SetUserPoolMfaConfig({
    ...world.pool,
    MfaConfiguration: "ON",
    SoftwareTokenMfaConfiguration: { Enabled: true },
    WebAuthnConfiguration,
  });
  const asked = await begin(world, "ada");
  assert.equal(asked.ChallengeName, "WEB_AUTHN");
  const options = optionsOf(asked);
  const CREDENTIAL = usePasskey(passkey, options, UNVERIFIED);
  await refused(respond(world, asked, { CREDENTIAL }), "NotAuthorizedException", TEXTS.incorrect);
  assert.ok((await respond(world, asked, { CREDENTIAL: usePasskey(passkey, options) })).AuthenticationResult);
});

test("InitiateAuth asks everybody for a passkey, and nobody too, where users are hidden", async () => {
  await using world = await startPasskeys({ client: { PreventUserExistenceErrors: "ENABLED" } });
  const passkey = await register(world, await signedIn(world));
  await world.user("bob");
  const shapes = new Set<string>();
  for (const name of ["ada", "bob", "nobody"]) {
    const asked = await begin(world, name);
    const { challenge, allowCredentials, ...options } = parseRequestOptions(optionsOf(asked));
    shapes.add(JSON.stringify([asked.ChallengeName, challenge.length, allowCredentials.length, options]));
    const answer = respond(world, asked, { USERNAME: name, CREDENTIAL: usePasskey(passkey, optionsOf(asked)) });
    if (name === "ada") assert.ok((await answer).AuthenticationResult);
    else await refused(answer, "NotAuthorizedException", TEXTS.incorrect);
  }
  assert.equal(shapes.size, 1, [...shapes].join("\n"));
  assert.deepEqual((await begin(world, "nobody", {})).AvailableChallenges, [
    "PASSWORD_SRP",
    "PASSWORD",
    "EMAIL_OTP",
    "WEB_AUTHN",
  ]);
});
