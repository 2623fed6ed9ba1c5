import { Secret } from "../contracts/secret.ts";
import type { Context, UserContext } from "./operation.ts";

/** Where a request may say whom it is about. */
interface NamedUser {
  readonly UserPoolId?: unknown;
  readonly ClientId?: unknown;
  readonly Username?: unknown;
  readonly AuthParameters?: { readonly USERNAME?: unknown };
  readonly ChallengeResponses?: { readonly USERNAME?: unknown };
}

/**
 * Whom a request is about, for the rate of one user: whose token it is, or whom it names. Undefined for requests about
 * nobody. Kept in this process's memory and nowhere else.
 */
export const rateSubject = (ctx: UserContext | Context, input: NamedUser): string | undefined => {
  if ("user" in ctx) return `sub/${ctx.user.sub}`;
  const { UserPoolId, ClientId, Username, AuthParameters, ChallengeResponses } = input;
  const named = Username ?? AuthParameters?.USERNAME ?? ChallengeResponses?.USERNAME;
  const name = named instanceof Secret ? named.reveal() : named;
  return typeof name === "string" ? `${String(UserPoolId ?? ClientId ?? "")}/${name}` : undefined;
};
