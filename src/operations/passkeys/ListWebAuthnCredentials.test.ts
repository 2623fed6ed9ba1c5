import assert from "node:assert/strict";
import { test } from "node:test";
import { register, signedIn, startPasskeyWorld } from "../../testing/passkey-world.ts";
import { refused } from "../../testing/refused.ts";

test("ListWebAuthnCredentials lists the caller's own passkeys, oldest first, page by page", async () => {
  await using world = await startPasskeyWorld();
  const { call, clock } = world;
  const [ada, bob] = [await signedIn(world), await signedIn(world, "bob")];
  await register(world, bob);
  const made: string[] = [];
  for (let index = 0; index < 5; index += 1) {
    made.push((await register(world, ada)).credentialId);
    clock.advance(1000);
  }
  assert.deepEqual(
    (await call.ListWebAuthnCredentials(ada)).Credentials.map(({ CredentialId }) => CredentialId),
    made,
  );
  const shown: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await call.ListWebAuthnCredentials({ ...ada, MaxResults: 2, NextToken });
    assert.ok(page.Credentials.length <= 2);
    shown.push(...page.Credentials.map(({ CredentialId }) => CredentialId));
    // What the page ended with may be gone before the next one is asked for.
    await call.DeleteWebAuthnCredential({ ...ada, CredentialId: shown.at(-1) ?? "" });
    ({ NextToken } = page);
  } while (NextToken !== undefined);
  assert.deepEqual(shown, made);
});

test("ListWebAuthnCredentials of a user without passkeys is empty, and all of them fit a page of 0", async () => {
  await using world = await startPasskeyWorld();
  const token = await signedIn(world);
  assert.deepEqual(await world.call.ListWebAuthnCredentials(token), { Credentials: [] });
  await register(world, token);
  assert.equal((await world.call.ListWebAuthnCredentials({ ...token, MaxResults: 0 })).Credentials.length, 1);
});

test("ListWebAuthnCredentials refuses the page token of another user", async () => {
  await using world = await startPasskeyWorld();
  const [ada, bob] = [await signedIn(world), await signedIn(world, "bob")];
  for (const token of [ada, ada]) await register(world, token);
  const { NextToken } = await world.call.ListWebAuthnCredentials({ ...ada, MaxResults: 1 });
  await refused(
    world.call.ListWebAuthnCredentials({ ...bob, NextToken }),
    "InvalidParameterException",
    "Invalid pagination token.",
  );
});

test("ListWebAuthnCredentials and DeleteWebAuthnCredential work where passkeys are switched off since", async () => {
  await using world = await startPasskeyWorld();
  const token = await signedIn(world);
  const { credentialId: CredentialId } = await register(world, token);
  await world.updatePool({ Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD"] } } });
  assert.equal((await world.call.ListWebAuthnCredentials(token)).Credentials.length, 1);
  assert.deepEqual(await world.call.DeleteWebAuthnCredential({ ...token, CredentialId }), {});
});
