import assert from "node:assert/strict";
import { test } from "node:test";
import { refused } from "../../testing/refused.ts";
import { signInFrom, startTracking } from "../../testing/sessions.ts";
import { startWorld, type World } from "../../testing/world.ts";

const REVOKED = "Access Token has been revoked";

/** The id of the caller's own session. */
const ownSession = async ({ call }: World, AccessToken: string): Promise<string> => {
  const { Sessions } = await call.ListUserSessions({ AccessToken });
  return Sessions?.find(({ IsCurrentSession }) => IsCurrentSession)?.SessionId ?? "";
};

test("RevokeUserSession ends another session of the user's with all its tokens, and no other", async () => {
  await using world = await startTracking();
  const { call, client } = world;
  await world.user();
  for (const linked of [{}, { RevokeAssociatedSessions: "NONE" }, { RevokeAssociatedSessions: "LINKED" }] as const) {
    const [here, there] = [await signInFrom(world, call), await signInFrom(world, call)];
    const SessionId = await ownSession(world, there.access);
    const refreshed = await call.GetTokensFromRefreshToken({ ...client, RefreshToken: there.refresh });
    assert.deepEqual(await call.RevokeUserSession({ AccessToken: here.access, SessionId, ...linked }), {});
    for (const AccessToken of [there.access, refreshed.AuthenticationResult?.AccessToken ?? ""]) {
      await refused(call.GetUser({ AccessToken }), "NotAuthorizedException", REVOKED);
    }
    await refused(
      call.GetTokensFromRefreshToken({ ...client, RefreshToken: there.refresh }),
      "NotAuthorizedException",
      "Refresh Token has been revoked",
    );
    await call.GetUser({ AccessToken: here.access });
    const { Sessions } = await call.ListUserSessions({ AccessToken: here.access });
    assert.ok(Sessions?.every((session) => session.SessionId !== SessionId));
    await refused(
      call.RevokeUserSession({ AccessToken: here.access, SessionId }),
      "ResourceNotFoundException",
      `Session ${SessionId} does not exist.`,
    );
  }
});

test("RevokeUserSession leaves the session that it is called from", async () => {
  await using world = await startTracking();
  const { call } = world;
  await world.user();
  const { access: AccessToken } = await signInFrom(world, call);
  const SessionId = await ownSession(world, AccessToken);
  await refused(
    call.RevokeUserSession({ AccessToken, SessionId }),
    "InvalidParameterException",
    "The session of the access token cannot be revoked.",
  );
  await call.GetUser({ AccessToken });
});

test("RevokeUserSession reaches no other user's session", async () => {
  await using world = await startTracking();
  const { call } = world;
  await world.user();
  await world.user("bob");
  const ada = await signInFrom(world, call);
  const bob = await signInFrom(world, call, "bob");
  const SessionId = await ownSession(world, ada.access);
  await refused(
    call.RevokeUserSession({ AccessToken: bob.access, SessionId }),
    "ResourceNotFoundException",
    `Session ${SessionId} does not exist.`,
  );
  await call.GetUser({ AccessToken: ada.access });
});

test("RevokeUserSession refuses in the API's words", async () => {
  await using world = await startWorld();
  const { call } = world;
  await world.user();
  const { access: AccessToken } = await signInFrom(world, call);
  await refused(
    call.RevokeUserSession({ AccessToken, SessionId: `tkn${"a".repeat(25)}` }),
    "OperationNotEnabledException",
    "Session tracking is not enabled for the user pool.",
  );
  await refused(
    call.RevokeUserSession({ AccessToken, SessionId: "" }),
    "InvalidParameterException",
    /validation error/,
  );
});
