/** Who signed a request: the administrators' side of the edge. */
import { timingSafeEqual } from "node:crypto";
import { ApiException } from "../contracts/exceptions.ts";
import { Secret } from "../contracts/secret.ts";
import { readAuthorization, readUncheckedAuthorization, requireSignature } from "../crypto/sigv4.ts";
import type { SignatureClaim, SigningKeys } from "../crypto/sigv4.ts";
import type { AccessKey } from "../model/access-key.ts";
import { FULL_ACCESS, parsePolicy, requireAllowed } from "../model/policy.ts";
import type { Policy, Principal } from "../model/policy.ts";
import { isLoopbackOrigin } from "./hosts.ts";
import type { WireRequest } from "./wire.ts";

/** The well-known access key, and its secret, of development servers. */
export const DEVELOPER_CREDENTIALS = { accessKeyId: "poolhouse", secretAccessKey: "poolhouse" } as const;

/** The most characters of an access key id that is looked up. */
const ACCESS_KEY_ID_MAX_LENGTH = 128;

/**
 * Which signatures are taken. Production: keys of the store, scoped to the server's region. Development: any region, and
 * the developer credentials too; with `accept-any`, every well-formed header of any key, for suites that hard-code theirs.
 */
export type SignatureMode =
  | { readonly mode: "production"; readonly region: string }
  | { readonly mode: "development"; readonly signatures: "verify" | "accept-any" };

export interface AdministratorDeps {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** The account in the caller's ARN. */
  readonly accountId: string;
  readonly signatureMode: SignatureMode;
  /** Asked at every request, so that a revoked key or a changed policy takes effect at the next one. */
  readonly findKey: (accessKeyId: string) => Promise<AccessKey | undefined>;
  readonly signingKeys: SigningKeys;
}

export interface Administrator extends Principal {
  readonly accessKeyId: string;
}

/**
 * The administrator who signed the request, whose policy allows the action on the resource.
 * @throws AccessDeniedException and all that `authenticateAdministrator` throws
 */
export const requireAdministrator = async (
  request: WireRequest,
  deps: AdministratorDeps,
  action: string,
  resource: string,
): Promise<Administrator> => {
  const caller = await authenticateAdministrator(request, deps);
  requireAllowed(caller, action, resource);
  return caller;
};

type Key = Pick<AccessKey, "id" | "name" | "secret" | "sessionToken" | "expiresAt"> & { readonly policy: Policy };

/**
 * The administrator who signed the request. The key's policy is not judged yet.
 * @throws MissingAuthenticationTokenException, IncompleteSignatureException, InvalidSignatureException,
 * UnrecognizedClientException, ExpiredTokenException
 */
export const authenticateAdministrator = async (
  request: WireRequest,
  deps: AdministratorDeps,
): Promise<Administrator> => {
  const { signatureMode } = deps;
  const isDevelopment = signatureMode.mode === "development";
  if (isDevelopment && signatureMode.signatures === "accept-any") {
    const claim = readUncheckedAuthorization(request);
    requireLoopbackOrigin(request);
    return administrator({ id: claim.accessKeyId, name: claim.accessKeyId, policy: FULL_ACCESS }, deps);
  }
  const region = isDevelopment ? "any" : signatureMode.region;
  const claim = readAuthorization(request, { now: deps.now(), region });
  const isDeveloper = isDevelopment && claim.accessKeyId === DEVELOPER_CREDENTIALS.accessKeyId;
  const key = isDeveloper ? developerKey : await requireKey(claim.accessKeyId, deps);
  requireSignature(claim, key.secret, deps.signingKeys);
  requireSessionToken(claim, key, deps.now());
  if (isDeveloper) requireLoopbackOrigin(request);
  return administrator(key, deps);
};

const developerKey: Key = {
  id: DEVELOPER_CREDENTIALS.accessKeyId,
  name: DEVELOPER_CREDENTIALS.accessKeyId,
  secret: new Secret(DEVELOPER_CREDENTIALS.secretAccessKey),
  sessionToken: null,
  expiresAt: null,
  policy: FULL_ACCESS,
};

const administrator = (key: Pick<Key, "id" | "name" | "policy">, deps: AdministratorDeps): Administrator => ({
  accessKeyId: key.id,
  arn: `arn:aws:iam::${deps.accountId}:user/${key.name === "" ? key.id : key.name}`,
  policy: key.policy,
});

const unrecognized = (message = "The security token included in the request is invalid.") =>
  new ApiException("UnrecognizedClientException", message);

const requireKey = async (accessKeyId: string, deps: AdministratorDeps): Promise<Key> => {
  const found = accessKeyId.length > ACCESS_KEY_ID_MAX_LENGTH ? undefined : await deps.findKey(accessKeyId);
  if (found === undefined || found.revokedAt !== null) throw unrecognized();
  return { ...found, policy: parsePolicy(found.policy) };
};

/** A temporary key needs its token and its time; a lasting key has no token to be sent with. */
const requireSessionToken = (claim: SignatureClaim, key: Key, now: number): void => {
  const wanted = key.sessionToken;
  if (wanted === null ? claim.sessionToken !== undefined : !isSame(claim.sessionToken ?? "", wanted))
    throw unrecognized();
  if (key.expiresAt !== null && now >= key.expiresAt)
    throw new ApiException("ExpiredTokenException", "The security token included in the request is expired");
};

/** In constant time for tokens of one length. */
const isSame = (given: string, wanted: Secret): boolean => {
  const [a, b] = [Buffer.from(given, "latin1"), Buffer.from(wanted.reveal(), "latin1")];
  return a.length === b.length && timingSafeEqual(a, b);
};

/** Credentials that everybody knows are for this machine: a web page from elsewhere must not be able to drive the server. */
const requireLoopbackOrigin = ({ headers }: WireRequest): void => {
  if (headers.origin === undefined || isLoopbackOrigin(headers.origin)) return;
  throw unrecognized(
    `Development credentials are refused for a web page of another machine (${headers.origin}). Make an access key of its own for it, or open the page from localhost.`,
  );
};
