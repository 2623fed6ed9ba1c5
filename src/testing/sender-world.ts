/** Worlds whose pool has functions that send its messages, and what these functions were told. */
import assert from "node:assert/strict";
import { decryptCode, KEY_ARN, testCodeEncryption } from "./code-functions.ts";
import type { ReceivedEvent, TestFunction } from "./fakes.ts";
import { startWorld, type World, type WorldOptions } from "./world.ts";

/** What a function was told, with the code decrypted. */
export interface Told {
  readonly source: string;
  readonly code: string;
  readonly metadata: unknown;
  readonly attributes: Readonly<Record<string, string>>;
  readonly event: ReceivedEvent;
}

export interface SenderWorld extends World {
  /** Everything that senders were told, oldest first. */
  told(): Promise<readonly Told[]>;
  /** The newest. */
  latest(): Promise<Told>;
}

type Channel = "CustomEmailSender" | "CustomSMSSender";

const readEvent = async (event: ReceivedEvent): Promise<Told> => {
  const { code, clientMetadata, userAttributes } = event.request;
  const { text } = await decryptCode(code);
  return {
    source: event.triggerSource,
    code: text,
    metadata: clientMetadata,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the tests assert
    attributes: userAttributes as Told["attributes"],
    event,
  };
};

/** The world, with its senders' events to be read. */
export const withTold = (world: World): SenderWorld => {
  const told = () =>
    Promise.all(
      world.functions.events.filter(({ triggerSource }) => /^Custom\w+Sender_/.test(triggerSource)).map(readEvent),
    );
  return {
    ...world,
    told,
    latest: async () => {
      const newest = (await told()).at(-1);
      assert.ok(newest, "no sender was told anything");
      return newest;
    },
  };
};

/** Senders for both channels unless said otherwise; `post` is the function behind them. */
export const startSenderWorld = async (
  options: WorldOptions = {},
  { channels = ["CustomEmailSender", "CustomSMSSender"], post = () => undefined }: SenderOptions = {},
): Promise<SenderWorld> => {
  const world = await startWorld({ codeEncryption: testCodeEncryption(), ...options });
  const sender = { LambdaVersion: "V1_0", LambdaArn: world.functions.set("post", post) } as const;
  const senders = Object.fromEntries(channels.map((channel) => [channel, sender]));
  await world.updatePool({ LambdaConfig: { ...senders, KMSKeyID: KEY_ARN } });
  return withTold(world);
};

interface SenderOptions {
  readonly channels?: readonly Channel[];
  readonly post?: TestFunction;
}
