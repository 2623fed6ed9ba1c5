/**
 * Where the link of a sign-up's mail leads. Opening it confirms, as with Amazon; where the operator says so, the button of
 * the page confirms instead, and no scanner of mails proves an address whose holder never agreed to the sign-up.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-email-verification-message-customization.html
 */
import type { ExceptionName } from "../../contracts/exceptions.ts";
import { decode } from "../../contracts/decode.ts";
import { ConfirmSignUp } from "../../contracts/index.ts";
import { confirmByLink } from "../../flows/confirm-sign-up.ts";
import { CONFIRM_USER_PATH, linkedConfirmation } from "../../model/confirmation-link.ts";
import type { Context, RequestFacts } from "../../runtime/operation.ts";
import type { Rates } from "../../runtime/rates.ts";
import { rateSubject } from "../../runtime/rate-subject.ts";
import { untilSettled } from "../../runtime/until-settled.ts";
import { pageAnswer, type Page } from "../html.ts";
import { linkRoutes } from "../link-page.ts";
import { queryOf, type Route } from "../wire.ts";

export interface ConfirmUserParts {
  /** The context of one attempt. */
  createContext(contract: typeof ConfirmSignUp, facts: RequestFacts): Context;
  readonly rates: Pick<Rates, "require">;
  readonly confirmLinks: "open" | "button";
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

/** `/confirmUser?client_id=&user_name=&confirmation_code=`; Amazon writes it with a slash. */
export const confirmUserRoutes = ({ createContext, rates, confirmLinks }: ConfirmUserParts): readonly Route[] =>
  linkRoutes({
    path: CONFIRM_USER_PATH,
    actsOn: confirmLinks,
    // One that ConfirmSignUp would not take either is refused.
    read: ({ url }) => decode(ConfirmSignUp, linkedConfirmation(queryOf(url))),
    ask: () => PAGES.ask,
    act: async (input, facts) => {
      const outcome = await untilSettled(async (attempt) => {
        const ctx = createContext(ConfirmSignUp, facts);
        if (attempt === 1) await rates.require({ name: "ConfirmSignUp", ...rateSubject(ctx, input) }, ctx.now);
        const { ClientId: clientId, Username: username, ConfirmationCode: code } = input;
        return confirmByLink(ctx, { clientId, username, code });
      });
      return PAGES[outcome];
    },
    refusal: ({ name }) => {
      const [status, page] = TOLD[name] ?? [400, PAGES.useless];
      return pageAnswer(status, page);
    },
  });
