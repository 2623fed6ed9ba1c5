import assert from "node:assert/strict";
import { test } from "node:test";
import { refused, TEXTS } from "../../testing/refused.ts";
import { signInFrom, startTracking } from "../../testing/sessions.ts";
import { startWorld } from "../../testing/world.ts";

const SESSION = `tkn${"a".repeat(25)}`;

test("AdminRevokeUserSession ends any session of the user's, and no other", async () => {
  await using world = await startTracking();
  const { call, pool } = world;
  await world.user();
  const [first, second] = [await signInFrom(world, call), await signInFrom(world, call)];
  const { Sessions } = await call.ListUserSessions({ AccessToken: first.access });
  const SessionId = Sessions?.find(({ IsCurrentSession }) => IsCurrentSession)?.SessionId ?? "";
  assert.deepEqual(
    await call.AdminRevokeUserSession({ ...pool, Username: "ada", SessionId, RevokeAssociatedSessions: "LINKED" }),
    {},
  );
  await refused(call.GetUser({ AccessToken: first.access }), "NotAuthorizedException", "Access Token has been revoked");
  await call.GetUser({ AccessToken: second.access });
});

test("AdminRevokeUserSession wants the name of the session's user", async () => {
  await using world = await startTracking();
  const { call, pool } = world;
  await world.user();
  await world.user("bob");
  const { access } = await signInFrom(world, call);
  const { Sessions } = await call.AdminListUserSessions({ ...pool, Username: "ada" });
  const SessionId = Sessions?.[0]?.SessionId ?? "";
  await refused(
    call.AdminRevokeUserSession({ ...pool, Username: "bob", SessionId }),
    "ResourceNotFoundException",
    `Session ${SessionId} does not exist.`,
  );
  await call.GetUser({ AccessToken: access });
});

test("AdminRevokeUserSession refuses in the API's words", async () => {
  await using world = await startTracking();
  const { call, pool } = world;
  await world.user();
  await refused(
    call.AdminRevokeUserSession({ ...pool, Username: "ada", SessionId: SESSION }),
    "ResourceNotFoundException",
    `Session ${SESSION} does not exist.`,
  );
  await refused(
    call.AdminRevokeUserSession({ ...pool, Username: "nobody", SessionId: SESSION }),
    "UserNotFoundException",
    TEXTS.unknownUser,
  );
  await refused(
    call.AdminRevokeUserSession({ UserPoolId: "us-east-1_Unknown00", Username: "ada", SessionId: SESSION }),
    "ResourceNotFoundException",
    "User pool us-east-1_Unknown00 does not exist.",
  );
  await using untracked = await startWorld();
  await untracked.user();
  await refused(
    untracked.call.AdminRevokeUserSession({ ...untracked.pool, Username: "ada", SessionId: SESSION }),
    "OperationNotEnabledException",
    "Session tracking is not enabled for the user pool.",
  );
});
