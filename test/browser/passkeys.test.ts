/** Passkeys as a real browser makes and uses them, with an authenticator that the browser simulates. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { portOf, startHttpServer } from "../../src/testing/loopback-server.ts";
import { signedIn, startPasskeyWorld } from "../../src/testing/passkey-world.ts";
import { openPage, skipReason, type OpenedPage } from "./chromium.ts";

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
const signIn = async ({ endpoint, ClientId, USERNAME }) => {
  const { ChallengeName, ChallengeParameters, Session } = await call(endpoint, "InitiateAuth", {
    ClientId,
    AuthFlow: "USER_AUTH",
    AuthParameters: { USERNAME, PREFERRED_CHALLENGE: "WEB_AUTHN" },
  });
  const options = JSON.parse(ChallengeParameters.CREDENTIAL_REQUEST_OPTIONS);
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  const CREDENTIAL = JSON.stringify((await navigator.credentials.get({ publicKey })).toJSON());
  const ChallengeResponses = { USERNAME, CREDENTIAL };
  const answer = { ClientId, ChallengeName, Session, ChallengeResponses };
  const { AuthenticationResult } = await call(endpoint, "RespondToAuthChallenge", answer);
  return AuthenticationResult.AccessToken;
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
    const signIn = () =>
      browser.page.evaluate(`signIn(${JSON.stringify({ endpoint, ...world.client, USERNAME: "ada" })})`);
    for (let time = 0; time < 2; time += 1) {
      const AccessToken: unknown = await signIn();
      assert.ok(typeof AccessToken === "string");
      assert.equal((await world.call.GetUser({ AccessToken })).Username, "ada");
    }

    await browser.tools.send("WebAuthn.clearCredentials", { authenticatorId });
    for (const credential of credentials) {
      await browser.tools.send("WebAuthn.addCredential", { authenticatorId, credential });
    }
    // The copy's counter stands where it was when it was made.
    await assert.rejects(signIn(), /NotAuthorizedException: Incorrect username or password\./);
  },
);
