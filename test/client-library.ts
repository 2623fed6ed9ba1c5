/** Amazon's browser library in Node, with nothing changed but the endpoint and where it keeps what it remembers. */
import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
  type ICognitoStorage,
} from "amazon-cognito-identity-js";
import type { World } from "../src/testing/world.ts";

/** A browser's storage: what a start of the library finds of the one before. */
export const memory = (): ICognitoStorage => {
  const values = new Map<string, string>();
  return {
    setItem: (key, value) => void values.set(key, value),
    getItem: (key) => values.get(key) ?? null,
    removeItem: (key) => void values.delete(key),
    clear: () => {
      values.clear();
    },
  };
};

/** How the library signs in; without SRP first a custom challenge is begun by `beginCustom`. */
export type Flow = "USER_SRP_AUTH" | "USER_PASSWORD_AUTH" | "CUSTOM_AUTH";

/** The library, on the clock of this machine, which it reads: makes users who sign in by a flow. */
export const openLibrary = async (world: World) => {
  world.clock.set(Date.now());
  const { endpoint } = await world.listen();
  const Storage = memory();
  const Pool = new CognitoUserPool({ ...world.pool, ...world.client, endpoint, Storage });
  const user = (Username: string, flow: Flow = "USER_SRP_AUTH"): CognitoUser => {
    const made = new CognitoUser({ Username, Pool, Storage });
    made.setAuthenticationFlowType(flow);
    return made;
  };
  return { Pool, user };
};

type Parameters = Readonly<Record<string, string>>;

/** What a call of the library ended with: a session, or the name of a challenge and what is told with it. */
export interface Outcome {
  readonly session?: CognitoUserSession;
  readonly challenge?: string;
  readonly parameters: Parameters;
}

/** A call that takes the library's callbacks, as a promise of whichever is called. */
export const outcomeOf = (call: (callbacks: Callbacks) => void): Promise<Outcome> =>
  new Promise((resolve, reject) => {
    const asked = (challenge: string, parameters: Parameters): void => resolve({ challenge, parameters });
    call({
      onSuccess: (session) => resolve({ session, parameters: {} }),
      onFailure: reject,
      mfaRequired: asked,
      totpRequired: asked,
      mfaSetup: asked,
      selectMFAType: asked,
      customChallenge: (parameters: Parameters) => asked("CUSTOM_CHALLENGE", parameters),
    });
  });

/** Those that every call understands. */
interface Callbacks {
  readonly onSuccess: (session: CognitoUserSession) => void;
  readonly onFailure: (error: Error) => void;
  readonly mfaRequired: (challenge: string, parameters: Parameters) => void;
  readonly totpRequired: (challenge: string, parameters: Parameters) => void;
  readonly mfaSetup: (challenge: string, parameters: Parameters) => void;
  readonly selectMFAType: (challenge: string, parameters: Parameters) => void;
  readonly customChallenge: (parameters: Parameters) => void;
}

/** Signs in with a password, by the user's flow. */
export const signIn = (user: CognitoUser, Password: string): Promise<Outcome> =>
  outcomeOf((callbacks) => {
    user.authenticateUser(new AuthenticationDetails({ Username: user.getUsername(), Password }), callbacks);
  });

/** Begins a custom challenge without a password. */
export const beginCustom = (user: CognitoUser): Promise<Outcome> =>
  outcomeOf((callbacks) => {
    user.initiateAuth(new AuthenticationDetails({ Username: user.getUsername() }), callbacks);
  });
