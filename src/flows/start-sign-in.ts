/**
 * Where every sign-in through the API begins: the flow, whether the client permits it, and who it is.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-authentication-flow-methods.html
 */
import type { Secret } from "../contracts/secret.ts";
import type { AuthFlowType } from "../contracts/shapes.ts";
import type { Value } from "../contracts/vocabulary.ts";
import { allowedFlows, type AllowedFlow } from "../model/auth-flows.ts";
import { invalidParameter } from "../model/refusals.ts";
import type { Context } from "../runtime/operation.ts";
import type { StringMap } from "../triggers/events.ts";
import { requireSecretHash, type AppClient } from "./app-client.ts";
import { requireAllowedAddress } from "./blocked-addresses.ts";
import { signInWithPassword, type SignInStep } from "./authenticate.ts";
import { requireParameter, requireText, requireUsername, type Parameters } from "./parameters.ts";
import { startChoice } from "./choose-challenge.ts";
import { startCustom } from "./custom-auth.ts";
import { namedDevice } from "./sign-in-device.ts";
import { refresh } from "./refresh.ts";
import { signInAfterSignUp } from "./sign-up-session.ts";
import { requireClientEphemeral } from "./srp-exchange.ts";
import { startSrp } from "./srp-sign-in.ts";

export type AuthFlow = Value<typeof AuthFlowType>;

/** A sign-in as it was asked for. */
export interface SignInRequest extends AppClient {
  readonly flow: AuthFlow;
  readonly parameters: Parameters;
  /** ClientMetadata, which the functions of this step get as validationData. */
  readonly validationData: StringMap | undefined;
  readonly byAdministrator: boolean;
  /** Of a sign-up that has just been confirmed. */
  readonly session: Secret | undefined;
}

interface Flow {
  /** What ExplicitAuthFlows must say. */
  readonly permittedBy: AllowedFlow;
  /** Who may ask for it. */
  readonly entrance: "public" | "administrator" | "either";
  readonly start: (ctx: Context, request: SignInRequest) => Promise<SignInStep>;
}

const withPassword = async (ctx: Context, request: SignInRequest): Promise<SignInStep> => {
  const { pool, client, parameters, validationData, byAdministrator } = request;
  const username = requireUsername(parameters);
  const password = requireParameter(parameters, "PASSWORD");
  requireSecretHash(client, [username], parameters["SECRET_HASH"]);
  const deviceKey = namedDevice(parameters);
  return signInWithPassword(ctx, { pool, client, username, password, byAdministrator, validationData, deviceKey });
};

const withSrp = async (ctx: Context, request: SignInRequest): Promise<SignInStep> => {
  const { pool, client, parameters, validationData, byAdministrator } = request;
  const username = requireUsername(parameters);
  const A = requireClientEphemeral(parameters);
  requireSecretHash(client, [username], parameters["SECRET_HASH"]);
  const deviceKey = namedDevice(parameters);
  return startSrp(ctx, { pool, client, username, byAdministrator, validationData, deviceKey }, A);
};

const withRefreshToken = async (ctx: Context, { pool, client, parameters }: SignInRequest): Promise<SignInStep> => {
  const token = requireParameter(parameters, "REFRESH_TOKEN");
  const secretHash = parameters["SECRET_HASH"];
  const deviceKey = namedDevice(parameters);
  // Assumed: as at every sign-in, ClientMetadata of this operation does not reach PreTokenGeneration.
  const tokens = await refresh(ctx, { pool, client, token, secretHash, deviceKey, clientMetadata: undefined });
  return { kind: "tokens", tokens };
};

const withChoice = async (ctx: Context, request: SignInRequest): Promise<SignInStep> => {
  const { pool, client, parameters, validationData, byAdministrator, session } = request;
  const username = requireUsername(parameters);
  requireSecretHash(client, [username], parameters["SECRET_HASH"]);
  const deviceKey = namedDevice(parameters);
  const attempt = { pool, client, username, byAdministrator, validationData, deviceKey };
  return session === undefined ? startChoice(ctx, attempt, parameters) : signInAfterSignUp(ctx, attempt, session);
};

const withCustomChallenges = async (ctx: Context, request: SignInRequest): Promise<SignInStep> => {
  if (request.pool.settings.LambdaConfig?.DefineAuthChallenge === undefined) {
    throw invalidParameter("Custom auth lambda trigger is not configured for the user pool.");
  }
  const { pool, client, parameters, validationData, byAdministrator } = request;
  const username = requireUsername(parameters);
  const provesPassword =
    parameters["CHALLENGE_NAME"] !== undefined && requireText(parameters, "CHALLENGE_NAME") === "SRP_A";
  // Judged here, and kept as it was sent.
  if (provesPassword) requireClientEphemeral(parameters);
  requireSecretHash(client, [username], parameters["SECRET_HASH"]);
  const srpA = provesPassword ? requireText(parameters, "SRP_A") : undefined;
  const deviceKey = namedDevice(parameters);
  return startCustom(ctx, { pool, client, username, byAdministrator, validationData, deviceKey }, srpA);
};

/** Every flow of the API. */
const flows: Readonly<Record<AuthFlow, Flow>> = {
  USER_PASSWORD_AUTH: { permittedBy: "ALLOW_USER_PASSWORD_AUTH", entrance: "public", start: withPassword },
  ADMIN_USER_PASSWORD_AUTH: {
    permittedBy: "ALLOW_ADMIN_USER_PASSWORD_AUTH",
    entrance: "administrator",
    start: withPassword,
  },
  ADMIN_NO_SRP_AUTH: { permittedBy: "ALLOW_ADMIN_USER_PASSWORD_AUTH", entrance: "administrator", start: withPassword },
  REFRESH_TOKEN_AUTH: { permittedBy: "ALLOW_REFRESH_TOKEN_AUTH", entrance: "either", start: withRefreshToken },
  REFRESH_TOKEN: { permittedBy: "ALLOW_REFRESH_TOKEN_AUTH", entrance: "either", start: withRefreshToken },
  USER_SRP_AUTH: { permittedBy: "ALLOW_USER_SRP_AUTH", entrance: "either", start: withSrp },
  CUSTOM_AUTH: { permittedBy: "ALLOW_CUSTOM_AUTH", entrance: "either", start: withCustomChallenges },
  USER_AUTH: { permittedBy: "ALLOW_USER_AUTH", entrance: "either", start: withChoice },
};

/** A refresh signs nobody in: it goes on with a sign-in. */
const isRefresh = (flow: AuthFlow): boolean => flows[flow].permittedBy === "ALLOW_REFRESH_TOKEN_AUTH";

/** Observed: each entrance and flow has words of its own. Assumed: those of REFRESH_TOKEN_AUTH and CUSTOM_AUTH. */
const notEnabled = (flow: AuthFlow, byAdministrator: boolean) => {
  if (!byAdministrator && flow === "USER_SRP_AUTH") {
    return invalidParameter("USER_SRP_AUTH is not enabled for the client.");
  }
  if (!byAdministrator && (flow === "USER_PASSWORD_AUTH" || flow === "USER_AUTH")) {
    return invalidParameter(`${flow} flow not enabled for this client`);
  }
  return invalidParameter("Auth flow not enabled for this client");
};

/** Begins a sign-in, or refreshes one. @throws InvalidParameterException when the client does not permit the flow */
export const startSignIn = async (ctx: Context, request: SignInRequest): Promise<SignInStep> => {
  const { pool, client, byAdministrator } = request;
  const flow = flows[request.flow];
  const isEntrance = flow.entrance === "either" || (flow.entrance === "administrator") === byAdministrator;
  // Observed for administrators' flows in InitiateAuth. Assumed for USER_PASSWORD_AUTH in AdminInitiateAuth.
  if (!isEntrance) throw invalidParameter("Initiate Auth method not supported.");
  if (!allowedFlows(pool, client).has(flow.permittedBy)) throw notEnabled(request.flow, byAdministrator);
  if (!isRefresh(request.flow)) await requireAllowedAddress(ctx, request, () => requireUsername(request.parameters));
  return flow.start(ctx, request);
};
