/** A real mail server that remembers every message, and tells those who wait for one. */
import { portOf } from "../../src/testing/loopback-server.ts";
import { SMTPServer } from "smtp-server";

export interface Mail {
  readonly messageId: string;
  readonly to: string;
  readonly code: string;
}

export interface PostOffice extends AsyncDisposable {
  readonly url: string;
  /** Every message in order of arrival, repeats included. */
  readonly mails: readonly Mail[];
  /** Resolves once a message with this code has come to this address. */
  arrival(to: string, code: string): Promise<void>;
  /** The first message to `to` that is none of the `known` codes. */
  next(to: string, known: ReadonlySet<string>): Promise<Mail>;
  /** Called when a message has been read and not been accepted yet. */
  onMail: () => void;
}

const headerIn = (raw: string, name: string): string =>
  new RegExp(`^${name}: *(.*)$`, "imu").exec(raw)?.[1]?.trim() ?? "";

export const openPostOffice = async (): Promise<PostOffice> => {
  const mails: Mail[] = [];
  const waiting = new Set<() => void>();
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    closeTimeout: 100,
    logger: false,
    hideSTARTTLS: true,
    onData: (stream, session, done) => {
      let raw = "";
      stream.setEncoding("utf8");
      stream.on("data", (chunk: string) => (raw += chunk));
      stream.on("end", () => {
        mails.push({
          messageId: headerIn(raw, "Message-ID"),
          to: session.envelope.rcptTo[0]?.address ?? "",
          code: /\b\d{6}\b/u.exec(raw.slice(raw.indexOf("\r\n\r\n")))?.[0] ?? "",
        });
        office.onMail();
        for (const look of waiting) look();
        done();
      });
    },
  });
  // A client that dies in the middle of a session is reported here.
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });

  const until = async (find: () => Mail | undefined): Promise<Mail> => {
    const { promise, resolve } = Promise.withResolvers<Mail>();
    const look = () => {
      const mail = find();
      if (mail !== undefined) resolve(mail);
    };
    waiting.add(look);
    look();
    try {
      return await promise;
    } finally {
      waiting.delete(look);
    }
  };

  const office: PostOffice = {
    url: `smtp://127.0.0.1:${portOf(server.server)}`,
    mails,
    arrival: async (to, code) => {
      await until(() => mails.find((mail) => mail.to === to && mail.code === code));
    },
    next: (to, known) => until(() => mails.find((mail) => mail.to === to && !known.has(mail.code))),
    onMail: () => undefined,
    [Symbol.asyncDispose]: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
  return office;
};
