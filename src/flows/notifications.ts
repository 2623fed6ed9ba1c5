/** The notifying triggers: written with the change they tell of, called right after its commit. */
import type { Client } from "../model/client.ts";
import { tracksDevices } from "../model/device.ts";
import type { Pool } from "../model/pool.ts";
import type { User } from "../model/user.ts";
import type { Notification } from "../runtime/notification.ts";
import type { Context } from "../runtime/operation.ts";
import { uuidFrom } from "../runtime/random.ts";
import {
  postAuthenticationEvent,
  postConfirmationEvent,
  type PostConfirmationSource,
  type StringMap,
} from "../triggers/events.ts";
import { sceneOf, triggerAttributes } from "./trigger-scene.ts";

export interface Occasion {
  readonly pool: Pool;
  /** Null where an administrator confirms. */
  readonly client: Client | null;
  /** The user as the change leaves it. */
  readonly user: User;
}

const notification = (
  ctx: Context,
  { pool, user }: Occasion,
  trigger: "PostConfirmation" | "PostAuthentication",
  event: (clientMetadata: StringMap | undefined) => object,
  clientMetadata: StringMap | undefined,
): Notification | undefined => {
  const arn = pool.settings.LambdaConfig?.[trigger];
  if (arn === undefined) return undefined;
  return {
    // The stored event is without metadata: ClientMetadata is never stored, anywhere.
    owed: { id: uuidFrom(ctx.random), poolId: pool.id, sub: user.sub, trigger, arn, event: event(undefined) },
    event: event(clientMetadata),
  };
};

/** The call that tells of a confirmed sign-up or a confirmed new password; undefined where the pool asks for none. */
export const postConfirmation = (
  ctx: Context,
  occasion: Occasion,
  source: PostConfirmationSource,
  clientMetadata: StringMap | undefined,
): Notification | undefined => {
  const scene = sceneOf(ctx, occasion.pool, occasion.user.username, occasion.client);
  const userAttributes = triggerAttributes(occasion.user);
  return notification(
    ctx,
    occasion,
    "PostConfirmation",
    (metadata) => postConfirmationEvent(scene, source, { userAttributes, clientMetadata: metadata }),
    clientMetadata,
  );
};

/** The call that tells of a sign-in whose every challenge is answered, and whether a device took part that is known. */
export const postAuthentication = (
  ctx: Context,
  occasion: Occasion & { readonly deviceKey?: string | undefined },
  clientMetadata: StringMap | undefined,
): Notification | undefined => {
  const scene = sceneOf(ctx, occasion.pool, occasion.user.username, occasion.client);
  const userAttributes = triggerAttributes(occasion.user);
  const newDeviceUsed = tracksDevices(occasion.pool) && occasion.deviceKey === undefined;
  return notification(
    ctx,
    occasion,
    "PostAuthentication",
    (metadata) => postAuthenticationEvent(scene, { userAttributes, newDeviceUsed, clientMetadata: metadata }),
    clientMetadata,
  );
};
