/**
 * How likely it is that somebody else signs in with what they know of a user: three plain signs, each of which an
 * administrator can check in the list of events. Amazon's own assessment is not documented; this is ours.
 */
import { isIP } from "node:net";
import { isProof, type AuthEventContext, type StoredAuthEvent } from "./auth-event.ts";
import { isInRanges } from "./threat-protection.ts";

export type RiskLevel = "Low" | "Medium" | "High";

/** The newest events of a user that are looked at, of either sort. */
export const EVENTS_LOOKED_AT = 100;

/** What is known of a user, newest first. */
export interface Past {
  /** Whatever happened. */
  readonly events: readonly StoredAuthEvent[];
  /**
   * What was proven or judged, read by itself: stops a stranger's failures from pushing the user's own places out of
   * sight, which would lock the user out, or the disowned ones, which would let the stranger in.
   */
  readonly evidence: readonly StoredAuthEvent[];
}

/** Failures within this time, and from the network of the sign-in, say that it was guessed. */
const GUESSING_MS = 60 * 60 * 1000;
const GUESSES = 3;

/** Addresses of one household or office share these first bits. */
const NETWORK_BITS: Readonly<Record<number, number>> = { 4: 24, 6: 48 };

/** Where the user has been before: what arrived and was not disowned, and what they vouched for. */
const isOwn = (event: StoredAuthEvent): boolean =>
  event.feedback === null ? isProof(event) : event.feedback.value === "Valid";

/** IPv4 as itself, also where the connection clothed it in IPv6. */
const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/iu, "");

const networkOf = (address: string): string => {
  const plain = plainAddress(address);
  return `${plain}/${NETWORK_BITS[isIP(plain)] ?? 0}`;
};

const isInNetworks = (events: readonly StoredAuthEvent[], address: string): boolean =>
  isInRanges(
    events.flatMap(({ context: { IpAddress } }) => (IpAddress === undefined ? [] : [networkOf(IpAddress)])),
    plainAddress(address),
  );

/**
 * The risk of a sign-in from `context` at `now`, after what is `past`. Undefined where nothing speaks
 * against it: a known network and device without failures, and the first sign-in of all, which nothing can be compared
 * with. Of the three signs (new network, new device, guessing) one is low, two are medium, three are high; and high is
 * whatever comes from a network that the user has disowned.
 */
export const takeoverRisk = (
  { IpAddress: address, DeviceName: device }: AuthEventContext,
  { events, evidence }: Past,
  now: number,
): RiskLevel | undefined => {
  const own = evidence.filter(isOwn);
  const disowned = evidence.filter(({ feedback }) => feedback?.value === "Invalid");
  if (address !== undefined && isInNetworks(disowned, address) && !isInNetworks(own, address)) return "High";
  const isComparable = own.length > 0;
  const failures = events.filter(
    ({ type, response, createdAt }) => type === "SignIn" && response === "Fail" && createdAt > now - GUESSING_MS,
  );
  // Of the own network alone: stops strangers who guess elsewhere from making the user's own sign-ins look risky.
  const guesses = failures.filter((failure) => address !== undefined && isInNetworks([failure], address));
  const signs = [
    isComparable && address !== undefined && !isInNetworks(own, address),
    isComparable && device !== undefined && !own.some(({ context }) => context.DeviceName === device),
    guesses.length >= GUESSES,
  ];
  const levels = [undefined, "Low", "Medium", "High"] as const;
  return levels[signs.filter(Boolean).length];
};
