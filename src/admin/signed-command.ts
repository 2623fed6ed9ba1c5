/**
 * Commands that an access key signs: Signature Version 4 over the command's name and body, judged as the API's requests
 * are, so expiry, revocation, session tokens and policies hold here without a second proof of keys. The secret stays in
 * the process that holds it. A signature works for fifteen minutes, for whoever can open the socket: the server's own
 * account.
 */
import type { WireRequest } from "../http/wire.ts";
import { signedHeaders, type LambdaCredentials } from "../triggers/sign.ts";
import { AdminRefusal, type SignedCommand } from "./commands.ts";

/** What stands for a host in what is signed: no server on the network has this name, so nothing signed for one fits the other. */
const HOST = "admin.poolhouse.invalid";

/** The commands that are signed, and what their signature covers as `X-Amz-Target`. */
export const SIGNED_TARGETS = {
  printResetCode: "Poolhouse.PrintResetCode",
  resetPassword: "Poolhouse.AdminResetUserPassword",
} as const;

export type SignedName = keyof typeof SIGNED_TARGETS;

export type AdminCredentials = LambdaCredentials;

/** Signs a command with an access key, for a server of `region`, at `now` (milliseconds since the epoch). */
export const signCommand = (
  name: SignedName,
  body: string,
  credentials: AdminCredentials,
  { region, now }: { readonly region: string; readonly now: number },
): SignedCommand => {
  const url = new URL(`http://${HOST}/`);
  const headers = { "x-amz-target": SIGNED_TARGETS[name] };
  const signed = signedHeaders({ method: "POST", url, headers, body }, credentials, {
    region,
    service: "cognito-idp",
    now,
  });
  return { headers: signed, body };
};

/**
 * The command as a request whose signature can be verified.
 * @throws AdminRefusal when it was signed for another command
 */
export const requestOf = (name: SignedName, { headers, body }: SignedCommand): WireRequest => {
  if (headers["x-amz-target"] !== SIGNED_TARGETS[name]) throw new AdminRefusal(`This is not a signed ${name} command.`);
  const all = { ...headers, host: HOST };
  return {
    method: "POST",
    url: "/",
    headers: all,
    rawHeaders: Object.entries(all).flat(),
    body: Buffer.from(body),
    remoteAddress: "",
  };
};
