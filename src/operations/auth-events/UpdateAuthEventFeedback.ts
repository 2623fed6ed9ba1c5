import { UpdateAuthEventFeedback } from "../../contracts/index.ts";
import { keepUserFeedback } from "../../flows/auth-event-feedback.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Keeps a user's word on an event, with the token that a message brought.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateAuthEventFeedback.html
 */
export const updateAuthEventFeedback = implement(UpdateAuthEventFeedback, async (ctx, input) => {
  await keepUserFeedback(ctx, input);
  return {};
});
