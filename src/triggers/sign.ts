import { createHash, createHmac } from "node:crypto";
import type { Secret } from "../contracts/secret.ts";

/** What a request to Lambda is signed with. */
export interface LambdaCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret;
  readonly sessionToken?: Secret | undefined;
}

/** A request to be signed. */
export interface UnsignedRequest {
  readonly method: string;
  /** Its path is already URL-encoded. */
  readonly url: URL;
  /** Headers to be covered by the signature, by their names in lower case; `host` and `x-amz-date` are added. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const ALGORITHM = "AWS4-HMAC-SHA256";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);

const byText = ([a]: readonly [string, string], [b]: readonly [string, string]): number => (a < b ? -1 : Number(a > b));

const canonicalQuery = (url: URL): string =>
  [...url.searchParams]
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(byText)
    .map((pair) => pair.join("="))
    .join("&");

/**
 * The headers of a request signed with Signature Version 4, those given included.
 * @param now The moment of the request, in milliseconds since the epoch.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export const signedHeaders = (
  { method, url, headers, body }: UnsignedRequest,
  { accessKeyId, secretAccessKey, sessionToken }: LambdaCredentials,
  { region, service, now }: { readonly region: string; readonly service: string; readonly now: number },
): Record<string, string> => {
  const date = new Date(now).toISOString().replace(/[-:]|\.\d{3}/g, "");
  const day = date.slice(0, 8);
  const covered = {
    ...headers,
    "x-amz-date": date,
    ...(sessionToken === undefined ? {} : { "x-amz-security-token": sessionToken.reveal() }),
  };
  const lines = Object.entries({ ...covered, host: url.host }).sort(byText);
  const names = lines.map(([name]) => name).join(";");
  const request = [
    method,
    url.pathname.split("/").map(encode).join("/"),
    canonicalQuery(url),
    ...lines.map(([name, value]) => `${name}:${value.trim()}`),
    "",
    names,
    sha256(body),
  ].join("\n");
  const scope = `${day}/${region}/${service}/aws4_request`;
  const key = [day, region, service, "aws4_request"].reduce<string | Buffer>(hmac, `AWS4${secretAccessKey.reveal()}`);
  const signature = hmac(key, [ALGORITHM, date, scope, sha256(request)].join("\n")).toString("hex");
  return {
    ...covered,
    authorization: `${ALGORITHM} Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`,
  };
};
