/**
 * The style of a client's managed login pages: settings of its own over the server's, and pictures.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/managed-login-brandingeditor.html
 */
import { ApiException } from "../contracts/exceptions.ts";
import type { ManagedLoginBrandingType } from "../contracts/shapes.ts";
import type { UpdateManagedLoginBranding } from "../contracts/index.ts";
import type { InputOf, Value } from "../contracts/vocabulary.ts";
import { DEFAULT_SETTINGS } from "./login-style-defaults.ts";
import { mergedSettings, requestedSettings, type SettingsValue } from "./login-style-settings.ts";
import type { DocumentFile, PoolDocument } from "./pool-document.ts";
import { invalidParameter, notFound } from "./refusals.ts";
import type { StyleAsset } from "./style-assets.ts";

export interface LoginStyleContent {
  /** Undefined: the server's own are used. */
  readonly settings?: SettingsValue | undefined;
  readonly assets: readonly StyleAsset[];
}

export type LoginStyle = PoolDocument<"login-style">;

/** Observed: the words of these four. */
export const styleNotFound = () => notFound("ManagedLoginBranding does not exist.");
export const clientStyleNotFound = (clientId: string) =>
  notFound(`ManagedLoginBranding for client ${clientId} does not exist.`);
export const styleExists = (clientId: string) =>
  new ApiException(
    "ManagedLoginBrandingExistsException",
    `A ManagedLoginBranding already exists for client ${clientId}`,
  );
const providedOrOwn = () => invalidParameter("useCognitoProvidedValues or settings should be specified (but not both)");

const memberMissing = (path: string) =>
  invalidParameter(
    `1 validation error detected: Value at '${path}' failed to satisfy constraint: Member must not be null`,
  );

interface StyleInput {
  readonly UseCognitoProvidedValues?: boolean | undefined;
  readonly Settings?: unknown;
}

/** Which style is to be changed. The API declares both members optional. Assumed: the words. @throws InvalidParameterException */
export const requireStyleNamed = ({
  UserPoolId,
  ManagedLoginBrandingId,
}: Pick<InputOf<typeof UpdateManagedLoginBranding>, "UserPoolId" | "ManagedLoginBrandingId">) => {
  if (UserPoolId === undefined) throw memberMissing("userPoolId");
  if (ManagedLoginBrandingId === undefined) throw memberMissing("managedLoginBrandingId");
  return { poolId: UserPoolId, styleId: ManagedLoginBrandingId };
};

/**
 * The settings of a new style. Observed: pictures may come with the server's settings too.
 * @throws InvalidParameterException
 */
export const newSettings = ({
  UseCognitoProvidedValues: provided,
  Settings,
}: StyleInput): SettingsValue | undefined => {
  if ((provided === true) === (Settings !== undefined)) throw providedOrOwn();
  return Settings === undefined ? undefined : requestedSettings(Settings);
};

/**
 * The settings as a request leaves them: those that it brings, in place of all; none of its own with the server's
 * values; else what there was. Assumed: that a document replaces the one before, so that what was written is read.
 * @throws InvalidParameterException
 */
export const changedSettings = (
  { UseCognitoProvidedValues: provided, Settings }: StyleInput,
  before: SettingsValue | undefined,
): SettingsValue | undefined => {
  if (provided === true && Settings !== undefined) throw providedOrOwn();
  if (provided === true) return undefined;
  return Settings === undefined ? before : requestedSettings(Settings);
};

/** With `isMerged` also the settings that the style leaves to the server. @param files those of the style's pictures */
export const styleView = (
  { id, poolId, content, createdAt, modifiedAt }: LoginStyle,
  files: readonly DocumentFile[],
  isMerged: boolean,
): Value<typeof ManagedLoginBrandingType> => {
  const bytes = new Map(files.map((file) => [file.id, file.bytes]));
  const { settings } = content;
  return {
    ManagedLoginBrandingId: id,
    UserPoolId: poolId,
    UseCognitoProvidedValues: settings === undefined,
    // Observed: without settings of its own the style shows none.
    Settings: isMerged ? mergedSettings(DEFAULT_SETTINGS, settings ?? {}) : settings,
    Assets: content.assets.map(({ file, ...asset }) => ({ ...asset, Bytes: bytes.get(file) })),
    CreationDate: createdAt,
    LastModifiedDate: modifiedAt,
  };
};
