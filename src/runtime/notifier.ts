/** Calls notifying triggers right after the commit, and those that an earlier life of the process still owed. */
import type { Log } from "../model/log-fields.ts";
import type { OwedNotification, Store } from "../storage/store.ts";
import type { Triggers } from "../triggers/ask.ts";
import type { PostAuthenticationEvent, PostConfirmationEvent } from "../triggers/events.ts";
import type { Notifier } from "./notification.ts";

const ask = (triggers: Triggers, trigger: string, arn: string, event: object): Promise<undefined> =>
  trigger === "PostConfirmation"
    ? triggers.ask("PostConfirmation", arn, event as PostConfirmationEvent)
    : triggers.ask("PostAuthentication", arn, event as PostAuthenticationEvent);

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

/** Makes a call that an earlier process owed; its event is without metadata. An error is logged: nobody waits for it. */
export const callOwed = async (triggers: Triggers, owed: OwedNotification, log: Log): Promise<void> => {
  log("info", "trigger owed from before is called", { trigger: owed.trigger, poolId: owed.poolId, sub: owed.sub });
  await ask(triggers, owed.trigger, owed.arn, owed.event);
};
