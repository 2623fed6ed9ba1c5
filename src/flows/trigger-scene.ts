/** What the triggers of a request are told of it and of the user. */
import type { Client } from "../model/client.ts";
import type { Pool } from "../model/pool.ts";
import type { User } from "../model/user.ts";
import type { Context } from "../runtime/operation.ts";
import type { EventScene, StringMap } from "../triggers/events.ts";
import { awsSdkVersion } from "../triggers/sdk-version.ts";

/** `clientId` is null, or a fixed word, where no app client made the call. */
export const sceneOf = (
  ctx: Pick<Context, "place" | "request">,
  pool: Pool,
  userName: string,
  client: Client | string | null,
): EventScene => ({
  region: ctx.place.region,
  userPoolId: pool.id,
  userName,
  awsSdkVersion: awsSdkVersion(ctx.request.userAgent),
  clientId: typeof client === "object" ? (client?.id ?? null) : client,
});

/** Every attribute of a stored user as functions see it: strings, with the sub and the status. */
export const triggerAttributes = (user: User): StringMap => ({
  sub: user.sub,
  "cognito:user_status": user.status,
  ...user.attributes,
  ...(user.identities.length === 0
    ? {}
    : {
        identities: JSON.stringify(
          user.identities.map(({ userId, providerName, providerType, issuer, primary, dateCreated }) => ({
            userId,
            providerName,
            providerType,
            issuer,
            primary,
            dateCreated,
          })),
        ),
      }),
  ...(user.tokensRevokedAt === 0 ? {} : { "cognito:token_nbf": String(user.tokensRevokedAt) }),
});
