/**
 * Every operation that takes an access token, with everything that is none, or is not one any more, in its place: it is
 * told in Cognito's words, and nothing that is stored moves. Another user's token moves nothing of this user's, whatever
 * ids the input names (CVE-2026-4636), and another pool's token nothing of this pool's. The right token, last, gets what
 * the same input asks for. Stops side doors (CVE-2026-97177, CVE-2025-61928) and tokens taken for others (CVE-2026-22817).
 */
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { ApiException, type ExceptionName } from "../../../src/contracts/exceptions.ts";
import { contracts, type OperationName } from "../../../src/contracts/index.ts";
import type { Contract } from "../../../src/contracts/vocabulary.ts";
import { isReading } from "../../../src/model/rates.ts";
import { implementationOf } from "../../../src/operations/index.ts";
import { createContext } from "../../../src/runtime/context.ts";
import { claimsOf } from "../../../src/testing/claims.ts";
import { operationNames, rawCalls } from "../../../src/testing/raw.ts";
import { inputs } from "./inputs.ts";
import { signIn, startScene, type Person, type Scene } from "./scene.ts";
import { differences, readStored } from "./stored.ts";

const contractOf = (name: OperationName): Contract => contracts[name];
const names = operationNames.filter(
  (name) => "AccessToken" in contractOf(name).input.members && implementationOf(name) !== undefined,
);

const refusal = (message: string, name: ExceptionName = "NotAuthorizedException") => ({ name, message });
const INVALID = refusal("Invalid Access Token");
const REVOKED = refusal("Access Token has been revoked");

/** What is told of a user's state where the operation declares an exception for it; else NotAuthorizedException. */
const ofState = (operation: OperationName, name: ExceptionName, message: string) =>
  refusal(message, contractOf(operation).errors.includes(name) ? name : "NotAuthorizedException");

interface Presented {
  readonly what: string;
  readonly token: unknown;
  refusal(operation: OperationName): { readonly name: ExceptionName; readonly message: string };
}

const presented = (what: string, token: unknown, wanted: ReturnType<typeof refusal>): Presented => ({
  what,
  token,
  refusal: () => wanted,
});

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Tokens that were good once, of users to whom something has happened since. */
const endedTokens = async (scene: Scene): Promise<readonly Presented[]> => {
  const { call, pool, person, newPool, newClient, world } = scene;
  const [signedOut, disabled, deleted, reset] = [await person(), await person(), await person(), await person()];
  await call.GlobalSignOut(signedOut);
  await call.AdminDisableUser({ ...pool, Username: disabled.Username });
  await call.AdminDeleteUser({ ...pool, Username: deleted.Username });
  await call.AdminResetUserPassword({ ...pool, Username: reset.Username });
  const revoked = await person();
  await call.RevokeToken({ ...scene.client, Token: revoked.RefreshToken });
  const gone = await newPool();
  const { AccessToken: ofGonePool } = await strangerOf(scene, gone, "ada");
  await call.DeleteUserPool(gone);
  const client = await newClient({ ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"] });
  const { AccessToken: ofGoneClient } = await signIn(call, client.ClientId, await world.user(scene.name("user")));
  await call.DeleteUserPoolClient({ ...pool, ...client });
  return [
    presented("the token of a user who has signed out everywhere", signedOut.AccessToken, REVOKED),
    presented("the token of a revoked sign-in", revoked.AccessToken, REVOKED),
    presented("the token of a disabled user", disabled.AccessToken, REVOKED),
    presented("the token of a deleted pool", ofGonePool, INVALID),
    {
      what: "the token of a deleted client",
      token: ofGoneClient,
      refusal: (name) => {
        const message = `User pool client ${client.ClientId} does not exist.`;
        return ofState(name, "ResourceNotFoundException", message);
      },
    },
    {
      what: "the token of a deleted user",
      token: deleted.AccessToken,
      refusal: (name) => ofState(name, "UserNotFoundException", "User does not exist."),
    },
    {
      what: "the token of a user who is being reset",
      token: reset.AccessToken,
      refusal: (name) => ofState(name, "PasswordResetRequiredException", "Password reset required for the user"),
    },
  ];
};

/** What can be made of the user's own good token, or stands beside it, and is none. */
const forgeries = async (
  scene: Scene,
  { AccessToken, IdToken, RefreshToken }: Person,
): Promise<readonly Presented[]> => {
  const { world, pool, foreign } = scene;
  const facts = { id: "matrix", userAgent: "", remoteAddress: "127.0.0.1" };
  const { tokens } = createContext(world.server.facilities, { errors: [] }, facts);
  const claims = claimsOf(AccessToken);
  const sign = async (change: object, poolId = pool.UserPoolId) =>
    (await tokens.sign(poolId, "access", { ...claims, ...change })).reveal();
  const [head = "", body = "", signature = ""] = AccessToken.split(".");
  const [published] = await tokens.publicKeys(pool.UserPoolId);
  const confused = `${part({ alg: "HS256", kid: claimsOf(`.${head}.`)["kid"] })}.${body}`;
  const hmac = createHmac("sha256", JSON.stringify(published)).update(confused).digest("base64url");
  const { AccessToken: theirs } = await scene.person();
  const now = Math.floor(world.clock.now() / 1000);
  return [
    presented("text", "text", INVALID),
    presented("the ID token", IdToken, INVALID),
    presented("the refresh token", RefreshToken, INVALID),
    presented("a token without a signature", `${part({ alg: "none" })}.${body}.`, INVALID),
    presented("a token signed with the public key as a secret", `${confused}.${hmac}`, INVALID),
    presented("another user's claims under this signature", `${head}.${theirs.split(".")[1]}.${signature}`, UNVERIFIED),
    presented("this user's claims, signed by another pool", await sign({}, foreign.UserPoolId), INVALID),
    presented("a token that says it is of another use", await sign({ token_use: "id" }), INVALID),
    presented("an expired token", await sign({ exp: now - 1 }), refusal("Access Token has expired")),
    presented("a token of a sign-in that never was", await sign({ origin_jti: "never" }), REVOKED),
    presented("a token without scope", await sign({ scope: "openid" }), SCOPE),
  ];
};

const UNVERIFIED = refusal("Could not verify signature for Access Token");
const SCOPE = refusal("Access Token does not have required scopes");

/** Somebody of this name in a pool, through a client of that pool. */
const strangerOf = async (
  { call }: Scene,
  pool: { readonly UserPoolId: string },
  Username: string,
): Promise<Person> => {
  const { UserPoolClient } = await call.CreateUserPoolClient({
    ...pool,
    ClientName: "app",
    ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
  });
  const Password = "Secret of a stranger 1!";
  await call.AdminCreateUser({ ...pool, Username, MessageAction: "SUPPRESS" });
  await call.AdminSetUserPassword({ ...pool, Username, Password, Permanent: true });
  return signIn(call, UserPoolClient?.ClientId ?? "", { Username, Password });
};

/** A call with somebody else's good token: it succeeds on its own user, or is refused as the API declares. */
const tryAs = async (scene: Scene, name: OperationName, input: object, { AccessToken }: Person): Promise<void> => {
  try {
    await rawCalls(scene.call)[name]({ ...input, AccessToken });
  } catch (error) {
    assert.ok(error instanceof ApiException, String(error));
    assert.ok(contractOf(name).errors.includes(error.name), error.name);
  }
};

test("each operation with an access token refuses everything but the user's own", async (t) => {
  await using scene = await startScene();
  const { engine, pool, call } = scene;
  const ended = await endedTokens(scene);
  for (const name of names) {
    await t.test(name, async () => {
      const input = await inputs[name](scene);
      assert.ok("AccessToken" in input && input.AccessToken !== undefined);
      const owner = scene.owner(input.AccessToken);
      const raw = rawCalls(call)[name];
      const others = [...ended, ...(await forgeries(scene, owner))];
      const before = await readStored(engine);
      for (const { what, token, refusal: wanted } of others) {
        await assert.rejects(raw({ ...input, AccessToken: token }), wanted(name), what);
      }
      const { AccessToken: _, ...without } = input;
      const isRequired = contractOf(name).caller === "user";
      await assert.rejects(
        raw(without),
        isRequired ? MISSING : { name: /^(?:NotAuthorized|InvalidParameter)Exception$/ },
      );
      assert.deepEqual(differences(before, await readStored(engine)), []);
    });
  }

  for (const name of names) {
    await t.test(`${name} with the token of somebody else`, async () => {
      const input = await inputs[name](scene);
      assert.ok("AccessToken" in input && input.AccessToken !== undefined);
      const owner = scene.owner(input.AccessToken);
      const neighbour = await scene.person();
      const namesake = await strangerOf(scene, await scene.newPool(), owner.Username);
      const before = await readStored(engine);
      await tryAs(scene, name, input, neighbour);
      const ofOwner = (_: string, row: string) => row.includes(owner.sub);
      assert.deepEqual(differences(before, await readStored(engine), ofOwner), []);
      const between = await readStored(engine);
      await tryAs(scene, name, input, namesake);
      const ofPool = (_: string, row: string) => row.includes(pool.UserPoolId);
      assert.deepEqual(differences(between, await readStored(engine), ofPool), []);

      await rawCalls(call)[name](input);
      const changed = differences(before, await readStored(engine), ofOwner);
      if (isReading(name) && name !== "GetUserAttributeVerificationCode") assert.deepEqual(changed, []);
      else assert.notDeepEqual(changed, [], "with the user's own token something changes");
    });
  }
});

const MISSING = {
  name: "InvalidParameterException",
  message: /Value at 'accessToken' failed to satisfy constraint: Member must not be null/u,
};
