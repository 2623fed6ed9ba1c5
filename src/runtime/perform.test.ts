import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiException } from "../contracts/exceptions.ts";
import { AdminEnableUser, ForgotPassword, GetUser } from "../contracts/index.ts";
import type { Contract } from "../contracts/vocabulary.ts";
import { Conflict } from "../storage/store.ts";
import { startWorld, type World } from "../testing/world.ts";
import { createContext } from "./context.ts";
import { implement, type Operation } from "./operation.ts";
import { createPerform, UNDECLARED_EXCEPTION, type Call, type Perform } from "./perform.ts";
import { ATTEMPTS } from "./until-settled.ts";

const root: Call["administrator"] = async () => ({ accessKeyId: "k", arn: "arn:aws:iam::000000000000:user/k" });
const call = (administrator = root): Call => ({
  facts: { id: "request", userAgent: "", remoteAddress: "127.0.0.1" },
  administrator,
});

const never: Call["administrator"] = () => assert.fail("nobody asks for the signature");
const denied: Call["administrator"] = async () => {
  throw new ApiException("AccessDeniedException", "no");
};

/** Perform with one operation of the test's own, everything else as in the world. */
const performing = (world: World, operation: Operation | undefined, events: string[] = []): Perform =>
  createPerform({
    implementationOf: () => operation,
    createContext: (contract, facts) => createContext(world.server.facilities, contract, facts),
    place: world.server.place,
    rates: world.server.facilities.rates,
    log: (_level, event, fields) => events.push(`${event}: ${fields?.operation} ${fields?.exception}`),
  });

const throwing = (contract: Contract, error: () => Error): Operation =>
  implement(contract, async () => {
    throw error();
  });

const INPUT = { UserPoolId: "us-east-1_abcdefghi", Username: "ada" };

test("perform answers UnknownOperationException for what is not built, before signature and decode", async () => {
  await using world = await startWorld({ populated: false });
  const perform = performing(world, undefined);
  await assert.rejects(perform("AdminListDevices", { UserPoolId: 7 }, call(never)), {
    name: "UnknownOperationException",
    message: "AdminListDevices is not supported yet; docs/operations.md says what is.",
  });
});

test("perform asks who signed before it looks at the input", async () => {
  await using world = await startWorld({ populated: false });
  const perform = performing(
    world,
    implement(AdminEnableUser, async () => assert.fail("not run")),
  );
  await assert.rejects(perform("AdminEnableUser", { UserPoolId: [], Username: 1 }, call(denied)), {
    name: "AccessDeniedException",
  });
});

test("perform hands the administrator the action and the pool's resource", async () => {
  await using world = await startWorld({ populated: false });
  const asked: string[] = [];
  const perform = performing(
    world,
    implement(AdminEnableUser, async () => ({})),
  );
  const answer = await perform(
    "AdminEnableUser",
    INPUT,
    call(async (action, resource) => {
      asked.push(action, resource);
      return root(action, resource);
    }),
  );
  assert.equal(answer, "{}");
  assert.deepEqual(asked, [
    "cognito-idp:AdminEnableUser",
    "arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_abcdefghi",
  ]);
});

test("perform does not run a user's operation for a token that is none", async () => {
  await using world = await startWorld({ populated: false });
  const perform = performing(
    world,
    implement(GetUser, async () => assert.fail("not run")),
  );
  await assert.rejects(perform("GetUser", { AccessToken: "nonsense" }, call()), {
    name: "NotAuthorizedException",
    message: "Invalid Access Token",
  });
});

test("perform runs an operation again when what it judged was changed", async () => {
  await using world = await startWorld({ populated: false });
  let runs = 0;
  const perform = performing(
    world,
    implement(AdminEnableUser, async () => {
      runs += 1;
      if (runs < ATTEMPTS) throw new Conflict();
      return {};
    }),
  );
  assert.equal(await perform("AdminEnableUser", INPUT, call()), "{}");
  assert.equal(runs, 3);
});

test("perform gives up after three conflicts with TooManyRequestsException", async () => {
  await using world = await startWorld({ populated: false });
  let runs = 0;
  const perform = performing(
    world,
    throwing(AdminEnableUser, () => {
      runs += 1;
      return new Conflict();
    }),
  );
  await assert.rejects(perform("AdminEnableUser", INPUT, call()), { name: "TooManyRequestsException" });
  assert.equal(runs, 3);
});

test("perform logs an exception that the contract does not declare, and hands it on", async () => {
  await using world = await startWorld({ populated: false });
  const events: string[] = [];
  const undeclared = throwing(AdminEnableUser, () => new ApiException("CodeMismatchException", "x"));
  await assert.rejects(performing(world, undeclared, events)("AdminEnableUser", INPUT, call()), {
    name: "CodeMismatchException",
  });
  assert.deepEqual(events, [`${UNDECLARED_EXCEPTION}: AdminEnableUser CodeMismatchException`]);

  const declared = throwing(AdminEnableUser, () => new ApiException("UserNotFoundException", "x"));
  await assert.rejects(performing(world, declared, events)("AdminEnableUser", INPUT, call()));
  const protocol = throwing(AdminEnableUser, () => new ApiException("SerializationException"));
  await assert.rejects(performing(world, protocol, events)("AdminEnableUser", INPUT, call()));
  assert.equal(events.length, 1);
});

/** Ada's address is changed while a function words her message, the first `times` times. */
const movingAddress = (world: World, times: number) => {
  let moves = 0;
  return world.functions.set("words", async (event) => {
    if (moves < times) {
      moves += 1;
      await world.server.perform(
        "AdminUpdateUserAttributes",
        {
          ...world.pool,
          Username: "ada",
          UserAttributes: [
            { Name: "email", Value: `ada${moves}@example.com` },
            { Name: "email_verified", Value: "true" },
          ],
        },
        call(),
      );
    }
    return event;
  });
};

test("AdminResetUserPassword runs again when the address changes meanwhile: the code goes to the new one", async () => {
  await using world = await startWorld();
  const { Username } = await world.user();
  await world.updatePool({ LambdaConfig: { CustomMessage: movingAddress(world, 1) } });

  await world.call.AdminResetUserPassword({ ...world.pool, Username });

  assert.deepEqual(
    world.inbox.all.map(({ to }) => to),
    ["ada1@example.com"],
  );
  await world.call.ConfirmForgotPassword({
    ...world.client,
    Username,
    Password: "A better 1!",
    ConfirmationCode: world.inbox.latest("ada1@example.com").code,
  });
});

test("AdminResetUserPassword answers TooManyRequestsException when the user never stands still, and nothing has changed", async () => {
  await using world = await startWorld();
  const { Username, Password } = await world.user();
  await world.updatePool({ LambdaConfig: { CustomMessage: movingAddress(world, ATTEMPTS) } });

  await assert.rejects(world.call.AdminResetUserPassword({ ...world.pool, Username }), {
    name: "TooManyRequestsException",
    message: "Rate exceeded",
  });

  assert.deepEqual(world.inbox.all, []);
  await world.signIn(Username, Password);
});

test("ForgotPassword runs again when the address changes meanwhile", async () => {
  await using world = await startWorld();
  const { Username } = await world.user();
  await world.updatePool({ LambdaConfig: { CustomMessage: movingAddress(world, 2) } });
  assert.equal(ForgotPassword.caller, "anyone");
  const { CodeDeliveryDetails } = await world.call.ForgotPassword({ ...world.client, Username });
  assert.equal(CodeDeliveryDetails?.Destination, "a***@e***");
  assert.deepEqual(
    world.inbox.all.map(({ to }) => to),
    ["ada2@example.com"],
  );
});
