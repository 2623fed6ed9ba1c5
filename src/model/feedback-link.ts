/** The links by which users say whether a sign-in was theirs: written into mails, and read where they are opened. */
import { Secret } from "../contracts/secret.ts";

/** Where links lead, below the public URL. Assumed. */
export const FEEDBACK_PATH = "/authEventFeedback";

/** What a link says. */
export interface FeedbackLink {
  readonly poolId: string;
  /** By the key that says nothing of who it is: links end up in logs of proxies. */
  readonly sub: string;
  readonly eventId: string;
  readonly token: Secret;
  readonly value: "Valid" | "Invalid";
}

/** The link below the server's public URL. Made of settings and stored values alone, never of a request's headers. */
export const feedbackLink = (publicUrl: string, { poolId, sub, eventId, token, value }: FeedbackLink): Secret => {
  const query = new URLSearchParams({
    user_pool_id: poolId,
    user_name: sub,
    event_id: eventId,
    feedback_token: token.reveal(),
    feedback_value: value,
  });
  return new Secret(`${publicUrl}${FEEDBACK_PATH}/?${query.toString()}`);
};

/** The input of UpdateAuthEventFeedback that a link stands for, unchecked. */
export const linkedFeedback = (query: URLSearchParams) => ({
  UserPoolId: query.get("user_pool_id"),
  Username: query.get("user_name"),
  EventId: query.get("event_id"),
  FeedbackToken: query.get("feedback_token"),
  FeedbackValue: query.get("feedback_value"),
});
