/** The context of a request that says where its user is. */
import type { ContextDataType, UserContextDataType } from "../contracts/shapes.ts";
import type { Value } from "../contracts/vocabulary.ts";
import type { AuthEventContext } from "../model/auth-event.ts";
import type { Client } from "../model/client.ts";
import { clientContext, connectionContext, serverContext } from "../model/user-context.ts";
import type { Context } from "../runtime/operation.ts";

/** Where the user is, as far as the request tells. */
export const userContextOf = ({ request }: Context): AuthEventContext =>
  request.userContext ?? connectionContext(request);

/** The address of the user; undefined where a server has not told it. */
export const userAddress = (ctx: Context): string | undefined => userContextOf(ctx).IpAddress;

const from = <Ctx extends Context>(ctx: Ctx, userContext: AuthEventContext): Ctx => ({
  ...ctx,
  request: { ...ctx.request, userContext },
});

/** Of a call that a user's application makes. */
export const fromClient = (
  ctx: Context,
  client: Client,
  given: Value<typeof UserContextDataType> | undefined,
): Context => from(ctx, clientContext(ctx.request, client, given));

/** Of a call that a server makes for its user. */
export const fromServer = (ctx: Context, given: Value<typeof ContextDataType> | undefined): Context =>
  from(ctx, serverContext(given));
