/** A client's device, as Amazon's libraries make it: what tests confirm and sign in with. */
import { Secret } from "../contracts/secret.ts";
import { makeVerifier, newSalt } from "../crypto/srp.ts";
import { systemRandom } from "../runtime/random.ts";
import type { WireOutput } from "./call.ts";
import { createSrpClient } from "./srp-client.ts";
import { startWorld, type Login, type World, type WorldOptions } from "./world.ts";

type Step = WireOutput<"InitiateAuth">;
type Responses = Readonly<Record<string, string>>;

/** The bytes of a device's secret. */
const SECRET_BYTES = 40;

/** What a client keeps of its device. */
export interface TestDevice {
  readonly DeviceKey: string;
  readonly DeviceGroupKey: string;
  readonly secret: string;
  /** What ConfirmDevice takes. */
  readonly DeviceSecretVerifierConfig: { readonly PasswordVerifier: string; readonly Salt: string };
}

/** A secret for the keys that a sign-in was given. */
export const makeDevice = async (step: Step): Promise<TestDevice> => {
  const { DeviceKey = "", DeviceGroupKey = "" } = step.AuthenticationResult?.NewDeviceMetadata ?? {};
  const secret = Buffer.from(systemRandom.bytes(SECRET_BYTES)).toString("base64");
  const salt = newSalt(systemRandom);
  const verifier = await makeVerifier({
    poolName: DeviceGroupKey,
    username: DeviceKey,
    password: new Secret(secret),
    salt,
  });
  return {
    DeviceKey,
    DeviceGroupKey,
    secret,
    DeviceSecretVerifierConfig: { PasswordVerifier: verifier.toString("base64"), Salt: salt.toString("base64") },
  };
};

/** Registers the device that a sign-in met. */
export const confirmDevice = async ({ call }: World, step: Step, DeviceName?: string): Promise<TestDevice> => {
  const device = await makeDevice(step);
  const { DeviceKey, DeviceSecretVerifierConfig } = device;
  const AccessToken = step.AuthenticationResult?.AccessToken ?? "";
  const name = DeviceName === undefined ? {} : { DeviceName };
  await call.ConfirmDevice({ AccessToken, DeviceKey, DeviceSecretVerifierConfig, ...name });
  return device;
};

/** Signs in with a password and says which device it is. */
export const signInOn = ({ call, client }: World, { Username, Password }: Login, DEVICE_KEY: string): Promise<Step> =>
  call.InitiateAuth({
    ...client,
    AuthFlow: "USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME: Username, PASSWORD: Password, DEVICE_KEY },
  });

/** Which of the two sessions an older client does not send. */
export interface DeviceOptions {
  readonly withoutSession?: boolean;
}

const sessionOf = ({ Session }: Step, { withoutSession = false }: DeviceOptions) =>
  withoutSession || Session === undefined ? {} : { Session };

/** The answer that proves the device's secret; nothing of it is sent yet. */
export interface DeviceRound {
  readonly challenge: Step;
  readonly responses: Responses;
}

/** Answers DEVICE_SRP_AUTH and makes the answer to DEVICE_PASSWORD_VERIFIER. */
export const beginDevice = async (
  { call, client, clock }: World,
  step: Step,
  USERNAME: string,
  { DeviceKey: DEVICE_KEY, DeviceGroupKey, secret }: TestDevice,
  options: DeviceOptions = {},
): Promise<DeviceRound> => {
  const srp = await createSrpClient();
  const challenge = await call.RespondToAuthChallenge({
    ...client,
    ...sessionOf(step, options),
    ChallengeName: "DEVICE_SRP_AUTH",
    ChallengeResponses: { USERNAME, DEVICE_KEY, SRP_A: srp.SRP_A },
  });
  const login = { poolId: `_${DeviceGroupKey}`, password: secret, now: clock.now() };
  const asked = { ...challenge.ChallengeParameters, USER_ID_FOR_SRP: DEVICE_KEY };
  return { challenge, responses: { ...(await srp.answer(asked, login)), USERNAME, DEVICE_KEY } };
};

/** Answers DEVICE_PASSWORD_VERIFIER. */
export const proveDevice = (
  { call, client }: World,
  { challenge, responses }: DeviceRound,
  change: Responses = {},
  options: DeviceOptions = {},
): Promise<Step> =>
  call.RespondToAuthChallenge({
    ...client,
    ...sessionOf(challenge, options),
    ChallengeName: "DEVICE_PASSWORD_VERIFIER",
    ChallengeResponses: { ...responses, ...change },
  });

/** Both steps of a device, with nothing wrong. */
export const finishWithDevice = async (
  world: World,
  step: Step,
  USERNAME: string,
  device: TestDevice,
  options: DeviceOptions = {},
): Promise<Step> => proveDevice(world, await beginDevice(world, step, USERNAME, device, options), {}, options);

/** A device that its user's every sign-in asks for. */
export interface DeviceWorld extends World {
  readonly ada: Login;
  readonly device: TestDevice;
  /** Of the sign-in that met the device. */
  readonly AccessToken: string;
  readonly RefreshToken: string;
}

/** A world that tracks devices, and Ada, who has one. It is remembered unless the pool leaves that to its users. */
export const startDeviceWorld = async (
  DeviceConfiguration: { ChallengeRequiredOnNewDevice?: boolean; DeviceOnlyRememberedOnUserPrompt?: boolean } = {
    ChallengeRequiredOnNewDevice: true,
  },
  options: WorldOptions = {},
): Promise<DeviceWorld> => {
  const world = await startWorld({ ...options, pool: { DeviceConfiguration, ...options.pool } });
  const ada = await world.user();
  const step = await world.signIn(ada.Username, ada.Password);
  const device = await confirmDevice(world, step, "phone");
  const { AccessToken = "", RefreshToken = "" } = step.AuthenticationResult ?? {};
  return { ...world, ada, device, AccessToken, RefreshToken };
};
