/** Devices in a choice-based sign-in: known ones prove themselves, others are new. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { WireInput, WireOutput } from "../../testing/call.ts";
import { finishWithDevice, startDeviceWorld } from "../../testing/device-client.ts";
import { refused } from "../../testing/refused.ts";
import type { World } from "../../testing/world.ts";

type Parameters = Readonly<Record<string, string>>;
type ChallengeName = WireInput<"RespondToAuthChallenge">["ChallengeName"];

const prefer = ({ call, client }: World, USERNAME: string, PREFERRED_CHALLENGE: string, more: Parameters = {}) =>
  call.InitiateAuth({
    ...client,
    AuthFlow: "USER_AUTH",
    AuthParameters: { USERNAME, PREFERRED_CHALLENGE, ...more },
  });

const respond = (
  { call, client }: World,
  ChallengeName: ChallengeName,
  Session: string | undefined,
  responses: Parameters,
) =>
  call.RespondToAuthChallenge({
    ...client,
    ChallengeName,
    Session,
    ChallengeResponses: { USERNAME: "ada", ...responses },
  });

test("InitiateAuth meets a remembered device after every choice, and a new one without its key", async () => {
  await using world = await startDeviceWorld(
    { ChallengeRequiredOnNewDevice: true },
    {
      pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "EMAIL_OTP"] } } },
      client: { ExplicitAuthFlows: ["ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH"] },
    },
  );
  const {
    ada: { Username, Password },
    device,
  } = world;
  const { DeviceKey: DEVICE_KEY } = device;
  const finish = async (step: WireOutput<"InitiateAuth">) => {
    assert.deepEqual([step.ChallengeName, step.AuthenticationResult], ["DEVICE_SRP_AUTH", undefined]);
    const done = await finishWithDevice(world, step, Username, device);
    assert.ok(done.AuthenticationResult);
    assert.equal(done.AuthenticationResult.NewDeviceMetadata, undefined);
  };
  await finish(await prefer(world, Username, "PASSWORD", { PASSWORD: Password, DEVICE_KEY }));
  const asked = await prefer(world, Username, "PASSWORD", { DEVICE_KEY });
  await finish(await respond(world, "PASSWORD", asked.Session, { PASSWORD: Password }));
  const sent = await prefer(world, Username, "EMAIL_OTP", { DEVICE_KEY });
  const { code } = world.inbox.latest("ada@example.com");
  await finish(await respond(world, "EMAIL_OTP", sent.Session, { EMAIL_OTP_CODE: code }));

  // Amplify looks for this text, and sends the answer again without the key.
  const unknown = `${DEVICE_KEY.slice(0, -1)}${DEVICE_KEY.endsWith("0") ? "1" : "0"}`;
  const begun = await prefer(world, Username, "PASSWORD", { DEVICE_KEY: unknown });
  await refused(
    respond(world, "PASSWORD", begun.Session, { PASSWORD: Password, DEVICE_KEY: unknown }),
    "ResourceNotFoundException",
    "Device does not exist.",
  );
  const { AuthenticationResult } = await respond(world, "PASSWORD", begun.Session, { PASSWORD: Password });
  assert.ok(AuthenticationResult?.NewDeviceMetadata);
});
