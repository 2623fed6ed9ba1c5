/** Users who change their own attributes, in tests. */
import type { Login, World } from "./world.ts";

/** Attributes as a request carries them. */
export const attributeList = (values: Readonly<Record<string, string>>) =>
  Object.entries(values).map(([Name, Value]) => ({ Name, Value }));

/** A user's attributes without the sub, as an administrator sees them. */
export const attributesOf = async (world: World, Username: string): Promise<Record<string, string | undefined>> => {
  const { UserAttributes = [] } = await world.call.AdminGetUser({ ...world.pool, Username });
  const { sub: _sub, ...attributes } = Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]));
  return attributes;
};

/** Signs in; answers with the access token as a member to spread. */
export const accessOf = async (
  world: World,
  { Username, Password }: Login,
): Promise<{ readonly AccessToken: string }> => {
  const { AuthenticationResult } = await world.signIn(Username, Password);
  return { AccessToken: AuthenticationResult?.AccessToken ?? "" };
};
