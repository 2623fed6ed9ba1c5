/**
 * AWS Signature Version 4, the verifying side. A request is read first (`readAuthorization`), then its key is looked up,
 * then its signature is verified (`requireSignature`): an unknown key is told before a wrong signature.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 */
import { createHash, createHmac, createSecretKey, timingSafeEqual } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { ApiException } from "../contracts/exceptions.ts";
import type { Secret } from "../contracts/secret.ts";
import { canonicalRequest, headersOf, sha256Hex } from "./canonical-request.ts";
import type { SignedRequest } from "./canonical-request.ts";

export const SIGV4_ALGORITHM = "AWS4-HMAC-SHA256";
export const SIGV4_SERVICE = "cognito-idp";
const TERMINATOR = "aws4_request";

/** How far a signature's time may be from the server's, either way. */
export const SIGNATURE_WINDOW_MS = 15 * 60 * 1000;
/** Day keys that are kept; the oldest goes first. */
export const SIGNING_KEYS_KEPT = 1_024;

/** What an Authorization header claims, nothing of it proven yet. */
export interface SignatureClaim {
  readonly accessKeyId: string;
  /** UTC day, `YYYYMMDD`. */
  readonly day: string;
  readonly region: string;
  readonly service: string;
  /** As sent, `YYYYMMDD'T'HHMMSS'Z'`. */
  readonly timestamp: string;
  /** As sent: lower-case names with semicolons. */
  readonly signedHeaders: string;
  readonly signature: string;
  readonly sessionToken: string | undefined;
  readonly request: SignedRequest;
  readonly headers: ReadonlyMap<string, string>;
}

export interface SignatureRules {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** The one region that a credential may be scoped to, or `any`. */
  readonly region: string;
}

/**
 * Reads a signature and checks all that needs no key: its parts, its date, what it covers, its scope.
 * @throws MissingAuthenticationTokenException, IncompleteSignatureException, InvalidSignatureException, in the order and
 * wording of Amazon's services
 */
export const readAuthorization = (request: SignedRequest, rules: SignatureRules): SignatureClaim => {
  const parts = readParts(request);
  requireFresh(parts.timestamp, rules.now);
  requireCovered(parts);
  const claim = { ...parts, ...readCredential(parts) };
  requireScope(claim, rules.region);
  return claim;
};

/** Reads a signature that nobody is going to verify: it must be well-formed, may be old and of any scope. */
export const readUncheckedAuthorization = (request: SignedRequest): SignatureClaim => {
  const parts = readParts(request);
  return { ...parts, ...readCredential(parts) };
};

interface Parts extends Pick<SignatureClaim, "timestamp" | "signedHeaders" | "signature" | "sessionToken"> {
  readonly algorithm: string;
  readonly credential: string;
  readonly request: SignedRequest;
  readonly headers: ReadonlyMap<string, string>;
}

const incomplete = (message: string) => new ApiException("IncompleteSignatureException", message);
const invalid = (message: string) => new ApiException("InvalidSignatureException", message);

const readParts = (request: SignedRequest): Parts => {
  const headers = headersOf(request);
  const authorization = headers.get("authorization") ?? "";
  if (authorization === "")
    throw new ApiException("MissingAuthenticationTokenException", "Missing Authentication Token");
  const space = authorization.indexOf(" ");
  const algorithm = space < 0 ? authorization : authorization.slice(0, space);
  const named = parametersOf(space < 0 ? "" : authorization.slice(space + 1));
  const timestamp = headers.get("x-amz-date") ?? headers.get("date") ?? "";
  const { Credential = "", Signature = "", SignedHeaders = "" } = named;
  const missing = [
    Credential === "" ? "Authorization header requires 'Credential' parameter. " : "",
    Signature === "" ? "Authorization header requires 'Signature' parameter. " : "",
    SignedHeaders === "" ? "Authorization header requires 'SignedHeaders' parameter. " : "",
    timestamp === "" ? "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. " : "",
  ].join("");
  if (missing !== "") throw incomplete(`${missing}${shown(authorization)}`);
  return {
    algorithm,
    credential: Credential,
    signature: Signature,
    signedHeaders: SignedHeaders,
    timestamp,
    sessionToken: headers.get("x-amz-security-token"),
    request,
    headers,
  };
};

/** `name=value` pairs with commas; of two with one name the first counts. */
const parametersOf = (text: string): Partial<Record<"Credential" | "Signature" | "SignedHeaders", string>> => {
  const pairs = text.split(",").map((pair): [string, string] => {
    const mark = pair.indexOf("=");
    return mark < 0 ? [pair.trim(), ""] : [pair.slice(0, mark).trim(), pair.slice(mark + 1).trim()];
  });
  return Object.fromEntries(pairs.toReversed());
};

/** Another scheme's header may carry a bearer token or a password: of that only a hash is told, as newer services do. */
const shown = (authorization: string): string =>
  authorization.startsWith(`${SIGV4_ALGORITHM} `)
    ? `Authorization=${authorization}`
    : `(Hashed with SHA-256 and encoded with Base64) Authorization=${createHash("sha256").update(authorization, "latin1").digest("base64")}`;

const requireFresh = (timestamp: string, now: number): void => {
  const signedAt = parseTimestamp(timestamp);
  if (signedAt === undefined)
    throw incomplete(
      `Date must be in ISO-8601 'basic format'. Got '${timestamp}'. See http://en.wikipedia.org/wiki/ISO_8601`,
    );
  const serverTime = Math.floor(now / 1000) * 1000;
  const told = formatTimestamp(serverTime);
  const earliest = serverTime - SIGNATURE_WINDOW_MS;
  const latest = serverTime + SIGNATURE_WINDOW_MS;
  // Stops the replay of a captured request.
  if (signedAt < earliest)
    throw invalid(
      `Signature expired: ${timestamp} is now earlier than ${formatTimestamp(earliest)} (${told} - 15 min.)`,
    );
  if (signedAt > latest)
    throw invalid(
      `Signature not yet current: ${timestamp} is still later than ${formatTimestamp(latest)} (${told} + 15 min.)`,
    );
};

/**
 * The host must be covered, so that a request captured by one server is worth nothing at another; and so must the target
 * of a request that has one, or a captured AdminDisableUser could be sent again as AdminEnableUser.
 * Assumed: Amazon asks for every `x-amz-*` header to be signed and has been seen to enforce the host; every SDK signs both.
 */
const requireCovered = (parts: Parts): void => {
  const covered = new Set(parts.signedHeaders.toLowerCase().split(";"));
  if (!covered.has("host")) throw invalid("'Host' must be a 'SignedHeader' in the AWS Authorization.");
  if (parts.headers.has("x-amz-target") && !covered.has("x-amz-target"))
    throw invalid("'X-Amz-Target' must be a 'SignedHeader' in the AWS Authorization.");
};

type Scope = Pick<SignatureClaim, "accessKeyId" | "day" | "region" | "service"> & { readonly terminator: string };

const readCredential = (parts: Parts): Scope => {
  if (parts.algorithm !== SIGV4_ALGORITHM)
    throw incomplete(`Unsupported AWS 'algorithm': '${parts.algorithm}' (only ${SIGV4_ALGORITHM} for now). `);
  const elements = parts.credential.split("/");
  const [accessKeyId, day, region, service, terminator] = elements;
  if (
    elements.length !== 5 ||
    accessKeyId === undefined ||
    day === undefined ||
    region === undefined ||
    service === undefined ||
    terminator === undefined
  )
    throw incomplete(
      `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${parts.credential}'`,
    );
  return { accessKeyId, day, region, service, terminator };
};

const requireScope = (claim: Parts & Scope, region: string): void => {
  const signedDay = claim.timestamp.slice(0, 8);
  const isRegionValid = region === "any" ? claim.region !== "" : claim.region === region;
  const faults = [
    isRegionValid ? "" : `Credential should be scoped to a valid region, not '${claim.region}'. `,
    claim.service === SIGV4_SERVICE ? "" : `Credential should be scoped to correct service: '${SIGV4_SERVICE}'. `,
    claim.terminator === TERMINATOR
      ? ""
      : `Credential should be scoped with a valid terminator: '${TERMINATOR}', not '${claim.terminator}'. `,
    claim.day === signedDay
      ? ""
      : `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${claim.day}' != '${signedDay}', from '${claim.timestamp}'.`,
  ].join("");
  if (faults !== "") throw invalid(faults);
};

/** Derives the key of a secret, day and region. */
export type SigningKeys = (secret: Secret, day: string, region: string) => KeyObject;

/**
 * Day keys, derived once and kept as KeyObjects, because raw keys make each HMAC ten times slower. Kept under a hash of
 * what they derive from, so that a changed secret never meets its predecessor's key.
 */
export const createSigningKeys = (): SigningKeys => {
  const kept = new Map<string, KeyObject>();
  return (secret, day, region) => {
    const source = `AWS4${secret.reveal()}`;
    const name = createHash("sha256").update(`${day}/${region}/${source}`).digest("base64");
    const known = kept.get(name);
    if (known !== undefined) return known;
    const bytes = [day, region, SIGV4_SERVICE, TERMINATOR].reduce(
      (key, step) => createHmac("sha256", key).update(step).digest(),
      Buffer.from(source),
    );
    const key = createSecretKey(bytes);
    const oldest = kept.keys().next();
    if (kept.size >= SIGNING_KEYS_KEPT && oldest.done !== true) kept.delete(oldest.value);
    kept.set(name, key);
    return key;
  };
};

/**
 * Verifies the signature over exactly the headers that it lists and the body's bytes, in constant time.
 * `x-amz-content-sha256` stands for the body's hash when it is sent: `UNSIGNED-PAYLOAD` leaves the body uncovered,
 * any other value must be its hash.
 * @throws InvalidSignatureException
 */
export const requireSignature = (claim: SignatureClaim, secret: Secret, keys: SigningKeys): void => {
  const bodyHash = sha256Hex(claim.request.body);
  const payloadHash = claim.headers.get("x-amz-content-sha256") ?? bodyHash;
  const canonical = canonicalRequest(claim.request, claim.headers, claim.signedHeaders, payloadHash);
  const scope = `${claim.day}/${claim.region}/${claim.service}/${TERMINATOR}`;
  const text = [SIGV4_ALGORITHM, claim.timestamp, scope, sha256Hex(canonical)].join("\n");
  const expected = createHmac("sha256", keys(secret, claim.day, claim.region))
    .update(text, "latin1")
    .digest();
  const given = /^[0-9a-f]{64}$/u.test(claim.signature) ? Buffer.from(claim.signature, "hex") : Buffer.alloc(0);
  const isBodyCovered = payloadHash === "UNSIGNED-PAYLOAD" || payloadHash.toLowerCase() === bodyHash;
  if (given.length === expected.length && timingSafeEqual(given, expected) && isBodyCovered) return;
  throw invalid(
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
  );
};

/** Milliseconds since the epoch, or undefined when the text is no moment in ISO 8601's basic format. */
const parseTimestamp = (text: string): number | undefined => {
  const match = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/u.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number);
  const at = Date.UTC(year ?? 0, (month ?? 0) - 1, day, hour, minute, second);
  // A month 13 would roll over into another moment; then the text does not come back.
  return formatTimestamp(at) === text ? at : undefined;
};

const formatTimestamp = (at: number): string => new Date(at).toISOString().replaceAll(/[-:]|\.\d{3}/gu, "");
