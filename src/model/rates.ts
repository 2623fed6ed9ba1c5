/**
 * Rates: how many requests a second are taken, by category for the whole server and by user. Budgets are something else:
 * they count uses of one user's name for one purpose.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html#category_operations
 */
import type { OperationName } from "../contracts/index.ts";

/** Requests a second by category, as Amazon grants them. */
export const RATES = {
  ClientAuthentication: 150,
  LimitManagement: 1,
  UserAccountRecovery: 30,
  UserAuthentication: 120,
  UserCreation: 50,
  UserFederation: 25,
  UserList: 30,
  UserPoolClientRead: 15,
  UserPoolClientUpdate: 15,
  UserPoolRead: 15,
  UserPoolResourceRead: 20,
  UserPoolResourceUpdate: 15,
  UserPoolUpdate: 15,
  UserRead: 120,
  UserResourceRead: 50,
  UserResourceUpdate: 25,
  UserToken: 120,
  UserUpdate: 25,
} as const;

export type RateCategory = keyof typeof RATES;

/** Reads, and writes, that one user may make in a second. */
export const RATE_OF_A_USER = 10;

const named: Readonly<Partial<Record<OperationName, RateCategory>>> = {
  AdminConfirmSignUp: "UserCreation",
  AdminCreateUser: "UserCreation",
  AdminGetDevice: "UserResourceRead",
  AdminGetUser: "UserRead",
  AdminInitiateAuth: "UserAuthentication",
  AdminListDevices: "UserResourceRead",
  AdminListGroupsForUser: "UserResourceRead",
  AdminListUserAuthEvents: "UserResourceRead",
  AdminListUserSessions: "UserResourceRead",
  AdminResetUserPassword: "UserAccountRecovery",
  AdminRespondToAuthChallenge: "UserAuthentication",
  AdminSetUserPassword: "UserAccountRecovery",
  ChangePassword: "UserAccountRecovery",
  ConfirmForgotPassword: "UserAccountRecovery",
  ConfirmSignUp: "UserCreation",
  DescribeUserPool: "UserPoolRead",
  DescribeUserPoolClient: "UserPoolClientRead",
  ForgotPassword: "UserAccountRecovery",
  GetClientToken: "ClientAuthentication",
  GetDevice: "UserResourceRead",
  GetProvisionedLimit: "LimitManagement",
  GetTokensFromRefreshToken: "UserAuthentication",
  GetUser: "UserRead",
  GetUserAttributeVerificationCode: "UserResourceRead",
  GetUserAuthFactors: "UserRead",
  InitiateAuth: "UserAuthentication",
  ListDevices: "UserResourceRead",
  ListUserPoolClients: "UserPoolClientRead",
  ListUserPools: "UserPoolRead",
  ListUsers: "UserList",
  ListUserSessions: "UserResourceRead",
  ListUsersInGroup: "UserList",
  ListWebAuthnCredentials: "UserResourceRead",
  ResendConfirmationCode: "UserResourceRead",
  RespondToAuthChallenge: "UserAuthentication",
  RevokeToken: "UserToken",
  SignUp: "UserCreation",
  UpdateProvisionedLimit: "LimitManagement",
};

/** Operations on a user that change something, beyond those whose name says what they act on. */
const USER_UPDATES =
  /^(?:Admin(?:AddUserToGroup|RemoveUserFromGroup|Delete|Disable|Enable|Link|Update|UserGlobal)|Delete(?:User$|UserAttributes)|UpdateUserAttributes|VerifyUserAttribute|GlobalSignOut)/;
const USER_RESOURCES =
  /Device|MFAPreference|UserSettings|SoftwareToken|WebAuthn|AuthEventFeedback|UserSession(?!Configuration)/;

/**
 * The category of an operation.
 * Assumed: operations that the list of categories does not name fall to the category of their kind.
 */
export const rateCategoryOf = (name: OperationName): RateCategory => {
  const known = named[name];
  if (known !== undefined) return known;
  if (USER_RESOURCES.test(name)) return "UserResourceUpdate";
  if (USER_UPDATES.test(name)) return "UserUpdate";
  if (/^(?:Create|Update|Delete)UserPool$/.test(name)) return "UserPoolUpdate";
  if (/UserPoolClient/.test(name)) return /^(?:Get|List)/.test(name) ? "UserPoolClientRead" : "UserPoolClientUpdate";
  return /^(?:Describe|Get|List)/.test(name) ? "UserPoolResourceRead" : "UserPoolResourceUpdate";
};

/** What a request is counted in: a bucket that takes so many times the rate of the category. */
export interface Rate {
  readonly category: RateCategory;
  readonly bucket: string;
  readonly times: number;
}

/** A sign-in has one first step and may have several answers. */
const ANSWERS_PER_SIGN_IN = 3;

/**
 * How a request counts. Answers to challenges have three times the rate of UserAuthentication for themselves; those
 * that set a password count among what recovers accounts.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/quotas.html#operation-quotas
 */
export const rateOf = (name: OperationName, challenge?: string): Rate => {
  const isAnswer = name === "RespondToAuthChallenge" || name === "AdminRespondToAuthChallenge";
  if (isAnswer && challenge === "NEW_PASSWORD_REQUIRED") {
    return { category: "UserAccountRecovery", bucket: "UserAccountRecovery", times: 1 };
  }
  const category = rateCategoryOf(name);
  return isAnswer
    ? { category, bucket: `${category}:answers`, times: ANSWERS_PER_SIGN_IN }
    : { category, bucket: category, times: 1 };
};

/** Whether an operation only reads. */
export const isReading = (name: OperationName): boolean => /^(?:Admin)?(?:Describe|Get|List)/.test(name);

/** A bucket of requests: full at the start, filled again at `perSecond`, and never fuller than one second's worth. */
export interface Bucket {
  readonly left: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** The bucket after one request at `now`; undefined when it is empty. */
export const takeFrom = (bucket: Bucket | undefined, perSecond: number, now: number): Bucket | undefined => {
  const filled = bucket === undefined ? perSecond : bucket.left + (Math.max(0, now - bucket.at) / 1000) * perSecond;
  const left = Math.min(perSecond, filled) - 1;
  return left < 0 ? undefined : { left, at: now };
};
