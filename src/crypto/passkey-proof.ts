/**
 * Whether a passkey was made, or used, as it had to be. Every rule that has an answer of its own is judged here; what
 * lies in the authenticator's bytes, and the signature over them, is the library's.
 * @see https://www.w3.org/TR/webauthn-3/#sctn-rp-operations
 */
import { createHash } from "node:crypto";
import { isCounterNext, type CountedPasskey } from "../model/passkey.ts";
import { PASSKEY_ALGORITHMS } from "../model/passkey-options.ts";
import { isOriginAllowed } from "../model/relying-party.ts";
import type { AssertionResponse, ClientData, RegistrationResponse } from "./passkey-response.ts";

/** What a pool expects of a passkey that is made or used. */
export interface PasskeyExpectation {
  /** As it was given out, in base64url. */
  readonly challenge: string;
  readonly relyingPartyId: string;
  readonly userVerification: "required" | "preferred";
}

/** Which rule a passkey breaks. */
export type PasskeyFault =
  | "malformed"
  | "challenge"
  | "origin"
  | "relying-party"
  | "user-handle"
  | "user-verification"
  | "unsupported"
  | "signature"
  | "counter";

/** What is kept of a passkey that was made as it had to be. */
export interface MadePasskey {
  /** A COSE key. */
  readonly publicKey: Uint8Array;
  readonly counter: number;
  /** The model of the authenticator, as a UUID; nobody vouches for it. */
  readonly aaguid: string;
}

export type RegistrationVerdict =
  | { readonly kind: "made"; readonly made: MadePasskey }
  | { readonly kind: "fault"; readonly fault: PasskeyFault };

export type AssertionVerdict =
  | { readonly kind: "proven"; readonly counter: number; readonly userVerified: boolean }
  | { readonly kind: "fault"; readonly fault: PasskeyFault };

/** Bytes of a COSE key, at most; RSA keys of 4096 bits fit. Stops keys that take long to verify with. */
const PUBLIC_KEY_BYTES_MAX = 1_024;

// Loaded at the first passkey: it is most of what such a server would load at start.
const library = () => import("@simplewebauthn/server");
const libraryHelpers = () => import("@simplewebauthn/server/helpers");

const fault = (name: PasskeyFault) => ({ kind: "fault", fault: name }) as const;

const clientDataFault = (data: ClientData, type: string, expected: PasskeyExpectation): PasskeyFault | undefined => {
  if (data.type !== type) return "malformed";
  if (data.challenge !== expected.challenge) return "challenge";
  // A frame in somebody else's page can be laid under the user's finger (clickjacking).
  if (data.crossOrigin || !isOriginAllowed(expected.relyingPartyId, data.origin)) return "origin";
  return undefined;
};

const isOfRelyingParty = (hash: Uint8Array, relyingPartyId: string): boolean =>
  createHash("sha256").update(relyingPartyId).digest().equals(hash);

type AuthenticatorData = ReturnType<Awaited<ReturnType<typeof libraryHelpers>>["parseAuthenticatorData"]>;

/** What the authenticator says, and a statement of nothing around it. */
interface Attested {
  readonly data: AuthenticatorData;
  readonly attestationObject: string;
}

/**
 * Reads the authenticator's data, and takes away its maker's word for it. Attestation is not enforced, and checking it
 * would fetch lists of revoked certificates from addresses that the caller chooses (SSRF).
 */
const readAttested = async (encoded: string): Promise<Attested | undefined> => {
  const { decodeAttestationObject, parseAuthenticatorData, isoCBOR } = await libraryHelpers();
  try {
    const bytes = decodeAttestationObject(new Uint8Array(Buffer.from(encoded, "base64url"))).get("authData");
    const without = new Map<string, string | Map<string, never> | Uint8Array>([
      ["fmt", "none"],
      ["attStmt", new Map<string, never>()],
      ["authData", bytes],
    ]);
    return {
      data: parseAuthenticatorData(bytes),
      attestationObject: Buffer.from(isoCBOR.encode(without)).toString("base64url"),
    };
  } catch {
    return undefined;
  }
};

/** The library's refusals are errors without a kind; what they can still mean is judged before. */
const orUndefined = async <T>(verification: Promise<T>): Promise<T | undefined> => {
  try {
    return await verification;
  } catch {
    return undefined;
  }
};

/** Judges a passkey that was made. */
export const judgeRegistration = async (
  response: RegistrationResponse,
  expected: PasskeyExpectation,
): Promise<RegistrationVerdict> => {
  const wrong = clientDataFault(response.clientData, "webauthn.create", expected);
  if (wrong !== undefined) return fault(wrong);
  const attested = await readAttested(response.attestationObject);
  if (attested?.data.credentialID === undefined) return fault("malformed");
  const { data, attestationObject } = attested;
  if (Buffer.from(data.credentialID ?? []).toString("base64url") !== response.credentialId) return fault("malformed");
  if (!isOfRelyingParty(data.rpIdHash, expected.relyingPartyId)) return fault("relying-party");
  if (expected.userVerification === "required" && !data.flags.uv) return fault("user-verification");
  const { verifyRegistrationResponse } = await library();
  const verified = await orUndefined(
    verifyRegistrationResponse({
      response: {
        id: response.credentialId,
        rawId: response.credentialId,
        type: "public-key",
        clientExtensionResults: {},
        response: { clientDataJSON: response.clientDataJson, attestationObject },
      },
      expectedChallenge: expected.challenge,
      expectedOrigin: response.clientData.origin,
      expectedRPID: expected.relyingPartyId,
      requireUserVerification: expected.userVerification === "required",
      supportedAlgorithmIDs: [...PASSKEY_ALGORITHMS],
    }),
  );
  if (verified?.verified !== true) return fault("unsupported");
  const { aaguid, credential } = verified.registrationInfo;
  if (credential.publicKey.byteLength > PUBLIC_KEY_BYTES_MAX) return fault("unsupported");
  return { kind: "made", made: { aaguid, publicKey: credential.publicKey, counter: credential.counter } };
};

const readAuthenticatorData = async (encoded: string): Promise<AuthenticatorData | undefined> => {
  const { parseAuthenticatorData } = await libraryHelpers();
  try {
    return parseAuthenticatorData(new Uint8Array(Buffer.from(encoded, "base64url")));
  } catch {
    return undefined;
  }
};

/** Judges a passkey that was used. `userHandle` is its owner's. */
export const judgeAssertion = async (
  response: AssertionResponse,
  expected: PasskeyExpectation & { readonly userHandle: string },
  passkey: CountedPasskey,
): Promise<AssertionVerdict> => {
  const wrong = clientDataFault(response.clientData, "webauthn.get", expected);
  if (wrong !== undefined) return fault(wrong);
  if (response.userHandle !== undefined && response.userHandle !== expected.userHandle) return fault("user-handle");
  const data = await readAuthenticatorData(response.authenticatorData);
  if (data === undefined) return fault("malformed");
  if (!isOfRelyingParty(data.rpIdHash, expected.relyingPartyId)) return fault("relying-party");
  if (expected.userVerification === "required" && !data.flags.uv) return fault("user-verification");
  const { verifyAuthenticationResponse } = await library();
  const verified = await orUndefined(
    verifyAuthenticationResponse({
      response: {
        id: response.credentialId,
        rawId: response.credentialId,
        type: "public-key",
        clientExtensionResults: {},
        response: {
          clientDataJSON: response.clientDataJson,
          authenticatorData: response.authenticatorData,
          signature: response.signature,
        },
      },
      expectedChallenge: expected.challenge,
      expectedOrigin: response.clientData.origin,
      expectedRPID: expected.relyingPartyId,
      requireUserVerification: expected.userVerification === "required",
      // Counted below, where the signature is known to be right: a forgery must not look like a copied key.
      credential: { id: passkey.credentialId, publicKey: new Uint8Array(passkey.publicKey), counter: 0 },
    }),
  );
  if (verified?.verified !== true) return fault("signature");
  if (!isCounterNext(passkey.counter, data.counter)) return fault("counter");
  return { kind: "proven", counter: data.counter, userVerified: data.flags.uv };
};
