import { GetUserAuthFactors } from "../../contracts/index.ts";
import { authFactors } from "../../flows/auth-factors.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Shows the caller with what they can sign in.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserAuthFactors.html
 */
export const getUserAuthFactors = implement(GetUserAuthFactors, async (ctx) => authFactors(ctx, ctx.pool, ctx.user));
