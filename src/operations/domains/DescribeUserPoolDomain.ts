import { DescribeUserPoolDomain } from "../../contracts/index.ts";
import { hostOf } from "../../flows/domain-host.ts";
import { domainDescription } from "../../model/domain.ts";
import { implement } from "../../runtime/operation.ts";

/**
 * Shows which pool a host name belongs to; of a name that nobody has, nothing.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DescribeUserPoolDomain.html
 */
export const describeUserPoolDomain = implement(DescribeUserPoolDomain, async (ctx, input) => {
  const domain = await ctx.store.domains.find(input.Domain);
  if (domain === undefined) return { DomainDescription: {} };
  const { accountId, region } = ctx.place;
  return {
    DomainDescription: domainDescription(domain, { accountId, region, host: hostOf(ctx.place, domain.poolId) }),
  };
});
