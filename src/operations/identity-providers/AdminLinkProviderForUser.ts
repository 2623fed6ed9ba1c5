import { AdminLinkProviderForUser } from "../../contracts/index.ts";
import { saveUser, type NameRules } from "../../flows/identifiers.ts";
import { destinationName, mergingNotSupported, sourceIdentity, withIdentity } from "../../model/linked-identity.ts";
import { changed } from "../../model/user.ts";
import { implement } from "../../runtime/operation.ts";

/** An identity that is somebody already is not taken from them. */
const linkNames: NameRules = { moves: [], refuse: mergingNotSupported };

/**
 * Lets an identity of another provider sign in as this user: `<Provider>_<subject>` becomes a name of the user.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminLinkProviderForUser.html
 */
export const adminLinkProviderForUser = implement(AdminLinkProviderForUser, async (ctx, input) => {
  const source = sourceIdentity(input.SourceUser);
  const { pool, user } = await ctx.store.users.locate(input.UserPoolId, destinationName(input.DestinationUser));
  const identities = withIdentity(pool, user, source, ctx.now);
  await ctx.transaction(async (tx) => {
    const holder = await tx.users.find(pool, `${source.providerName}_${source.subject}`);
    if (holder !== undefined && holder.sub !== user.sub) throw mergingNotSupported();
    await saveUser(tx, pool, user, changed(user, ctx.now, { identities }), linkNames);
  });
  return {};
});
