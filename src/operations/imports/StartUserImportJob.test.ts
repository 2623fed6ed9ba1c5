import assert from "node:assert/strict";
import { test } from "node:test";
import { startWorld } from "../../testing/world.ts";
import { csvFor, csvUser, importFile } from "../../testing/imports.ts";

test("StartUserImportJob imports users, who choose their passwords with a code", async () => {
  await using world = await startWorld();
  const { call, pool, client, inbox } = world;
  const { job, report } = await importFile(
    world,
    await csvFor(world, [csvUser("grace", { name: "Hopper, Grace" }), csvUser("alan")]),
  );
  assert.deepEqual(
    { ...job, PreSignedUrl: undefined },
    {
      ...job,
      PreSignedUrl: undefined,
      Status: "Succeeded",
      ImportedUsers: 2,
      SkippedUsers: 0,
      FailedUsers: 0,
      CompletionMessage: "Import Job Completed Successfully.",
    },
  );
  assert.deepEqual(report, [
    "[SUCCEEDED] Line Number 2 - The import succeeded.",
    "[SUCCEEDED] Line Number 3 - The import succeeded.",
  ]);
  const grace = await call.AdminGetUser({ ...pool, Username: "grace" });
  assert.equal(grace.UserStatus, "RESET_REQUIRED");
  assert.deepEqual(inbox.all, []);

  await assert.rejects(world.signIn("grace", "anything 1!"), { name: "PasswordResetRequiredException" });
  await call.ForgotPassword({ ...client, Username: "grace" });
  const { code } = inbox.latest("grace@example.com");
  await call.ConfirmForgotPassword({ ...client, Username: "grace", Password: "A better 1!", ConfirmationCode: code });
  await world.signIn("grace", "A better 1!");
});
