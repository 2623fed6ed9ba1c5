/** The values inside AuthParameters and ChallengeResponses, which the contracts leave free. */
import { textRules, type Rules } from "../contracts/constraints.ts";
import type { Secret } from "../contracts/secret.ts";
import { PasswordType, UsernameType } from "../contracts/shapes.ts";
import { invalidParameter, missingParameter } from "../model/refusals.ts";

const usernameRules = textRules(UsernameType);
const passwordRules = textRules(PasswordType);

/** By name, as they were sent. */
export type Parameters = Readonly<Record<string, Secret>>;

/** @throws InvalidParameterException */
export const requireParameter = (parameters: Parameters, name: string): Secret => {
  const value = parameters[name];
  if (value === undefined) throw missingParameter(name);
  return value;
};

/** The text of a parameter that is no secret. @throws InvalidParameterException */
export const requireText = (parameters: Parameters, name: string): string =>
  requireParameter(parameters, name).reveal();

/** Violations in the words of the contracts; `paths` are the names under which Amazon checks the value. */
const requireShape = (rules: Rules<string>, value: string, paths: readonly string[]): void => {
  const [broken] = rules.broken(value);
  if (broken === undefined) return;
  const items = paths.map((path) => `Value at '${path}' failed to satisfy constraint: ${broken}`);
  const errors = items.length === 1 ? "error" : "errors";
  throw invalidParameter(`${items.length} validation ${errors} detected: ${items.join("; ")}`);
};

/**
 * The name that signs in. Observed: it is checked under two internal names, and both complain.
 * @throws InvalidParameterException
 */
export const requireUsername = (parameters: Parameters): string => {
  const username = requireText(parameters, "USERNAME");
  requireShape(usernameRules, username, ["userAlias", "userName"]);
  return username;
};

/** A password to be stored. @throws InvalidParameterException for one that no operation would take */
export const requireNewPassword = (parameters: Parameters): Secret => {
  const password = requireParameter(parameters, "NEW_PASSWORD");
  // Assumed: the internal name.
  requireShape(passwordRules, password.reveal(), ["newPassword"]);
  return password;
};
