/** The refusals of what concerns recorded events. */
import { notAuthorized, notFound } from "./refusals.ts";

/** Assumed: the words. */
export const authEventNotFound = (eventId: string) => notFound(`Auth event ${eventId} does not exist.`);

/** Made for another event or user, changed, or too old. Assumed: the words. */
export const invalidFeedbackToken = () => notAuthorized("Invalid feedback token.");
