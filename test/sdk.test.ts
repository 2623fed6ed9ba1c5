/** Amazon's JavaScript SDK, unmodified but for the endpoint: journeys over HTTP, refusals as its classes, its clock. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  CodeMismatchException,
  CognitoIdentityProviderClient,
  CognitoIdentityProviderServiceException,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  DeleteUserPoolCommand,
  type DescribeUserPoolCommand,
  ForgotPasswordCommand,
  GetUserCommand,
  InitiateAuthCommand,
  InvalidParameterException,
  InvalidPasswordException,
  LimitExceededException,
  NotAuthorizedException,
  PasswordResetRequiredException,
  ResourceNotFoundException,
  SignUpCommand,
  UsernameExistsException,
  UserNotConfirmedException,
  UserNotFoundException,
  type CognitoIdentityProviderClientConfig,
} from "@aws-sdk/client-cognito-identity-provider";
import { contracts } from "../src/contracts/index.ts";
import { implementationOf } from "../src/operations/index.ts";
import { startWorld, type World } from "../src/testing/world.ts";

const HOUR_MS = 3_600_000;
const FIRST = "First password 1!";
const SECOND = "Second password 1!";
const DEVELOPER = { accessKeyId: "poolhouse", secretAccessKey: "poolhouse" };

const signInCommand = (world: World, USERNAME: string, PASSWORD: string) =>
  new InitiateAuthCommand({
    ...world.client,
    AuthFlow: "USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME, PASSWORD },
  });

/** The newest code, as an application's own test would get it. */
const codeFor = async (endpoint: string, to: string, after = 0): Promise<string> => {
  const answer = await fetch(`${endpoint}/_poolhouse/inbox/wait?to=${encodeURIComponent(to)}&after=${after}`);
  return JSON.parse(await answer.text()).code;
};

/** An SDK as an application makes it, beside the world's own. */
const anotherSdk = (endpoint: string, more: CognitoIdentityProviderClientConfig = {}) =>
  new CognitoIdentityProviderClient({ endpoint, region: "us-east-1", credentials: DEVELOPER, ...more });

test("the SDK signs a user up and in, and leads the user through an administrator's reset", async () => {
  await using world = await startWorld();
  const { endpoint, sdk } = await world.listen();
  const Username = "ada";
  const to = "ada@example.com";

  const signedUp = await sdk.send(
    new SignUpCommand({
      ...world.client,
      Username,
      Password: FIRST,
      UserAttributes: [{ Name: "email", Value: to }],
    }),
  );
  assert.equal(signedUp.UserConfirmed, false);
  assert.deepEqual(signedUp.CodeDeliveryDetails, {
    Destination: "a***@e***",
    DeliveryMedium: "EMAIL",
    AttributeName: "email",
  });
  await assert.rejects(sdk.send(signInCommand(world, Username, FIRST)), UserNotConfirmedException);
  const ConfirmationCode = await codeFor(endpoint, to);
  await sdk.send(new ConfirmSignUpCommand({ ...world.client, Username, ConfirmationCode }));

  const { AuthenticationResult: first } = await sdk.send(signInCommand(world, Username, FIRST));
  const { AccessToken, RefreshToken = "" } = first ?? {};
  const user = await sdk.send(new GetUserCommand({ AccessToken }));
  assert.equal(user.Username, Username);
  assert.equal(user.UserAttributes?.find(({ Name }) => Name === "email_verified")?.Value, "true");

  const reset = await sdk.send(new AdminResetUserPasswordCommand({ ...world.pool, Username }));
  assert.deepEqual(Object.keys(reset), ["$metadata"]);
  const described = await sdk.send(new AdminGetUserCommand({ ...world.pool, Username }));
  assert.equal(described.UserStatus, "RESET_REQUIRED");
  assert.deepEqual(described.UserLastModifiedDate, new Date(world.clock.now()));
  await assert.rejects(sdk.send(signInCommand(world, Username, FIRST)), PasswordResetRequiredException);
  await assert.rejects(sdk.send(new GetUserCommand({ AccessToken })), PasswordResetRequiredException);

  const code = await codeFor(endpoint, to, 1);
  await assert.rejects(
    sdk.send(
      new ConfirmForgotPasswordCommand({ ...world.client, Username, Password: SECOND, ConfirmationCode: "000000x" }),
    ),
    CodeMismatchException,
  );
  await sdk.send(
    new ConfirmForgotPasswordCommand({ ...world.client, Username, Password: SECOND, ConfirmationCode: code }),
  );
  await assert.rejects(sdk.send(signInCommand(world, Username, FIRST)), NotAuthorizedException);
  await sdk.send(signInCommand(world, Username, SECOND));

  const refresh = new InitiateAuthCommand({
    ...world.client,
    AuthFlow: "REFRESH_TOKEN_AUTH",
    AuthParameters: { REFRESH_TOKEN: RefreshToken },
  });
  const { AuthenticationResult: refreshed } = await sdk.send(refresh);
  assert.equal((await sdk.send(new GetUserCommand({ AccessToken: refreshed?.AccessToken }))).Username, Username);
  await sdk.send(new AdminUserGlobalSignOutCommand({ ...world.pool, Username }));
  await assert.rejects(sdk.send(refresh), NotAuthorizedException);
  sdk.destroy();
});

test("the SDK tells refusals by its own classes, with Amazon's words, status and request id", async () => {
  await using world = await startWorld();
  const { sdk } = await world.listen();
  const { Username, Password } = await world.user();
  const { client, pool } = world;
  const cases: readonly (readonly [() => Promise<unknown>, new (...args: never[]) => Error, string | RegExp])[] = [
    [
      () => sdk.send(new AdminGetUserCommand({ ...pool, Username: "nobody" })),
      UserNotFoundException,
      "User does not exist.",
    ],
    [
      () => sdk.send(new AdminGetUserCommand({ UserPoolId: "us-east-1_Nowhere00", Username })),
      ResourceNotFoundException,
      "User pool us-east-1_Nowhere00 does not exist.",
    ],
    [
      () => sdk.send(signInCommand(world, Username, "wrong")),
      NotAuthorizedException,
      "Incorrect username or password.",
    ],
    [
      () => sdk.send(new SignUpCommand({ ...client, Username, Password })),
      UsernameExistsException,
      "User already exists",
    ],
    [
      () => sdk.send(new SignUpCommand({ ...client, Username: "bob", Password: "short" })),
      InvalidPasswordException,
      "Password did not conform with policy: Password not long enough",
    ],
    [
      () => sdk.send(new ForgotPasswordCommand({ ...client, Username: "a b" })),
      InvalidParameterException,
      /^1 validation error detected: Value at 'username' failed to satisfy constraint/u,
    ],
  ];
  for (const [call, Class, message] of cases) {
    await assert.rejects(call(), (error) => {
      assert.ok(error instanceof Class, String(error));
      assert.ok(error instanceof CognitoIdentityProviderServiceException);
      assert.equal(error.name, Class.name);
      if (typeof message === "string") assert.equal(error.message, message);
      else assert.match(error.message, message);
      assert.equal(error.$fault, "client");
      assert.equal(error.$metadata.httpStatusCode, 400);
      assert.match(
        error.$metadata.requestId ?? "",
        /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/u,
      );
      assert.equal(error.$metadata.attempts, 1);
      return true;
    });
  }
  sdk.destroy();
});

test("the SDK's own repetitions of a throttled call do no harm", async () => {
  await using world = await startWorld();
  const { endpoint } = await world.listen();
  const { Username } = await world.user();
  for (let count = 0; count < 20; count += 1) await world.call.AdminResetUserPassword({ ...world.pool, Username });
  const sdk = anotherSdk(endpoint, {
    systemClockOffset: world.clock.now() - Date.now(),
    // As many tries as the SDK makes unless told, without its pauses.
    retryStrategy: {
      acquireInitialRetryToken: async () => ({ getRetryCount: () => 0, getRetryDelay: () => 0 }),
      refreshRetryTokenForRetry: async (token) => {
        assert.ok(token.getRetryCount() < 2, "no more retries");
        const count = token.getRetryCount() + 1;
        return { getRetryCount: () => count, getRetryDelay: () => 0 };
      },
      recordSuccess: () => undefined,
    },
  });
  await assert.rejects(
    sdk.send(new AdminResetUserPasswordCommand({ ...world.pool, Username })),
    LimitExceededException,
  );
  assert.equal(world.inbox.all.length, 20);
  sdk.destroy();
});

test("the SDK corrects a clock that is an hour off, either way, by the server's Date", async () => {
  for (const offset of [-HOUR_MS, HOUR_MS]) {
    await using world = await startWorld();
    const { Username } = await world.user();
    const { endpoint } = await world.listen();
    world.clock.set(Date.now() + offset);
    const sdk = anotherSdk(endpoint);
    const { $metadata } = await sdk.send(new AdminGetUserCommand({ ...world.pool, Username }));
    assert.equal($metadata.attempts, 2);
    const again = await sdk.send(new AdminGetUserCommand({ ...world.pool, Username }));
    assert.equal(again.$metadata.attempts, 1, "the offset is remembered");
    sdk.destroy();
  }
});

test("the SDK is told what is wrong with its credentials", async () => {
  await using world = await startWorld();
  const { Username } = await world.user();
  const { endpoint } = await world.listen();
  world.clock.set(Date.now());
  const refusal = async (credentials: typeof DEVELOPER & { sessionToken?: string }) => {
    const sdk = anotherSdk(endpoint, { credentials, maxAttempts: 1 });
    try {
      await sdk.send(new AdminGetUserCommand({ ...world.pool, Username }));
      return assert.fail("it was let in");
    } catch (error) {
      assert.ok(error instanceof CognitoIdentityProviderServiceException);
      return [error.name, error.message];
    } finally {
      sdk.destroy();
    }
  };
  const unrecognized = ["UnrecognizedClientException", "The security token included in the request is invalid."];
  assert.deepEqual(await refusal({ accessKeyId: "AKIAUNKNOWN", secretAccessKey: "poolhouse" }), unrecognized);
  assert.deepEqual(await refusal({ ...DEVELOPER, sessionToken: "of somebody" }), unrecognized);
  const [name, message = ""] = await refusal({ accessKeyId: "poolhouse", secretAccessKey: "another" });
  assert.equal(name, "InvalidSignatureException");
  assert.match(message, /^The request signature we calculated does not match/u);
});

test("the SDK reaches the server at a path, behind a proxy that keeps it", async () => {
  await using world = await startWorld();
  const { endpoint } = await world.listen();
  world.clock.set(Date.now());
  const sdk = anotherSdk(`${endpoint}/some/prefix`);
  const { User } = await sdk.send(new AdminCreateUserCommand({ ...world.pool, Username: "ada" }));
  assert.equal(User?.Username, "ada");
  sdk.destroy();
});

test("the SDK reads an answer without a body, and is refused the pool afterwards", async () => {
  await using world = await startWorld();
  const { sdk } = await world.listen();
  await sdk.send(new DeleteUserPoolCommand(world.pool));
  await assert.rejects(
    sdk.send(new AdminGetUserCommand({ ...world.pool, Username: "ada" })),
    ResourceNotFoundException,
  );
  sdk.destroy();
});

/** An operation of administrators that is not built; undefined once everything is. */
const unbuilt = Object.values(contracts).find(
  ({ name, caller }) => caller === "administrator" && implementationOf(name) === undefined,
)?.name;

test(
  "the SDK is told once, and does not repeat, what the server does not do yet",
  { skip: unbuilt === undefined && "everything is built" },
  async () => {
    await using world = await startWorld({ populated: false });
    const { endpoint } = await world.listen();
    world.clock.set(Date.now());
    const sdk = anotherSdk(endpoint);
    const commands: Readonly<Record<string, unknown>> = await import("@aws-sdk/client-cognito-identity-provider");
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every command is made of its input and sent alike
    const Command = commands[`${unbuilt}Command`] as typeof DescribeUserPoolCommand;
    await assert.rejects(sdk.send(new Command(world.pool)), (error) => {
      assert.ok(error instanceof CognitoIdentityProviderServiceException);
      assert.equal(error.name, "UnknownOperationException");
      assert.match(error.message, new RegExp(`^${unbuilt} is not supported yet`, "u"));
      assert.equal(error.$metadata.attempts, 1);
      return true;
    });
    sdk.destroy();
  },
);
