/**
 * An authenticator in software, with the browser around it: makes passkeys and signs with them, and can be told to do
 * either wrongly.
 */
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from "node:crypto";

/** What can be told of one ceremony; what is not told is as it should be. */
export interface Ceremony {
  readonly origin?: string;
  readonly relyingPartyId?: string;
  readonly challenge?: string;
  readonly type?: string;
  readonly crossOrigin?: boolean;
  readonly userPresent?: boolean;
  readonly userVerified?: boolean;
  readonly counter?: number;
}

export interface MakingCeremony extends Ceremony {
  readonly credentialId?: Buffer;
  readonly aaguid?: string;
  readonly algorithm?: "ES256" | "RS256" | "EdDSA";
  readonly attachment?: "platform" | "cross-platform";
  readonly transports?: readonly string[];
  /** CBOR: the maker's statement, beside the format's name. */
  readonly attestation?: { readonly format: string; readonly statement: Buffer };
  /** A COSE key to show in place of its own. */
  readonly publicKey?: Buffer;
}

/** The options of StartWebAuthnRegistration: a document, of which the API's types say nothing. */
export interface CreationOptions {
  readonly rp: { readonly id: string };
  readonly user: { readonly id: string; readonly name: string; readonly displayName: string };
  readonly challenge: string;
  readonly excludeCredentials: readonly unknown[];
  readonly authenticatorSelection: { readonly userVerification: string };
}

/** CREDENTIAL_REQUEST_OPTIONS. */
export interface RequestOptions {
  readonly rpId: string;
  readonly challenge: string;
  readonly allowCredentials: readonly { readonly id: string }[];
}

/** A passkey in the authenticator. */
export interface HeldPasskey {
  readonly credentialId: string;
  readonly userHandle: string;
  readonly privateKey: KeyObject;
}

const head = (major: number, n: number): Buffer => {
  const first = major << 5;
  if (n < 24) return Buffer.from([first | n]);
  if (n < 0x1_00) return Buffer.from([first | 24, n]);
  return Buffer.from([first | 25, n >> 8, n & 0xff]);
};

/** The little CBOR that WebAuthn needs. @see https://datatracker.ietf.org/doc/html/rfc8949 */
export const cbor = {
  integer: (n: number): Buffer => (n >= 0 ? head(0, n) : head(1, -1 - n)),
  bytes: (bytes: Uint8Array): Buffer => Buffer.concat([head(2, bytes.length), bytes]),
  text: (text: string): Buffer => Buffer.concat([head(3, Buffer.byteLength(text)), Buffer.from(text)]),
  map: (...entries: readonly (readonly [key: Buffer, value: Buffer])[]): Buffer =>
    Buffer.concat([head(5, entries.length), ...entries.flat()]),
} as const;

const ALGORITHMS = { ES256: -7, RS256: -257, EdDSA: -8 } as const;

const keyPair = ({ algorithm = "ES256" }: MakingCeremony) => {
  if (algorithm === "RS256") return generateKeyPairSync("rsa", { modulusLength: 2048 });
  return algorithm === "EdDSA" ? generateKeyPairSync("ed25519") : generateKeyPairSync("ec", { namedCurve: "P-256" });
};

/** @see https://datatracker.ietf.org/doc/html/rfc9053#section-7 */
const coseKey = (publicKey: KeyObject, algorithm: keyof typeof ALGORITHMS): Buffer => {
  const jwk = publicKey.export({ format: "jwk" });
  const entry = (label: number, value: Buffer) => [cbor.integer(label), value] as const;
  const bytes = (text: string | undefined) => cbor.bytes(Buffer.from(text ?? "", "base64url"));
  const alg = entry(3, cbor.integer(ALGORITHMS[algorithm]));
  if (algorithm === "RS256") {
    return cbor.map(entry(1, cbor.integer(3)), alg, entry(-1, bytes(jwk.n)), entry(-2, bytes(jwk.e)));
  }
  if (algorithm === "EdDSA") {
    return cbor.map(entry(1, cbor.integer(1)), alg, entry(-1, cbor.integer(6)), entry(-2, bytes(jwk.x)));
  }
  const curve = entry(-1, cbor.integer(1));
  return cbor.map(entry(1, cbor.integer(2)), alg, curve, entry(-2, bytes(jwk.x)), entry(-3, bytes(jwk.y)));
};

const clientDataJson = (type: string, challenge: string, relyingPartyId: string, ceremony: Ceremony): Buffer =>
  Buffer.from(
    JSON.stringify({
      type: ceremony.type ?? type,
      challenge: ceremony.challenge ?? challenge,
      origin: ceremony.origin ?? `https://${relyingPartyId}`,
      crossOrigin: ceremony.crossOrigin ?? false,
    }),
  );

const ATTESTED = 0x40;

/** @see https://www.w3.org/TR/webauthn-3/#sctn-authenticator-data */
const authenticatorData = (relyingPartyId: string, ceremony: Ceremony, attested?: Buffer): Buffer => {
  const { userPresent = true, userVerified = true, counter = 0 } = ceremony;
  const counted = Buffer.alloc(4);
  counted.writeUInt32BE(counter);
  return Buffer.concat([
    createHash("sha256")
      .update(ceremony.relyingPartyId ?? relyingPartyId)
      .digest(),
    Buffer.from([(userPresent ? 1 : 0) | (userVerified ? 4 : 0) | (attested === undefined ? 0 : ATTESTED)]),
    counted,
    attested ?? Buffer.alloc(0),
  ]);
};

const attestedCredential = (id: Buffer, publicKey: Buffer, aaguid: string): Buffer => {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(id.length);
  return Buffer.concat([Buffer.from(aaguid.replaceAll("-", ""), "hex"), length, id, publicKey]);
};

/** Options without the API that gives them out. */
export const creationOptionsFor = (relyingPartyId: string, userHandle: string, challenge: string): CreationOptions => ({
  rp: { id: relyingPartyId },
  user: { id: userHandle, name: "ada", displayName: "Ada" },
  challenge,
  excludeCredentials: [],
  authenticatorSelection: { userVerification: "preferred" },
});

/** The options in a text. */
export const parseRequestOptions = (json: string): RequestOptions => JSON.parse(json) as RequestOptions;

/** The CREDENTIAL in a text, with members of its response replaced. */
export const alterCredential = (credential: string, change: object): string => {
  const parsed = JSON.parse(credential) as { readonly response: object };
  return JSON.stringify({ ...parsed, response: { ...parsed.response, ...change } });
};

/** A member of the response in the text of a CREDENTIAL. */
export const responseMember = (
  credential: string,
  name: "authenticatorData" | "clientDataJSON" | "signature",
): string => (JSON.parse(credential) as { readonly response: Readonly<Record<string, string>> }).response[name] ?? "";

/** Makes a passkey: what the authenticator keeps, and the document that the browser answers with. */
export const makePasskey = ({ rp, user, challenge }: CreationOptions, ceremony: MakingCeremony = {}) => {
  const { credentialId = randomBytes(20), aaguid = "00000000-0000-0000-0000-000000000000" } = ceremony;
  const { algorithm = "ES256", attestation = { format: "none", statement: cbor.map() } } = ceremony;
  const { publicKey, privateKey } = keyPair(ceremony);
  const id = credentialId.toString("base64url");
  const attested = attestedCredential(credentialId, ceremony.publicKey ?? coseKey(publicKey, algorithm), aaguid);
  const data = authenticatorData(rp.id, ceremony, attested);
  const attestationObject = cbor.map(
    [cbor.text("fmt"), cbor.text(attestation.format)],
    [cbor.text("attStmt"), attestation.statement],
    [cbor.text("authData"), cbor.bytes(data)],
  );
  const passkey: HeldPasskey = { credentialId: id, userHandle: user.id, privateKey };
  const document = {
    id,
    rawId: id,
    type: "public-key",
    authenticatorAttachment: ceremony.attachment ?? "platform",
    clientExtensionResults: {},
    response: {
      clientDataJSON: clientDataJson("webauthn.create", challenge, rp.id, ceremony).toString("base64url"),
      attestationObject: attestationObject.toString("base64url"),
      transports: ceremony.transports ?? ["internal", "hybrid"],
      authenticatorData: data.toString("base64url"),
      publicKey: publicKey.export({ format: "der", type: "spki" }).toString("base64url"),
      publicKeyAlgorithm: ALGORITHMS[algorithm],
    },
  };
  return { passkey, document };
};

/** Uses a passkey: the CREDENTIAL with which CREDENTIAL_REQUEST_OPTIONS are answered. */
export const usePasskey = (
  passkey: HeldPasskey,
  requestOptions: string,
  ceremony: Ceremony & { readonly userHandle?: string | null } = {},
): string => {
  const options = parseRequestOptions(requestOptions);
  const clientData = clientDataJson("webauthn.get", options.challenge, options.rpId, ceremony);
  const data = authenticatorData(options.rpId, ceremony);
  const signed = Buffer.concat([data, createHash("sha256").update(clientData).digest()]);
  return JSON.stringify({
    id: passkey.credentialId,
    rawId: passkey.credentialId,
    type: "public-key",
    clientExtensionResults: {},
    response: {
      clientDataJSON: clientData.toString("base64url"),
      authenticatorData: data.toString("base64url"),
      signature: sign("sha256", signed, passkey.privateKey).toString("base64url"),
      userHandle: ceremony.userHandle === undefined ? passkey.userHandle : ceremony.userHandle,
    },
  });
};
