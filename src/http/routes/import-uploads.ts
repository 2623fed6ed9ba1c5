/**
 * Where the files of users are sent: `PUT` to the address that CreateUserImportJob answers, as to the object store that
 * it stands for. Refusals are XML, as they are there.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
import { queryOf, type HttpAnswer, type ReceivingRoute } from "../wire.ts";

export interface ImportUploadParts {
  /** The path under which the addresses lie. */
  readonly path: string;
  /** The greatest file, in bytes. */
  readonly maxBytes: number;
  /** Why the address does not admit its holder; undefined when it does. */
  refusal(
    job: { readonly poolId: string; readonly id: string },
    ticket: { readonly expires: string; readonly signature: string },
  ): "expired" | "forged" | undefined;
  /** Takes in the file. Rejects when the sender breaks off. */
  receive(
    job: { readonly poolId: string; readonly id: string },
    body: () => AsyncIterable<Uint8Array>,
  ): Promise<"received" | "gone" | "too large" | "busy">;
}

const refusal = (status: number, code: string, message: string): HttpAnswer => ({
  status,
  headers: { "content-type": "application/xml", "cache-control": "no-store" },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
});

const FORGED = refusal(
  403,
  "SignatureDoesNotMatch",
  "The request signature we calculated does not match the signature you provided.",
);
const EXPIRED = refusal(403, "AccessDenied", "Request has expired");

const RECEIVED: HttpAnswer = { status: 200, headers: { "cache-control": "no-store" }, body: "" };

const outcomes = {
  received: RECEIVED,
  // Assumed: to the holder of an address it makes no difference why it leads nowhere any more.
  gone: refusal(403, "AccessDenied", "Access Denied"),
  "too large": refusal(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size"),
  busy: refusal(503, "SlowDown", "Please reduce your request rate."),
} as const;

/** `PUT /_poolhouse/imports/{poolId}/{jobId}`. What S3 would be told of encryption is accepted: files lie sealed anyway. */
export const importUploadRoute = (parts: ImportUploadParts): ReceivingRoute => {
  const pattern = new RegExp(`^${parts.path}/([\\w-]{1,55}_[0-9a-zA-Z]{1,55})/(import-[0-9a-zA-Z-]{1,48})$`);
  return {
    method: "PUT",
    bodyLimit: parts.maxBytes,
    match: (path) => {
      const [, poolId, id] = pattern.exec(path) ?? [];
      return poolId === undefined || id === undefined ? undefined : { poolId, id };
    },
    tooLarge: outcomes["too large"],
    receive: async ({ url }, { poolId = "", id = "" }, body) => {
      const query = queryOf(url);
      const ticket = { expires: query.get("expires") ?? "", signature: query.get("signature") ?? "" };
      const refused = parts.refusal({ poolId, id }, ticket);
      if (refused !== undefined) return refused === "forged" ? FORGED : EXPIRED;
      return outcomes[await parts.receive({ poolId, id }, body)];
    },
  };
};
