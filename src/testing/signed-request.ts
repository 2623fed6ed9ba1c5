/** Requests signed with Signature Version 4, written down once more from its documentation. */
import { createHash, createHmac } from "node:crypto";
import type { WireRequest } from "../http/wire.ts";

/** What an administrator signs with. */
export interface Signer {
  readonly id: string;
  readonly secret: string;
  /** Of a temporary key. */
  readonly token?: string | undefined;
  readonly region?: string;
}

const hex = (text: string | Buffer) => createHash("sha256").update(text).digest("hex");
const mac = (key: Buffer, text: string) => createHmac("sha256", key).update(text).digest();

/**
 * A request as it comes from the socket: signed at a moment, in milliseconds since the epoch, or by nobody.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
 */
export const signedRequest = (operation: string, json: unknown, at: number, signer?: Signer): WireRequest => {
  const body = Buffer.from(JSON.stringify(json));
  const time = new Date(at).toISOString().replaceAll(/[-:]|\.\d+/gu, "");
  const headers: Record<string, string> = {
    host: "localhost:9229",
    "x-amz-date": time,
    ...(signer?.token === undefined ? {} : { "x-amz-security-token": signer.token }),
    "x-amz-target": `AWSCognitoIdentityProviderService.${operation}`,
  };
  if (signer !== undefined) {
    const names = Object.keys(headers).join(";");
    const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
    const canonical = `POST\n/\n\n${lines.join("")}\n${names}\n${hex(body)}`;
    const scope = [time.slice(0, 8), signer.region ?? "us-east-1", "cognito-idp", "aws4_request"];
    const key = scope.reduce(mac, Buffer.from(`AWS4${signer.secret}`));
    const signature = mac(key, `AWS4-HMAC-SHA256\n${time}\n${scope.join("/")}\n${hex(canonical)}`).toString("hex");
    headers["authorization"] =
      `AWS4-HMAC-SHA256 Credential=${signer.id}/${scope.join("/")}, SignedHeaders=${names}, Signature=${signature}`;
  }
  return { method: "POST", url: "/", headers, rawHeaders: Object.entries(headers).flat(), body, remoteAddress: "" };
};
