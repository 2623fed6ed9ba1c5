/** The parts that take messages and logs out of the process, put together. */
import { createCodeEncryption } from "./crypto/encrypted-code.ts";
import { createCourier, type RunningCourier } from "./delivery/courier.ts";
import { createCallSender } from "./delivery/custom-sender.ts";
import { createHeldMetadata } from "./delivery/held-metadata.ts";
import { createLogExport, type LogExport } from "./delivery/log-export.ts";
import type { Courier } from "./delivery/message.ts";
import { userActivityRecord } from "./model/log-record.ts";
import type { Facilities } from "./runtime/context.ts";
import { callOwed } from "./runtime/notifier.ts";
import { pause } from "./runtime/pause.ts";
import { uuidFrom } from "./runtime/random.ts";
import type { Adapters } from "./server.ts";
import type { Store } from "./storage/store.ts";
import type { Triggers } from "./triggers/ask.ts";

/** Settled rows that are kept: what the inbox shows, and in production what an operator may want to look at, without text. */
const KEPT_IN_DEVELOPMENT = 1_000;
const KEPT_IN_PRODUCTION = 10_000;

/** A courier that tells the inbox of every change. */
export const announcing = (courier: RunningCourier, announce: () => void): Courier => ({
  metadata: courier.metadata,
  attempt: async (message) => {
    announce();
    const outcome = await courier.attempt(message);
    announce();
    return outcome;
  },
  wake: () => {
    courier.wake();
    announce();
  },
});

/** What a courier needs of the server's other parts. */
export interface DeliveryNeeds {
  readonly store: Store;
  readonly triggers: Triggers;
  /** Whether messages are shown, as development does. */
  readonly inbox: boolean;
}

/** What leaves the process beside answers. */
export interface ServerDelivery {
  readonly courier: RunningCourier;
  readonly logs: LogExport;
  readonly tellAuthEvent: Facilities["tellAuthEvent"];
  /** Ends what is under way; the logs last, since a message that fails is logged. */
  close(): Promise<void>;
}

const courierOf = (adapters: Adapters, { store, triggers, inbox }: DeliveryNeeds, logs: LogExport): RunningCourier => {
  const { clock, log, senders, invoker, codeEncryption: codes = createCodeEncryption({}) } = adapters;
  const metadata = createHeldMetadata();
  return createCourier({
    store,
    metadata,
    callSender: createCallSender({ invoker, codes, metadata }),
    senders: { EMAIL: senders.email, SMS: senders.sms },
    inbox,
    keep: inbox ? KEPT_IN_DEVELOPMENT : KEPT_IN_PRODUCTION,
    now: () => clock.now(),
    log,
    logs,
    callOwed: (owed) => callOwed(triggers, owed, log),
  });
};

/** The courier and the logs of a server. */
export const deliveryOf = (adapters: Adapters, needs: DeliveryNeeds): ServerDelivery => {
  const { logSink: sink, log, random, clock } = adapters;
  const logs = createLogExport({ sink, log, uuid: () => uuidFrom(random), pause });
  const courier = courierOf(adapters, needs, logs);
  return {
    courier,
    logs,
    tellAuthEvent: (event, requestId) => {
      if (event.logsTo !== undefined) logs.tell(event.logsTo, userActivityRecord(event, requestId, clock.now()));
    },
    close: async () => {
      await courier[Symbol.asyncDispose]();
      await logs[Symbol.asyncDispose]();
    },
  };
};
