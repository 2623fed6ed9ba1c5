/**
 * Every exception that an operation declares, for every operation that is built: it is provoked here by what many
 * operations have in common, or in a test of the operation, or it is excused with the reason why nothing here causes it.
 */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import * as sdk from "@aws-sdk/client-cognito-identity-provider";
import { ApiException, type ExceptionName } from "../src/contracts/exceptions.ts";
import { contracts, groupOf, type OperationName } from "../src/contracts/index.ts";
import type { Contract } from "../src/contracts/vocabulary.ts";
import { isReading } from "../src/model/rates.ts";
import { implementationOf } from "../src/operations/index.ts";
import { operationNames, rawCalls } from "../src/testing/raw.ts";
import { startWorld } from "../src/testing/world.ts";
import { inputs } from "./security/permission-matrix/inputs.ts";
import { signIn, startScene, type Scene } from "./security/permission-matrix/scene.ts";

type Input = Readonly<Record<string, unknown>>;

const NOWHERE = "us-east-1_nowhere00";
const built = operationNames.filter((name) => implementationOf(name) !== undefined);
const contractOf = (name: OperationName): Contract => contracts[name];
const has = (name: OperationName, member: string): boolean => member in contractOf(name).input.members;
const isOfUser = (name: OperationName): boolean => has(name, "AccessToken");

/** What no operation here answers, and why. */
const NEVER: Readonly<Partial<Record<ExceptionName, string>>> = {
  ForbiddenException: "it tells of a web application firewall before Amazon's service",
  InvalidSmsRoleAccessPolicyException: "there is no role through which messages are sent",
  InvalidSmsRoleTrustRelationshipException: "there is no role through which messages are sent",
  InvalidEmailRoleAccessPolicyException: "there is no role through which messages are sent",
  MFAMethodNotFoundException:
    "a factor that cannot be had is told as InvalidParameterException or NotAuthorizedException",
  TooManyFailedAttemptsException: "spent attempts are told as LimitExceededException, whose words clients know",
  TierChangeNotAllowedException: "a pool may go to another tier at any time",
  UnsupportedIdentityProviderException: "a provider that is kept is of a kind that is supported",
  UserPoolTaggingException: "tags are kept with the pool, and judged as its other parameters",
};

/** How an exception is provoked in many operations at once; undefined where this cannot be. */
type Provoke = (scene: Scene, name: OperationName) => Promise<Input | undefined>;

const prepared = async (scene: Scene, name: OperationName): Promise<Input> => ({ ...(await inputs[name](scene)) });

const withToken = async (scene: Scene, name: OperationName, AccessToken: string): Promise<Input> => ({
  ...(await prepared(scene, name)),
  AccessToken,
});

const provokers: Readonly<Partial<Record<ExceptionName, Provoke>>> = {
  InvalidParameterException: async (_, name) => {
    const isDemanding = Object.values(contractOf(name).input.members).some(({ required }) => required);
    return isDemanding ? {} : undefined;
  },
  NotAuthorizedException: async (scene, name) => (isOfUser(name) ? withToken(scene, name, "text") : undefined),
  PasswordResetRequiredException: async (scene, name) => {
    if (!isOfUser(name)) return undefined;
    const { AccessToken, Username } = await scene.person();
    await scene.call.AdminResetUserPassword({ ...scene.pool, Username });
    return withToken(scene, name, AccessToken);
  },
  ResourceNotFoundException: async (scene, name) => {
    if (isOfUser(name)) {
      const client = await scene.newClient({ ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"] });
      const { AccessToken } = await signIn(scene.call, client.ClientId, await scene.user());
      await scene.call.DeleteUserPoolClient({ ...scene.pool, ...client });
      return withToken(scene, name, AccessToken);
    }
    const input = await prepared(scene, name);
    if (has(name, "UserPoolId")) return { ...input, UserPoolId: NOWHERE };
    if (has(name, "ClientId")) return { ...input, ClientId: "nobodys0client0of0any0pool" };
    if (!has(name, "ResourceArn")) return undefined;
    return { ...input, ResourceArn: `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${NOWHERE}` };
  },
  UserNotFoundException: async (scene, name) => {
    if (isOfUser(name)) {
      const { AccessToken, Username } = await scene.person();
      await scene.call.AdminDeleteUser({ ...scene.pool, Username });
      return withToken(scene, name, AccessToken);
    }
    if (!has(name, "Username") || name === "UpdateAuthEventFeedback") return undefined;
    const input = await prepared(scene, name);
    const client = has(name, "UserPoolId") ? {} : scene.client;
    const again = name === "AdminCreateUser" ? { MessageAction: "RESEND" } : {};
    return { ...input, ...client, ...again, Username: "nobody" };
  },
};

const tests = resolve(import.meta.dirname, "..");
const sources = ["src", "test"].flatMap((folder) =>
  readdirSync(join(tests, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.ts") && file !== "declared-exceptions.test.ts")
    .map((file) => readFileSync(join(tests, folder, file), "utf8")),
);

/** Whether a test that calls the operation expects the exception. */
const isExpected = (name: OperationName, error: string): boolean => {
  const callsIt = new RegExp(`\\b${name}(?:Command)?\\b`, "u");
  return sources.some((source) => callsIt.test(source) && source.includes(`"${error}"`));
};

/** Why operations of a kind never answer with what they declare. */
interface Excuse {
  readonly error: ExceptionName;
  readonly of: (name: OperationName) => boolean;
  readonly because: string;
}

const isAdministrators = (name: OperationName): boolean => contractOf(name).caller === "administrator";

/** Where a pool's tier or settings switch operations off. */
const SWITCHED: ReadonlySet<string> = new Set(["branding", "sessions", "terms"]);

/** Administrators' operations that refuse the state of a user in the words of a caller who may not. */
const REFUSING: ReadonlySet<OperationName> = new Set([
  "AdminConfirmSignUp",
  "AdminInitiateAuth",
  "AdminResetUserPassword",
  "AdminRespondToAuthChallenge",
]);

const excuses: readonly Excuse[] = [
  {
    error: "OperationNotEnabledException",
    of: (name) =>
      !SWITCHED.has(groupOf[name]) ||
      (isReading(name) && !name.endsWith("ListUserSessions")) ||
      name.startsWith("Delete"),
    because: "it tells of a pool's replica in another region, where operations are off, and pools have none here",
  },
  {
    error: "NotAuthorizedException",
    of: (name) => isAdministrators(name) && !REFUSING.has(name),
    because:
      "who may not call is told AccessDeniedException, and this operation refuses no user or state in these words",
  },
  { error: "AccessDeniedException", of: isAdministrators, because: "the permission matrix provokes it in each" },
  {
    error: "UserNotConfirmedException",
    of: isOfUser,
    because: "who is not confirmed has no access token, and nobody is unconfirmed again",
  },
  {
    error: "ConcurrentModificationException",
    of: () => true,
    because: "a change that another one overtook is tried again, and is TooManyRequestsException in the end",
  },
  {
    error: "InvalidUserPoolConfigurationException",
    of: (name) => name.includes("Device"),
    because: "a pool that remembers no devices has none, which is told of the device",
  },
];

const isExcused = (name: OperationName, error: ExceptionName): boolean =>
  excuses.some((excuse) => excuse.error === error && excuse.of(name)) || unprovoked.has(`${name}: ${error}`);

/** What single operations never answer with, and why. */
const unprovoked: ReadonlyMap<string, string> = new Map([
  ["AdminCreateUser: PreconditionNotMetException", "what a user lacks is told as InvalidParameterException"],
  ["AdminDeleteSoftwareToken: UserNotConfirmedException", "an administrator deletes the app of any user"],
  ["AdminDisableProviderForUser: AliasExistsException", "it takes names away and gives none"],
  ["AdminInitiateAuth: FeatureUnavailableInTierException", "what a tier lacks is refused when it is set"],
  ["AdminInitiateAuth: UnsupportedOperationException", "every flow of the API is supported"],
  ["AdminRespondToAuthChallenge: SoftwareTokenMFANotFoundException", "an app that is gone is told of the code"],
  ["ConfirmDevice: InvalidLambdaResponseException", "no function is asked"],
  ["ConfirmDevice: InvalidPasswordException", "a device's verifier is judged as a parameter"],
  ["ConfirmDevice: UsernameExistsException", "a device takes no username"],
  ["CreateUserImportJob: PreconditionNotMetException", "what a pool lacks is told when the job is started"],
  ["CreateUserPoolDomain: LimitExceededException", "a second domain is told as InvalidParameterException"],
  ["DeleteWebAuthnCredential: LimitExceededException", "deleting a passkey has no limit"],
  ["DescribeRiskConfiguration: UserPoolAddOnNotEnabledException", "what was chosen is shown while protection is off"],
  ["InitiateAuth: FeatureUnavailableInTierException", "what a tier lacks is refused when it is set"],
  ["SetRiskConfiguration: CodeDeliveryFailureException", "nothing is sent"],
  ["SetUICustomization: OperationNotEnabledException", "every tier has the classic login pages"],
  ["UpdateAuthEventFeedback: UserNotFoundException", "a token for feedback names its user, and is not one's otherwise"],
  ["VerifySoftwareToken: InvalidUserPoolConfigurationException", "a pool without apps is told of the app"],
]);

/** What single operations answer with, and how. */
const single: Readonly<Record<string, (scene: Scene) => Promise<unknown>>> = {
  "UpdateUserPoolClient: ScopeDoesNotExistException": async (scene) =>
    scene.call.UpdateUserPoolClient({
      ...scene.pool,
      ...(await scene.newClient()),
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ["code"],
      AllowedOAuthScopes: ["nobody/read"],
      CallbackURLs: ["https://example.com"],
    }),
  "UpdateUserAttributes: CodeDeliveryFailureException": (scene) =>
    undelivered(scene, async (AccessToken) =>
      scene.call.UpdateUserAttributes({ AccessToken, UserAttributes: [{ Name: "email", Value: "b@example.com" }] }),
    ),
  "GetUserAttributeVerificationCode: CodeDeliveryFailureException": (scene) =>
    undelivered(scene, async (AccessToken) =>
      scene.call.GetUserAttributeVerificationCode({ AccessToken, AttributeName: "email" }),
    ),
};

/** What is asked while no mail is taken. */
const undelivered = async ({ person, world: { inbox } }: Scene, ask: (token: string) => Promise<unknown>) => {
  const { AccessToken } = await person();
  inbox.answer = () => ({ outcome: "failed", reason: "The mail server is away.", final: true });
  try {
    await ask(AccessToken);
  } finally {
    inbox.answer = undefined;
  }
};

/** The function that operations ask or tell, where their own tests do not make it fail in each way. */
const functions: ReadonlyMap<OperationName, string> = new Map([
  ["AdminConfirmSignUp", "PostConfirmation"],
  ["AdminRespondToAuthChallenge", "PostAuthentication"],
  ["ConfirmSignUp", "PostConfirmation"],
  ["GetUserAttributeVerificationCode", "CustomMessage"],
  ["ResendConfirmationCode", "CustomMessage"],
  ["RespondToAuthChallenge", "PostAuthentication"],
  ["SignUp", "PreSignUp"],
  ["UpdateUserAttributes", "CustomMessage"],
]);

/** Ways in which a function fails. */
const failures = {
  InvalidLambdaResponseException: () => "done",
  UnexpectedLambdaException: () => new Promise<never>(() => undefined),
  UserLambdaValidationException: () => {
    throw new Error("Not on a Sunday.");
  },
} as const;

const isFunctionsFailure = (name: OperationName, error: string): boolean =>
  functions.has(name) && Object.hasOwn(failures, error);

test("operations tell how their function failed", async () => {
  await using scene = await startScene({}, { triggerTimeoutMs: 5 });
  const { world, call } = scene;
  for (const name of operationNames) {
    const trigger = functions.get(name);
    if (trigger === undefined) continue;
    for (const [error, handler] of Object.entries(failures)) {
      if (!contractOf(name).errors.some((declared) => declared === error)) continue;
      const input = await prepared(scene, name);
      const change =
        name === "UpdateUserAttributes" ? { UserAttributes: [{ Name: "email", Value: "c@example.com" }] } : {};
      await world.updatePool({ LambdaConfig: { [trigger]: world.functions.set("failing", handler) } });
      await assert.rejects(rawCalls(call)[name]({ ...input, ...change }), { name: error }, `${name}: ${error}`);
      await world.updatePool({ LambdaConfig: {} });
    }
  }
});

test("nothing answers with what is said to be never answered", () => {
  const source = resolve(tests, "src");
  const thrown = readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !file.startsWith("contracts"))
    .map((file) => readFileSync(join(source, file), "utf8"));
  const found = Object.keys(NEVER).filter((name) => thrown.some((text) => text.includes(`"${name}"`)));
  assert.deepEqual(found, []);
});

test("every exception that an operation declares is provoked, expected or excused", async (t) => {
  await using scene = await startScene();
  const open: string[] = [];
  for (const name of built) {
    await t.test(name, async () => {
      for (const error of contractOf(name).errors) {
        if (NEVER[error] !== undefined || FAULTS.has(error) || error === "TooManyRequestsException") continue;
        const input = await provokers[error]?.(scene, name);
        const provoke = single[`${name}: ${error}`];
        if (input !== undefined || provoke !== undefined) {
          await assert.rejects(provoke?.(scene) ?? rawCalls(scene.call)[name](input ?? {}), (refusal) => {
            assert.ok(refusal instanceof ApiException);
            assert.equal(refusal.name, error, `${name}: ${refusal.message}`);
            return true;
          });
        } else if (!isExcused(name, error) && !isFunctionsFailure(name, error) && !isExpected(name, error))
          open.push(`${name}: ${error}`);
      }
    });
  }
  assert.deepEqual(open, []);
});

const FAULTS: ReadonlySet<string> = new Set(["InternalErrorException", "InternalServerException"]);

/** As many requests at once as no category takes in a second; of a user's, as many as nobody may make. */
const TOO_MANY = 160;
const TOO_MANY_OF_A_USER = 15;

test("every operation that declares TooManyRequestsException answers so where its rate is spent", async (t) => {
  await using scene = await startScene();
  await using rated = await startWorld({ settings: { rates: "amazon" } });
  // A category's rate is changed last.
  const rates: readonly OperationName[] = [
    ...built.filter((name) => name !== "UpdateProvisionedLimit"),
    "UpdateProvisionedLimit",
  ];
  for (const name of rates.filter((each) => contractOf(each).errors.includes("TooManyRequestsException"))) {
    await t.test(name, async () => {
      const shape = await prepared(scene, name);
      // A second later every bucket is full again.
      rated.clock.advance(1_000);
      const user = isOfUser(name) ? await rated.user(`user-${name.toLowerCase()}`) : undefined;
      rated.clock.advance(1_000);
      const person = user && (await signIn(rated.call, rated.client.ClientId, user));
      rated.clock.advance(1_000);
      const token = person === undefined ? {} : { AccessToken: person.AccessToken };
      const nowhere = has(name, "UserPoolId") ? { UserPoolId: NOWHERE } : {};
      const answers = await Promise.allSettled(
        Array.from({ length: contractOf(name).caller === "user" ? TOO_MANY_OF_A_USER : TOO_MANY }, () =>
          rawCalls(rated.call)[name]({ ...shape, ...nowhere, ...token }),
        ),
      );
      const refusals = answers.flatMap((answer) => (answer.status === "rejected" ? [String(answer.reason)] : []));
      assert.ok(refusals.includes("TooManyRequestsException: Rate exceeded"), [...new Set(refusals)].join("; "));
    });
  }
});

/** Sends an operation that is known by its name alone. */
const send = (client: sdk.CognitoIdentityProviderClient, name: OperationName, input: Input): Promise<unknown> => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the SDK has a command of each operation's name
  const Command = Reflect.get(sdk, `${name}Command`) as new (input: Input) => sdk.ListUsersCommand;
  return client.send(new Command(input));
};

test("every operation answers a fault of the server's in the words that it declares, and tells nothing of it", async () => {
  await using scene = await startScene();
  const shapes = new Map<OperationName, Input>();
  for (const name of built) shapes.set(name, await prepared(scene, name));
  const { sdk: client } = await scene.world.listen();
  await scene.world.server.store.close();
  try {
    for (const name of built) {
      const error = contractOf(name).errors.find((each) => FAULTS.has(each));
      await assert.rejects(send(client, name, shapes.get(name) ?? {}), (fault) => {
        assert.ok(fault instanceof sdk.CognitoIdentityProviderServiceException, String(fault));
        assert.equal(fault.name, error, name);
        assert.equal(fault.$metadata.httpStatusCode, 500);
        assert.doesNotMatch(fault.message, /database|sqlite|closed/iu);
        return true;
      });
    }
  } finally {
    client.destroy();
  }
});
