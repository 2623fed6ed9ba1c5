/**
 * How likely it is that somebody else signs in with what they know of a user: three plain signs, each of which an
 * administrator can check in the list of events. Amazon's own assessment is not documented; this is ours.
 */
import { isIP } from "node:net";
import type { AuthEventContext, StoredAuthEvent } from "./auth-event.ts";
import { isInRanges } from "./threat-protection.ts";

export type RiskLevel = "Low" | "Medium" | "High";

/** The newest events of a user that are looked at. */
export const EVENTS_LOOKED_AT = 100;

/** Failures within this time, and from the network of the sign-in, say that it was guessed. */
const GUESSING_MS = 60 * 60 * 1000;
const GUESSES = 3;

/** Addresses of one household or office share these first bits. */
const NETWORK_BITS: Readonly<Record<number, number>> = { 4: 24, 6: 48 };

/** Forgotten passwords and codes sent again prove nothing: anybody can ask for them. */
const PROVEN: ReadonlySet<string> = new Set(["SignIn", "SignUp", "PasswordChange"]);

/** Where the user has been before: what arrived and was not disowned, and what they vouched for. */
const isOwn = ({ type, response, feedback }: StoredAuthEvent): boolean =>
  feedback === null ? response === "Pass" && PROVEN.has(type) : feedback.value === "Valid";

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
 * The risk of a sign-in from `context` at `now`, after `past` events, newest first. Undefined where nothing speaks
 * against it: a known network and device without failures, and the first sign-in of all, which nothing can be compared
 * with. Of the three signs (new network, new device, guessing) one is low, two are medium, three are high; and high is
 * whatever comes from a network that the user has disowned.
 */
export const takeoverRisk = (
  { IpAddress: address, DeviceName: device }: AuthEventContext,
  past: readonly StoredAuthEvent[],
  now: number,
): RiskLevel | undefined => {
  const own = past.filter(isOwn);
  const disowned = past.filter(({ feedback }) => feedback?.value === "Invalid");
  if (address !== undefined && isInNetworks(disowned, address) && !isInNetworks(own, address)) return "High";
  // Failures alone must not push out of sight what is known.
  const isComparable = own.length > 0 || past.length >= EVENTS_LOOKED_AT;
  const failures = past.filter(
    ({ type, response, createdAt }) => type === "SignIn" && response === "Fail" && createdAt > now - GUESSING_MS,
  );
  // Of the own network alone: stops strangers who guess elsewhere from making the user's own sign-ins look risky.
  const guesses = failures.filter((failure) => address === undefined || isInNetworks([failure], address));
  const signs = [
    isComparable && address !== undefined && !isInNetworks(own, address),
    isComparable && device !== undefined && !own.some(({ context }) => context.DeviceName === device),
    guesses.length >= GUESSES,
  ];
  const levels = [undefined, "Low", "Medium", "High"] as const;
  return levels[signs.filter(Boolean).length];
};
