import assert from "node:assert/strict";
import { test } from "node:test";
import { rawCalls } from "../../testing/raw.ts";
import { refused } from "../../testing/refused.ts";
import { startWorld } from "../../testing/world.ts";

const flows =
  "1 validation error detected: Value '[token]' at 'allowedOAuthFlows' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [";
const urls = Array.from({ length: 101 }, (_, index) => `https://app.example/${index}`);
const scopes = Array.from({ length: 51 }, (_, index) => `api/${index}`);

/** What a member may be by itself, in the words of the one refusal that all members share. */
const CONSTRAINTS: readonly (readonly [members: object, message: string | RegExp])[] = [
  [{ AllowedOAuthFlows: ["token"] }, new RegExp(`^${flows.replaceAll(/[[\]]/g, "\\$&")}`)],
  [
    { LogoutURLs: [""] },
    /^1 validation error detected: Value '\[\]' at 'logoutURLs' failed to satisfy constraint: Member must satisfy constraint: \[.*length greater than or equal to 1/,
  ],
  [
    { CallbackURLs: ["with a blank"] },
    /^1 validation error detected: Value '\[with a blank\]' at 'callbackURLs' failed to satisfy constraint: Member must satisfy constraint: \[.*pattern: /,
  ],
  [
    { CallbackURLs: urls },
    /at 'callbackURLs' failed to satisfy constraint: Member must have length less than or equal to 100$/,
  ],
  [
    { LogoutURLs: urls },
    /at 'logoutURLs' failed to satisfy constraint: Member must have length less than or equal to 100$/,
  ],
  [{ AllowedOAuthScopes: scopes }, /at 'allowedOAuthScopes' failed .* length less than or equal to 50$/],
  [{ RefreshTokenValidity: -1 }, /at 'refreshTokenValidity' failed .* value greater than or equal to 0$/],
  [{ RefreshTokenValidity: 315_360_001 }, /at 'refreshTokenValidity' failed .* value less than or equal to 315360000$/],
  [{ AccessTokenValidity: 0 }, /at 'accessTokenValidity' failed .* value greater than or equal to 1$/],
  [{ IdTokenValidity: 86_401 }, /at 'idTokenValidity' failed .* value less than or equal to 86400$/],
  [{ AuthSessionValidity: 2 }, /at 'authSessionValidity' failed .* value greater than or equal to 3$/],
  [{ AuthSessionValidity: 16 }, /at 'authSessionValidity' failed .* value less than or equal to 15$/],
  [
    { RefreshTokenRotation: { Feature: "ENABLED", RetryGracePeriodSeconds: 61 } },
    /at 'refreshTokenRotation\.retryGracePeriodSeconds' failed .* value less than or equal to 60$/,
  ],
  [{ ExplicitAuthFlows: ["ALLOW_ANYTHING"] }, /at 'explicitAuthFlows' failed .* enum value set: \[/],
  [{ ClientName: "a/b" }, /at 'clientName' failed .* pattern: \[\\w\\s\+=,\.@-\]\+$/],
];

test("CreateUserPoolClient and UpdateUserPoolClient refuse members that are wrong by themselves, and make and change nothing", async () => {
  await using world = await startWorld();
  const { pool, client } = world;
  const call = rawCalls(world.call);
  const before = await world.call.DescribeUserPoolClient({ ...pool, ...client });
  for (const [members, message] of CONSTRAINTS) {
    const named = { ...pool, ClientName: "app", ...members };
    await refused(call.CreateUserPoolClient(named), "InvalidParameterException", message);
    await refused(call.UpdateUserPoolClient({ ...named, ...client }), "InvalidParameterException", message);
  }
  await refused(
    call.CreateUserPoolClient({ ...pool, ClientName: "app", ClientSecret: "too short" }),
    "InvalidParameterException",
    /at 'clientSecret' failed/,
  );
  assert.deepEqual(await world.call.DescribeUserPoolClient({ ...pool, ...client }), before);
  assert.equal((await world.call.ListUserPoolClients({ ...pool, MaxResults: 60 })).UserPoolClients?.length, 1);
});
