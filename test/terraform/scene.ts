/** A server, and the SDK through which the provider would speak to it. */
import type { CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { testCodeEncryption } from "../../src/testing/code-functions.ts";
import { startWorld, type World, type WorldOptions } from "../../src/testing/world.ts";

export interface Scene extends AsyncDisposable {
  readonly world: World;
  readonly sdk: CognitoIdentityProviderClient;
}

export const startScene = async (options: WorldOptions = {}): Promise<Scene> => {
  const world = await startWorld({ codeEncryption: testCodeEncryption(), ...options });
  const { sdk } = await world.listen();
  return {
    world,
    sdk,
    [Symbol.asyncDispose]: async () => {
      sdk.destroy();
      await world[Symbol.asyncDispose]();
    },
  };
};
