/** An authenticator app in a user's hand, and worlds whose users have one. */
import { STEP_MS, totpAt } from "../crypto/totp.ts";
import type { TestClock } from "./fakes.ts";
import { startWorld, type Login, type World, type WorldOptions } from "./world.ts";

export interface Authenticator {
  /** The code that it shows, by a clock that is `drift` steps early or late. */
  code(drift?: number): string;
}

/** An app that has been given the secret. */
export const createAuthenticator = (SecretCode: string | undefined, clock: TestClock): Authenticator => ({
  code: (drift = 0) => totpAt(SecretCode ?? "", clock.now() + drift * STEP_MS).reveal(),
});

/** Six digits that are not among those that the app could show now. */
export const wrongCode = (app: Authenticator, n = 0): string => {
  const right = new Set([-1, 0, 1].map((drift) => app.code(drift)));
  return ["000000", "111111", "222222", "333333", "444444", "555555", "666666", "777777", "888888", "999999"].filter(
    (code) => !right.has(code),
  )[n]!;
};

/** Registers an app for whom the token is. The step of its code is spent. */
export const registerApp = async ({ call, clock }: World, AccessToken: string, FriendlyDeviceName?: string) => {
  const { SecretCode } = await call.AssociateSoftwareToken({ AccessToken });
  const app = createAuthenticator(SecretCode, clock);
  const name = FriendlyDeviceName === undefined ? {} : { FriendlyDeviceName };
  await call.VerifySoftwareToken({ AccessToken, UserCode: app.code(), ...name });
  return app;
};

/** The factors that a pool has, whatever it says of MFA. */
export const FACTORS = {
  SmsMfaConfiguration: {
    SmsConfiguration: { SnsCallerArn: "arn:aws:iam::000000000000:role/sms", ExternalId: "sms" },
  },
  SoftwareTokenMfaConfiguration: { Enabled: true },
  EmailMfaConfiguration: {},
} as const;

export interface AppWorld extends World {
  readonly ada: Login;
  readonly app: Authenticator;
  /** Of the sign-in before MFA was demanded. */
  readonly AccessToken: string;
}

/** A world with authenticator apps, and Ada, who has one that is asked for at every sign-in. */
export const startAppWorld = async (mode: "OPTIONAL" | "ON" = "OPTIONAL", options: WorldOptions = {}) => {
  const world = await startWorld(options);
  const { call, pool, clock } = world;
  const SoftwareTokenMfaConfiguration = { Enabled: true };
  await call.SetUserPoolMfaConfig({ ...pool, MfaConfiguration: "OPTIONAL", SoftwareTokenMfaConfiguration });
  const ada = await world.user();
  const { AuthenticationResult } = await world.signIn(ada.Username, ada.Password);
  const AccessToken = AuthenticationResult?.AccessToken ?? "";
  const app = await registerApp(world, AccessToken);
  await call.SetUserMFAPreference({ AccessToken, SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true } });
  await call.SetUserPoolMfaConfig({ ...pool, MfaConfiguration: mode, SoftwareTokenMfaConfiguration });
  // The code of the set-up is spent.
  clock.advance(2 * STEP_MS);
  return { ...world, ada, app, AccessToken } satisfies AppWorld;
};
