/** The answers to PASSWORD_VERIFIER of USER_SRP_AUTH: what proves a password, and everything that does not. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { createDataFolder } from "../../testing/data-folder.ts";
import { refused, TEXTS } from "../../testing/refused.ts";
import { answerSrp, beginSrp, signInBySrp } from "../../testing/srp-client.ts";
import { startWorld, type World } from "../../testing/world.ts";
import { srpTimestamp } from "../../model/srp-timestamp.ts";

const LOCKED = "Password attempts exceeded";
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const outcomeOf = async (call: Promise<unknown>): Promise<string> => {
  const outcome: unknown = await call.catch((error: unknown) => error);
  return outcome instanceof Error ? outcome.message : "signed in";
};

const otherClient = async ({ call, pool }: World, hides = false) => {
  const { UserPoolClient } = await call.CreateUserPoolClient({
    ...pool,
    ClientName: "other",
    PreventUserExistenceErrors: hides ? "ENABLED" : "LEGACY",
  });
  return UserPoolClient?.ClientId ?? "";
};

test("RespondToAuthChallenge answers the right proof with three tokens", async () => {
  await using world = await startWorld();
  const { Username, Password } = await world.user();
  const { AuthenticationResult, ...rest } = await signInBySrp(world, Username, Password);
  assert.deepEqual(rest, { ChallengeParameters: {} });
  assert.deepEqual(Object.keys(AuthenticationResult ?? {}).toSorted(), [
    "AccessToken",
    "ExpiresIn",
    "IdToken",
    "RefreshToken",
    "TokenType",
  ]);
});

test("RespondToAuthChallenge proves passwords of every alphabet", async () => {
  await using world = await startWorld();
  const { Username } = await world.user();
  for (const Password of ["Пароль 🐟 mit Ümläuten 1!", "1".repeat(100) + "aA!"]) {
    await world.call.AdminSetUserPassword({ ...world.pool, Username, Password, Permanent: true });
    assert.ok((await signInBySrp(world, Username, Password)).AuthenticationResult);
  }
});

test("RespondToAuthChallenge names the response that a proof misses", async () => {
  await using world = await startWorld();
  const { Username, Password } = await world.user();
  const { responses } = await beginSrp(world, Username, Password);
  for (const name of ["USERNAME", "PASSWORD_CLAIM_SECRET_BLOCK", "PASSWORD_CLAIM_SIGNATURE", "TIMESTAMP"]) {
    const { [name]: _missing, ...others } = responses;
    await refused(answerSrp(world, others), "InvalidParameterException", `Missing required parameter ${name}`);
  }
});

test("RespondToAuthChallenge refuses a wrong password in the words of every other entrance", async () => {
  await using world = await startWorld();
  const { Username, Password } = await world.user();
  for (const wrong of ["wrong", `${Password} `, Password.toLowerCase()]) {
    await refused(signInBySrp(world, Username, wrong), "NotAuthorizedException", TEXTS.incorrect);
  }
});

test("RespondToAuthChallenge refuses a proof of which one bit is another", async () => {
  await using world = await startWorld();
  const { Username, Password } = await world.user();
  const { responses } = await beginSrp(world, Username, Password);
  const flipped = (name: string, at: number) => {
    const bytes = Buffer.from(responses[name] ?? "", "base64");
    const index = at < 0 ? bytes.length + at : at;
    bytes[index] = bytes[index]! ^ 1;
    return { ...responses, [name]: bytes.toString("base64") };
  };
  const changed = [
    flipped("PASSWORD_CLAIM_SIGNATURE", 0),
    flipped("PASSWORD_CLAIM_SIGNATURE", -1),
    ...[0, 1, 9, 13, 30, 500, -17, -1].map((at) => flipped("PASSWORD_CLAIM_SECRET_BLOCK", at)),
    { ...responses, PASSWORD_CLAIM_SIGNATURE: "" },
    { ...responses, PASSWORD_CLAIM_SIGNATURE: "no base64" },
    { ...responses, PASSWORD_CLAIM_SECRET_BLOCK: "" },
    { ...responses, TIMESTAMP: srpTimestamp(world.clock.now() + SECOND) },
  ];
  for (const wrong of changed) {
    await refused(answerSrp(world, wrong), "NotAuthorizedException", TEXTS.incorrect);
  }
  // The lock after five of them is over.
  world.clock.advance(SECOND);
  assert.ok((await answerSrp(world, responses)).AuthenticationResult);
});

test("RespondToAuthChallenge takes a timestamp five minutes off and no later, and none of another form", async () => {
  await using world = await startWorld();
  const { Username, Password } = await world.user();
  const at = (off: number) => {
    world.clock.advance(-off);
    return beginSrp(world, Username, Password).finally(() => {
      world.clock.advance(off);
    });
  };
  const begun = await beginSrp(world, Username, Password);
  for (const TIMESTAMP of ["", "now", "Sat Nov 21 09:00:00 GMT 2026"]) {
    await refused(
      answerSrp(world, { ...begun.responses, TIMESTAMP }),
      "InvalidParameterException",
      "TIMESTAMP format should be EEE MMM d HH:mm:ss z yyyy in english.",
    );
  }
  // The clock of the client goes before the server's.
  assert.ok((await answerSrp(world, (await at(-5 * MINUTE)).responses)).AuthenticationResult);
  const { responses } = await at(-5 * MINUTE - SECOND);
  await refused(answerSrp(world, responses), "NotAuthorizedException", TEXTS.incorrect);
});

test("RespondToAuthChallenge takes a block for three minutes", async () => {
  await using world = await startWorld();
  const { Username, Password } = await world.user();
  const begun = await Promise.all([beginSrp(world, Username, Password), beginSrp(world, Username, Password)]);
  world.clock.advance(3 * MINUTE - 1);
  assert.ok((await answerSrp(world, begun[0].responses)).AuthenticationResult);
  world.clock.advance(1);
  await refused(answerSrp(world, begun[1].responses), "NotAuthorizedException", TEXTS.incorrect);
});

test("RespondToAuthChallenge lets one of fifty equal answers at once sign in", async () => {
  await using world = await startWorld();
  const { Username, Password } = await world.user();
  const { responses } = await beginSrp(world, Username, Password);
  const outcomes = await Promise.all(Array.from({ length: 50 }, () => outcomeOf(answerSrp(world, responses))));
  assert.equal(outcomes.filter((outcome) => outcome === "signed in").length, 1);
  assert.equal(outcomes.filter((outcome) => outcome === TEXTS.incorrect).length, 49);
  await refused(answerSrp(world, responses), "NotAuthorizedException", TEXTS.incorrect);
  // A replay is no guess: it locks nobody out.
  assert.ok((await world.signIn(Username, Password)).AuthenticationResult);
});

test("RespondToAuthChallenge keeps a used block used after a restart", async () => {
  using folder = createDataFolder();
  const first = await startWorld({ path: folder.database });
  const { Username, Password } = await first.user();
  const { responses } = await beginSrp(first, Username, Password);
  assert.ok((await answerSrp(first, responses)).AuthenticationResult);
  const { ClientId } = first.client;
  await first[Symbol.asyncDispose]();
  await using second = await startWorld({ path: folder.database, populated: false });
  await refused(answerSrp(second, responses, ClientId), "NotAuthorizedException", TEXTS.incorrect);
});

test("RespondToAuthChallenge takes a block from nobody but the client and the user that it was made for", async () => {
  await using world = await startWorld();
  const { Username, Password } = await world.user();
  await world.user("eve");
  const { responses } = await beginSrp(world, Username, Password);
  await refused(answerSrp(world, responses, await otherClient(world)), "NotAuthorizedException", TEXTS.incorrect);
  for (const USERNAME of ["eve", "nobody"]) {
    await refused(answerSrp(world, { ...responses, USERNAME }), "NotAuthorizedException", TEXTS.incorrect);
  }
  const withSession = world.call.RespondToAuthChallenge({
    ...world.client,
    ChallengeName: "PASSWORD_VERIFIER",
    Session: "x".repeat(40),
    ChallengeResponses: responses,
  });
  await refused(withSession, "NotAuthorizedException", "Invalid session for the user.");
  assert.ok((await answerSrp(world, responses)).AuthenticationResult);
});

test("RespondToAuthChallenge takes no proof of a password that has been changed since the challenge", async () => {
  await using world = await startWorld();
  const { Username, Password } = await world.user();
  const { responses } = await beginSrp(world, Username, Password);
  // The same password again: another salt all the same.
  await world.call.AdminSetUserPassword({ ...world.pool, Username, Password, Permanent: true });
  await refused(answerSrp(world, responses), "NotAuthorizedException", TEXTS.incorrect);
});

test("RespondToAuthChallenge bars whoever was reset or disabled since the challenge, and tells it where it may", async () => {
  await using world = await startWorld({ client: { PreventUserExistenceErrors: "LEGACY" } });
  const { call, pool } = world;
  const hiding = await otherClient(world, true);
  const { Username, Password } = await world.user();
  const begin = (password: string, ClientId?: string) => beginSrp(world, Username, password, ClientId);
  const [right, wrong, hidden, hiddenWrong] = await Promise.all([
    begin(Password),
    begin("wrong"),
    begin(Password, hiding),
    begin("wrong", hiding),
  ]);
  const expectTold = async (
    ...told: readonly ["PasswordResetRequiredException" | "NotAuthorizedException", string]
  ) => {
    await refused(answerSrp(world, right.responses), ...told);
    await refused(answerSrp(world, wrong.responses), ...told);
    await refused(answerSrp(world, hidden.responses, hiding), ...told);
    await refused(answerSrp(world, hiddenWrong.responses, hiding), "NotAuthorizedException", TEXTS.incorrect);
  };
  await call.AdminResetUserPassword({ ...pool, Username });
  await expectTold("PasswordResetRequiredException", TEXTS.resetRequired);
  await call.AdminDisableUser({ ...pool, Username });
  await expectTold("NotAuthorizedException", TEXTS.disabled);
});

test("RespondToAuthChallenge counts wrong proofs and wrong passwords on one counter, whatever the alias", async () => {
  await using world = await startWorld({
    pool: { AliasAttributes: ["email"], UsernameConfiguration: { CaseSensitive: false } },
  });
  const { Username, Password } = await world.user();
  await refused(signInBySrp(world, "ada", "wrong"), "NotAuthorizedException", TEXTS.incorrect);
  await refused(world.signIn("ADA@example.com", "wrong"), "NotAuthorizedException", TEXTS.incorrect);
  await refused(signInBySrp(world, "Ada@Example.com", "wrong"), "NotAuthorizedException", TEXTS.incorrect);
  await refused(world.signIn("ADA", "wrong"), "NotAuthorizedException", TEXTS.incorrect);
  await refused(signInBySrp(world, "ada@example.com", "wrong"), "NotAuthorizedException", TEXTS.incorrect);
  for (const name of [Username, "ada@example.com"]) {
    await refused(signInBySrp(world, name, Password), "NotAuthorizedException", LOCKED);
    await refused(world.signIn(name, Password), "NotAuthorizedException", LOCKED);
  }
  world.clock.advance(SECOND);
  assert.ok((await signInBySrp(world, Username, Password)).AuthenticationResult);
  await refused(signInBySrp(world, Username, "wrong"), "NotAuthorizedException", TEXTS.incorrect);
  assert.ok((await world.signIn(Username, Password)).AuthenticationResult);
});

test("RespondToAuthChallenge judges no more than five of fifty wrong proofs at once, and no right one behind them", async () => {
  await using world = await startWorld();
  const { Username, Password } = await world.user();
  const wrong = await beginSrp(world, Username, "wrong");
  const right = await beginSrp(world, Username, Password);
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, (_, n) => outcomeOf(answerSrp(world, (n === 49 ? right : wrong).responses))),
  );
  assert.equal(outcomes.filter((outcome) => outcome === TEXTS.incorrect).length, 5);
  assert.equal(outcomes.filter((outcome) => outcome === LOCKED).length, 45);
});

test("RespondToAuthChallenge locks a name that nobody has like one that somebody has, where users are hidden", async () => {
  await using world = await startWorld({ client: { PreventUserExistenceErrors: "ENABLED" } });
  const { Username } = await world.user();
  const sequence = async (name: string) => {
    const answers: string[] = [];
    for (let n = 0; n < 7; n += 1) answers.push(await outcomeOf(signInBySrp(world, name, "wrong")));
    return answers;
  };
  assert.deepEqual(await sequence("nobody"), await sequence(Username));
});

test("RespondToAuthChallenge asks for a new password after the proof of a temporary one, then for the second factor", async () => {
  await using world = await startWorld();
  const { call, pool, client } = world;
  const Username = "tess";
  await call.AdminCreateUser({
    ...pool,
    Username,
    TemporaryPassword: "Temporary 1!",
    MessageAction: "SUPPRESS",
    UserAttributes: [
      { Name: "email", Value: "tess@example.com" },
      { Name: "email_verified", Value: "true" },
    ],
  });
  await refused(signInBySrp(world, Username, "wrong"), "NotAuthorizedException", TEXTS.incorrect);
  const asked = await signInBySrp(world, Username, "Temporary 1!");
  assert.equal(asked.ChallengeName, "NEW_PASSWORD_REQUIRED");
  const { AuthenticationResult } = await call.RespondToAuthChallenge({
    ...client,
    ChallengeName: "NEW_PASSWORD_REQUIRED",
    Session: asked.Session,
    ChallengeResponses: { USERNAME: Username, NEW_PASSWORD: "Permanent 1!" },
  });
  assert.ok(AuthenticationResult);
  assert.ok((await signInBySrp(world, Username, "Permanent 1!")).AuthenticationResult);
});

test("RespondToAuthChallenge gives no token to a proof alone where the user has a second factor", async () => {
  await using world = await startWorld();
  const { Username, Password } = await world.user();
  await world.call.SetUserPoolMfaConfig({
    ...world.pool,
    MfaConfiguration: "ON",
    EmailMfaConfiguration: { Message: "{####}", Subject: "code" },
    SoftwareTokenMfaConfiguration: { Enabled: true },
  });
  await world.call.AdminSetUserMFAPreference({
    ...world.pool,
    Username,
    EmailMfaSettings: { Enabled: true, PreferredMfa: true },
  });
  const { ChallengeName, AuthenticationResult, Session } = await signInBySrp(world, Username, Password);
  assert.deepEqual([ChallengeName, AuthenticationResult], ["EMAIL_OTP", undefined]);
  const done = await world.call.RespondToAuthChallenge({
    ...world.client,
    ChallengeName: "EMAIL_OTP",
    Session,
    ChallengeResponses: { USERNAME: Username, EMAIL_OTP_CODE: world.inbox.latest("ada@example.com").code },
  });
  assert.ok(done.AuthenticationResult);
});

test("RespondToAuthChallenge tells an expired temporary password to its proof alone", async () => {
  await using world = await startWorld();
  await world.call.AdminCreateUser({
    ...world.pool,
    Username: "tess",
    TemporaryPassword: "Temporary 1!",
    MessageAction: "SUPPRESS",
  });
  world.clock.advance(7 * 24 * 60 * MINUTE);
  await refused(signInBySrp(world, "tess", "wrong"), "NotAuthorizedException", TEXTS.incorrect);
  await refused(
    signInBySrp(world, "tess", "Temporary 1!"),
    "NotAuthorizedException",
    "Temporary password has expired and must be reset by an administrator.",
  );
});

test("RespondToAuthChallenge asks PreAuthentication at the beginning and the others at the end, each with its metadata", async () => {
  await using world = await startWorld();
  const { Username, Password } = await world.user();
  const same = (event: object) => event;
  await world.updatePool({
    LambdaConfig: {
      PreAuthentication: world.functions.set("pre", same),
      PostAuthentication: world.functions.set("post", same),
      PreTokenGeneration: world.functions.set("token", same),
      UserMigration: world.functions.set("migrate", same),
    },
  });
  const { responses } = await beginSrp(world, Username, Password);
  assert.deepEqual(
    world.functions.events.map(({ triggerSource }) => triggerSource),
    ["PreAuthentication_Authentication"],
  );
  await world.call.RespondToAuthChallenge({
    ...world.client,
    ChallengeName: "PASSWORD_VERIFIER",
    ChallengeResponses: responses,
    ClientMetadata: { step: "answer" },
  });
  const [pre, post, token] = world.functions.events;
  assert.deepEqual([pre?.request["userNotFound"], pre?.request["validationData"]], [false, null]);
  assert.equal(post?.triggerSource, "PostAuthentication_Authentication");
  assert.equal(token?.triggerSource, "TokenGeneration_Authentication");
  for (const event of [post, token]) assert.deepEqual(event?.request["clientMetadata"], { step: "answer" });
  assert.equal(world.functions.events.length, 3);
});

test("RespondToAuthChallenge migrates nobody by SRP", async () => {
  await using world = await startWorld();
  await world.updatePool({ LambdaConfig: { UserMigration: world.functions.set("migrate", (event) => event) } });
  await refused(beginSrp(world, "nobody", "any"), "UserNotFoundException", TEXTS.unknownUser);
  assert.deepEqual(world.functions.events, []);
});
