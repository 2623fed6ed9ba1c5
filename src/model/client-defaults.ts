/**
 * The settings of an app client as a request leaves them: what is said, and the defaults of what is not.
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
 */
import type { CreateUserPoolClient, UpdateUserPoolClient } from "../contracts/index.ts";
import type { InputOf } from "../contracts/vocabulary.ts";
import type { ClientSettings } from "./client.ts";

/** What client ids and generated secrets are made of. */
export const CLIENT_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";
export const CLIENT_ID_LENGTH = 26;
/** 268 bits. */
export const CLIENT_SECRET_LENGTH = 52;

/** What CreateUserPoolClient and UpdateUserPoolClient have in common. */
export type ClientInput = Omit<
  InputOf<typeof UpdateUserPoolClient> | InputOf<typeof CreateUserPoolClient>,
  "UserPoolId" | "ClientId" | "ClientName" | "GenerateSecret" | "ClientSecret"
>;

const DEFAULT_REFRESH_VALIDITY = 30;
const DEFAULT_SESSION_VALIDITY_MINUTES = 3;

/** Lists of a client are sets; an empty one says as much as none. */
const set = <T>(values: readonly T[] | undefined): readonly T[] | undefined =>
  values === undefined || values.length === 0 ? undefined : [...new Set(values)];

/** As soon as one unit is said, all three are there. */
const units = (given: ClientInput["TokenValidityUnits"]): ClientSettings["TokenValidityUnits"] =>
  given === undefined || Object.values(given).every((unit) => unit === undefined)
    ? undefined
    : {
        AccessToken: given.AccessToken ?? "hours",
        IdToken: given.IdToken ?? "hours",
        RefreshToken: given.RefreshToken ?? "days",
      };

/** Zero means thirty days, so with another unit it stays zero. */
const refreshValidity = ({ RefreshTokenValidity: given, TokenValidityUnits }: ClientInput): number => {
  if (given !== 0) return given ?? DEFAULT_REFRESH_VALIDITY;
  return (TokenValidityUnits?.RefreshToken ?? "days") === "days" ? DEFAULT_REFRESH_VALIDITY : 0;
};

/** The settings of a new client: what is not named has its default. */
export const clientSettings = (input: ClientInput): ClientSettings => ({
  RefreshTokenValidity: refreshValidity(input),
  AccessTokenValidity: input.AccessTokenValidity,
  IdTokenValidity: input.IdTokenValidity,
  TokenValidityUnits: units(input.TokenValidityUnits),
  ReadAttributes: set(input.ReadAttributes),
  WriteAttributes: set(input.WriteAttributes),
  ExplicitAuthFlows: set(input.ExplicitAuthFlows),
  SupportedIdentityProviders: set(input.SupportedIdentityProviders),
  CallbackURLs: set(input.CallbackURLs),
  LogoutURLs: set(input.LogoutURLs),
  DefaultRedirectURI: input.DefaultRedirectURI,
  AllowedOAuthFlows: set(input.AllowedOAuthFlows),
  AllowedOAuthScopes: set(input.AllowedOAuthScopes),
  AllowedOAuthFlowsUserPoolClient: input.AllowedOAuthFlowsUserPoolClient ?? false,
  AnalyticsConfiguration: input.AnalyticsConfiguration,
  PreventUserExistenceErrors: input.PreventUserExistenceErrors,
  EnableTokenRevocation: input.EnableTokenRevocation ?? true,
  EnablePropagateAdditionalUserContextData: input.EnablePropagateAdditionalUserContextData ?? false,
  AuthSessionValidity: input.AuthSessionValidity ?? DEFAULT_SESSION_VALIDITY_MINUTES,
  RefreshTokenRotation: input.RefreshTokenRotation,
});

/** The settings of a client after an update: what is not named goes back to its default, what other operations set stays. */
export const updatedClientSettings = (
  { ssoValidityMinutes, risk }: Pick<ClientSettings, "ssoValidityMinutes" | "risk">,
  input: ClientInput,
): ClientSettings => ({ ...clientSettings(input), ssoValidityMinutes, risk });

/** The settings without a provider that is gone; the same settings where they do not name it. */
export const withoutProvider = (settings: ClientSettings, name: string): ClientSettings =>
  settings.SupportedIdentityProviders?.includes(name) === true
    ? {
        ...settings,
        SupportedIdentityProviders: set(settings.SupportedIdentityProviders.filter((each) => each !== name)),
      }
    : settings;
