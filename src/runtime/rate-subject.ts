import type { Secret } from "../contracts/secret.ts";
import type { Context, UserContext } from "./operation.ts";

/** Where a request may say whom it is about. */
interface NamedUser {
  readonly UserPoolId?: string;
  readonly ClientId?: string;
  readonly Username?: string;
  readonly AuthParameters?: { readonly USERNAME?: Secret };
  readonly ChallengeResponses?: { readonly USERNAME?: Secret };
}

/**
 * Whom a request is about, for the rate of one user: whose token it is, or whom it names. Undefined for requests about
 * nobody. Kept in this process's memory and nowhere else.
 */
export const rateSubject = (ctx: UserContext | Context, input: NamedUser): string | undefined => {
  if ("user" in ctx) return `sub/${ctx.user.sub}`;
  const { UserPoolId, ClientId, Username, AuthParameters, ChallengeResponses } = input;
  const name = Username ?? (AuthParameters?.USERNAME ?? ChallengeResponses?.USERNAME)?.reveal();
  return name === undefined ? undefined : `${UserPoolId ?? ClientId ?? ""}/${name}`;
};
