import type { Secret } from "../contracts/secret.ts";

/**
 * What an administrator signs with: an access key and the policy that says what it may do.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
export interface AccessKey {
  /** What stands in `Credential=`; 20 characters. */
  readonly id: string;
  /** The operator's word for it; stands in the ARN that a refusal names. */
  readonly name: string;
  /** Sealed in storage. */
  readonly secret: Secret;
  /** A key that expires is a temporary one and must be sent with this token; null for lasting keys. */
  readonly sessionToken: Secret | null;
  /** IAM's JSON, as the operator wrote it. */
  readonly policy: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly revokedAt: number | null;
  readonly version: number;
}
