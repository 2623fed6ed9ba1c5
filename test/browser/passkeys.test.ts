/** Passkeys as a real browser makes and uses them, with an authenticator that the browser simulates. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { spendWebAuthnAnswer, verifyWebAuthnAnswer, webAuthnChallenge } from "../../src/flows/passkeys.ts";
import { portOf, startHttpServer } from "../../src/testing/loopback-server.ts";
import { signedIn, signInOf, startPasskeyWorld } from "../../src/testing/passkey-world.ts";
import type { World } from "../../src/testing/world.ts";
import { openPage, skipReason, type OpenedPage } from "./chromium.ts";

type Token = { readonly AccessToken: string };

/** An application's page: it speaks to the server itself, and to the authenticator as the application would. */
const PAGE = `<!doctype html><title>Passkeys</title><script>
const call = async (endpoint, operation, input) => {
  const answer = await fetch(endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "AWSCognitoIdentityProviderService." + operation,
    },
    body: JSON.stringify(input),
  });
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.__type + ": " + body.message);
  return body;
};
const register = async ({ endpoint, AccessToken }) => {
  const { CredentialCreationOptions } = await call(endpoint, "StartWebAuthnRegistration", { AccessToken });
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(CredentialCreationOptions);
  const credential = await navigator.credentials.create({ publicKey });
  await call(endpoint, "CompleteWebAuthnRegistration", { AccessToken, Credential: credential.toJSON() });
};
const use = async (options) => {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(options));
  return JSON.stringify((await navigator.credentials.get({ publicKey })).toJSON());
};
</script>`;

/** Serves the page. On `localhost` browsers take it for safe without HTTPS. */
const servePage = async () => {
  const site = await startHttpServer((_request, response) => {
    response.setHeader("content-type", "text/html").end(PAGE);
  });
  const url = `http://localhost:${portOf(site.server)}/`;
  return { url, [Symbol.asyncDispose]: () => site[Symbol.asyncDispose]() };
};

/** Plugs in an authenticator that makes sure of the person by itself. */
const plugIn = async ({ tools }: OpenedPage): Promise<string> => {
  await tools.send("WebAuthn.enable");
  const { authenticatorId } = await tools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return authenticatorId;
};

/** Asks for the passkey as a sign-in does, lets the page answer, and writes what is proven. */
const signInWith = async (world: World, token: Token, { page }: OpenedPage) => {
  const { ctx, pool, client, user } = await signInOf(world, token);
  const challenge = await webAuthnChallenge(ctx, { pool, client, subject: user });
  assert.ok(challenge);
  const options = JSON.stringify(challenge.parameters.CREDENTIAL_REQUEST_OPTIONS);
  const credential: unknown = await page.evaluate(`use(${options})`);
  assert.ok(typeof credential === "string");
  const session = { state: challenge.state, expiresAt: ctx.now + 1 };
  const answer = await verifyWebAuthnAnswer(ctx, { pool, user }, session, credential);
  if (answer.kind === "refused") return answer.fault;
  assert.equal(answer.userVerified, true);
  return (await ctx.transaction((tx) => spendWebAuthnAnswer(tx, answer))) ? "signed in" : "spent";
};

test(
  "A browser registers a passkey and signs in with it, and a copy of its key does not",
  { skip: skipReason },
  async () => {
    await using world = await startPasskeyWorld({ RelyingPartyId: "localhost", UserVerification: "required" });
    const { endpoint } = await world.listen();
    const token = await signedIn(world);
    await using site = await servePage();
    await using browser = await openPage(site.url);
    const authenticatorId = await plugIn(browser);
    const register = () => browser.page.evaluate(`register(${JSON.stringify({ endpoint, ...token })})`);

    await register();
    const { Credentials } = await world.call.ListWebAuthnCredentials(token);
    assert.equal(Credentials.length, 1);
    assert.equal(Credentials[0]?.RelyingPartyId, "localhost");
    assert.equal(Credentials[0]?.AuthenticatorAttachment, "platform");
    // The authenticator holds the passkey already, and the options say so.
    await assert.rejects(register(), /InvalidStateError/);

    const { credentials } = await browser.tools.send("WebAuthn.getCredentials", { authenticatorId });
    assert.equal(await signInWith(world, token, browser), "signed in");
    assert.equal(await signInWith(world, token, browser), "signed in");

    await browser.tools.send("WebAuthn.clearCredentials", { authenticatorId });
    for (const credential of credentials) {
      await browser.tools.send("WebAuthn.addCredential", { authenticatorId, credential });
    }
    assert.equal(await signInWith(world, token, browser), "counter");
  },
);
