/** What a restart must not forget: a token that was used stays used, and a family that was revoked stays revoked. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { masterKeysOf, readMasterKey } from "../../crypto/master-key.ts";
import { refused } from "../../testing/refused.ts";
import { startWorld, type World, type WorldOptions } from "../../testing/world.ts";

const REVOKED = "Refresh Token has been revoked";
const REUSED = "Refresh token has been reused";

const OLD = readMasterKey(Buffer.alloc(32, 1).toString("base64"));
const NEW = readMasterKey(Buffer.alloc(32, 2).toString("base64"));

const withFile = async (work: (path: string) => Promise<void>): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), "poolhouse-rotation-"));
  try {
    await work(join(folder, "poolhouse.db"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const rotating = (RetryGracePeriodSeconds: number): WorldOptions => ({
  masterKeys: masterKeysOf(OLD),
  client: {
    ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
    RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds },
  },
});

const redeem = async ({ call }: World, ClientId: string, RefreshToken: string): Promise<string> => {
  const { AuthenticationResult } = await call.GetTokensFromRefreshToken({ ClientId, RefreshToken });
  return AuthenticationResult?.RefreshToken ?? "";
};

/** Signs in and uses the refresh token, in a world that ends afterwards. */
const usedToken = async (options: WorldOptions) => {
  await using world = await startWorld(options);
  const { Username, Password } = await world.user();
  const { AuthenticationResult } = await world.signIn(Username, Password);
  const { ClientId } = world.client;
  const first = AuthenticationResult?.RefreshToken ?? "";
  return { ClientId, first, second: await redeem(world, ClientId, first) };
};

test("GetTokensFromRefreshToken knows a used token after a restart, and that its family is revoked after another", () =>
  withFile(async (path) => {
    const options = { ...rotating(0), path };
    const { ClientId, first, second } = await usedToken(options);
    {
      await using world = await startWorld({ ...options, populated: false });
      await refused(redeem(world, ClientId, first), "RefreshTokenReuseException", REUSED);
    }
    await using world = await startWorld({ ...options, populated: false });
    for (const token of [first, second]) {
      await refused(redeem(world, ClientId, token), "NotAuthorizedException", REVOKED);
    }
  }));

test("GetTokensFromRefreshToken answers a retry after a restart with the successor that was lost", () =>
  withFile(async (path) => {
    const options = { ...rotating(60), path };
    const { ClientId, first, second } = await usedToken(options);
    await using world = await startWorld({ ...options, populated: false });
    assert.equal(await redeem(world, ClientId, first), second);
    assert.notEqual(await redeem(world, ClientId, second), second);
  }));

test("GetTokensFromRefreshToken goes on, and knows used tokens, when the master key has been rotated", () =>
  withFile(async (path) => {
    const options = { ...rotating(30), path };
    const { ClientId, first, second } = await usedToken(options);
    const masterKeys = masterKeysOf(NEW, [OLD]);
    await using world = await startWorld({ ...options, masterKeys, populated: false });
    const third = await redeem(world, ClientId, second);
    assert.equal(await redeem(world, ClientId, second), third);
    world.clock.advance(30_000);
    await refused(redeem(world, ClientId, first), "RefreshTokenReuseException", REUSED);
    await refused(redeem(world, ClientId, third), "NotAuthorizedException", REVOKED);
  }));
