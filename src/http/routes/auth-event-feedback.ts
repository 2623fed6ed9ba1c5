/** Where the links of a mail about a risky sign-in lead: their button says whether it was the user. */
import { decode } from "../../contracts/decode.ts";
import { UpdateAuthEventFeedback } from "../../contracts/index.ts";
import { keepUserFeedback } from "../../flows/auth-event-feedback.ts";
import { FEEDBACK_PATH, linkedFeedback } from "../../model/feedback-link.ts";
import type { Context, RequestFacts } from "../../runtime/operation.ts";
import { rateSubject } from "../../runtime/rate-subject.ts";
import type { Rates } from "../../runtime/rates.ts";
import { untilSettled } from "../../runtime/until-settled.ts";
import { pageAnswer, type Page } from "../html.ts";
import { linkRoutes } from "../link-page.ts";
import { queryOf, type Route } from "../wire.ts";

export interface AuthEventFeedbackParts {
  /** The context of one attempt. */
  createContext(contract: typeof UpdateAuthEventFeedback, facts: RequestFacts): Context;
  readonly rates: Pick<Rates, "require">;
}

const QUESTIONS: Readonly<Record<"Valid" | "Invalid", Page>> = {
  Valid: {
    title: "Was it you?",
    text: "If you signed in, or tried to, say so. It will be easier from the same place next time.",
    button: "It was me",
  },
  Invalid: {
    title: "Was it somebody else?",
    text: "If you did not try to sign in, say so. It will be harder from the same place from now on. Change your password too.",
    button: "It was not me",
  },
};
const THANKS: Page = { title: "Thank you", text: "Your answer has been kept." };
const USELESS: Page = {
  title: "This link does not work",
  text: "It may be incomplete, or too old. If somebody else knows your password, change it.",
};
const TOO_MANY: Page = { title: "Too many attempts", text: "Try again later." };

/** `/authEventFeedback?user_pool_id=&user_name=&event_id=&feedback_token=&feedback_value=` */
export const authEventFeedbackRoutes = ({ createContext, rates }: AuthEventFeedbackParts): readonly Route[] =>
  linkRoutes({
    path: FEEDBACK_PATH,
    actsOn: "button",
    read: ({ url }) => decode(UpdateAuthEventFeedback, linkedFeedback(queryOf(url))),
    ask: ({ FeedbackValue }) => QUESTIONS[FeedbackValue],
    act: async (input, facts) => {
      await untilSettled(async (attempt) => {
        const ctx = createContext(UpdateAuthEventFeedback, facts);
        if (attempt === 1)
          await rates.require({ name: "UpdateAuthEventFeedback", ...rateSubject(ctx, input) }, ctx.now);
        await keepUserFeedback(ctx, input);
      });
      return THANKS;
    },
    refusal: ({ name }) => (name === "TooManyRequestsException" ? pageAnswer(429, TOO_MANY) : pageAnswer(400, USELESS)),
  });
