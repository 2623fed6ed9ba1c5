/**
 * What POOLHOUSE_SMTP_URL says: which mail server, whether encrypted, as whom.
 */
import { Secret } from "../../contracts/secret.ts";
import { SenderSettingError } from "../sender.ts";
import { isLoopback } from "./loopback.ts";

const SUBMISSION_PORT = 587;
const SUBMISSIONS_PORT = 465;

/** A mail server as it is to be reached. */
export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (`smtps`); otherwise STARTTLS where the server offers it. */
  readonly implicitTls: boolean;
  /** Without TLS there is no session. */
  readonly tlsRequired: boolean;
  /** A certificate that cannot be verified ends the session. */
  readonly certificateVerified: boolean;
  readonly login: { readonly user: string; readonly password: Secret } | undefined;
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new SenderSettingError("POOLHOUSE_SMTP_URL: the user and the password must be percent-encoded.");
  }
};

/**
 * Reads the URL.
 * - With a login, a server elsewhere must offer TLS: stops somebody on the way who hides STARTTLS to read the password.
 * - Certificates are verified, except for STARTTLS on loopback, where plain text would be just as good and local servers
 *   are known to offer a certificate of their own making.
 * @throws SenderSettingError without any part of the URL
 */
export const readSmtpUrl = (setting: Secret): SmtpServer => {
  const url = URL.parse(setting.reveal());
  const implicitTls = url?.protocol === "smtps:";
  if (url === null || (!implicitTls && url.protocol !== "smtp:") || url.hostname === "") {
    throw new SenderSettingError(
      "POOLHOUSE_SMTP_URL must look like smtps://user:password@mail.example.com or smtp://mail.example.com:587.",
    );
  }
  if (url.search !== "" || url.hash !== "" || !/^\/?$/.test(url.pathname)) {
    throw new SenderSettingError(
      "POOLHOUSE_SMTP_URL takes no path and no options. To trust a private certificate authority set NODE_EXTRA_CA_CERTS.",
    );
  }
  if ((url.username === "") !== (url.password === "")) {
    throw new SenderSettingError("POOLHOUSE_SMTP_URL needs both a user and a password, or neither.");
  }
  const local = isLoopback(url.hostname);
  const login =
    url.username === "" ? undefined : { user: decoded(url.username), password: new Secret(decoded(url.password)) };
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: Number(url.port) || (implicitTls ? SUBMISSIONS_PORT : SUBMISSION_PORT),
    implicitTls,
    tlsRequired: implicitTls || (login !== undefined && !local),
    certificateVerified: implicitTls || !local,
    login,
  };
};
