/**
 * Where the link of a sign-up's mail leads. Opening it changes nothing and asks nothing of the database: it shows a
 * button, and the button confirms. Stops mail scanners, previews and prefetching browsers, which open every link, from
 * proving an address whose holder never agreed to the sign-up.
 */
import { ApiException, type ExceptionName } from "../../contracts/exceptions.ts";
import { decode } from "../../contracts/decode.ts";
import { ConfirmSignUp } from "../../contracts/index.ts";
import { confirmByLink } from "../../flows/confirm-sign-up.ts";
import { CONFIRM_USER_PATH, linkedConfirmation } from "../../model/confirmation-link.ts";
import type { Context, RequestFacts } from "../../runtime/operation.ts";
import type { Rates } from "../../runtime/rates.ts";
import { rateSubject } from "../../runtime/rate-subject.ts";
import { untilSettled } from "../../runtime/until-settled.ts";
import { pageAnswer, type Page } from "../html.ts";
import { queryOf, type HttpAnswer, type Route, type WireRequest } from "../wire.ts";

/** The button sends nothing but the page's own address. */
const BODY_LIMIT_BYTES = 1_024;

export interface ConfirmUserParts {
  /** The context of one attempt. */
  createContext(contract: typeof ConfirmSignUp, facts: RequestFacts): Context;
  readonly rates: Pick<Rates, "require">;
}

const PAGES = {
  ask: {
    title: "Confirm your sign-up",
    text: "Somebody signed up with your address. If it was you, confirm it. If not, close this page: nothing has happened.",
    button: "Confirm",
  },
  confirmed: { title: "Your sign-up is confirmed", text: "You can sign in now." },
  "already confirmed": { title: "Your sign-up is confirmed", text: "It was confirmed before. You can sign in." },
  useless: {
    title: "This link does not work",
    text: "It may have been used already, be incomplete, have expired, or have been replaced by a newer one. Try to sign in; if you cannot, ask for a new link where you signed up.",
  },
  tooMany: { title: "Too many attempts", text: "Try again later." },
  taken: {
    title: "This address belongs to another account",
    text: "Sign in with that account, or sign up with another address.",
  },
  unfinished: {
    title: "Your sign-up is confirmed",
    text: "The application could not finish setting up your account. Try to sign in; if you cannot, tell the application's support.",
  },
} as const satisfies Readonly<Record<string, Page>>;

/** Refusals that are told apart; every other one is a link that does not work, whatever is wrong with it. */
const TOLD: { readonly [name in ExceptionName]?: readonly [status: number, page: Page] } = {
  LimitExceededException: [429, PAGES.tooMany],
  TooManyRequestsException: [429, PAGES.tooMany],
  AliasExistsException: [409, PAGES.taken],
  // PostConfirmation alone is called, and after the commit: the user stays confirmed.
  UserLambdaValidationException: [502, PAGES.unfinished],
  UnexpectedLambdaException: [502, PAGES.unfinished],
  InvalidLambdaResponseException: [502, PAGES.unfinished],
};

const refusal = (error: unknown): HttpAnswer => {
  if (!(error instanceof ApiException)) throw error;
  const [status, page] = TOLD[error.name] ?? [400, PAGES.useless];
  return pageAnswer(status, page);
};

/** What the link says. @throws InvalidParameterException for one that ConfirmSignUp would not take either */
const read = ({ url }: WireRequest) => decode(ConfirmSignUp, linkedConfirmation(queryOf(url)));

const isOurs: Route["match"] = (path) =>
  // Amazon writes the slash; people and programs that copy links lose it.
  path === CONFIRM_USER_PATH || path === `${CONFIRM_USER_PATH}/` ? {} : undefined;

const orRefusal =
  (handle: Route["handle"]): Route["handle"] =>
  async (...request) => {
    try {
      return await handle(...request);
    } catch (error) {
      return refusal(error);
    }
  };

/** `GET /confirmUser?client_id=&user_name=&confirmation_code=` asks, `POST` of the same address confirms. */
export const confirmUserRoutes = ({ createContext, rates }: ConfirmUserParts): readonly Route[] => [
  {
    method: "GET",
    match: isOurs,
    handle: orRefusal(async (request) => {
      read(request);
      return pageAnswer(200, PAGES.ask);
    }),
  },
  {
    method: "POST",
    match: isOurs,
    bodyLimit: BODY_LIMIT_BYTES,
    handle: orRefusal(async (request, _params, requestId) => {
      const input = read(request);
      const facts = {
        id: requestId,
        userAgent: request.headers["user-agent"] ?? "",
        remoteAddress: request.remoteAddress,
      };
      const outcome = await untilSettled(async (attempt) => {
        const ctx = createContext(ConfirmSignUp, facts);
        if (attempt === 1) await rates.require({ name: "ConfirmSignUp", ...rateSubject(ctx, input) }, ctx.now);
        const { ClientId: clientId, Username: username, ConfirmationCode: code } = input;
        return confirmByLink(ctx, { clientId, username, code });
      });
      return pageAnswer(200, PAGES[outcome]);
    }),
  },
];
