/** What was recorded of a user, as an administrator reads it. */
import { createCalls, type CallOptions, type Calls, type WireInput, type WireOutput } from "./call.ts";
import type { World } from "./world.ts";

export type ShownEvent = NonNullable<WireOutput<"AdminListUserAuthEvents">["AuthEvents"]>[number];

/** A pool with threat protection, in the mode. */
export const protectedPool = (AdvancedSecurityMode: "AUDIT" | "ENFORCED" = "AUDIT") =>
  ({ UserPoolTier: "PLUS", UserPoolAddOns: { AdvancedSecurityMode } }) as const satisfies Partial<
    WireInput<"CreateUserPool">
  >;

/** The world's operations, called from elsewhere. */
export const callsFrom = ({ server, settle }: World, from: Pick<CallOptions, "userAgent" | "remoteAddress">): Calls =>
  createCalls(server.perform, { settle, ...from });

/** A user's events, newest first. */
export const eventsOf = async ({ call, pool }: World, Username = "ada"): Promise<readonly ShownEvent[]> =>
  (await call.AdminListUserAuthEvents({ ...pool, Username })).AuthEvents ?? [];

/** An event in one line: what was done, how it ended, and its challenges. */
const lineOf = ({ EventType, EventResponse, ChallengeResponses = [] }: ShownEvent): string =>
  [
    EventType,
    EventResponse,
    ...ChallengeResponses.map(({ ChallengeName, ChallengeResponse }) => `${ChallengeName}:${ChallengeResponse}`),
  ].join(" ");

/** A user's events, each in one line, newest first. */
export const history = async (world: World, Username = "ada"): Promise<readonly string[]> =>
  (await eventsOf(world, Username)).map(lineOf);
