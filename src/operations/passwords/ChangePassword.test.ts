import assert from "node:assert/strict";
import { test } from "node:test";
import { refused, TEXTS } from "../../testing/refused.ts";
import { startWorld, type Login, type World } from "../../testing/world.ts";

const HOUR_MS = 60 * 60 * 1000;
const NEW = "A better 1!";

const tokensOf = async (world: World, { Username, Password }: Login) => {
  const { AuthenticationResult } = await world.signIn(Username, Password);
  return {
    AccessToken: AuthenticationResult?.AccessToken ?? "",
    RefreshToken: AuthenticationResult?.RefreshToken ?? "",
  };
};

const start = async () => {
  const world = await startWorld();
  const login = await world.user();
  const tokens = await tokensOf(world, login);
  const change = (PreviousPassword: string, ProposedPassword = NEW) =>
    world.call.ChangePassword({ AccessToken: tokens.AccessToken, PreviousPassword, ProposedPassword });
  return { world, login, change, ...tokens };
};

test("ChangePassword takes the old password and the new one, and nothing else of the user changes", async () => {
  const { world, login, change } = await start();
  await using owned = world;
  const { call, pool } = owned;
  owned.clock.advance(1_000);
  assert.deepEqual(await change(login.Password), {});
  const { UserStatus, UserLastModifiedDate } = await call.AdminGetUser({ ...pool, Username: "ada" });
  assert.deepEqual(
    { UserStatus, UserLastModifiedDate },
    { UserStatus: "CONFIRMED", UserLastModifiedDate: owned.clock.now() / 1000 },
  );
  await owned.signIn("ada", NEW);
  await refused(owned.signIn("ada", login.Password), "NotAuthorizedException", TEXTS.incorrect);
  assert.equal(owned.inbox.all.length, 0);
});

test("ChangePassword leaves the tokens as they are", async () => {
  const { world, login, change, AccessToken, RefreshToken } = await start();
  await using owned = world;
  await change(login.Password);
  assert.equal((await owned.call.GetUser({ AccessToken })).Username, "ada");
  await owned.call.InitiateAuth({
    ...owned.client,
    AuthFlow: "REFRESH_TOKEN_AUTH",
    AuthParameters: { REFRESH_TOKEN: RefreshToken },
  });
});

test("ChangePassword refuses a wrong old password", async () => {
  const { world, login, change } = await start();
  await using owned = world;
  await refused(change("A wrong guess 1!"), "NotAuthorizedException", TEXTS.incorrect);
  await owned.signIn("ada", login.Password);
});

test("ChangePassword wants the old password of a user who has one", async () => {
  const { world, AccessToken, login } = await start();
  await using owned = world;
  await refused(
    owned.call.ChangePassword({ AccessToken, ProposedPassword: NEW }),
    "InvalidParameterException",
    "Missing required parameter PreviousPassword",
  );
  await owned.signIn("ada", login.Password);
});

test("ChangePassword refuses a weak new password, whatever the old one, and counts no try", async () => {
  const { world, login, change } = await start();
  await using owned = world;
  for (let n = 0; n < 6; n += 1) {
    await refused(
      change("A wrong guess 1!", "Short1!"),
      "InvalidPasswordException",
      "Password does not conform to policy: Password not long enough",
    );
  }
  await change(login.Password);
  await owned.signIn("ada", NEW);
});

test("ChangePassword allows five tries in any hour, right or wrong", async () => {
  const { world, login, change } = await start();
  await using owned = world;
  for (let n = 0; n < 5; n += 1) await refused(change("A wrong guess 1!"), "NotAuthorizedException", TEXTS.incorrect);
  await refused(change(login.Password), "LimitExceededException", TEXTS.attemptLimit);
  owned.clock.advance(HOUR_MS - 1);
  const fresh = await tokensOf(owned, login);
  const again = () => owned.call.ChangePassword({ ...fresh, PreviousPassword: login.Password, ProposedPassword: NEW });
  await refused(again(), "LimitExceededException", TEXTS.attemptLimit);
  owned.clock.advance(1);
  await again();
  await owned.signIn("ada", NEW);
});

test("ChangePassword made fifty times at once judges at most five guesses", async () => {
  const { world, login, change } = await start();
  await using owned = world;
  const answers = await Promise.allSettled(Array.from({ length: 50 }, () => change("A wrong guess 1!")));
  const judged = answers.filter(
    (answer) => answer.status === "rejected" && answer.reason.name === "NotAuthorizedException",
  );
  assert.ok(judged.length <= 5, `${judged.length} guesses were judged`);
  await owned.signIn("ada", login.Password);
});

test("ChangePassword kills a reset code that was asked for under the old password", async () => {
  const { world, login, change } = await start();
  await using owned = world;
  const { call, client, inbox } = owned;
  await call.ForgotPassword({ ...client, Username: "ada" });
  await change(login.Password);
  await refused(
    call.ConfirmForgotPassword({
      ...client,
      Username: "ada",
      Password: "Somebody else's 1!",
      ConfirmationCode: inbox.latest("ada@example.com").code,
    }),
    "ExpiredCodeException",
    TEXTS.codeExpired,
  );
  await owned.signIn("ada", NEW);
});

test("ChangePassword refuses tokens that are none, foreign, expired or revoked", async () => {
  const { world, login, AccessToken } = await start();
  await using owned = world;
  const { call, pool } = owned;
  const change = (token: string) =>
    call.ChangePassword({ AccessToken: token, PreviousPassword: login.Password, ProposedPassword: NEW });
  await refused(change("nothing"), "NotAuthorizedException", "Invalid Access Token");
  const { AuthenticationResult } = await owned.signIn("ada", login.Password);
  await refused(change(AuthenticationResult?.IdToken ?? ""), "NotAuthorizedException");
  owned.clock.advance(HOUR_MS);
  await refused(change(AccessToken), "NotAuthorizedException", "Access Token has expired");
  const fresh = await tokensOf(owned, login);
  await call.AdminDisableUser({ ...pool, Username: "ada" });
  await refused(change(fresh.AccessToken), "NotAuthorizedException", "Access Token has been revoked");
  await call.AdminEnableUser({ ...pool, Username: "ada" });
  await refused(change(fresh.AccessToken), "NotAuthorizedException", "Access Token has been revoked");
  const last = await tokensOf(owned, login);
  await call.AdminDeleteUser({ ...pool, Username: "ada" });
  await refused(change(last.AccessToken), "UserNotFoundException", TEXTS.unknownUser);
});

test("ChangePassword refuses a user of another provider, who has no password here", async () => {
  const { world, login, change } = await start();
  await using owned = world;
  const { UserAttributes } = await owned.call.AdminGetUser({ ...owned.pool, Username: "ada" });
  const sub = UserAttributes?.find(({ Name }) => Name === "sub")?.Value ?? "";
  // The one status that no operation makes yet.
  await owned.server.store.transaction(async (tx) => {
    const user = await tx.users.bySub(owned.pool.UserPoolId, sub);
    assert.ok(user);
    await tx.users.save({ ...user, status: "EXTERNAL_PROVIDER" });
  });
  await refused(change(login.Password), "NotAuthorizedException");
});

test("ChangePassword does not overwrite a password that an administrator has set meanwhile", async () => {
  const { world, login, change } = await start();
  await using owned = world;
  const { call, pool } = owned;
  for (const administrator of ["The first word 1!", "The last word 1!"]) {
    const set = call.AdminSetUserPassword({ ...pool, Username: "ada", Password: administrator, Permanent: true });
    // Whichever comes first, what was proven with the old password never replaces the administrator's word.
    await Promise.allSettled([change(login.Password), set]);
    await set;
    await owned.signIn("ada", administrator);
  }
});

test("ChangePassword keeps a temporary password's holder to the challenge of choosing another", async () => {
  const { world, change } = await start();
  await using owned = world;
  await owned.call.AdminSetUserPassword({ ...owned.pool, Username: "ada", Password: "Only for once 1!" });
  await change("Only for once 1!");
  assert.equal((await owned.signIn("ada", NEW)).ChallengeName, "NEW_PASSWORD_REQUIRED");
});
