/** A pool whose messages a function sends: the program, its folder of functions and its keys, as operators set them up. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import {
  AdminCreateUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserPasswordCommand,
  ConfirmForgotPasswordCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  InitiateAuthCommand,
  type CognitoIdentityProviderClient,
} from "@aws-sdk/client-cognito-identity-provider";
import { decryptCode, KEY_ARN, serviceKeyring, WRAPPING_KEY_TEXT } from "../src/testing/code-functions.ts";
import { startKeyService } from "../src/testing/key-service.ts";
import { startDevelopment, temporaryFolder, type RunningServer } from "./poolhouse.ts";

const LambdaArn = "arn:aws:lambda:us-east-1:000000000000:function:post";
const ClientMetadata = { tenant: "t1" };
const NEW_PASSWORD = "A better 1!";

/** Prints what it is told; a real one would decrypt the code and call its mail provider. */
const FUNCTION = `export const handler = async (event) => { console.log(JSON.stringify(event)); };`;

interface SenderEvent {
  readonly triggerSource: string;
  readonly request: Readonly<Record<string, unknown>>;
}

/** What the function printed, as the server passes it on. */
const toldTo = async ({ stderr }: RunningServer): Promise<SenderEvent> => {
  const [line] = await stderr.until(/^\{.*"functionName":"post".*\}$/mu);
  const output: { readonly text: string } = JSON.parse(line);
  const event: SenderEvent = JSON.parse(output.text);
  return event;
};

/** A pool with the function, and Ada. */
const populate = async (sdk: CognitoIdentityProviderClient) => {
  const { UserPool } = await sdk.send(
    new CreateUserPoolCommand({
      PoolName: "senders",
      AutoVerifiedAttributes: ["email"],
      LambdaConfig: { CustomEmailSender: { LambdaVersion: "V1_0", LambdaArn }, KMSKeyID: KEY_ARN },
    }),
  );
  const UserPoolId = UserPool?.Id;
  const { UserPoolClient } = await sdk.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: "app",
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH"],
    }),
  );
  const ada = { UserPoolId, Username: "ada" };
  const UserAttributes = [
    { Name: "email", Value: "ada@example.com" },
    { Name: "email_verified", Value: "true" },
  ];
  await sdk.send(new AdminCreateUserCommand({ ...ada, MessageAction: "SUPPRESS", UserAttributes }));
  await sdk.send(new AdminSetUserPasswordCommand({ ...ada, Password: "Secret of ada 1!", Permanent: true }));
  return { ada, ClientId: UserPoolClient?.ClientId };
};

const confirm = async (sdk: CognitoIdentityProviderClient, ClientId: string | undefined, ConfirmationCode: string) => {
  await sdk.send(
    new ConfirmForgotPasswordCommand({ ClientId, Username: "ada", Password: NEW_PASSWORD, ConfirmationCode }),
  );
  const { AuthenticationResult } = await sdk.send(
    new InitiateAuthCommand({
      ClientId,
      AuthFlow: "USER_PASSWORD_AUTH",
      AuthParameters: { USERNAME: "ada", PASSWORD: NEW_PASSWORD },
    }),
  );
  assert.ok(AuthenticationResult?.AccessToken);
};

test("a function of the folder is told a code that its wrapping key opens, and the code resets the password", async () => {
  using folder = temporaryFolder();
  const keysFile = join(folder.path, "keys.json");
  writeFileSync(join(folder.path, "post.mjs"), FUNCTION);
  writeFileSync(keysFile, JSON.stringify({ [KEY_ARN]: WRAPPING_KEY_TEXT }));
  await using server = await startDevelopment(join(folder.path, "data"), {
    POOLHOUSE_FUNCTIONS: folder.path,
    POOLHOUSE_KMS_KEYS_FILE: keysFile,
  });
  const sdk = server.sdk();
  const { ada, ClientId } = await populate(sdk);

  await sdk.send(new AdminResetUserPasswordCommand({ ...ada, ClientMetadata }));

  const { triggerSource, request } = await toldTo(server);
  assert.equal(triggerSource, "CustomEmailSender_ForgotPassword");
  assert.deepEqual(request["clientMetadata"], ClientMetadata);
  const { text, poolId } = await decryptCode(request["code"]);
  assert.equal(poolId, ada.UserPoolId);
  const inbox = await fetch(`${server.ready.endpoint}/_poolhouse/inbox?to=ada@example.com`);
  const shown: readonly { readonly code: string }[] = JSON.parse(await inbox.text());
  assert.equal(shown[0]?.code, text);
  await confirm(sdk, ClientId, text);
});

test("a function reads its code with the key service that the server encrypts with", async () => {
  using folder = temporaryFolder();
  writeFileSync(join(folder.path, "post.mjs"), FUNCTION);
  await using service = await startKeyService(KEY_ARN);
  await using server = await startDevelopment(join(folder.path, "data"), {
    POOLHOUSE_FUNCTIONS: folder.path,
    POOLHOUSE_KMS_ENDPOINT: service.origin,
    AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "not a real key",
  });
  const sdk = server.sdk();
  const { ada, ClientId } = await populate(sdk);

  await sdk.send(new AdminResetUserPasswordCommand(ada));

  const { request } = await toldTo(server);
  assert.equal(request["clientMetadata"], null);
  await using keyring = serviceKeyring(service.origin);
  const { text } = await decryptCode(request["code"], keyring.keyring);
  assert.match(
    service.requests[0]?.authorization ?? "",
    /Credential=AKIDEXAMPLE\/\d{8}\/us-east-1\/kms\/aws4_request/u,
  );
  await confirm(sdk, ClientId, text);
});
