/**
 * Every operation of the API by its name, and the group in which it is kept here, in `operations/` and in the documents.
 */
import * as attributes from "./attributes.ts";
import * as authEvents from "./auth-events.ts";
import * as branding from "./branding.ts";
import * as clients from "./clients.ts";
import * as devices from "./devices.ts";
import * as domains from "./domains.ts";
import * as groups from "./groups.ts";
import * as identityProviders from "./identity-providers.ts";
import * as imports from "./imports.ts";
import * as limits from "./limits.ts";
import * as logDelivery from "./log-delivery.ts";
import * as mfa from "./mfa.ts";
import * as passkeys from "./passkeys.ts";
import * as passwords from "./passwords.ts";
import * as pools from "./pools.ts";
import * as replicas from "./replicas.ts";
import * as resourceServers from "./resource-servers.ts";
import * as risk from "./risk.ts";
import * as sessions from "./sessions.ts";
import * as signIn from "./sign-in.ts";
import * as signUp from "./sign-up.ts";
import * as tags from "./tags.ts";
import * as terms from "./terms.ts";
import * as tokens from "./tokens.ts";
import * as users from "./users.ts";
import type { Contract } from "./vocabulary.ts";

export * from "./attributes.ts";
export * from "./auth-events.ts";
export * from "./branding.ts";
export * from "./clients.ts";
export * from "./devices.ts";
export * from "./domains.ts";
export * from "./groups.ts";
export * from "./identity-providers.ts";
export * from "./imports.ts";
export * from "./limits.ts";
export * from "./log-delivery.ts";
export * from "./mfa.ts";
export * from "./passkeys.ts";
export * from "./passwords.ts";
export * from "./pools.ts";
export * from "./replicas.ts";
export * from "./resource-servers.ts";
export * from "./risk.ts";
export * from "./sessions.ts";
export * from "./sign-in.ts";
export * from "./sign-up.ts";
export * from "./tags.ts";
export * from "./terms.ts";
export * from "./tokens.ts";
export * from "./users.ts";

/** The groups, each with its operations. */
export const operationGroups = {
  attributes,
  "auth-events": authEvents,
  branding,
  clients,
  devices,
  domains,
  groups,
  "identity-providers": identityProviders,
  imports,
  limits,
  "log-delivery": logDelivery,
  mfa,
  passkeys,
  passwords,
  pools,
  replicas,
  "resource-servers": resourceServers,
  risk,
  sessions,
  "sign-in": signIn,
  "sign-up": signUp,
  tags,
  terms,
  tokens,
  users,
} as const;

export type GroupName = keyof typeof operationGroups;

/** All operations by name. */
export const contracts = {
  ...attributes,
  ...authEvents,
  ...branding,
  ...clients,
  ...devices,
  ...domains,
  ...groups,
  ...identityProviders,
  ...imports,
  ...limits,
  ...logDelivery,
  ...mfa,
  ...passkeys,
  ...passwords,
  ...pools,
  ...replicas,
  ...resourceServers,
  ...risk,
  ...sessions,
  ...signIn,
  ...signUp,
  ...tags,
  ...terms,
  ...tokens,
  ...users,
} as const;

export type OperationName = keyof typeof contracts;

/** The group that each operation belongs to: the file in which its contract stands. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- made from the groups that both types are made from
export const groupOf = Object.fromEntries(
  Object.entries(operationGroups).flatMap(([group, members]) => Object.keys(members).map((name) => [name, group])),
) as Readonly<Record<OperationName, GroupName>>;

/** The contract of an operation that is known by name alone; undefined when there is none. */
export const contractOf = (name: string): Contract | undefined => (isOperation(name) ? contracts[name] : undefined);

/** Whether the API has an operation of this name. */
export const isOperation = (name: string): name is OperationName => Object.hasOwn(contracts, name);
