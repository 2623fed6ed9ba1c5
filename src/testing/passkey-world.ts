/** A world whose pool takes passkeys, and what tests of them do again and again. */
import { Secret } from "../contracts/secret.ts";
import { createContext } from "../runtime/context.ts";
import type { WireInput } from "./call.ts";
import { makePasskey, type CreationOptions, type MakingCeremony } from "./software-authenticator.ts";
import { startWorld, type World } from "./world.ts";

type WebAuthn = NonNullable<WireInput<"SetUserPoolMfaConfig">["WebAuthnConfiguration"]>;

const FACTORS = ["PASSWORD", "WEB_AUTHN"] as const;

/** A world whose passkeys are those of `example.com`, or as `configuration` says. */
export const startPasskeyWorld = async (
  configuration: WebAuthn = { RelyingPartyId: "example.com" },
): Promise<World> => {
  const world = await startWorld({
    pool: { Policies: { SignInPolicy: { AllowedFirstAuthFactors: FACTORS } } },
    client: { ExplicitAuthFlows: ["ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH"] },
  });
  await world.call.SetUserPoolMfaConfig({ ...world.pool, WebAuthnConfiguration: configuration });
  return world;
};

/** Makes a user and signs in: the access token, as a member to spread. */
export const signedIn = async (world: World, name = "ada"): Promise<{ readonly AccessToken: string }> => {
  const { Username, Password } = await world.user(name);
  const { AuthenticationResult } = await world.signIn(Username, Password);
  return { AccessToken: AuthenticationResult?.AccessToken ?? "" };
};

/** Begins a registration for the caller. */
export const startRegistration = async (
  { call }: World,
  token: { readonly AccessToken: string },
): Promise<CreationOptions> => {
  const { CredentialCreationOptions } = await call.StartWebAuthnRegistration(token);
  return CredentialCreationOptions as CreationOptions;
};

/** Registers a passkey for the caller. */
export const register = async (
  world: World,
  token: { readonly AccessToken: string },
  ceremony: MakingCeremony = {},
) => {
  const { passkey, document } = makePasskey(await startRegistration(world, token), ceremony);
  await world.call.CompleteWebAuthnRegistration({ ...token, Credential: document });
  return passkey;
};

/** The rows behind a user's access token, and a context to judge them in, as a sign-in has them. */
export const signInOf = async (world: World, { AccessToken }: { readonly AccessToken: string }) => {
  const { facilities } = world.server;
  const facts = { id: "test", userAgent: "", remoteAddress: "127.0.0.1" };
  const ctx = createContext(facilities, { errors: [] }, facts);
  const { poolId, clientId, sub } = await ctx.tokens.readAccessToken(new Secret(AccessToken), ctx.now);
  const pool = await ctx.store.pools.get(poolId);
  const user = await ctx.store.users.bySub(poolId, sub);
  if (user === undefined) throw new Error("the token's user is gone");
  return { ctx, pool, client: await ctx.store.clients.get(poolId, clientId), user };
};
