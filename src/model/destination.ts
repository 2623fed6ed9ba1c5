/**
 * How an address or a number is shown to somebody who may not know it.
 */

/** The digits of a number that stay readable. */
const SHOWN_DIGITS = 4;

const first = (part: string): string => Array.from(part)[0] ?? "";

/**
 * `ada@example.com` → `a***@e***`.
 * Observed: always three asterisks, whatever the length.
 */
export const maskEmail = (address: string): string => {
  const at = address.lastIndexOf("@");
  return `${first(at < 0 ? address : address.slice(0, at))}***@${first(at < 0 ? "" : address.slice(at + 1))}***`;
};

/**
 * `+12065550100` → `+*******0100`: one asterisk per hidden digit.
 * Assumed: a number of four digits or fewer is hidden altogether.
 */
export const maskPhoneNumber = (number: string): string => {
  const digits = number.replace(/\D/g, "");
  const shown = digits.length > SHOWN_DIGITS ? digits.slice(-SHOWN_DIGITS) : "";
  return `+${"*".repeat(digits.length - shown.length)}${shown}`;
};

/** The address or the number, masked. */
export const maskDestination = (medium: "EMAIL" | "SMS", value: string): string =>
  medium === "EMAIL" ? maskEmail(value) : maskPhoneNumber(value);

/** What a caller is told of a message. @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CodeDeliveryDetailsType.html */
export const deliveryDetails = ({
  attribute,
  medium,
  value,
}: {
  readonly attribute: "email" | "phone_number";
  readonly medium: "EMAIL" | "SMS";
  readonly value: string;
}) => ({ Destination: maskDestination(medium, value), DeliveryMedium: medium, AttributeName: attribute });

/** Whether the value of `email_verified` or `phone_number_verified` means yes. Observed: its case does not matter. */
export const isVerifiedFlag = (value: string | undefined): boolean => value?.toLowerCase() === "true";
