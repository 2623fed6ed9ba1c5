/** A world that tracks sessions, and callers on several devices in it. */
import { createCalls, type Calls } from "./call.ts";
import { startWorld, type World, type WorldOptions } from "./world.ts";

/** Starts a world whose pool tracks sessions; `maxPerUser` is 20 unless said. */
export const startTracking = async (maxPerUser = 20, options: WorldOptions = {}): Promise<World> => {
  const world = await startWorld(options);
  await world.call.SetUserPoolSessionConfiguration({
    ...world.pool,
    UserSessionTracking: "ENABLED",
    TokenSession: { MaxPerUser: maxPerUser },
  });
  return world;
};

/** The API as a program with this User-Agent header calls it. */
export const callsFrom = (world: World, userAgent: string): Calls =>
  createCalls(world.server.perform, { settle: world.settle, userAgent });

/** Signs a user in through the world's client, or another. */
export const signInFrom = async (
  { client }: Pick<World, "client">,
  call: Calls,
  name = "ada",
): Promise<{ readonly access: string; readonly refresh: string }> => {
  const { AuthenticationResult } = await call.InitiateAuth({
    ...client,
    AuthFlow: "USER_PASSWORD_AUTH",
    AuthParameters: { USERNAME: name, PASSWORD: `Secret of ${name} 1!` },
  });
  return { access: AuthenticationResult?.AccessToken ?? "", refresh: AuthenticationResult?.RefreshToken ?? "" };
};
