import { firstFactors } from "../model/first-factor.ts";
import type { Pool } from "../model/pool.ts";
import type { User } from "../model/user.ts";
import { mfaView } from "../model/user-view.ts";
import type { Context } from "../runtime/operation.ts";

/** With what a user can sign in: second factors, and those that a sign-in can begin with. */
export const authFactors = async (ctx: Context, pool: Pool, user: User) => {
  const [credential, passkeys] = await Promise.all([ctx.store.credentials.find(user), ctx.store.passkeys.ofUser(user)]);
  const holdings = { password: credential !== undefined, passkey: passkeys.length > 0 };
  return {
    Username: user.username,
    ...mfaView(user),
    ConfiguredUserAuthFactors: firstFactors(pool, user, holdings),
  };
};
