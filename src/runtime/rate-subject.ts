import type { Secret } from "../contracts/secret.ts";
import type { Context, UserContext } from "./operation.ts";
import type { RatedRequest } from "./rates.ts";

/** Where a request may say whom it is about. */
interface NamedUser {
  readonly UserPoolId?: string;
  readonly ClientId?: string;
  readonly Username?: string;
  readonly ChallengeName?: string;
  readonly AuthParameters?: { readonly USERNAME?: Secret };
  readonly ChallengeResponses?: { readonly USERNAME?: Secret };
}

/** A longer name is nobody's. Stops names of a hundred thousand characters, which are refused later, from being kept. */
const NAME_MAX_LENGTH = 128;

/**
 * Whom a request is about, for the rate of one user: whose token it is, or whom it names; `who` is undefined for requests
 * about nobody. Kept in this process's memory and nowhere else. And which challenge it answers.
 */
export const rateSubject = (ctx: UserContext | Context, input: NamedUser): Omit<RatedRequest, "name"> => {
  if ("user" in ctx) return { who: `sub/${ctx.user.sub}` };
  const { UserPoolId, ClientId, Username, ChallengeName: challenge, AuthParameters, ChallengeResponses } = input;
  const name = Username ?? (AuthParameters?.USERNAME ?? ChallengeResponses?.USERNAME)?.reveal();
  const isNobody = name === undefined || name.length > NAME_MAX_LENGTH;
  return { challenge, who: isNobody ? undefined : `${UserPoolId ?? ClientId ?? ""}/${name}` };
};
