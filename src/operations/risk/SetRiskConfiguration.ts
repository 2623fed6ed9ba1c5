import { SetRiskConfiguration } from "../../contracts/index.ts";
import { requestedRisk, requireThreatProtection, riskView } from "../../model/risk-configuration.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Chooses how a pool or a client reacts to risk; a request that names nothing but whose resets it. In a pool
 * that is ENFORCED compromised passwords, addresses and risky sign-ins are met as it says. It can be chosen only while the
 * pool's threat protection is on; Assumed: what was chosen stays, and is shown, when it is switched off.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetRiskConfiguration.html
 */
export const setRiskConfiguration = implement(SetRiskConfiguration, async (ctx, input) => {
  const pool = await ctx.store.pools.get(input.UserPoolId);
  const client = input.ClientId === undefined ? undefined : await ctx.store.clients.get(pool.id, input.ClientId);
  requireThreatProtection(pool);
  const risk = requestedRisk(input, ctx.now);

  await ctx.transaction(async (tx) => {
    if (client === undefined) {
      await tx.pools.save({ ...pool, settings: { ...pool.settings, risk } });
      return;
    }
    await tx.pools.guard(pool); // its threat protection was judged
    await tx.clients.save({ ...client, settings: { ...client.settings, risk } });
  });
  return { RiskConfiguration: riskView(pool.id, client?.id, risk) };
});
