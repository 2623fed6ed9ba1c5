/**
 * The link that confirms a sign-up: written into mails, and read where it is opened.
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-settings-message-customizations.html
 */
import { Secret } from "../contracts/secret.ts";

/** Where links lead, below the public URL. */
export const CONFIRM_USER_PATH = "/confirmUser";

/** What a link says. */
export interface ConfirmationLink {
  readonly clientId: string;
  /** The internal name, which is no address in pools whose users sign in by one. */
  readonly username: string;
  readonly code: Secret;
}

/**
 * The link below the server's public URL, in Amazon's form. The client's id names the pool: a link of one pool says
 * nothing to another. Made of settings and stored values alone, never of a request's headers.
 */
export const confirmationLink = (publicUrl: string, { clientId, username, code }: ConfirmationLink): Secret => {
  const query = new URLSearchParams({
    client_id: clientId,
    user_name: username,
    confirmation_code: code.reveal(),
  });
  return new Secret(`${publicUrl}${CONFIRM_USER_PATH}/?${query.toString()}`);
};

/** The input of ConfirmSignUp that a link stands for, unchecked. */
export const linkedConfirmation = (query: URLSearchParams) => ({
  ClientId: query.get("client_id"),
  Username: query.get("user_name"),
  ConfirmationCode: query.get("confirmation_code"),
});
