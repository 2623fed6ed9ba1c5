/** PreSignUp: asked before a user is stored, so that its refusal leaves nothing behind. */
import type { Client } from "../model/client.ts";
import type { Pool } from "../model/pool.ts";
import type { AttributeValues, SubmittedAttributes } from "../model/user-attributes.ts";
import type { Context } from "../runtime/operation.ts";
import type { PreSignUpAnswer } from "../triggers/answers.ts";
import { CLIENT_ID_NOT_APPLICABLE, preSignUpEvent, type PreSignUpSource, type StringMap } from "../triggers/events.ts";
import { sceneOf } from "./trigger-scene.ts";

/** A user who is about to be stored. */
export interface Applicant {
  readonly pool: Pool;
  /** Null where an administrator creates the user. */
  readonly client: Client | null;
  readonly username: string;
  readonly attributes: AttributeValues;
  readonly validationData: SubmittedAttributes | undefined;
  readonly clientMetadata: StringMap | undefined;
}

const UNDECIDED: PreSignUpAnswer = { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false };

const mapOf = (pairs: SubmittedAttributes | undefined): StringMap | undefined =>
  pairs && Object.fromEntries(pairs.map(({ Name, Value = "" }) => [Name, Value]));

/**
 * What the pool's function decides about the user; nothing where there is no function.
 * @throws UserLambdaValidationException, UnexpectedLambdaException, InvalidLambdaResponseException
 */
export const askPreSignUp = async (
  ctx: Context,
  source: PreSignUpSource,
  { pool, client, username, attributes, validationData, clientMetadata }: Applicant,
): Promise<PreSignUpAnswer> => {
  const arn = pool.settings.LambdaConfig?.PreSignUp;
  if (arn === undefined) return UNDECIDED;
  const scene = sceneOf(ctx, pool, username, client ?? CLIENT_ID_NOT_APPLICABLE);
  const event = preSignUpEvent(scene, source, {
    userAttributes: attributes,
    validationData: mapOf(validationData),
    clientMetadata,
  });
  return ctx.triggers.ask("PreSignUp", arn, event);
};
