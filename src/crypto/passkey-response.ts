/**
 * What a browser answers when a passkey was made or used: JSON with bytes in base64url, read member by member, because
 * all of it is the caller's.
 * @see https://www.w3.org/TR/webauthn-3/#dictdef-registrationresponsejson
 */
import type { PasskeyAttachment } from "../model/passkey.ts";

/** What the browser says of the ceremony; the authenticator signs a hash of it. @see https://www.w3.org/TR/webauthn-3/#dictdef-collectedclientdata */
export interface ClientData {
  readonly type: string;
  readonly challenge: string;
  readonly origin: string;
  /** The page stood in a frame of another site's. */
  readonly crossOrigin: boolean;
}

interface PasskeyResponse {
  readonly credentialId: string;
  readonly clientData: ClientData;
  /** The bytes from which `clientData` was read, in base64url. */
  readonly clientDataJson: string;
}

/** A passkey that was made. */
export interface RegistrationResponse extends PasskeyResponse {
  /** CBOR, in base64url. */
  readonly attestationObject: string;
  readonly attachment: PasskeyAttachment | null;
  readonly transports: readonly string[];
}

/** A passkey that was used. */
export interface AssertionResponse extends PasskeyResponse {
  readonly authenticatorData: string;
  readonly signature: string;
  /** Who the authenticator says it is, where it says so. */
  readonly userHandle: string | undefined;
}

/** Bytes of a credential's id, at most. @see https://www.w3.org/TR/webauthn-3/#credential-id */
const CREDENTIAL_ID_BYTES_MAX = 1_023;
/** Characters of any other member, at most; a chain of certificates is the longest. */
const MEMBER_LENGTH_MAX = 100_000;
/** Ways to reach an authenticator, at most; six are known. */
const TRANSPORTS_MAX = 10;

type Members = Readonly<Record<string, unknown>>;

const membersOf = (value: unknown): Members =>
  typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};

/** The text, if it is canonical base64url without padding: other spellings of the same bytes would pass comparisons by. */
const bytesText = (value: unknown): string | undefined => {
  if (typeof value !== "string" || value.length > MEMBER_LENGTH_MAX) return undefined;
  return Buffer.from(value, "base64url").toString("base64url") === value ? value : undefined;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const clientDataOf = (encoded: string): ClientData | undefined => {
  const { type, challenge, origin, crossOrigin } = membersOf(
    parsed(Buffer.from(encoded, "base64url").toString("utf8")),
  );
  if (typeof type !== "string" || typeof challenge !== "string" || typeof origin !== "string") return undefined;
  return { type, challenge, origin, crossOrigin: crossOrigin !== undefined && crossOrigin !== false };
};

interface Opened {
  readonly common: PasskeyResponse;
  readonly members: Members;
  readonly response: Members;
}

const open = (value: unknown): Opened | undefined => {
  const members = membersOf(value);
  const response = membersOf(members["response"]);
  const credentialId = bytesText(members["id"]);
  const clientDataJson = bytesText(response["clientDataJSON"]);
  if (credentialId === undefined || clientDataJson === undefined || members["type"] !== "public-key") return undefined;
  if ((members["rawId"] ?? credentialId) !== credentialId) return undefined;
  const length = Buffer.byteLength(credentialId, "base64url");
  const clientData = clientDataOf(clientDataJson);
  if (length === 0 || length > CREDENTIAL_ID_BYTES_MAX || clientData === undefined) return undefined;
  return { common: { credentialId, clientDataJson, clientData }, members, response };
};

const attachmentOf = (value: unknown): PasskeyAttachment | null =>
  value === "platform" || value === "cross-platform" ? value : null;

const transportsOf = (value: unknown): string[] =>
  Array.isArray(value)
    ? value
        .filter((each: unknown): each is string => typeof each === "string" && /^[a-z-]{1,32}$/.test(each))
        .slice(0, TRANSPORTS_MAX)
    : [];

/** What was answered when a passkey was made; undefined when it is nothing of the kind. */
export const readRegistrationResponse = (document: unknown): RegistrationResponse | undefined => {
  const opened = open(document);
  const attestationObject = bytesText(opened?.response["attestationObject"]);
  if (opened === undefined || attestationObject === undefined) return undefined;
  return {
    ...opened.common,
    attestationObject,
    attachment: attachmentOf(opened.members["authenticatorAttachment"]),
    transports: transportsOf(opened.response["transports"]),
  };
};

/** What was answered when a passkey was used, as JSON; undefined when it is nothing of the kind. */
export const readAssertionResponse = (json: string): AssertionResponse | undefined => {
  const opened = open(parsed(json));
  const authenticatorData = bytesText(opened?.response["authenticatorData"]);
  const signature = bytesText(opened?.response["signature"]);
  if (opened === undefined || authenticatorData === undefined || signature === undefined) return undefined;
  const { userHandle } = opened.response;
  // Browsers write null, and some clients an empty text, where the authenticator says nothing.
  const says = userHandle !== undefined && userHandle !== null && userHandle !== "";
  return {
    ...opened.common,
    authenticatorData,
    signature,
    userHandle: says ? (bytesText(userHandle) ?? "") : undefined,
  };
};
