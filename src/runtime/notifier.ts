/** Calls notifying triggers right after the commit, and those that an earlier life of the process still owed. */
import { ApiException } from "../contracts/exceptions.ts";
import type { Log } from "../model/log-fields.ts";
import type { OwedNotification, Store } from "../storage/store.ts";
import type { Triggers } from "../triggers/ask.ts";
import type { PostAuthenticationEvent, PostConfirmationEvent } from "../triggers/events.ts";
import type { Notifier } from "./notification.ts";

const ask = (triggers: Triggers, trigger: string, arn: string, event: object): Promise<undefined> =>
  trigger === "PostConfirmation"
    ? // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the row's trigger says what its event was made as
      triggers.ask("PostConfirmation", arn, event as PostConfirmationEvent)
    : // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
      triggers.ask("PostAuthentication", arn, event as PostAuthenticationEvent);

/**
 * The function is called once whatever it answers: its refusal is told to the caller, and nobody tries again. Only a
 * process that died before the call leaves the row to be found.
 */
export const createNotifier = (store: Store, triggers: Triggers): Notifier => ({
  notify: async ({ owed, event }) => {
    try {
      await ask(triggers, owed.trigger, owed.arn, event);
    } finally {
      await store.transaction((tx) => tx.outbox.forget(owed.id));
    }
  },
});

/** The function was called and had its say; anything else means that it could not be called. */
const wasCalled = (error: unknown): boolean =>
  error instanceof ApiException && error.name !== "UnexpectedLambdaException";

/**
 * Makes a call that an earlier process owed; its event is without metadata. What the function refuses is in the log:
 * nobody waits for it. @throws when the function could not be called, so that it is tried again
 */
export const callOwed = async (triggers: Triggers, owed: OwedNotification, log: Log): Promise<void> => {
  log("info", "trigger owed from before is called", { trigger: owed.trigger, poolId: owed.poolId, sub: owed.sub });
  try {
    await ask(triggers, owed.trigger, owed.arn, owed.event);
  } catch (error) {
    if (!wasCalled(error)) throw error;
  }
};
