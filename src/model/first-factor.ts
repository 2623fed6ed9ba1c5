/**
 * The ways in which a sign-in can begin where the user chooses.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/authentication-flows-selection-sdk.html#authentication-flows-selection-choice
 */
import type { AuthFactorType } from "../contracts/shapes.ts";
import type { Value } from "../contracts/vocabulary.ts";
import type { Pool } from "./pool.ts";
import { destinationOf } from "./recovery.ts";
import type { User } from "./user.ts";

/** A first factor, in the API's words. Assumed: an authenticator app begins no sign-in. */
export type FirstFactor = Exclude<Value<typeof AuthFactorType>, "SOFTWARE_TOKEN">;

/** What a user holds beside attributes. */
export interface Holdings {
  readonly password: boolean;
  readonly passkey: boolean;
}

const holds: Readonly<Record<FirstFactor, (user: User, holdings: Holdings) => boolean>> = {
  PASSWORD: (_user, { password }) => password,
  EMAIL_OTP: (user) => destinationOf(user, "email") !== undefined,
  SMS_OTP: (user) => destinationOf(user, "phone_number") !== undefined,
  WEB_AUTHN: (_user, { passkey }) => passkey,
};

/** Those that the pool allows and the user has what it takes for. */
export const firstFactors = ({ settings }: Pool, user: User, holdings: Holdings): FirstFactor[] => {
  const allowed = settings.Policies?.SignInPolicy?.AllowedFirstAuthFactors ?? ["PASSWORD"];
  return (["PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"] as const).filter(
    (factor) => allowed.includes(factor) && holds[factor](user, holdings),
  );
};
