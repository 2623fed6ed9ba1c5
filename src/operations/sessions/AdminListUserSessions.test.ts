import assert from "node:assert/strict";
import { test } from "node:test";
import { refused, TEXTS } from "../../testing/refused.ts";
import { signInFrom, startTracking } from "../../testing/sessions.ts";
import { startWorld } from "../../testing/world.ts";

test("AdminListUserSessions shows a user's sessions, of which none is the current one", async () => {
  await using world = await startTracking();
  const { call, pool } = world;
  await world.user();
  assert.deepEqual(await call.AdminListUserSessions({ ...pool, Username: "ada" }), { Sessions: [] });
  const { access: AccessToken } = await signInFrom(world, call);
  await signInFrom(world, call);
  const { Sessions } = await call.AdminListUserSessions({ ...pool, Username: "ada" });
  assert.deepEqual(
    Sessions?.map(({ IsCurrentSession }) => IsCurrentSession),
    [false, false],
  );
  const own = await call.ListUserSessions({ AccessToken });
  assert.deepEqual(
    Sessions?.map(({ SessionId }) => SessionId),
    own.Sessions?.map(({ SessionId }) => SessionId),
  );
});

test("AdminListUserSessions shows all hundred sessions on one page", async () => {
  await using world = await startTracking(100);
  const { call, pool, server } = world;
  await world.user();
  const { access } = await signInFrom(world, call);
  const { UserAttributes } = await call.GetUser({ AccessToken: access });
  const sub = UserAttributes.find(({ Name }) => Name === "sub")?.Value ?? "";
  const [one] = await server.store.reader.tokenSessions.ofUser(
    { poolId: pool.UserPoolId, sub, tokenEpoch: 0 },
    world.clock.now(),
  );
  assert.ok(one);
  await server.store.transaction(async (tx) => {
    for (let n = 1; n < 100; n += 1) await tx.tokenSessions.insert({ ...one, originJti: `origin-${n}`, id: `tkn${n}` });
  });
  const { Sessions, NextToken } = await call.AdminListUserSessions({ ...pool, Username: "ada" });
  assert.deepEqual([Sessions?.length, NextToken], [100, undefined]);
});

test("AdminListUserSessions refuses in the API's words", async () => {
  await using world = await startTracking();
  const { call, pool } = world;
  await world.user();
  await refused(
    call.AdminListUserSessions({ ...pool, Username: "nobody" }),
    "UserNotFoundException",
    TEXTS.unknownUser,
  );
  await refused(
    call.AdminListUserSessions({ UserPoolId: "us-east-1_Unknown00", Username: "ada" }),
    "ResourceNotFoundException",
    "User pool us-east-1_Unknown00 does not exist.",
  );
  await refused(
    call.AdminListUserSessions({ ...pool, Username: "ada", NextToken: "x" }),
    "InvalidParameterException",
    "Invalid pagination token.",
  );
  await using untracked = await startWorld();
  await untracked.user();
  await refused(
    untracked.call.AdminListUserSessions({ ...untracked.pool, Username: "ada" }),
    "OperationNotEnabledException",
    "Session tracking is not enabled for the user pool.",
  );
});
