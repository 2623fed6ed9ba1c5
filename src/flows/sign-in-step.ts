/** What a step of a sign-in leads to. */
import type { Secret } from "../contracts/secret.ts";
import type { ChallengeNameType } from "../contracts/shapes.ts";
import type { Value } from "../contracts/vocabulary.ts";
import type { StringMap } from "../triggers/events.ts";
import type { IssuedTokens } from "./issue-tokens.ts";

/** A challenge as the client is told of it. */
export interface AskedChallenge {
  readonly name: Value<typeof ChallengeNameType>;
  readonly parameters: StringMap;
  /** Undefined where the client carries the whole state itself, as in the SECRET_BLOCK of USER_SRP_AUTH. */
  readonly token?: Secret | undefined;
  /** What else the user could choose, in a choice-based sign-in. */
  readonly available?: readonly Value<typeof ChallengeNameType>[] | undefined;
}

export type SignInStep =
  | { readonly kind: "tokens"; readonly tokens: IssuedTokens }
  | { readonly kind: "challenge"; readonly challenge: AskedChallenge };
