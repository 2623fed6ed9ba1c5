/**
 * What is settled before any SMS leaves: one number, the sandbox, and the origination that the United States ask for.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-sms.html
 */
import type { OutgoingMessage, Sender } from "../sender.ts";
import { refused } from "./attempt.ts";

/** E.164: a plus sign and at most 15 digits. */
const PHONE_NUMBER = /^\+[1-9]\d{1,14}$/;
const NORTH_AMERICA = "+1";

/** The rules that hold for a sender of SMS. */
export interface SmsRules {
  /** In the sandbox: the only numbers that are sent to, maybe none. Undefined: out of the sandbox. */
  readonly verifiedNumbers: readonly string[] | undefined;
  /** Numbers of the United States are refused: the sender has no origination identity. */
  readonly withoutUnitedStates: boolean;
}

/**
 * Whether a number belongs to the United States, by country and not by +1, which Canada, Jamaica and others share.
 * Assumed: a number under +1 whose country cannot be told, such as area code 555, counts as theirs where it may be.
 */
const isUnitedStatesNumber = async (number: string): Promise<boolean> => {
  if (!number.startsWith(NORTH_AMERICA)) return false;
  const { parsePhoneNumberFromString } = await import("libphonenumber-js/min");
  const parsed = parsePhoneNumberFromString(number);
  if (parsed === undefined) return false;
  return parsed.country === undefined ? parsed.getPossibleCountries().includes("US") : parsed.country === "US";
};

/** Why a message to this number must not be sent; undefined when it may. The reason never holds the number. */
export const smsRefusal = async (
  number: OutgoingMessage["to"],
  { verifiedNumbers, withoutUnitedStates }: SmsRules,
): Promise<string | undefined> => {
  if (!PHONE_NUMBER.test(number)) {
    return "The recipient is not one phone number, a plus sign and digits. Correct the user's phone_number attribute.";
  }
  if (
    verifiedNumbers !== undefined &&
    !verifiedNumbers.some((verified) => verified.replace(/[\s().-]/g, "") === number)
  ) {
    return "The SMS sandbox is on and this number is not verified. Add it to POOLHOUSE_SMS_SANDBOX, or unset that to leave the sandbox.";
  }
  if (withoutUnitedStates && (await isUnitedStatesNumber(number))) {
    return "Numbers in the United States need an origination identity. Set POOLHOUSE_SMS_ORIGINATION to your number or sender id.";
  }
  return undefined;
};

/** The sender, behind the rules: what they forbid never reaches it. */
export const withSmsRules = (sender: Sender, rules: SmsRules): Sender => ({
  async send(message, signal) {
    const reason = await smsRefusal(message.to, rules);
    return reason === undefined ? sender.send(message, signal) : refused(reason);
  },
  close: () => sender.close(),
  [Symbol.asyncDispose]: () => sender.close(),
});
