/** A stand-in for AWS KMS: data keys under one key, bound to their encryption context. */
import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { startHttpServer } from "./loopback-server.ts";

interface KeyRequest {
  readonly KeyId?: string;
  readonly EncryptionContext?: Readonly<Record<string, string>>;
  readonly CiphertextBlob?: string;
}

const associated = ({ EncryptionContext = {} }: KeyRequest): Buffer =>
  Buffer.from(JSON.stringify(Object.entries(EncryptionContext).toSorted(([a], [b]) => (a < b ? -1 : 1))));

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Answers GenerateDataKey and Decrypt for the key `keyArn`; other keys do not exist. */
export const startKeyService = async (keyArn: string) => {
  const master = randomBytes(32);
  const requests: { readonly target: string; readonly authorization: string; readonly body: KeyRequest }[] = [];

  const answer = (target: string, body: KeyRequest): object | undefined => {
    if (body.KeyId !== undefined && body.KeyId !== keyArn) return undefined;
    if (target === "TrentService.GenerateDataKey") {
      const [dataKey, iv] = [randomBytes(32), randomBytes(IV_BYTES)];
      const cipher = createCipheriv("aes-256-gcm", master, iv).setAAD(associated(body));
      const sealed = Buffer.concat([cipher.update(dataKey), cipher.final()]);
      const blob = Buffer.concat([iv, sealed, cipher.getAuthTag()]).toString("base64");
      return { KeyId: keyArn, Plaintext: dataKey.toString("base64"), CiphertextBlob: blob };
    }
    const blob = Buffer.from(body.CiphertextBlob ?? "", "base64");
    const decipher = createDecipheriv("aes-256-gcm", master, blob.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAAD(associated(body)).setAuthTag(blob.subarray(-TAG_BYTES));
    const opened = Buffer.concat([decipher.update(blob.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
    return { KeyId: keyArn, Plaintext: opened.toString("base64") };
  };

  const server = await startHttpServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as KeyRequest;
      const target = String(request.headers["x-amz-target"]);
      requests.push({ target, authorization: request.headers.authorization ?? "", body });
      const answered = answer(target, body);
      response.writeHead(answered === undefined ? 400 : 200, { "content-type": "application/x-amz-json-1.1" });
      response.end(
        JSON.stringify(answered ?? { __type: "NotFoundException", message: `${body.KeyId} does not exist` }),
      );
    });
  });
  return { ...server, requests };
};
