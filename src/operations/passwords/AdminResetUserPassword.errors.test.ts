/**
 * The fourteen errors that AdminResetUserPassword declares, each by a cause that can arise here.
 *
 * Four cannot: InvalidSmsRoleAccessPolicy, InvalidSmsRoleTrustRelationship and InvalidEmailRoleAccessPolicy tell of IAM
 * roles through which Amazon's service uses SNS and SES, and there are none here; OperationNotEnabled tells of a pool's
 * replica in another region, and pools have none here. The server never answers with them.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  AdminResetUserPasswordCommand,
  CognitoIdentityProviderServiceException,
} from "@aws-sdk/client-cognito-identity-provider";
import { contracts } from "../../contracts/index.ts";
import { rawCalls } from "../../testing/raw.ts";
import { refused, TEXTS } from "../../testing/refused.ts";
import { startWorld, type World } from "../../testing/world.ts";

const reset = ({ call, pool }: World, Username = "ada") => call.AdminResetUserPassword({ ...pool, Username });

const withFunction = async (world: World, handler: Parameters<World["functions"]["set"]>[1]) =>
  world.updatePool({ LambdaConfig: { CustomMessage: world.functions.set("texts", handler) } });

interface Cause {
  readonly name: string;
  provoke(world: World): Promise<void>;
}

const causes: readonly Cause[] = [
  {
    name: "ResourceNotFoundException",
    provoke: ({ call }) =>
      refused(
        call.AdminResetUserPassword({ UserPoolId: "us-east-1_nowhere00", Username: "ada" }),
        "ResourceNotFoundException",
        "User pool us-east-1_nowhere00 does not exist.",
      ),
  },
  {
    name: "InvalidParameterException",
    provoke: async (world) => {
      await world.user("nobody", { email_verified: "false" });
      await refused(reset(world, "nobody"), "InvalidParameterException", TEXTS.noContact);
      const long = world.call.AdminResetUserPassword({ ...world.pool, Username: "x".repeat(129) });
      await refused(
        long,
        "InvalidParameterException",
        "1 validation error detected: Value at 'username' failed to satisfy constraint: Member must have length less than or equal to 128",
      );
    },
  },
  {
    name: "UnexpectedLambdaException",
    provoke: async (world) => {
      await withFunction(world, () => new Promise<never>(() => undefined));
      await refused(
        reset(world),
        "UnexpectedLambdaException",
        "CustomMessage invocation failed due to error Socket timeout while invoking Lambda function.",
      );
    },
  },
  {
    name: "UserLambdaValidationException",
    provoke: async (world) => {
      await withFunction(world, () => {
        throw new Error("Not on a Sunday.");
      });
      await refused(reset(world), "UserLambdaValidationException", "CustomMessage failed with error Not on a Sunday..");
    },
  },
  {
    name: "NotAuthorizedException",
    provoke: async (world) => {
      await world.call.AdminSetUserPassword({ ...world.pool, Username: "ada", Password: "Only for once 1!" });
      await refused(reset(world), "NotAuthorizedException", TEXTS.state);
      await world.call.AdminDisableUser({ ...world.pool, Username: "ada" });
      // The order: disabled before the status.
      await refused(reset(world), "NotAuthorizedException", TEXTS.disabled);
    },
  },
  {
    name: "InvalidLambdaResponseException",
    provoke: async (world) => {
      await withFunction(world, () => "done");
      await refused(reset(world), "InvalidLambdaResponseException", "Unrecognizable lambda output");
    },
  },
  {
    name: "TooManyRequestsException",
    provoke: async (world) => {
      // Somebody changes the user whenever it has been judged.
      await withFunction(world, async (event) => {
        await world.call.AdminUpdateUserAttributes({
          ...world.pool,
          Username: "ada",
          UserAttributes: [{ Name: "nickname", Value: `number ${world.functions.events.length}` }],
        });
        return event;
      });
      await refused(reset(world), "TooManyRequestsException", "Rate exceeded");
      assert.equal(world.functions.events.length, 3);
      assert.equal(world.inbox.all.length, 0);
    },
  },
  {
    name: "LimitExceededException",
    provoke: async (world) => {
      for (let n = 0; n < 20; n += 1) await reset(world);
      await refused(reset(world), "LimitExceededException", TEXTS.attemptLimit);
    },
  },
  {
    name: "UserNotFoundException",
    provoke: (world) => refused(reset(world, "nobody"), "UserNotFoundException", TEXTS.unknownUser),
  },
  {
    name: "InternalErrorException",
    provoke: async (world) => {
      const { sdk } = await world.listen();
      try {
        await world.server.store.close();
        await assert.rejects(
          sdk.send(new AdminResetUserPasswordCommand({ ...world.pool, Username: "ada" })),
          (error) => {
            assert.ok(error instanceof CognitoIdentityProviderServiceException);
            const { httpStatusCode } = error.$metadata;
            assert.deepEqual(
              { name: error.name, httpStatusCode },
              { name: "InternalErrorException", httpStatusCode: 500 },
            );
            // What broke is the operator's to know.
            assert.doesNotMatch(error.message, /database|sqlite|closed/iu);
            return true;
          },
        );
      } finally {
        sdk.destroy();
      }
    },
  },
];

const impossible = [
  "InvalidSmsRoleAccessPolicyException",
  "InvalidEmailRoleAccessPolicyException",
  "InvalidSmsRoleTrustRelationshipException",
  "OperationNotEnabledException",
];

for (const { name, provoke } of causes) {
  test(`AdminResetUserPassword refuses with ${name}`, async () => {
    // A short patience where a function is never to answer; elsewhere a busy machine must not run into it.
    await using world = await startWorld(name === "UnexpectedLambdaException" ? { triggerTimeoutMs: 5 } : {});
    await world.user();
    await provoke(world);
  });
}

test("AdminResetUserPassword declares these errors and no others", () => {
  assert.deepEqual(
    [...causes.map(({ name }) => name), ...impossible].sort(),
    [...contracts.AdminResetUserPassword.errors].sort(),
  );
});

test("AdminResetUserPassword tells the pool before the user, and both before the state", async () => {
  await using world = await startWorld();
  await world.user();
  await world.call.AdminDisableUser({ ...world.pool, Username: "ada" });
  await refused(
    world.call.AdminResetUserPassword({ UserPoolId: "us-east-1_nowhere00", Username: "ada" }),
    "ResourceNotFoundException",
  );
  await refused(
    world.call.AdminResetUserPassword({ UserPoolId: "eu-west-1_nowhere00", Username: "" }),
    "InvalidParameterException",
  );
});

test("AdminResetUserPassword in a deleted pool finds no pool", async () => {
  await using world = await startWorld();
  await world.user();
  await world.call.DeleteUserPool(world.pool);
  await refused(reset(world), "ResourceNotFoundException", `User pool ${world.pool.UserPoolId} does not exist.`);
});

test("AdminResetUserPassword refuses JSON of other types as malformed", async () => {
  await using world = await startWorld();
  await world.user();
  const { AdminResetUserPassword: call } = rawCalls(world.call);
  for (const wrong of [{ Username: 7 }, { Username: ["ada"] }, { Username: {} }, { ClientMetadata: "a" }]) {
    await refused(call({ ...world.pool, Username: "ada", ...wrong }), "SerializationException");
  }
  for (const missing of [{ Username: null }, { UserPoolId: null }]) {
    await refused(call({ ...world.pool, Username: "ada", ...missing }), "InvalidParameterException");
  }
  assert.equal(world.inbox.all.length, 0);
});
