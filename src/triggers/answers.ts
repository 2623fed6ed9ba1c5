/**
 * What a function's answer must be, trigger by trigger. Only `response` of the returned event is read, and of it only
 * what the contract names; everything else a function may leave, add or change.
 * Every violation is InvalidLambdaResponseException `Unrecognizable lambda output`.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 */
import {
  readCreatedChallenge,
  readNextChallenge,
  readVerdict,
  type CreatedChallenge,
  type NextChallenge,
} from "./custom-challenge-answers.ts";
import type { GroupConfiguration, StringMap, TriggerEvents, TriggerName } from "./events.ts";
import { requireMessageTexts, type MessageFrame, type MessageTexts } from "./message-texts.ts";
import {
  isAbsent,
  readFlag,
  readList,
  readObject,
  readString,
  readStringMap,
  readStrings,
  unrecognizable,
} from "./read-json.ts";

/** What a PreSignUp function decided. Ignored for AdminCreateUser, as Cognito ignores it. */
export interface PreSignUpAnswer {
  readonly autoConfirmUser: boolean;
  readonly autoVerifyEmail: boolean;
  readonly autoVerifyPhone: boolean;
}

/** Claims that are set and claims that are left out; a claim in both is left out. */
export interface ClaimChanges {
  readonly claimsToAddOrOverride: Readonly<Record<string, unknown>>;
  readonly claimsToSuppress: readonly string[];
}

/** What a PreTokenGeneration function changes, in the same form for every version of its event. */
export interface PreTokenGenerationAnswer {
  readonly idToken: ClaimChanges;
  readonly accessToken: ClaimChanges & {
    readonly scopesToAdd: readonly string[];
    readonly scopesToSuppress: readonly string[];
  };
  /** Replaces groups, roles and preferred role altogether; undefined keeps them. */
  readonly groups: GroupConfiguration | undefined;
}

/** The user whom a UserMigration function found. */
export interface MigratedUser {
  readonly userAttributes: StringMap;
  readonly forceAliasCreation: boolean;
  readonly enableSMSMFA: boolean;
  /** `CONFIRMED` keeps the typed password; everything else asks for a reset. */
  readonly finalUserStatus: "CONFIRMED" | "RESET_REQUIRED";
  /** True when no welcome message is sent. */
  readonly suppressMessage: boolean;
  readonly desiredDeliveryMediums: readonly ("SMS" | "EMAIL")[];
}

/** What is read out of each trigger's answer. */
export interface TriggerAnswers {
  readonly PreSignUp: PreSignUpAnswer;
  readonly PostConfirmation: undefined;
  readonly PreAuthentication: undefined;
  readonly PostAuthentication: undefined;
  readonly DefineAuthChallenge: NextChallenge;
  readonly CreateAuthChallenge: CreatedChallenge;
  /** Whether the answer is right. */
  readonly VerifyAuthChallengeResponse: boolean;
  readonly PreTokenGeneration: PreTokenGenerationAnswer;
  /** Undefined when the function knows no such user. */
  readonly UserMigration: MigratedUser | undefined;
  readonly CustomMessage: MessageTexts;
}

/** What a trigger's reader must know beyond the event. */
export type AnswerFrame<T extends TriggerName> = T extends "CustomMessage" ? [frame: MessageFrame] : [];

const responseOf = (payload: unknown): Readonly<Record<string, unknown>> => readObject(readObject(payload)["response"]);

/** The answer of a function that decides nothing but whether to fail; its `response` is ignored. */
const ignoredAnswer = (payload: unknown): undefined => {
  responseOf(payload);
};

const preSignUpAnswer = (payload: unknown): PreSignUpAnswer => {
  const response = responseOf(payload);
  return {
    autoConfirmUser: readFlag(response["autoConfirmUser"]),
    autoVerifyEmail: readFlag(response["autoVerifyEmail"]),
    autoVerifyPhone: readFlag(response["autoVerifyPhone"]),
  };
};

/** The claims of the ID token that cannot hold an object or a list. */
const PLAIN_CLAIMS: readonly string[] = ["email_verified", "phone_number_verified", "updated_at", "address"];

/** An object, where null and absent mean an empty one. */
const readDetails = (value: unknown): Readonly<Record<string, unknown>> => (isAbsent(value) ? {} : readObject(value));

/** Claim values of V2 and V3: any JSON value. Assumed: null is none, as the text-only values of V1 show. */
const readClaims = (value: unknown): Readonly<Record<string, unknown>> => {
  const claims = readDetails(value);
  if (Object.values(claims).includes(null)) throw unrecognizable();
  return claims;
};

/** Scopes go into one claim separated by blanks, so a scope with a blank would be two. Assumed: refused. */
const readScopes = (value: unknown): readonly string[] => {
  const scopes = readStrings(value);
  if (scopes.some((scope) => scope === "" || /\s/u.test(scope))) throw unrecognizable();
  return scopes;
};

/** Absent keeps the groups; null and `{}` remove groups, roles and preferred role. */
const readGroups = (details: Readonly<Record<string, unknown>>): GroupConfiguration | undefined => {
  if (!Object.hasOwn(details, "groupOverrideDetails")) return undefined;
  const groups = readDetails(details["groupOverrideDetails"]);
  return {
    groupsToOverride: readStrings(groups["groupsToOverride"]),
    iamRolesToOverride: readStrings(groups["iamRolesToOverride"]),
    preferredRole: readString(groups["preferredRole"]) ?? null,
  };
};

const NO_CLAIMS: ClaimChanges = { claimsToAddOrOverride: {}, claimsToSuppress: [] };

const firstTokenAnswer = (payload: unknown): PreTokenGenerationAnswer => {
  const details = readDetails(responseOf(payload)["claimsOverrideDetails"]);
  return {
    idToken: {
      claimsToAddOrOverride: readStringMap(details["claimsToAddOrOverride"]),
      claimsToSuppress: readStrings(details["claimsToSuppress"]),
    },
    accessToken: { ...NO_CLAIMS, scopesToAdd: [], scopesToSuppress: [] },
    groups: readGroups(details),
  };
};

const laterTokenAnswer = (payload: unknown): PreTokenGenerationAnswer => {
  const details = readDetails(responseOf(payload)["claimsAndScopeOverrideDetails"]);
  const id = readDetails(details["idTokenGeneration"]);
  const access = readDetails(details["accessTokenGeneration"]);
  const idClaims = readClaims(id["claimsToAddOrOverride"]);
  if (PLAIN_CLAIMS.some((claim) => typeof idClaims[claim] === "object")) throw unrecognizable();
  return {
    idToken: { claimsToAddOrOverride: idClaims, claimsToSuppress: readStrings(id["claimsToSuppress"]) },
    accessToken: {
      claimsToAddOrOverride: readClaims(access["claimsToAddOrOverride"]),
      claimsToSuppress: readStrings(access["claimsToSuppress"]),
      scopesToAdd: readScopes(access["scopesToAdd"]),
      scopesToSuppress: readStrings(access["scopesToSuppress"]),
    },
    groups: readGroups(details),
  };
};

const requireMedium = (value: unknown): "SMS" | "EMAIL" => {
  if (value !== "SMS" && value !== "EMAIL") throw unrecognizable();
  return value;
};

const userMigrationAnswer = (payload: unknown): MigratedUser | undefined => {
  const response = responseOf(payload);
  const userAttributes = readStringMap(response["userAttributes"]);
  if (Object.keys(userAttributes).length === 0) return undefined;
  const mediums = readList(response["desiredDeliveryMediums"]).map(requireMedium);
  return {
    userAttributes,
    forceAliasCreation: readFlag(response["forceAliasCreation"]),
    enableSMSMFA: readFlag(response["enableSMSMFA"]),
    finalUserStatus: readString(response["finalUserStatus"]) === "CONFIRMED" ? "CONFIRMED" : "RESET_REQUIRED",
    suppressMessage: readString(response["messageAction"]) === "SUPPRESS",
    desiredDeliveryMediums: mediums.length === 0 ? ["SMS"] : mediums,
  };
};

const customMessageAnswer = (
  payload: unknown,
  { request }: TriggerEvents["CustomMessage"],
  frame: MessageFrame,
): MessageTexts => {
  const response = responseOf(payload);
  const texts = {
    smsMessage: readString(response["smsMessage"]),
    emailMessage: readString(response["emailMessage"]),
    emailSubject: readString(response["emailSubject"]),
  };
  return requireMessageTexts(texts, request, frame);
};

/**
 * Reads the answer to each trigger's event.
 * @throws ApiException InvalidLambdaResponseException when the answer is not what the contract says.
 */
export const READ_ANSWER: {
  readonly [T in TriggerName]: (
    payload: unknown,
    event: TriggerEvents[T],
    ...frame: AnswerFrame<T>
  ) => TriggerAnswers[T];
} = {
  PreSignUp: preSignUpAnswer,
  PostConfirmation: ignoredAnswer,
  PreAuthentication: ignoredAnswer,
  PostAuthentication: ignoredAnswer,
  DefineAuthChallenge: readNextChallenge,
  CreateAuthChallenge: readCreatedChallenge,
  VerifyAuthChallengeResponse: readVerdict,
  PreTokenGeneration: (payload, event) =>
    event.version === "1" ? firstTokenAnswer(payload) : laterTokenAnswer(payload),
  UserMigration: userMigrationAnswer,
  CustomMessage: customMessageAnswer,
};
