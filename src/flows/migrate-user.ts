/**
 * UserMigration: a name that the pool does not know is asked for at the pool's function, which may hand the user over.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-migrate-user.html
 */
import { ApiException } from "../contracts/exceptions.ts";
import type { Secret } from "../contracts/secret.ts";
import { canonicalIn } from "../model/identifier.ts";
import { notAuthorized } from "../model/refusals.ts";
import type { User } from "../model/user.ts";
import { newAttributes } from "../model/user-attributes.ts";
import type { Context } from "../runtime/operation.ts";
import { Conflict } from "../storage/store.ts";
import type { MigratedUser } from "../triggers/answers.ts";
import { userMigrationEvent, type StringMap, type UserMigrationSource } from "../triggers/events.ts";
import type { AppClient } from "./app-client.ts";
import type { PasswordSignIn } from "./authenticate.ts";
import { createUser, newUser } from "./create-user.ts";
import { FORCED_ALIASES, type NameRules } from "./identifiers.ts";
import { newCredential } from "./set-password.ts";
import { sceneOf } from "./trigger-scene.ts";

interface Migration extends AppClient {
  readonly source: UserMigrationSource;
  /** As it was typed. */
  readonly username: string;
  readonly password: Secret | undefined;
  readonly validationData: StringMap | undefined;
  readonly clientMetadata: StringMap | undefined;
}

/** Observed: the words for a user whom a function handed over and the pool cannot take. */
const cannotMigrate = ({ client }: AppClient) => notAuthorized(`Exception migrating user in app client ${client.id}`);

/** What another user holds already stays theirs, unless the function says otherwise; then verified aliases move. */
const namesOf = (migration: Migration, { forceAliasCreation }: MigratedUser): NameRules => ({
  moves: forceAliasCreation ? FORCED_ALIASES : [],
  refuse: () => cannotMigrate(migration),
});

/** An alias of the pool is what the typed name is, if the function gives the user another name. */
const isTypedAlias = ({ pool, username }: Migration, attributes: StringMap): boolean =>
  (pool.settings.AliasAttributes ?? []).some((alias) => {
    const value = attributes[alias];
    return value !== undefined && canonicalIn(pool, value) === canonicalIn(pool, username);
  });

/**
 * The user as the function describes it. `username` among the attributes is the typed name, or another one where an
 * alias was typed. What the pool requires may be missing.
 * @throws NotAuthorizedException where the pool cannot take the user
 */
const migratedUser = (ctx: Context, migration: Migration, answer: MigratedUser): User => {
  const { pool, username: typed } = migration;
  const { username: given, ...submitted } = answer.userAttributes;
  if (given !== undefined && canonicalIn(pool, given) !== canonicalIn(pool, typed)) {
    if (!isTypedAlias(migration, submitted)) throw cannotMigrate(migration);
  }
  try {
    const pairs = Object.entries(submitted).map(([Name, Value]) => ({ Name, Value }));
    const attributes = newAttributes(pool, pairs, "owner");
    const user = newUser(ctx, pool, given ?? typed, attributes, answer.finalUserStatus);
    if (!answer.enableSMSMFA) return user;
    const canReceive = (pool.settings.MfaConfiguration ?? "OFF") !== "OFF" && attributes["phone_number"] !== undefined;
    if (!canReceive) throw cannotMigrate(migration);
    return { ...user, mfaFactors: ["SMS_MFA"], preferredMfa: "SMS_MFA" };
  } catch (error) {
    if (error instanceof ApiException) throw cannotMigrate(migration);
    throw error;
  }
};

/**
 * Asks for the user and stores it. The typed password is kept without the policy; a status other than CONFIRMED bars it
 * until it has been reset.
 * Assumed: no welcome message is sent, whatever the function asks for: it would carry the password just typed.
 */
const migrate = async (ctx: Context, migration: Migration): Promise<User | undefined> => {
  const { pool, client, source, username, password, validationData, clientMetadata } = migration;
  const arn = pool.settings.LambdaConfig?.UserMigration;
  if (arn === undefined) return undefined;
  const event = userMigrationEvent(sceneOf(ctx, pool, username, client), source, {
    password,
    validationData,
    clientMetadata,
  });
  const answer = await ctx.triggers.ask("UserMigration", arn, event);
  if (answer === undefined) return undefined;
  const user = migratedUser(ctx, migration, answer);
  const credential = password && (await newCredential(ctx, pool, user, password, false));
  return ctx.transaction(async (tx) => {
    // Another request may have brought the user in meanwhile: then this one begins again, and finds them.
    if ((await tx.users.find(pool, username)) !== undefined) throw new Conflict();
    return createUser(tx, pool, user, credential, namesOf(migration, answer));
  });
};

/** The user that a forgotten password brings in; undefined where there is no function, or it knows no such user. */
export const migrateForgottenUser = (
  ctx: Context,
  client: AppClient,
  username: string,
  clientMetadata: StringMap | undefined,
): Promise<User | undefined> =>
  migrate(ctx, {
    ...client,
    source: "UserMigration_ForgotPassword",
    username,
    password: undefined,
    validationData: undefined,
    clientMetadata,
  });

/** The user that a sign-in with a password brings in; undefined where there is no function, or it knows no such user. */
export const migrateSigningInUser = (
  ctx: Context,
  { pool, client, username, password, validationData }: PasswordSignIn,
): Promise<User | undefined> =>
  migrate(ctx, {
    pool,
    client,
    source: "UserMigration_Authentication",
    username,
    password,
    validationData,
    clientMetadata: undefined,
  });
