/**
 * An API that tokens of the pool open, and the scopes that it understands.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html
 */
import type { ResourceServerType } from "../contracts/shapes.ts";
import type { Value } from "../contracts/vocabulary.ts";
import { invalidParameter, notFound } from "./refusals.ts";

export interface ResourceServerScope {
  readonly name: string;
  readonly description: string;
}

export interface ResourceServer {
  readonly poolId: string;
  readonly identifier: string;
  readonly name: string;
  readonly scopes: readonly ResourceServerScope[];
  readonly version: number;
}

/** Observed. */
export const resourceServerNotFound = (identifier: string) => notFound(`Resource server ${identifier} does not exist.`);
/** Observed. */
export const resourceServerExists = (poolId: string, identifier: string) =>
  invalidParameter(`${identifier} already exists in user pool ${poolId}.`);

/** What a scope of tokens is called: the server's identifier and the scope's name. */
const fullName = ({ identifier }: ResourceServer, scope: ResourceServerScope): string => `${identifier}/${scope.name}`;

/** Every scope of the server, as tokens carry it. */
export const scopesOf = (server: ResourceServer): readonly string[] =>
  server.scopes.map((scope) => fullName(server, scope));

/** The server that a scope would belong to: names of scopes have no slash, identifiers may. Undefined for our own scopes. */
export const identifierOf = (scope: string): string | undefined => {
  const slash = scope.lastIndexOf("/");
  return slash <= 0 ? undefined : scope.slice(0, slash);
};

/** The scopes of a request. @throws InvalidParameterException for a name that comes twice */
export const requestedScopes = (given: Value<typeof ResourceServerType>["Scopes"]): readonly ResourceServerScope[] => {
  const scopes = (given ?? []).map(({ ScopeName, ScopeDescription }) => ({
    name: ScopeName,
    description: ScopeDescription,
  }));
  // Assumed: the words. Of two scopes of one name nobody could say which a token means.
  const twice = scopes.find(({ name }, index) => scopes.findIndex((other) => other.name === name) < index);
  if (twice !== undefined) throw invalidParameter(`Duplicate scope name ${twice.name}.`);
  return scopes;
};

/** A server without scopes shows none. */
export const resourceServerView = (server: ResourceServer): Value<typeof ResourceServerType> => ({
  UserPoolId: server.poolId,
  Identifier: server.identifier,
  Name: server.name,
  Scopes:
    server.scopes.length === 0
      ? undefined
      : server.scopes.map(({ name, description }) => ({ ScopeName: name, ScopeDescription: description })),
});
