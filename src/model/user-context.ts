/** Where somebody signs in from, as far as a request tells: an address, and the kind of device. */
import { isIP } from "node:net";
import type { ContextDataType, UserContextDataType } from "../contracts/shapes.ts";
import type { Value } from "../contracts/vocabulary.ts";
import type { AuthEventContext } from "./auth-event.ts";
import type { Client } from "./client.ts";

/** What is known of a request's connection. */
export interface Connection {
  readonly userAgent: string;
  readonly remoteAddress: string;
}

const OTHER = "Other";

/** In this order: browsers name those that they are like. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:e|A|iOS)?\//u, "Edge"],
  [/\b(?:OPR|Opera)\//u, "Opera"],
  [/\b(?:Firefox|FxiOS)\//u, "Firefox"],
  [/\b(?:Chrome|CriOS)\//u, "Chrome"],
  [/\bSafari\//u, "Safari"],
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\bAndroid\b/u, "Android"],
  [/\b(?:iPhone|iPad|iOS)\b/u, "iOS"],
  [/\bWindows\b/u, "Windows"],
  [/\b(?:Mac OS X|Macintosh|macOS)\b/u, "macOS"],
  [/\b(?:Linux|X11)\b/u, "Linux"],
];

/** As much of a user agent as is looked at. */
const USER_AGENT_CHARS_MAX = 1_024;

const firstOf = (names: readonly (readonly [RegExp, string])[], userAgent: string): string =>
  names.find(([pattern]) => pattern.test(userAgent))?.[1] ?? OTHER;

/**
 * The kind of device: browser and system, without versions, so that an update makes no new device. Undefined where
 * nothing is said. Assumed: the form.
 */
export const deviceNameOf = (userAgent: string | undefined): string | undefined => {
  const text = userAgent?.slice(0, USER_AGENT_CHARS_MAX) ?? "";
  return text === "" ? undefined : `${firstOf(BROWSERS, text)}, ${firstOf(SYSTEMS, text)}`;
};

/**
 * The text, if it is an address; anything else is nobody's. Without the zone of IPv6: it may be of any length, and words
 * of whoever names the address, which would be kept and mailed.
 */
const addressOf = (text: string | undefined): string | undefined =>
  text !== undefined && isIP(text) !== 0 ? text.split("%", 1)[0] : undefined;

const contextOf = (address: string | undefined, userAgent: string | undefined): AuthEventContext => ({
  IpAddress: addressOf(address),
  DeviceName: deviceNameOf(userAgent),
});

/** What the connection alone tells. */
export const connectionContext = ({ remoteAddress, userAgent }: Connection): AuthEventContext =>
  contextOf(remoteAddress, userAgent);

/**
 * What a client's request tells. The address that it names counts where the client is set so and has a secret, which it
 * has proven: stops a stranger from choosing the address that they are judged by.
 * Assumed: EncodedData, whose form is not documented, tells nothing.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-adaptive-authentication.html
 */
export const clientContext = (
  connection: Connection,
  { settings, secrets }: Pick<Client, "settings" | "secrets">,
  given: Value<typeof UserContextDataType> | undefined,
): AuthEventContext => {
  const isTrusted = settings.EnablePropagateAdditionalUserContextData === true && secrets.length > 0;
  const named = isTrusted ? addressOf(given?.IpAddress) : undefined;
  return contextOf(named ?? connection.remoteAddress, connection.userAgent);
};

/** What a server says of the user whom it signs in. Its own address is not the user's: unsaid is unknown. */
export const serverContext = (given: Value<typeof ContextDataType> | undefined): AuthEventContext => {
  const userAgent = given?.HttpHeaders.find(({ headerName }) => headerName?.toLowerCase() === "user-agent");
  return contextOf(given?.IpAddress, userAgent?.headerValue);
};
