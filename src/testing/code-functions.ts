/** What functions that send messages themselves have: keys, and a way to read codes. */
import { createSecretKey } from "node:crypto";
import {
  buildClient,
  CommitmentPolicy,
  KMS,
  KmsKeyringNode,
  RawAesKeyringNode,
  RawAesWrappingSuiteIdentifier,
} from "@aws-crypto/client-node";
import type { KeyringNode } from "@aws-crypto/client-node";
import { createCodeEncryption, WRAPPING_KEY_NAMESPACE } from "../crypto/encrypted-code.ts";

/** The KMSKeyID of pools in tests. */
export const KEY_ARN = "arn:aws:kms:us-east-1:000000000000:key/11111111-2222-4333-8444-555555555555";

const WRAPPING_KEY = Buffer.alloc(32, "wrapping key of tests");

/** The wrapping key in base64, as a keys file has it. */
export const WRAPPING_KEY_TEXT = WRAPPING_KEY.toString("base64");

/** Encrypts codes under KEY_ARN and no other key. */
export const testCodeEncryption = () =>
  createCodeEncryption({ wrappingKeys: new Map([[KEY_ARN, createSecretKey(WRAPPING_KEY)]]) });

/** The keyring of a function that shares the wrapping key. */
export const sharedKeyring = (keyName = KEY_ARN, key: Uint8Array = WRAPPING_KEY): KeyringNode =>
  new RawAesKeyringNode({
    keyName,
    keyNamespace: WRAPPING_KEY_NAMESPACE,
    unencryptedMasterKey: Uint8Array.from(key),
    wrappingSuite: RawAesWrappingSuiteIdentifier.AES256_GCM_IV12_TAG16_NO_PADDING,
  });

type ClientProvider = NonNullable<NonNullable<ConstructorParameters<typeof KmsKeyringNode>[0]>["clientProvider"]>;

/** The keyring of a function that asks a key service, and an end to its connections. */
export const serviceKeyring = (endpoint: string): AsyncDisposable & { readonly keyring: KeyringNode } => {
  const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "not a real key" };
  const client = new KMS({ region: "us-east-1", endpoint, credentials });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- optional members, declared in two ways
  const clientProvider = (() => client) as unknown as ClientProvider;
  return {
    keyring: new KmsKeyringNode({ keyIds: [KEY_ARN], clientProvider }),
    [Symbol.asyncDispose]: async () => client.destroy(),
  };
};

/**
 * Decrypts the `code` of an event as functions do.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-email-sender.html
 */
export const decryptCode = async (code: unknown, keyring: KeyringNode = sharedKeyring()) => {
  const { decrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_ALLOW_DECRYPT);
  const { plaintext, messageHeader } = await decrypt(keyring, Buffer.from(String(code), "base64"));
  return { text: plaintext.toString("utf8"), poolId: messageHeader.encryptionContext["userpool-id"], messageHeader };
};
