/** What tokens buy, whoever holds them, and how they end. */
import assert from "node:assert/strict";
import { STEP_MS } from "../../../src/crypto/totp.ts";
import { createAuthenticator } from "../../../src/testing/authenticator.ts";
import { OK, SAYS, type Outcome } from "../model.ts";
import { newest, type Name, type Scene } from "../scene.ts";
import { changePassword, refresh, rotated, tokenBar } from "../token-model.ts";

export interface Change {
  readonly do: "change";
  readonly who: Name;
  readonly password: "right" | "wrong";
}

/** Uses an access token. */
export interface UseToken {
  readonly do: "getUser" | "signOut" | "registerApp";
  readonly who: Name;
  readonly pick: number;
}

export interface Refresh {
  readonly do: "refresh";
  readonly who: Name;
  readonly by: "flow" | "operation";
  readonly foreign: boolean;
  readonly pick: number;
  /** Which token of the family; 0 is the newest. */
  readonly nth: number;
}

export interface Revoke {
  readonly do: "revoke";
  readonly who: Name;
  readonly foreign: boolean;
  readonly pick: number;
  readonly nth: number;
}

const tokensOf = ({ tokens }: Scene, who: Name) => tokens.filter(({ family }) => family.of.username === who);
const familiesOf = ({ families }: Scene, who: Name) => families.filter(({ of }) => of.username === who);

export const change = async (scene: Scene, { who, password }: Change): Promise<void> => {
  const token = tokensOf(scene, who).at(-1);
  if (token === undefined) return;
  const PreviousPassword = scene.typed(token.family.of, password);
  const ProposedPassword = scene.newPassword();
  const outcome = await scene.outcome(
    scene.world.call.ChangePassword({ AccessToken: token.value, PreviousPassword, ProposedPassword }),
  );
  assert.equal(outcome, changePassword(scene.model, token, PreviousPassword, ProposedPassword));
  if (outcome === OK) scene.passwords.push(ProposedPassword);
};

/** Operations that do not declare what a user's state is told with say the same in another exception's name. */
const undeclared = (outcome: Outcome): Outcome =>
  outcome.replace(/^(?:PasswordResetRequired|UserNotFound)Exception/, "NotAuthorizedException");

export const useToken = async (scene: Scene, step: UseToken): Promise<void> => {
  const token = newest(tokensOf(scene, step.who), step.pick);
  if (token === undefined) return;
  const { call } = scene.world;
  const expected = tokenBar(scene.model, token) ?? OK;
  const AccessToken = token.value;
  if (step.do === "getUser") {
    assert.equal(await scene.outcome(call.GetUser({ AccessToken })), expected);
    return;
  }
  if (step.do === "signOut") {
    const told = expected === SAYS.unknownUser ? undeclared(expected) : expected;
    assert.equal(await scene.outcome(call.GlobalSignOut({ AccessToken })), told);
    if (expected === OK) token.family.of.revocations += 1;
    return;
  }
  let SecretCode: string | undefined;
  const associated = call.AssociateSoftwareToken({ AccessToken }).then((made) => (SecretCode = made.SecretCode));
  assert.equal(await scene.outcome(associated), undeclared(expected));
  if (SecretCode === undefined) return;
  const { of } = token.family;
  await call.VerifySoftwareToken({ AccessToken, UserCode: createAuthenticator(SecretCode, scene.world.clock).code() });
  scene.apps.set(of.sub, SecretCode);
  of.appSteps = new Set([Math.floor(scene.model.now / STEP_MS)]);
};

export const refreshTokens = async (scene: Scene, step: Refresh): Promise<void> => {
  const family = newest(familiesOf(scene, step.who), step.pick);
  if (family === undefined) return;
  const place = Math.max(0, family.line.length - 1 - step.nth);
  const token = family.line[place]?.value ?? "";
  const own = { id: family.clientId, rotates: family.rotates };
  const through = step.foreign ? scene.foreignTo(own) : own;
  const ClientId = through.id;
  const { call } = scene.world;
  let given: Awaited<ReturnType<typeof call.InitiateAuth>>["AuthenticationResult"];
  const asked =
    step.by === "flow"
      ? call.InitiateAuth({ ClientId, AuthFlow: "REFRESH_TOKEN_AUTH", AuthParameters: { REFRESH_TOKEN: token } })
      : call.GetTokensFromRefreshToken({ ClientId, RefreshToken: token });
  const outcome = await scene.outcome(asked.then(({ AuthenticationResult }) => (given = AuthenticationResult)));
  const expected = refresh(scene.model, family, place, { by: step.by, through });
  // What is over may have been swept, whatever had ended it before; then it is not known any more.
  const isSwept = expected !== OK && scene.model.now >= family.until && outcome === SAYS.refreshInvalid;
  if (!isSwept) assert.equal(outcome, expected);
  if (given === undefined) return;
  scene.refreshed(family, given.AccessToken ?? "");
  assert.equal(given.RefreshToken !== undefined, family.rotates, "a successor");
  if (given.RefreshToken === undefined) return;
  rotated(scene.model, family, place, given.RefreshToken);
  assert.equal(given.RefreshToken, family.line[place + 1]?.value, "the one successor");
};

/** Any token of the line will do, at its own client alone; what is dead already is no error. */
export const revoke = async (scene: Scene, step: Revoke): Promise<void> => {
  const family = newest(familiesOf(scene, step.who), step.pick);
  if (family === undefined) return;
  const own = { id: family.clientId, rotates: family.rotates };
  const ClientId = (step.foreign ? scene.foreignTo(own) : own).id;
  const Token = family.line.at(-1 - (step.nth % family.line.length))?.value ?? "";
  assert.equal(await scene.outcome(scene.world.call.RevokeToken({ ClientId, Token })), OK);
  if (!step.foreign) family.revoked = true;
};
