/**
 * Codes for functions that send messages themselves: encrypted under the pool's KMSKeyID, so that nobody between the
 * server and the function reads them. The form is a message of the AWS Encryption SDK.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-sender-triggers.html
 * @see https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/message-format.html
 */
import type { KeyObject } from "node:crypto";
import { type ClearText, clearTextOf } from "./clear-text.ts";

/** The length of a wrapping key, in bytes. */
export const WRAPPING_KEY_BYTES = 32;

/** The key namespace of wrapping keys, as functions must name it to decrypt; the key name is the key's ARN. */
export const WRAPPING_KEY_NAMESPACE = "poolhouse";

/** How long the key service may take to connect, and to answer. */
const KMS_TIMEOUT_MS = 5_000;

const KEY_ARN = /^arn:aws[a-z-]{0,20}:kms:([a-z0-9-]{1,32}):[0-9]{1,12}:(?:key|alias)\/[A-Za-z0-9/_-]{1,256}$/;

/** Whether it can be the ARN of a key of the key service. */
export const isKeyArn = (arn: string): boolean => KEY_ARN.test(arn);

/** An endpoint that speaks the API of AWS KMS. */
export interface KeyService {
  readonly endpoint: string;
  /** In place of what the environment says. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

export interface CodeEncryptionOptions {
  /** Wrapping keys of 32 bytes that the operator shares with the functions, by ARN. They come before the key service. */
  readonly wrappingKeys?: ReadonlyMap<string, KeyObject>;
  /** Has all other keys. */
  readonly keyService?: KeyService | undefined;
}

/** For whom a code is encrypted. */
export interface CodeRecipient {
  /** The pool's KMSKeyID. */
  readonly keyArn: string;
  /** Bound to the message as the encryption context `userpool-id`. */
  readonly poolId: string;
}

/** Encrypts codes. Owns connections to the key service, so it must be closed. */
export interface CodeEncryption {
  /** Whether there is a key by this ARN, as far as can be told without asking the key service. */
  isKnown(keyArn: string): boolean;
  /**
   * The `code` of an event: base64 of a message in version 1, algorithm suite 0x0378.
   * @throws UnknownCodeKey, what the key service refuses
   */
  encrypt(clear: ClearText, recipient: CodeRecipient): Promise<string>;
  close(): Promise<void>;
}

/** There is no key by this ARN, and a code is never sent in clear. */
export class UnknownCodeKey extends Error {
  override readonly name = "UnknownCodeKey";
}

type Sdk = typeof import("@aws-crypto/client-node");
type ClientProvider = NonNullable<NonNullable<ConstructorParameters<Sdk["KmsKeyringNode"]>[0]>["clientProvider"]>;

/** Clients of the key service, one for each region of a key, that never repeat by themselves. */
const createClients = ({ endpoint, credentials }: KeyService) => {
  const clients = new Map<string, InstanceType<Sdk["KMS"]>>();
  return {
    of: (sdk: Sdk, region: string) => {
      const client =
        clients.get(region) ??
        new sdk.KMS({
          region,
          endpoint,
          maxAttempts: 1,
          requestHandler: { connectionTimeout: KMS_TIMEOUT_MS, requestTimeout: KMS_TIMEOUT_MS },
          ...(credentials === undefined ? {} : { credentials }),
        });
      clients.set(region, client);
      return client;
    },
    close: () => {
      for (const client of clients.values()) client.destroy();
    },
  };
};

/** The library is loaded by the first code. */
export const createCodeEncryption = ({
  wrappingKeys = new Map(),
  keyService,
}: CodeEncryptionOptions): CodeEncryption => {
  const clients = keyService && createClients(keyService);

  const keyringOf = (sdk: Sdk, keyArn: string) => {
    const wrappingKey = wrappingKeys.get(keyArn);
    if (wrappingKey !== undefined) {
      return new sdk.RawAesKeyringNode({
        keyNamespace: WRAPPING_KEY_NAMESPACE,
        keyName: keyArn,
        unencryptedMasterKey: Uint8Array.from(wrappingKey.export()),
        wrappingSuite: sdk.RawAesWrappingSuiteIdentifier.AES256_GCM_IV12_TAG16_NO_PADDING,
      });
    }
    if (clients === undefined || !isKeyArn(keyArn)) throw new UnknownCodeKey("no key by this ARN");
    return new sdk.KmsKeyringNode({
      generatorKeyId: keyArn,
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- optional members, declared in two ways
      clientProvider: ((region: string) => clients.of(sdk, region)) as ClientProvider,
    });
  };

  return {
    isKnown: (keyArn) => wrappingKeys.has(keyArn) || (keyService !== undefined && isKeyArn(keyArn)),
    encrypt: async (clear, { keyArn, poolId }) => {
      const sdk = await import("@aws-crypto/client-node");
      // Functions written for Cognito decrypt messages without key commitment: that is what Cognito sends.
      const { encrypt } = sdk.buildEncrypt(sdk.CommitmentPolicy.FORBID_ENCRYPT_ALLOW_DECRYPT);
      const { result } = await encrypt(keyringOf(sdk, keyArn), Buffer.from(clearTextOf(clear)), {
        suiteId: sdk.AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA384_ECDSA_P384,
        encryptionContext: { "userpool-id": poolId },
      });
      return result.toString("base64");
    },
    close: async () => clients?.close(),
  };
};
