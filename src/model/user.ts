/**
 * A user of a pool, as plain values, and the transitions of its status.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UserType.html
 */

/** The statuses that the service produces today. `Enabled` is orthogonal to them. */
export type UserStatus = "UNCONFIRMED" | "CONFIRMED" | "RESET_REQUIRED" | "FORCE_CHANGE_PASSWORD" | "EXTERNAL_PROVIDER";

/** A second factor a user can sign in with, in the API's words. */
export type MfaFactor = "SMS_MFA" | "SOFTWARE_TOKEN_MFA" | "EMAIL_OTP";

/** An identity of another provider that signs in as this user. */
export interface LinkedIdentity {
  readonly providerName: string;
  readonly providerType: string;
  readonly userId: string;
  readonly issuer: string | null;
  readonly primary: boolean;
  /** Milliseconds since the epoch. */
  readonly dateCreated: number;
}

/** A user. Times are milliseconds since the epoch. */
export interface User {
  readonly poolId: string;
  /** Random, permanent, the key of the user in every table. */
  readonly sub: string;
  /** The stored username: what tokens and triggers carry. Immutable. */
  readonly username: string;
  readonly status: UserStatus;
  readonly enabled: boolean;
  /** Standard and `custom:` attributes without `sub`; values are strings, flags are `"true"` or `"false"`. */
  readonly attributes: Readonly<Record<string, string>>;
  /** The factors that are switched on as preferences. */
  readonly mfaFactors: readonly MfaFactor[];
  readonly preferredMfa: MfaFactor | null;
  /** Whether SMS is switched on in the form of the API's first years, `MFAOptions`. It serves beside the preferences. */
  readonly hasMfaOption: boolean;
  readonly identities: readonly LinkedIdentity[];
  /** Tokens issued up to this moment are revoked; 0 = none are. */
  readonly tokensRevokedAt: number;
  /** Counts the revocations of all tokens. A family of an earlier epoch is dead, however close the clock readings lie. */
  readonly tokenEpoch: number;
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** As it was read; a write succeeds only if it is still this. A new user has 0. */
  readonly version: number;
}

/** Every factor that the user has switched on, in whichever form. */
export const activeFactors = ({
  mfaFactors,
  hasMfaOption,
}: Pick<User, "mfaFactors" | "hasMfaOption">): readonly MfaFactor[] =>
  hasMfaOption ? [...new Set([...mfaFactors, "SMS_MFA" as const])] : mfaFactors;

/** What signs a user in with a password. It has a version of its own. */
export interface Credential {
  readonly poolId: string;
  readonly sub: string;
  /** The last three are hashes that an import brought along. */
  readonly scheme: "srp" | "argon2id" | "bcrypt" | "scrypt" | "pbkdf2-sha256";
  /** 16 random bytes, new for every password. */
  readonly salt: Uint8Array;
  /** SRP verifier or password hash; sealed in storage. */
  readonly verifier: Uint8Array;
  /** A temporary password must be changed at the first sign-in. */
  readonly temporary: boolean;
  /** The moment at which a temporary password stops working; null = never. */
  readonly expiresAt: number | null;
  readonly createdAt: number;
  /** Counts passwords: it stays when the same one is put into another form. */
  readonly version: number;
}

/** What a password is kept as. */
export type PasswordForm = Pick<Credential, "scheme" | "verifier">;

/** What a password is checked against: the one that a user has, or one of before. */
export type KeptPassword = PasswordForm & Pick<Credential, "salt">;

/** Names a password among all that its user ever had, and gives nothing of it away. */
export const credentialId = ({ salt }: Pick<Credential, "salt">): string => Buffer.from(salt).toString("hex");

/** The user changed at `now` in the given ways. */
export const changed = (user: User, now: number, change: Partial<Omit<User, "poolId" | "sub" | "username">>): User => ({
  ...user,
  ...change,
  modifiedAt: now,
});

/** Bars the password, whatever it is, until the user has chosen another. The credential row stays as it was. */
export const requirePasswordReset = (user: User, now: number): User => changed(user, now, { status: "RESET_REQUIRED" });

/** Ends every token issued so far. */
export const revokeTokens = (user: User, now: number): User =>
  changed(user, now, { tokensRevokedAt: now, tokenEpoch: user.tokenEpoch + 1 });

/** The user after proving a code, changing a temporary password, or an administrator's word. */
export const confirmed = (user: User, now: number): User => changed(user, now, { status: "CONFIRMED" });
