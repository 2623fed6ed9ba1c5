/** As much of a browser as Amplify's passkeys need, around an authenticator in software. */
import {
  makePasskey,
  responseMember,
  usePasskey,
  type CreationOptions,
  type HeldPasskey,
  type RequestOptions,
} from "../src/testing/software-authenticator.ts";

/** Binary values of a credential as browsers give them, from base64url. */
const buffer = (text: string | null | undefined): ArrayBuffer =>
  new Uint8Array(Buffer.from(text ?? "", "base64url")).buffer;

const text = (bytes: ArrayBuffer): string => Buffer.from(bytes).toString("base64url");

class PublicKeyCredential {
  readonly id: string;
  readonly rawId: ArrayBuffer;
  readonly type = "public-key";
  readonly authenticatorAttachment = "platform";
  readonly response: object;

  constructor(id: string, response: object) {
    this.id = id;
    this.rawId = buffer(id);
    this.response = response;
  }

  getClientExtensionResults(): object {
    return {};
  }
}

type Made = ReturnType<typeof makePasskey>["document"]["response"];

class AuthenticatorAttestationResponse {
  readonly clientDataJSON: ArrayBuffer;
  readonly attestationObject: ArrayBuffer;
  readonly #made: Made;

  constructor(made: Made) {
    this.#made = made;
    this.clientDataJSON = buffer(made.clientDataJSON);
    this.attestationObject = buffer(made.attestationObject);
  }

  getTransports(): readonly string[] {
    return this.#made.transports;
  }

  getPublicKeyAlgorithm(): number {
    return this.#made.publicKeyAlgorithm;
  }

  getAuthenticatorData(): ArrayBuffer {
    return buffer(this.#made.authenticatorData);
  }

  getPublicKey(): ArrayBuffer {
    return buffer(this.#made.publicKey);
  }
}

class AuthenticatorAssertionResponse {
  readonly clientDataJSON: ArrayBuffer;
  readonly authenticatorData: ArrayBuffer;
  readonly signature: ArrayBuffer;
  readonly userHandle: ArrayBuffer;

  constructor(used: string, { userHandle }: HeldPasskey) {
    this.clientDataJSON = buffer(responseMember(used, "clientDataJSON"));
    this.authenticatorData = buffer(responseMember(used, "authenticatorData"));
    this.signature = buffer(responseMember(used, "signature"));
    this.userHandle = buffer(userHandle);
  }
}

/** The options of a ceremony as a page hands them over: what was base64url is binary. */
type Binary<T> = Omit<T, "challenge"> & { readonly challenge: ArrayBuffer };
type Creation = Binary<Omit<CreationOptions, "user">> & {
  readonly user: Omit<CreationOptions["user"], "id"> & { readonly id: ArrayBuffer };
};

/** `navigator.credentials` of one device. */
const createCredentials = () => {
  const held = new Map<string, HeldPasskey>();
  return {
    create: async ({ publicKey }: { readonly publicKey: Creation }) => {
      const { challenge, user } = publicKey;
      const { passkey, document } = makePasskey({
        ...publicKey,
        challenge: text(challenge),
        user: { ...user, id: text(user.id) },
      });
      held.set(passkey.credentialId, passkey);
      return new PublicKeyCredential(document.id, new AuthenticatorAttestationResponse(document.response));
    },
    get: async ({ publicKey }: { readonly publicKey: Binary<RequestOptions> }) => {
      const passkey = [...held.values()].at(-1);
      if (passkey === undefined) throw new DOMException("the device holds no passkey", "NotAllowedError");
      const options = { rpId: publicKey.rpId, challenge: text(publicKey.challenge), allowCredentials: [] };
      const used = usePasskey(passkey, JSON.stringify(options));
      return new PublicKeyCredential(passkey.credentialId, new AuthenticatorAssertionResponse(used, passkey));
    },
  };
};

/** Makes this process look like a browser with passkeys until it is disposed of. */
export const openBrowser = (): Disposable => {
  const shown = {
    window: { document: {}, isSecureContext: true, PublicKeyCredential },
    navigator: { credentials: createCredentials(), userAgent: "" },
    PublicKeyCredential,
    AuthenticatorAttestationResponse,
    AuthenticatorAssertionResponse,
  };
  const before = Object.keys(shown).map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const);
  for (const [name, value] of Object.entries(shown)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  return {
    [Symbol.dispose]: () => {
      for (const [name, descriptor] of before) {
        if (descriptor === undefined) Reflect.deleteProperty(globalThis, name);
        else Object.defineProperty(globalThis, name, descriptor);
      }
    },
  };
};
