import { DescribeRiskConfiguration } from "../../contracts/index.ts";
import { riskView } from "../../model/risk-configuration.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Shows how a pool or a client reacts to risk. Assumed: a client that was told nothing reacts as its pool.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeRiskConfiguration.html
 */
export const describeRiskConfiguration = implement(DescribeRiskConfiguration, async (ctx, input) => {
  const pool = await ctx.store.pools.get(input.UserPoolId);
  const client = input.ClientId === undefined ? undefined : await ctx.store.clients.get(pool.id, input.ClientId);
  return { RiskConfiguration: riskView(pool.id, client?.id, client?.settings.risk ?? pool.settings.risk) };
});
