/**
 * Password hashes that another system made and an import brings along: read, bounded and put into one canonical text.
 * Reading computes nothing, so that a file of many thousands of them is judged in a moment; `imported-hash-check.ts`
 * computes them. Assumed: what Amazon does not say of each form, such as lengths and alphabets.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-using-import-tool.html
 */

/** The forms, in the API's words (PasswordHashingAlgorithmType). */
export type HashAlgorithm = "BCRYPT" | "SCRYPT" | "ARGON2ID" | "PBKDF2_SHA256";

/** The forms that this server does not make itself, as credentials are named by them. */
export type ForeignScheme = "bcrypt" | "scrypt" | "pbkdf2-sha256";

export interface BcryptHash {
  readonly scheme: "bcrypt";
  /** `$2b$`, cost and salt: what the hash is computed with. */
  readonly setting: string;
  /** Made by the crypt_blowfish of before 2011, which took bytes over 127 for negative ones. */
  readonly isSignExtended: boolean;
  readonly text: string;
}

export interface ScryptHash {
  readonly scheme: "scrypt";
  readonly N: number;
  readonly r: number;
  readonly p: number;
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
  readonly text: string;
}

export interface Argon2idHash {
  readonly scheme: "argon2id";
  readonly text: string;
}

export interface Pbkdf2Hash {
  readonly scheme: "pbkdf2-sha256";
  readonly iterations: number;
  readonly salt: Uint8Array;
  readonly hash: Uint8Array;
  readonly text: string;
}

/** A hash of a form that this server does not make itself. */
export type ForeignHash = BcryptHash | ScryptHash | Pbkdf2Hash;

/** A hash that was read. `text` is what is stored: the same hash always has the same text. */
export type ImportedHash = ForeignHash | Argon2idHash;

/** The hash, or a sentence that says why it is none, without any part of it. */
export type HashReading<Hash extends ImportedHash = ImportedHash> =
  | { readonly hash: Hash }
  | { readonly fault: string };

/** Longer texts are no hashes, in UTF-16 units. */
const TEXT_MAX = 1024;

const BCRYPT_COST_MIN = 4;
const BCRYPT_COST_MAX = 12;
const SCRYPT_N_MAX = 65_536;
const SCRYPT_R_MAX = 8;
const SCRYPT_P_MAX = 1;
/** In KiB. */
const ARGON2_MEMORY_MAX = 19_456;
const ARGON2_PASSES_MAX = 2;
const ARGON2_LANES_MAX = 1;
const PBKDF2_ITERATIONS_MAX = 600_000;

/** Of salts and hashes, in bytes. A shorter hash would be other passwords' as well. */
const SALT_BYTES = { min: 1, max: 128 } as const;
/** Of argon2's salts in bytes, which PHC's text form bounds to 64 letters. */
const ARGON2_SALT_BYTES = { min: 8, max: 48 } as const;
const HASH_BYTES = { min: 16, max: 64 } as const;

/** The output of SHA-256, in bytes. */
const SHA256_BYTES = 32;

const notOfForm = (form: string) => ({ fault: `The password hash is not of the form ${form}.` });
const tooCostly = (limits: string) => ({ fault: `The password hash costs more than is allowed: ${limits}.` });

const isWithin = ({ length }: Uint8Array, { min, max }: { readonly min: number; readonly max: number }): boolean =>
  length >= min && length <= max;

const BCRYPT_FORM = "$2b$cost$salt and hash";
const BCRYPT = /^\$2([abxy])\$([0-9]{2})\$([./A-Za-z0-9]{22})([./A-Za-z0-9]{31})$/;
const BCRYPT_LETTERS = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** The letters without the bits of the last one that belong to no byte: implementations leave anything in them. */
const withoutSpareBits = (letters: string, bits: number): string => {
  const last = BCRYPT_LETTERS.indexOf(letters.slice(-1));
  return letters.slice(0, -1) + BCRYPT_LETTERS.charAt((last >> bits) << bits);
};

/**
 * Of the minor versions `a`, `b` and `y` are one algorithm today. `x` marks hashes of a faulty one, which differs for
 * letters outside ASCII alone. @see https://www.openwall.com/crypt/
 */
const readBcrypt = (text: string): HashReading<BcryptHash> => {
  const [, minor, digits, salt, hash] = BCRYPT.exec(text) ?? [];
  if (minor === undefined || digits === undefined || salt === undefined || hash === undefined) {
    return notOfForm(BCRYPT_FORM);
  }
  if (Number(digits) < BCRYPT_COST_MIN) return notOfForm(BCRYPT_FORM);
  if (Number(digits) > BCRYPT_COST_MAX) return tooCostly(`a cost of ${BCRYPT_COST_MAX} at most`);
  // 22 letters hold 132 bits for 16 bytes, 31 letters 186 bits for 23.
  const rest = `$${digits}$${withoutSpareBits(salt, 4)}`;
  return {
    hash: {
      scheme: "bcrypt",
      setting: `$2b${rest}`,
      isSignExtended: minor === "x",
      text: `${minor === "x" ? "$2x" : "$2b"}${rest}${withoutSpareBits(hash, 2)}`,
    },
  };
};

const SCRYPT_FORM = "N$r$p$salt$hash, in hexadecimal";
const SCRYPT =
  /^([1-9][0-9]{0,9})\$([1-9][0-9]{0,9})\$([1-9][0-9]{0,9})\$((?:[0-9A-Fa-f]{2})+)\$((?:[0-9A-Fa-f]{2})+)$/;

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

/** @see https://datatracker.ietf.org/doc/html/rfc7914#section-2 */
const readScrypt = (text: string): HashReading<ScryptHash> => {
  const fields = SCRYPT.exec(text);
  if (fields === null) return notOfForm(SCRYPT_FORM);
  const [N = 0, r = 0, p = 0] = fields.slice(1, 4).map(Number);
  const [salt, hash] = [Buffer.from(fields[4]!, "hex"), Buffer.from(fields[5]!, "hex")];
  if (!isWithin(salt, SALT_BYTES) || !isWithin(hash, HASH_BYTES)) return notOfForm(SCRYPT_FORM);
  if (N > SCRYPT_N_MAX || r > SCRYPT_R_MAX || p > SCRYPT_P_MAX) {
    return tooCostly(`N=${SCRYPT_N_MAX}, r=${SCRYPT_R_MAX}, p=${SCRYPT_P_MAX} at most`);
  }
  // N is a power of two over 1 and below 2^(16r).
  if (N < 2 || (N & (N - 1)) !== 0 || N >= 2 ** (16 * r)) return notOfForm(SCRYPT_FORM);
  return { hash: { scheme: "scrypt", N, r, p, salt, hash, text: `${N}$${r}$${p}$${hexOf(salt)}$${hexOf(hash)}` } };
};

const ARGON2ID_FORM = "$argon2id$v=19$m=…,t=…,p=…$salt$hash";
const ARGON2ID =
  /^\$argon2id\$v=19\$m=([1-9][0-9]{0,9}),t=([1-9][0-9]{0,9}),p=([1-9][0-9]{0,9})\$([A-Za-z0-9+/]+)={0,2}\$([A-Za-z0-9+/]+)={0,2}$/;
/** Of each lane, in KiB. @see https://datatracker.ietf.org/doc/html/rfc9106#section-3.1 */
const ARGON2_MEMORY_MIN = 8;

const unpadded = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64").replace(/=+$/, "");

/** @see https://github.com/P-H-C/phc-string-format/blob/master/phc-sf-spec.md */
const readArgon2id = (text: string): HashReading<Argon2idHash> => {
  const fields = ARGON2ID.exec(text);
  if (fields === null) return notOfForm(ARGON2ID_FORM);
  const [m = 0, t = 0, p = 0] = fields.slice(1, 4).map(Number);
  const [salt, hash] = [Buffer.from(fields[4]!, "base64"), Buffer.from(fields[5]!, "base64")];
  if (!isWithin(salt, ARGON2_SALT_BYTES) || !isWithin(hash, HASH_BYTES)) return notOfForm(ARGON2ID_FORM);
  if (m > ARGON2_MEMORY_MAX || t > ARGON2_PASSES_MAX || p > ARGON2_LANES_MAX) {
    return tooCostly(`m=${ARGON2_MEMORY_MAX}, t=${ARGON2_PASSES_MAX}, p=${ARGON2_LANES_MAX} at most`);
  }
  if (m < ARGON2_MEMORY_MIN * p) return notOfForm(ARGON2ID_FORM);
  return {
    hash: { scheme: "argon2id", text: `$argon2id$v=19$m=${m},t=${t},p=${p}$${unpadded(salt)}$${unpadded(hash)}` },
  };
};

const PBKDF2_FORM = "$pbkdf2-sha256$iterations$salt$hash";
const PBKDF2 = /^\$pbkdf2-sha256\$([1-9][0-9]{0,9})\$([A-Za-z0-9+/.=_-]+)\$([A-Za-z0-9+/.=_-]+)$/;

/** What writes base64: `+/` as RFC 4648 and most, `./` as passlib, `-_` as what is fit for URLs; padded or not. */
const ALPHABETS: readonly RegExp[] = [/^[A-Za-z0-9+/]+={0,2}$/, /^[A-Za-z0-9./]+={0,2}$/, /^[A-Za-z0-9_-]+={0,2}$/];

/** The bytes, whichever alphabet they were written in; none for a mixture. Node reads `-_` as `+/`. */
const bytesFromBase64 = (letters: string): Buffer =>
  ALPHABETS.some((alphabet) => alphabet.test(letters))
    ? Buffer.from(letters.replaceAll(".", "+"), "base64")
    : Buffer.alloc(0);

/**
 * A longer hash is cut to 32 bytes: each 32 are computed apart from the others, at the whole cost, and say no more of
 * the password. @see https://datatracker.ietf.org/doc/html/rfc8018#section-5.2
 */
const readPbkdf2 = (text: string): HashReading<Pbkdf2Hash> => {
  const [, digits, salted, hashed] = PBKDF2.exec(text) ?? [];
  if (digits === undefined || salted === undefined || hashed === undefined) return notOfForm(PBKDF2_FORM);
  const iterations = Number(digits);
  const [salt, whole] = [bytesFromBase64(salted), bytesFromBase64(hashed)];
  if (!isWithin(salt, SALT_BYTES) || !isWithin(whole, HASH_BYTES)) return notOfForm(PBKDF2_FORM);
  if (iterations > PBKDF2_ITERATIONS_MAX) return tooCostly(`${PBKDF2_ITERATIONS_MAX} iterations at most`);
  const hash = whole.subarray(0, SHA256_BYTES);
  return {
    hash: {
      scheme: "pbkdf2-sha256",
      iterations,
      salt,
      hash,
      text: `$pbkdf2-sha256$${iterations}$${unpadded(salt)}$${unpadded(hash)}`,
    },
  };
};

const readers = {
  BCRYPT: readBcrypt,
  SCRYPT: readScrypt,
  ARGON2ID: readArgon2id,
  PBKDF2_SHA256: readPbkdf2,
} satisfies Readonly<Record<HashAlgorithm, (text: string) => HashReading>>;

/** Reads a hash as it stands in an import's file. */
export const parseImportedHash = (algorithm: HashAlgorithm, text: string): HashReading =>
  text.length > TEXT_MAX ? { fault: "The password hash is too long." } : readers[algorithm](text);

const foreignReaders: Readonly<Record<ForeignScheme, (text: string) => HashReading<ForeignHash>>> = {
  bcrypt: readers.BCRYPT,
  scrypt: readers.SCRYPT,
  "pbkdf2-sha256": readers.PBKDF2_SHA256,
};

/** A hash from its text as it is stored; undefined for what is none. */
export const storedHash = (scheme: ForeignScheme, text: string): ForeignHash | undefined => {
  const reading = foreignReaders[scheme](text);
  return "hash" in reading ? reading.hash : undefined;
};
